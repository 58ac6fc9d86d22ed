"""A price that explains itself: what each rule did to each line, why the others did not, and what is nearly earned."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.basket import Basket, ManualDiscount
from pos_app.domain.priced import NearMiss, Outcome, Why
from pos_app.domain.pricing import price
from pos_app.domain.promotions import Rule
from pos_app.domain.promotions.rule_set import RuleSet
from pos_app.domain.promotions.selection import Mode, Selection
from tests.domain.builders import SCANNED_MS, basket, baskets, group, line, percent, rule_set, rule_sets, spend, taxes

TAXES = taxes(group("std"), group("low", 50_000), group("free", components=()))
ONLY_A = Selection(products=frozenset(["a"]))


def _why(sold: Basket, *rules: Rule) -> list[tuple[str, int, Why, str]]:
    told = price(sold, rule_set(*rules), TAXES, explain=True).outcomes
    return [(outcome.rule, outcome.line, outcome.why, outcome.by) for outcome in told]


def _near(sold: Basket, *rules: Rule) -> tuple[NearMiss, ...]:
    return price(sold, rule_set(*rules), TAXES, explain=True).near


def test_each_reason_why_a_rule_gave_nothing_is_told() -> None:
    sold = basket(line("a", 1_000), line("b", 1_000, discountable=False), line("c", 0))
    assert _why(sold, percent("p", selection=Selection(excluded=frozenset(["x"])), valid_from_ms=SCANNED_MS + 1)) == [
        ("p", number, Why.OUTSIDE_WINDOW, "") for number in (1, 2, 3)
    ]
    assert _why(sold, percent("p", selection=Selection(products=frozenset(["b", "c"])))) == [
        ("p", 1, Why.NOT_TARGETED, ""), ("p", 2, Why.NOT_DISCOUNTABLE, ""), ("p", 3, Why.NOTHING_LEFT, ""),
    ]  # fmt: skip
    assert _why(basket(line("a", 19_999)), spend()) == [("s", 1, Why.BELOW_THRESHOLD, "")]


def test_a_beaten_rule_names_the_one_that_won() -> None:
    sold = basket(line("a", 30_000))
    assert _why(sold, percent("p", 200_000), spend()) == [("p", 1, Why.APPLIED, ""), ("s", 1, Why.BEATEN, "p")]
    assert _why(sold, percent("p", 50_000), spend()) == [("p", 1, Why.BEATEN, "s"), ("s", 1, Why.APPLIED, "")]
    first = percent("first", 10_000, mode=Mode.EXCLUSIVE)
    assert _why(sold, first, percent("p", mode=Mode.COMPOUND)) == [
        ("first", 1, Why.APPLIED, ""), ("p", 1, Why.BEATEN, "first"),
    ]  # fmt: skip


def test_a_rule_below_its_threshold_says_so_even_where_another_gave() -> None:
    sold = basket(line("a", 10_000))
    assert _why(sold, percent("p"), spend()) == [("p", 1, Why.APPLIED, ""), ("s", 1, Why.BELOW_THRESHOLD, "")]


def test_a_free_line_has_nothing_left_for_a_compound_rule() -> None:
    sold = basket(line("a", 100))
    free = percent("free", 1_000_000)
    assert _why(sold, free, percent("p", mode=Mode.COMPOUND)) == [
        ("free", 1, Why.APPLIED, ""), ("p", 1, Why.NOTHING_LEFT, ""),
    ]  # fmt: skip


def test_a_share_that_rounds_to_nothing_was_applied() -> None:
    told = price(basket(line("a", 1)), rule_set(percent("p", 100_000)), TAXES, explain=True).outcomes
    assert told == (Outcome("p", 1, Why.APPLIED, 0),)


@pytest.mark.parametrize("mode", Mode)
def test_a_line_that_helped_to_earn_but_was_too_small_for_a_share_was_applied_too(mode: Mode) -> None:
    sold = basket(line("a", 20_000), line("b", 1))
    assert _why(sold, spend(mode=mode)) == [("s", 1, Why.APPLIED, ""), ("s", 2, Why.APPLIED, "")]


def test_what_people_gave_is_told_after_the_rules() -> None:
    sold = basket(
        line("a", 1_000, discount=ManualDiscount("damaged", amount=100)),
        discount=ManualDiscount("friendly", rate_ppm=100_000),
    )
    told = price(sold, rule_set(), TAXES, explain=True).outcomes
    assert [(outcome.rule, outcome.amount) for outcome in told] == [("manual", 100), ("manual.basket", 90)]


@pytest.mark.parametrize(
    ("spent", "missing", "gain"),
    [(18_800, 1_200, 3_000), (10_000, 10_000, 3_000), (29_000, 1_000, 2_000), (20_000, 10_000, 2_000)],
)
def test_what_is_nearly_earned_says_how_much_more_for_how_much_off(spent: int, missing: int, gain: int) -> None:
    assert _near(basket(line("a", spent)), spend("s", (20_000, 3_000), (30_000, 5_000))) == (
        NearMiss("s", missing, gain),
    )


def test_far_off_or_finished_thresholds_are_not_offered() -> None:
    tiers = spend("s", (20_000, 3_000), (50_000, 5_000))
    assert [_near(basket(line("a", spent)), tiers) for spent in (9_999, 24_999, 50_000)] == [(), (), ()]
    assert _near(basket(), tiers) == ()


def test_an_exclusive_offer_is_not_made_where_it_would_shut_out_what_a_line_already_has() -> None:
    alone = spend("alone", mode=Mode.EXCLUSIVE)
    sold = basket(line("a", 5_000), line("b", 14_000))
    assert _near(sold, alone) == (NearMiss("alone", 1_000, 3_000),)
    assert _near(sold, alone, percent("p", 500_000, selection=ONLY_A)) == ()


def test_every_full_amount_offers_the_next_one() -> None:
    every = spend("s", (10_000, 1_500), every=True)
    assert _near(basket(line("a", 28_000)), every) == (NearMiss("s", 2_000, 1_500),)
    assert _near(basket(line("a", 21_000)), every) == ()


def test_a_rule_that_has_ended_by_the_latest_scan_is_not_offered() -> None:
    ended = spend(valid_to_ms=SCANNED_MS + 5)
    sold = basket(line("a", 19_000), line("b", 100, scanned_at_ms=SCANNED_MS + 5))
    assert _near(sold, ended) == ()


def test_the_nearest_offer_comes_first() -> None:
    sold = basket(line("a", 18_000))
    found = _near(sold, spend("far", (25_000, 9_000)), spend("near", (20_000, 3_000)))
    assert [miss.rule for miss in found] == ["near", "far"]


@given(st.integers(10_000, 30_000), st.integers(1, 40_000), st.integers(1, 500_000))
def test_what_is_promised_is_what_one_more_scan_gives(spent: int, other: int, rate_ppm: int) -> None:
    rules = (spend("s", (20_000, 3_000), (40_000, 8_000)), percent("p", rate_ppm, selection=ONLY_A))
    sold = basket(line("a", other), line("b", spent))
    for miss in _near(sold, *rules):
        more = msgspec.structs.replace(sold, lines=(*sold.lines, line("c", miss.missing, number=3)))
        saved, before = (price(each, rule_set(*rules), TAXES).priced.reduction for each in (more, sold))
        assert saved - before >= miss.gain


@given(baskets(), rule_sets())
def test_explaining_changes_no_figure_and_accounts_for_every_reduction(sold: Basket, rules: RuleSet) -> None:
    plain, told = price(sold, rules, TAXES), price(sold, rules, TAXES, explain=True)
    assert told.priced == plain.priced
    assert (plain.outcomes, plain.near) == ((), ())
    nearly = price(sold, rules, TAXES, near=True)
    assert (nearly.priced, nearly.outcomes, nearly.near) == (plain.priced, (), told.near)
    taken = {(r.rule, row.number): r.amount for row in told.priced.lines for r in row.reductions}
    assert {(o.rule, o.line): o.amount for o in told.outcomes if o.amount} == taken
    for outcome in told.outcomes:
        assert (outcome.why is Why.BEATEN) == bool(outcome.by)
        assert outcome.by != outcome.rule
