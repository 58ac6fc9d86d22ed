"""The contract of every promotion kind, run over the whole registry; and each kind's own figures."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.basket import Basket
from pos_app.domain.priced import Why
from pos_app.domain.pricing import price
from pos_app.domain.promotions import EARNING, KINDS, Discount, Rule, decode_rule
from pos_app.domain.promotions.rule_set import RuleSet
from tests.domain.builders import (
    EXAMPLES,
    SCANNED_MS,
    basket,
    baskets,
    group,
    line,
    percent,
    rule_set,
    rule_sets,
    spend,
    taxes,
)

TAXES = taxes(group("std"), group("low", 50_000), group("free", components=()))
every_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__struct_config__.tag)


def _given_by(rule: Discount, sold: Basket) -> list[int]:
    """Return what `rule` alone takes off each line."""
    priced = price(sold, rule_set(rule), TAXES).priced
    return [sum(r.amount for r in row.reductions if r.rule == rule.id) for row in priced.lines]


@every_kind
@given(data=st.data())
def test_a_kind_never_gives_more_than_is_left_nor_less_than_nothing(kind: type[Discount], data: st.DataObject) -> None:
    rule = data.draw(EXAMPLES[kind])
    lines = data.draw(baskets().map(lambda sold: sold.lines))
    amounts = [data.draw(st.integers(0, 30_000)) for _ in lines]
    offer = rule.offer(lines, amounts) if lines else None
    if offer is not None:
        assert len(offer.amounts) == len(lines)
        assert offer.used is None or len(offer.used) == len(lines)
        assert all(0 <= given <= left for given, left in zip(offer.amounts, amounts, strict=True))
        assert rule.offer(lines, amounts) == offer


@every_kind
@given(data=st.data())
def test_a_kind_gives_nothing_outside_its_window_or_selection(kind: type[Discount], data: st.DataObject) -> None:
    rule = data.draw(EXAMPLES[kind])
    sold = data.draw(baskets())
    for one, given_ in zip(sold.live, _given_by(rule, sold), strict=True):
        if given_:
            assert rule.open_at(one.scanned_at_ms)
            assert rule.selection.takes(one)
            assert one.item.discountable


@every_kind
@given(data=st.data())
def test_a_kind_tells_about_every_line_what_it_gave_or_why_not(kind: type[Discount], data: st.DataObject) -> None:
    rule = data.draw(EXAMPLES[kind])
    sold = data.draw(baskets())
    told = [outcome for outcome in price(sold, rule_set(rule), TAXES, explain=True).outcomes if outcome.rule == rule.id]
    assert [outcome.line for outcome in told] == [one.number for one in sold.live]
    assert [outcome.amount for outcome in told] == _given_by(rule, sold)
    assert all(outcome.why is Why.APPLIED for outcome in told if outcome.amount)


@pytest.mark.parametrize("kind", [*KINDS, *EARNING], ids=lambda kind: kind.__struct_config__.tag)
@given(data=st.data())
def test_a_kind_survives_disk_and_wire(kind: type[Discount], data: st.DataObject) -> None:
    rule = data.draw(EXAMPLES[kind])
    assert decode_rule(msgspec.msgpack.encode(rule)) == rule
    assert msgspec.json.decode(msgspec.json.encode(rule), type=Rule) == rule


def test_an_unknown_kind_or_a_bad_figure_is_not_taken_for_a_rule() -> None:
    for wrong in (
        {"type": "from_the_future", "id": "x", "names": {}},
        {"type": "percent_off", "id": "x", "names": {}, "rate_ppm": 0},
        {"type": "percent_off", "id": "x", "names": {}, "rate_ppm": 1_000_001},
        {"type": "spend_and_save", "id": "x", "names": {}, "tiers": []},
        {"type": "spend_and_save", "id": "x", "names": {}, "tiers": [[100, 101]]},
        {"type": "spend_and_save", "id": "x", "names": {}, "tiers": [[0, 0]]},
        {"type": "spend_and_save", "id": "x", "names": {}, "tiers": [[200, 30], [100, 40]]},
        {"type": "spend_and_save", "id": "x", "names": {}, "tiers": [[200, 30], [300, 20]]},
        {"type": "spend_and_save", "id": "x", "names": {}, "tiers": [[100, 10], [200, 30]], "every": True},
        {"type": "member_price", "id": "x", "names": {}},
        {"type": "member_price", "id": "x", "names": {}, "rate_ppm": 1_000_001},
        {"type": "member_price", "id": "x", "names": {}, "rate_ppm": 100_000, "unit_price": 100},
        {"type": "member_price", "id": "x", "names": {}, "unit_price": -1},
        {"type": "points_for_spending", "id": "x", "names": {}, "each": 0},
        {"type": "points_for_spending", "id": "x", "names": {}, "each": 100, "points": 0},
        {"type": "points_for_spending", "id": "x", "names": {}, "each": 100, "tiers": {"gold": -1}},
    ):
        with pytest.raises(msgspec.DecodeError):
            decode_rule(msgspec.msgpack.encode(wrong))


@given(rule_sets(), baskets())
def test_the_index_by_goods_says_the_same_as_each_selection(rules: RuleSet, sold: Basket) -> None:
    for one in sold.lines:
        taking = tuple(place for place, rule in enumerate(rules.ordered) if rule.selection.takes(one))
        assert rules.speaking_of(one.item) == taking


def test_percent_off_rounds_each_line_half_up() -> None:
    sold = basket(line("a", 105), line("b", 104), line("c", 1))
    assert _given_by(percent(rate_ppm=100_000), sold) == [11, 10, 0]
    assert _given_by(percent(rate_ppm=1_000_000), sold) == [105, 104, 1]


@pytest.mark.parametrize(("spent", "saved"), [(19_999, 0), (20_000, 3_000), (29_999, 3_000), (30_000, 5_000)])
def test_a_tier_is_reached_at_its_threshold_and_the_highest_counts(spent: int, saved: int) -> None:
    assert _given_by(spend("s", (20_000, 3_000), (30_000, 5_000)), basket(line("a", spent))) == [saved]


@pytest.mark.parametrize(("spent", "saved"), [(9_999, 0), (10_000, 1_500), (39_999, 4_500), (40_000, 6_000)])
def test_every_full_amount_gives_again(spent: int, saved: int) -> None:
    assert _given_by(spend("s", (10_000, 1_500), every=True), basket(line("a", spent))) == [saved]


def test_spend_and_save_is_shared_by_what_each_line_cost() -> None:
    sold = basket(line("a", 10_000), line("b", 6_667), line("c", 3_334))
    assert _given_by(spend(), sold) == [1_500, 1_000, 500]


def test_a_window_counts_from_inclusive_to_exclusive_at_the_scan() -> None:
    flash = percent(valid_from_ms=SCANNED_MS, valid_to_ms=SCANNED_MS + 10)
    moments = [SCANNED_MS - 1, SCANNED_MS, SCANNED_MS + 9, SCANNED_MS + 10]
    sold = basket(*(line(f"p{moment}", 100, scanned_at_ms=moment) for moment in moments))
    assert _given_by(flash, sold) == [0, 10, 10, 0]
