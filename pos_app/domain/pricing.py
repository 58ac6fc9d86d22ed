"""What a basket costs: one pure engine, run afresh at every change, with the same result on till and hub.

The order is fixed, and does not depend on the order in which rules come:

1. Each live line's gross: the amount printed on the goods, else quantity times unit price, half up.
2. Rules speak of a line when their selection takes it, their window (from inclusive, to exclusive) holds the line's
   scan, it may be discounted and its gross is above nought. They act in the order of priority (lower first), then id:
   a. EXCLUSIVE: the first rule that gives a line something has it alone; no other rule of any mode touches it.
   b. BEST: each remaining line takes one rule. Single-line rules: the one that gives it most. A rule that lines earn
      jointly takes its lines together when it gains over that, the largest gain first, trying also without the lines
      that fare better alone. Ties go to the earlier rule. Lines taken by another rule do not count for a threshold.
   c. COMPOUND: each rule in turn on what is then left of its lines.
3. The manual discount on a line: a rate or an amount of what is left, half up.
4. The manual discount on the basket: a rate of, or an amount from, what is left on all discountable lines, shared
   over them in proportion to it (largest remainder, earlier line first).
5. Tax on what is left (`tax_rules`), by the groups in force when the basket was opened.
6. Points, when a member buys: each points rule gives its own for what is left on its lines, shared like money.

A rule for members is withheld from every other buyer before it acts; who buys changes nothing else.

No step takes more than is left, and nothing touches an item that is not discountable. All shares are whole minor units
that sum exactly, so that any subset of the lines can be refunded and all lines together return what was paid.
Called by the till desk and the hub; measured by `tests.domain.bench_pricing`.
"""

from __future__ import annotations

from typing import Final

from pos_app.domain.basket import Basket, Line, ManualDiscount
from pos_app.domain.money import extended, portion, share
from pos_app.domain.priced import NearMiss, PricedBasket, PricedLine, Pricing
from pos_app.domain.pricing_explained import near_misses, outcomes
from pos_app.domain.pricing_points import earn
from pos_app.domain.pricing_rules import MANUAL_BASKET, MANUAL_LINE, Work, apply_rules
from pos_app.domain.promotions.rule_set import RuleSet
from pos_app.domain.tax import TaxTable
from pos_app.domain.tax_rules import tax_of

SOMEBODY: Final = "?"
"""Stands for a member of no tier when it is asked what any member would pay."""


def gross_of(line: Line) -> int:
    """Return what `line` costs before any discount, minor units."""
    return extended(line.unit_price, line.quantity) if line.fixed_amount is None else line.fixed_amount


def price(basket: Basket, rules: RuleSet, taxes: TaxTable, *, explain: bool = False, near: bool = False) -> Pricing:
    """Price the whole basket; with `explain` also say what every rule did to every line, and what is nearly earned.

    `near` asks for what is nearly earned alone, which is cheap enough for every scan.

    Raises `Refusal("tax.unknown_group")` when a line's tax group is not in force in `taxes`.
    """
    lines = basket.live
    work = _worked(lines, [gross_of(line) for line in lines], basket, rules, basket.member)
    priced = _assemble(work, taxes, basket.opened_at_ms)
    earned = earn(lines, priced.lines, rules, basket.tier) if basket.member and rules.earning else ()
    if not explain and not near:
        return Pricing(priced, earned=earned)
    nearly = (*_for_a_member(work, basket, rules), *near_misses(work, rules))
    return Pricing(priced, outcomes(work, rules) if explain else (), nearly, earned)


def _worked(lines: tuple[Line, ...], gross: list[int], basket: Basket, rules: RuleSet, member: str) -> Work:
    """Let rules and hands act, for `member`."""
    work = Work(lines, gross, member, basket.tier)
    if rules.rules:
        apply_rules(work, rules)
    _by_hand(work, basket.discount)
    return work


def _for_a_member(work: Work, basket: Basket, rules: RuleSet) -> tuple[NearMiss, ...]:
    """Tell how much less the same basket would cost any member; named after the rule that gives most of it."""
    if work.member or not work.withheld:
        return ()
    again = _worked(basket.live, work.gross.copy(), basket, rules, SOMEBODY)
    gain = sum(work.left) - sum(again.left)
    sums = dict.fromkeys([rules.ordered[index].id for index in work.withheld], 0)
    for row in again.reductions:
        for taken in row:
            if taken.rule in sums:
                sums[taken.rule] += taken.amount
    best = max(sorted(sums), key=lambda rule: sums[rule])
    return (NearMiss(best, 0, gain, member=True),) if gain > 0 and sums[best] else ()


def _by_hand(work: Work, whole: ManualDiscount | None) -> None:
    """Take off what people gave: on lines first, then on the basket."""
    for place, line in enumerate(work.lines):
        if line.discount is not None and line.item.discountable:
            work.take(MANUAL_LINE, place, _given(line.discount, work.left[place]))
    if whole is None:
        return
    weights = [max(left, 0) if line.item.discountable else 0 for line, left in zip(work.lines, work.left, strict=True)]
    left = sum(weights)
    for place, amount in enumerate(share(min(_given(whole, left), left), weights)):
        work.take(MANUAL_BASKET, place, amount)


def _given(discount: ManualDiscount, left: int) -> int:
    """Return what a manual discount is worth on `left` minor units."""
    return discount.amount or portion(left, discount.rate_ppm)


def _assemble(work: Work, taxes: TaxTable, moment_ms: int) -> PricedBasket:
    """Add the tax and the sums."""
    taxed = tax_of(list(zip([line.item.tax_group for line in work.lines], work.left, strict=True)), taxes, moment_ms)
    subtotal, net = sum(work.gross), sum(work.left)
    tax = sum([row.amount for row in taxed.sums])
    lines = [
        PricedLine(line.number, gross, left, reductions, line_taxes)
        for line, gross, left, reductions, line_taxes in zip(
            work.lines, work.gross, work.left, work.reductions, taxed.lines, strict=True
        )
    ]
    return PricedBasket(
        lines=tuple(lines),
        subtotal=subtotal,
        reduction=subtotal - net,
        tax=tax,
        total=net if taxes.included else net + tax,
        taxes=taxed.sums,
    )
