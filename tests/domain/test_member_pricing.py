"""What a member pays and earns: figures on small baskets, and what holds for every basket."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.basket import Basket, Line, ManualDiscount, PriceSource
from pos_app.domain.priced import Earned, NearMiss, Why
from pos_app.domain.pricing import price
from pos_app.domain.promotions import Rule
from pos_app.domain.promotions.points import PointsForSpending
from pos_app.domain.promotions.rule_set import RuleSet
from pos_app.domain.promotions.selection import Mode, Selection
from tests.domain.builders import (
    SCANNED_MS,
    basket,
    baskets,
    group,
    line,
    member_price,
    percent,
    points,
    points_rules,
    rule_set,
    rule_sets,
    spend,
    taxes,
)

TAXES = taxes(group("std"), group("low", 50_000), group("free", components=()))
ONLY_A = Selection(products=frozenset(["a"]))


def _bought_by(member: str, *lines: Line, tier: str = "") -> Basket:
    return basket(*lines, member=member, tier=tier)


def _nets(sold: Basket, *rules: Rule) -> list[int]:
    return [row.net for row in price(sold, rule_set(*rules), TAXES).priced.lines]


def _earned(sold: Basket, *rules: Rule) -> dict[int, int]:
    earned = price(sold, rule_set(*rules), TAXES).earned
    return {number: sum(each.points for each in earned if each.line == number) for number in {e.line for e in earned}}


def test_a_member_pays_the_members_price_and_nobody_else_does() -> None:
    lines = line("a", 1_000, 2), line("b", 500)
    rule = member_price("m", 880, selection=ONLY_A)
    assert _nets(_bought_by("anna", *lines), rule) == [1_760, 500]
    assert _nets(_bought_by("", *lines), rule) == [2_000, 500]


def test_a_rate_for_members_is_rounded_half_up_line_by_line() -> None:
    sold = _bought_by("anna", line("a", 105), line("b", 104))
    assert _nets(sold, member_price(rate_ppm=100_000)) == [94, 94]


def test_a_members_price_never_raises_what_is_due() -> None:
    sold = _bought_by("anna", line("a", 1_000))
    pricing = price(sold, rule_set(member_price("m", 1_200)), TAXES, explain=True)
    assert pricing.priced.total == 1_000
    assert [outcome.why for outcome in pricing.outcomes] == [Why.NO_BETTER]


def test_a_members_price_is_for_one_unit_whatever_the_pack_or_the_weight() -> None:
    weighed = msgspec.structs.replace(line("a", 999), quantity=385)
    crate = line("a", 5_400, 2, pack=6_000)
    assert _nets(_bought_by("anna", weighed, crate), member_price("m", 800)) == [308, 9_600]


def test_an_amount_printed_on_the_goods_has_no_unit_price_but_takes_the_rate() -> None:
    labelled = line("a", 1_290, fixed_amount=431)
    assert _nets(_bought_by("anna", labelled), member_price("m", 100)) == [431]
    assert _nets(_bought_by("anna", labelled), member_price(rate_ppm=100_000)) == [388]


def test_a_tiers_price_is_for_that_tier_alone_and_says_so() -> None:
    rule = member_price(rate_ppm=100_000, tiers=frozenset(["gold"]))
    assert _nets(_bought_by("anna", line("a", 1_000), tier="gold"), rule) == [900]
    silver = price(_bought_by("anna", line("a", 1_000), tier="silver"), rule_set(rule), TAXES, explain=True)
    assert silver.priced.total == 1_000
    assert [outcome.why for outcome in silver.outcomes] == [Why.OTHER_TIER]
    assert _nets(_bought_by("", line("a", 1_000), tier="gold"), rule) == [1_000]


def test_a_members_price_competes_with_other_offers_like_any_rule() -> None:
    sold = _bought_by("anna", line("a", 1_000))
    assert _nets(sold, member_price("m", 900), percent("p", 200_000)) == [800]
    assert _nets(sold, member_price("m", 700), percent("p", 200_000)) == [700]
    assert _nets(sold, member_price("m", 900, mode=Mode.EXCLUSIVE), percent("p", 200_000)) == [900]
    assert _nets(sold, member_price("m", rate_ppm=50_000, mode=Mode.COMPOUND), percent("p", 200_000)) == [760]


def test_what_a_member_would_save_is_told_to_the_last_cent() -> None:
    lines = line("a", 10_000, 2), line("b", 5_000, discount=ManualDiscount("damaged", rate_ppm=100_000))
    rules = member_price("m", 9_000, selection=ONLY_A), member_price("n", rate_ppm=20_000), spend("s", (50_000, 1))
    nobody = price(_bought_by("", *lines), rule_set(*rules), TAXES, near=True)
    somebody = price(_bought_by("anna", *lines), rule_set(*rules), TAXES, near=True)
    gain = nobody.priced.total - somebody.priced.total
    assert gain > 0
    assert [miss for miss in nobody.near if miss.member] == [NearMiss("m", 0, gain, member=True)]
    assert not any(miss.member for miss in somebody.near)


def test_nothing_is_promised_when_a_members_card_would_save_nothing_or_only_in_some_tier() -> None:
    lines = (line("a", 1_000),)
    dearer = member_price("m", 1_200), member_price("n", 100, tiers=frozenset(["gold"])), percent("p", 500_000)
    assert price(_bought_by("", *lines), rule_set(*dearer), TAXES, near=True).near == ()


def test_a_line_says_that_its_offer_is_for_members() -> None:
    sold = _bought_by("", line("a", 1_000), line("b", 1_000), line("a", 1_000, discountable=False))
    told = price(sold, rule_set(member_price("m", 900, selection=ONLY_A)), TAXES, explain=True).outcomes
    assert [outcome.why for outcome in told] == [Why.NEEDS_MEMBER, Why.NOT_TARGETED, Why.NOT_DISCOUNTABLE]


def test_every_full_amount_earns_points_and_a_tier_multiplies_them() -> None:
    rule = points("p", 100, tiers={"gold": 1_500_000, "staff": 0})
    lines = line("a", 1_250), line("b", 340)
    assert sum(_earned(_bought_by("anna", *lines), rule).values()) == 15
    assert sum(_earned(_bought_by("anna", *lines, tier="gold"), rule).values()) == 22
    assert _earned(_bought_by("anna", *lines, tier="staff"), rule) == {}
    assert _earned(_bought_by("", *lines), rule) == {}


def test_points_are_for_what_is_paid_after_every_discount() -> None:
    sold = basket(line("a", 1_000), discount=ManualDiscount("friendly", amount=400), member="anna")
    assert _earned(sold, points("p", 100), percent("half", 500_000)) == {1: 1}


def test_excluded_and_other_goods_earn_nothing() -> None:
    sold = _bought_by("anna", line("a", 1_000), line("stamps", 1_000), line("c", 1_000, department="drinks"))
    assert _earned(sold, points("p", 100, selection=Selection(excluded=frozenset(["stamps"])))) == {1: 10, 3: 10}
    assert _earned(sold, points("p", 100, selection=Selection(departments=frozenset(["drinks"])))) == {3: 10}


def test_what_is_typed_by_hand_without_tax_earns_nothing_unless_the_rule_says_so() -> None:
    by_hand = line("", 1_000, tax_group="free", price_source=PriceSource.OPEN)
    taxed = msgspec.structs.replace(by_hand, item=msgspec.structs.replace(by_hand.item, tax_group="std"))
    listed = line("book", 1_000, tax_group="free")
    sold = _bought_by("anna", by_hand, taxed, listed)
    assert _earned(sold, points("p", 100)) == {2: 10, 3: 10}
    assert _earned(sold, points("p", 100, untaxed_by_hand=True)) == {1: 10, 2: 10, 3: 10}


def test_points_rules_add_up_and_each_keeps_its_window() -> None:
    bonus = points("bonus", 100, points=2, valid_to_ms=SCANNED_MS)
    sold = _bought_by("anna", line("a", 1_000), line("b", 1_000, scanned_at_ms=SCANNED_MS - 1))
    assert _earned(sold, points("p", 100), bonus) == {1: 10, 2: 30}


def test_points_are_shared_over_the_lines_that_earned_them_exactly() -> None:
    sold = _bought_by("anna", line("a", 333), line("b", 333), line("c", 334))
    assert price(sold, rule_set(points("p", 100)), TAXES).earned == (
        Earned("p", 1, 3),
        Earned("p", 2, 3),
        Earned("p", 3, 4),
    )


@given(baskets(), rule_sets(), points_rules())
def test_points_are_never_below_nought_nor_for_free_goods_and_the_same_whatever_the_order(
    sold: Basket, rules: RuleSet, earning: PointsForSpending
) -> None:
    known = msgspec.structs.replace(sold, member="anna")
    pricing = price(known, rule_set(*rules.rules, earning), TAXES)
    assert all(each.points > 0 for each in pricing.earned)
    paid = {row.number for row in pricing.priced.lines if row.net > 0}
    assert {each.line for each in pricing.earned} <= paid
    assert price(known, rule_set(earning, *reversed(rules.rules)), TAXES) == pricing


@given(baskets(), rule_sets(), points_rules(), st.data())
def test_the_points_of_any_refunded_lines_and_of_the_rest_sum_to_what_was_earned(
    sold: Basket, rules: RuleSet, earning: PointsForSpending, data: st.DataObject
) -> None:
    tier = data.draw(st.sampled_from(["", "gold"]))
    known = msgspec.structs.replace(sold, member="anna", tier=tier)
    pricing = price(known, rule_set(*rules.rules, earning), TAXES)
    returned = data.draw(st.frozensets(st.sampled_from([row.number for row in pricing.priced.lines] or [0])))
    back = sum(each.points for each in pricing.earned if each.line in returned)
    kept = sum(each.points for each in pricing.earned if each.line not in returned)
    assert 0 <= back <= pricing.points
    assert back + kept == pricing.points
    spent = sum(row.net for row in pricing.priced.lines)
    assert (
        pricing.points <= spent // earning.each * earning.points * max(1_000_000, earning.tiers.get(tier, 0)) // 10**6
    )


@given(baskets(), rule_sets())
def test_what_a_member_sees_promised_is_what_a_member_pays(sold: Basket, rules: RuleSet) -> None:
    nobody = msgspec.structs.replace(sold, member="", tier="")
    before = price(nobody, rules, TAXES, near=True)
    after = price(msgspec.structs.replace(nobody, member="anna"), rules, TAXES)
    promised = sum(miss.gain for miss in before.near if miss.member)
    net = [sum(row.net for row in each.priced.lines) for each in (before, after)]
    assert promised in (0, net[0] - net[1])


@pytest.mark.parametrize("member", ["", "anna"])
@given(sold=baskets(), rules=rule_sets())
def test_rules_for_members_change_nothing_for_anybody_else(member: str, sold: Basket, rules: RuleSet) -> None:
    bought = msgspec.structs.replace(sold, member=member, tier="")
    served = [rule for rule in rules.ordered if rule.serves(member, "")]
    assert price(bought, rules, TAXES).priced == price(bought, rule_set(*served), TAXES).priced
