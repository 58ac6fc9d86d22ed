"""What a basket costs: the order of rules and hands, shown on small baskets, and what holds for every basket."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.basket import Basket, Line, ManualDiscount
from pos_app.domain.errors import Refusal
from pos_app.domain.priced import PricedBasket
from pos_app.domain.pricing import price
from pos_app.domain.promotions import Rule
from pos_app.domain.promotions.rule_set import RuleSet
from pos_app.domain.promotions.selection import Mode, Offer, Selection, Terms
from pos_app.domain.tax import TaxTable
from tests.domain.builders import (
    NO_RULES,
    basket,
    baskets,
    group,
    line,
    percent,
    rule_set,
    rule_sets,
    spend,
    tax_tables,
    taxes,
)

TAXES = taxes(group("std"), group("low", 50_000), group("free", components=()))
ONLY_A = Selection(products=frozenset(["a"]))


def _nets(sold: Basket, *rules: Rule) -> list[int]:
    return [row.net for row in price(sold, rule_set(*rules), TAXES).priced.lines]


def _rules_of(priced: PricedBasket) -> list[list[str]]:
    return [[taken.rule for taken in row.reductions] for row in priced.lines]


def test_an_empty_basket_costs_nothing() -> None:
    assert price(basket(), rule_set(percent()), TAXES, explain=True).priced == PricedBasket()


def test_a_line_costs_quantity_times_price_or_the_amount_on_its_label() -> None:
    weighed = msgspec.structs.replace(line("d", 999), quantity=385)
    labelled = line("b", 1_290, fixed_amount=431)
    sold = basket(line("a", 199, 3), labelled, line("c", 100, voided=True), weighed)
    assert _nets(sold) == [597, 431, 385]


def test_tax_is_inside_or_on_top_of_what_is_due() -> None:
    sold = basket(line("a", 1_190))
    inside = price(sold, NO_RULES, TAXES).priced
    on_top = price(sold, NO_RULES, taxes(included=False)).priced
    assert (inside.total, inside.tax) == (1_190, 190)
    assert (on_top.total, on_top.tax) == (1_416, 226)


def test_an_exclusive_rule_shuts_out_every_other_on_the_lines_it_touched() -> None:
    small = percent("small", 10_000, mode=Mode.EXCLUSIVE, selection=ONLY_A)
    sold = basket(line("a", 1_000), line("b", 1_000))
    assert _nets(sold, small, percent("big", 500_000), percent("more", 100_000, mode=Mode.COMPOUND)) == [990, 450]


def test_of_two_exclusive_rules_the_one_of_lower_priority_number_goes_first() -> None:
    first = percent("z", 10_000, mode=Mode.EXCLUSIVE, priority=1)
    assert _nets(basket(line("a", 1_000)), percent("a", 500_000, mode=Mode.EXCLUSIVE, priority=2), first) == [990]


def test_a_line_takes_the_best_of_the_rules_in_that_mode_and_ties_go_to_the_earlier() -> None:
    sold = basket(line("a", 1_000))
    assert _nets(sold, percent("p1", 100_000), percent("p2", 200_000)) == [800]
    tied = price(sold, rule_set(percent("y", 100_000), percent("x", 100_000)), TAXES).priced
    assert _rules_of(tied) == [["x"]]


def test_a_joint_rule_takes_its_lines_together_when_that_saves_more() -> None:
    sold = basket(line("a", 10_000), line("b", 10_000))
    fifth = percent("fifth", 200_000, selection=ONLY_A)  # 20.00 off line a alone
    assert _nets(sold, fifth, spend()) == [8_500, 8_500]  # 30.00 off both together
    assert _nets(sold, msgspec.structs.replace(fifth, rate_ppm=310_000), spend()) == [6_900, 10_000]


def test_a_joint_rule_leaves_out_a_line_that_fares_better_alone() -> None:
    sold = basket(line("b", 30_000), line("a", 10_000))
    assert _nets(sold, percent("half", 500_000, selection=ONLY_A), spend()) == [27_000, 5_000]


def test_a_joint_rule_keeps_a_line_that_it_serves_better_while_it_leaves_another_out() -> None:
    sold = basket(line("b", 30_000), line("a", 10_000))
    twentieth = percent("twentieth", 50_000, selection=Selection(excluded=frozenset(["a"])))
    assert _nets(sold, percent("half", 500_000, selection=ONLY_A), twentieth, spend()) == [27_000, 5_000]


def test_of_joint_rules_on_the_same_lines_the_larger_gain_has_them_and_ties_go_to_the_earlier() -> None:
    sold = basket(line("a", 20_000), line("b", 10_000))
    rules = spend("s1", (20_000, 3_000)), spend("s2", (30_000, 4_000)), spend("s3", (30_000, 4_000))
    assert _rules_of(price(sold, rule_set(*rules), TAXES).priced) == [["s2"], ["s2"]]


def test_a_joint_rule_serves_what_a_larger_one_left_over() -> None:
    only_a = spend("a-only", (20_000, 9_000), selection=ONLY_A)
    left_over = basket(line("a", 20_000), line("b", 20_000)), basket(line("a", 20_000), line("b", 19_999))
    assert [_nets(sold, only_a, spend("any")) for sold in left_over] == [[11_000, 17_000], [11_000, 19_999]]


class _SecondFree(Terms, frozen=True, tag="second_free", kw_only=True):
    """A joint kind that uses up its first two lines and leaves the others."""

    joint: ClassVar[bool] = True

    def offer(self, lines: Sequence[Line], amounts: Sequence[int]) -> Offer | None:
        if len(lines) < 2:
            return None
        free = [amounts[place] if place == 1 else 0 for place in range(len(lines))]
        return Offer(free, [place < 2 for place in range(len(lines))])


@pytest.mark.parametrize("mode", [Mode.EXCLUSIVE, Mode.BEST])
def test_a_kind_may_use_up_some_of_its_lines_and_leave_the_others_to_other_rules(mode: Mode) -> None:
    second: Rule = _SecondFree(id="second", names={}, mode=mode)  # type: ignore[assignment]  # not in the registry
    sold = basket(line("a", 1_000), line("b", 1_000), line("c", 1_000))
    assert _nets(sold, second, percent("p", 100_000)) == [1_000, 0, 900]


def test_a_line_taken_by_another_rule_does_not_count_for_a_threshold() -> None:
    sold = basket(line("a", 10_000), line("b", 10_000))
    assert _nets(sold, percent("p", 400_000, selection=ONLY_A), spend()) == [6_000, 10_000]


def test_compound_rules_work_on_what_the_others_left_in_their_order() -> None:
    sold = basket(line("a", 25_000))
    tenth = percent("tenth", 100_000)
    after = spend("after", (20_000, 3_000), mode=Mode.COMPOUND, priority=1)
    half = percent("half", 500_000, mode=Mode.COMPOUND, priority=2)
    priced = price(sold, rule_set(half, after, tenth), TAXES).priced
    assert [(taken.rule, taken.amount) for taken in priced.lines[0].reductions] == [
        ("tenth", 2_500), ("after", 3_000), ("half", 9_750),
    ]  # fmt: skip
    assert _nets(sold, percent("third", 300_000), after) == [17_500]  # 175.00 is left: below the threshold


def test_what_people_give_comes_after_the_rules_on_the_line_then_on_the_basket() -> None:
    sold = basket(
        line("a", 10_000, discount=ManualDiscount("damaged", rate_ppm=100_000)),
        line("b", 3_333),
        line("c", 3_333, discountable=False),
        discount=ManualDiscount("friendly", amount=1_000),
    )
    priced = price(sold, rule_set(percent("p", 200_000, selection=ONLY_A)), TAXES).priced
    assert [[(taken.rule, taken.amount) for taken in row.reductions] for row in priced.lines] == [
        [("p", 2_000), ("manual", 800), ("manual.basket", 684)],
        [("manual.basket", 316)],
        [],
    ]
    assert (priced.subtotal, priced.reduction, priced.total) == (16_666, 3_800, 12_866)


def test_a_discount_above_what_is_due_makes_it_free_and_no_more() -> None:
    sold = basket(
        line("a", 500, discount=ManualDiscount("x", amount=900)),
        line("b", 300),
        discount=ManualDiscount("y", amount=10_000),
    )
    assert price(sold, NO_RULES, TAXES).priced.total == 0


def test_each_line_follows_the_window_of_its_own_scan() -> None:
    flash = percent("flash", 500_000, valid_from_ms=100, valid_to_ms=200)
    sold = basket(line("a", 100, scanned_at_ms=199), line("b", 100, scanned_at_ms=200))
    assert _nets(sold, flash) == [50, 100]


def test_a_line_of_an_unknown_tax_group_is_refused() -> None:
    with pytest.raises(Refusal, match=r"tax\.unknown_group"):
        price(basket(line("a", 100, tax_group="new")), NO_RULES, TAXES)


@given(baskets(), rule_sets(), tax_tables())
def test_every_unit_is_accounted_for_and_no_line_costs_less_than_nothing(
    sold: Basket, rules: RuleSet, table: TaxTable
) -> None:
    priced = price(sold, rules, table).priced
    assert [row.number for row in priced.lines] == [one.number for one in sold.live]
    for one, row in zip(sold.live, priced.lines, strict=True):
        assert row.net == row.gross - sum(taken.amount for taken in row.reductions)
        assert 0 <= row.net <= row.gross
        assert all(taken.amount > 0 for taken in row.reductions)
        assert one.item.discountable or row.net == row.gross
    assert priced.subtotal - priced.reduction == sum(row.net for row in priced.lines)
    assert priced.tax == sum(row.amount for row in priced.taxes)


@given(baskets(), rule_sets(), tax_tables())
def test_the_refunds_of_all_lines_sum_to_what_was_paid(sold: Basket, rules: RuleSet, table: TaxTable) -> None:
    priced = price(sold, rules, table).priced
    refunds = [row.net + (0 if table.included else sum(tax.amount for tax in row.taxes)) for row in priced.lines]
    assert sum(refunds) == priced.total
    assert all(refund >= 0 for refund in refunds)


@given(baskets(), rule_sets(), st.randoms(use_true_random=False))
def test_the_order_in_which_rules_come_changes_nothing(sold: Basket, rules: RuleSet, random: object) -> None:
    shuffled = list(rules.rules)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    one = price(sold, rules, TAXES, explain=True)
    other = price(sold, rule_set(*shuffled), TAXES, explain=True)
    assert msgspec.msgpack.encode(one) == msgspec.msgpack.encode(other)


def test_two_rows_that_share_an_id_still_have_one_order() -> None:
    sold = basket(line("a", 1_000))
    twins = [percent("x", rate, mode=Mode.EXCLUSIVE) for rate in (100_000, 200_000)]
    assert _nets(sold, *twins) == _nets(sold, *reversed(twins))


@given(baskets(), rule_sets())
def test_a_voided_line_weighs_nothing(sold: Basket, rules: RuleSet) -> None:
    without = msgspec.structs.replace(sold, lines=sold.live)
    assert price(sold, rules, TAXES) == price(without, rules, TAXES)


@given(baskets(), rule_sets())
def test_a_line_has_one_best_rule_or_one_exclusive_rule_and_nothing_beside_it(sold: Basket, rules: RuleSet) -> None:
    modes = {rule.id: rule.mode for rule in rules.rules}
    for taken in _rules_of(price(sold, rules, TAXES).priced):
        of_rules = [modes[rule] for rule in taken if rule in modes]
        assert of_rules.count(Mode.BEST) <= 1
        assert Mode.EXCLUSIVE not in of_rules or len(of_rules) == 1


@given(baskets(), rule_sets())
def test_the_customer_never_saves_less_than_with_one_rule_alone_or_line_by_line(sold: Basket, rules: RuleSet) -> None:
    best = [msgspec.structs.replace(rule, mode=Mode.BEST) for rule in rules.ordered]
    bare = msgspec.structs.replace(
        sold, discount=None, lines=tuple(msgspec.structs.replace(one, discount=None) for one in sold.lines)
    )
    saved = price(bare, rule_set(*best), TAXES).priced.reduction
    alone = [price(bare, rule_set(rule), TAXES).priced for rule in best]
    assert saved >= max((each.reduction for each in alone), default=0)
    singles = [each for rule, each in zip(best, alone, strict=True) if not rule.joint]
    line_by_line = zip(*([row.gross - row.net for row in each.lines] for each in singles), strict=True)
    assert saved >= sum(max(each) for each in line_by_line)
