"""Makes what the screen reads from what the desk holds. Pure: the same state gives the same view.

Line views are kept from one view to the next as long as their line did not change, so that building the view of a
long basket costs what changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pos_app.domain.basket import Basket, Line, PriceSource
from pos_app.domain.codes.gtin import shortest_form
from pos_app.domain.money import cash_rounded
from pos_app.domain.priced import PricedLine, Pricing
from pos_app.domain.product import Unit
from pos_app.domain.promotions.rule_set import RuleSet
from pos_app.domain.settlement import Payment
from pos_app.domain.store_rows import Operator
from pos_app.domain.tax import TaxTable
from pos_app.selling.quick_notes import quick_notes
from pos_app.selling.view import (
    LineView,
    NearView,
    OperatorView,
    PaymentView,
    PromotionView,
    ReductionView,
    TotalsView,
)

MANUAL: Final = "manual"


class Lines:
    """Line views, kept while neither the line nor its price changed."""

    def __init__(self) -> None:
        """Begin empty."""
        self._kept: dict[int, tuple[Line, PricedLine, LineView]] = {}

    def of(self, basket: Basket, pricing: Pricing, names: Mapping[str, dict[str, str]]) -> tuple[LineView, ...]:
        """Return the views of the live lines; `names` are the rules' names by rule id."""
        priced = {line.number: line for line in pricing.priced.lines}
        kept: dict[int, tuple[Line, PricedLine, LineView]] = {}
        for line in basket.live:
            amounts = priced[line.number]
            before = self._kept.get(line.number)
            if before is not None and before[0] is line and before[1] == amounts:
                kept[line.number] = before
            else:
                kept[line.number] = (line, amounts, _line(line, amounts, names))
        self._kept = kept
        return tuple(view for _, _, view in kept.values())


def _line(line: Line, priced: PricedLine, names: Mapping[str, dict[str, str]]) -> LineView:
    return LineView(
        number=line.number,
        names=line.item.names,
        quantity=line.quantity,
        unit=line.item.unit,
        unit_price=line.unit_price,
        amount=priced.net,
        gross=priced.gross,
        code=shortest_form(line.item.gtin) if line.item.gtin else line.scanned,
        reductions=tuple(
            ReductionView(names.get(reduction.rule, {}), reduction.amount, reduction.rule.startswith(MANUAL))
            for reduction in priced.reductions
        ),
        overridden=line.price_source is PriceSource.OVERRIDE,
        note=line.note,
    )


def rule_names(rules: RuleSet) -> dict[str, dict[str, str]]:
    """Return the names of the rules by id."""
    return {rule.id: rule.names for rule in rules.rules}


def totals(basket: Basket, pricing: Pricing, taxes: TaxTable | None, cash_step: int) -> TotalsView:
    """Return the totals card."""
    priced = pricing.priced
    return TotalsView(
        items=sum(_pieces(line) for line in basket.live),
        subtotal=priced.subtotal,
        reduction=priced.reduction,
        tax=priced.tax,
        tax_included=taxes is None or taxes.included,
        total=priced.total,
        due_cash=cash_rounded(priced.total, cash_step),
    )


def _pieces(line: Line) -> int:
    return line.quantity // 1_000 if line.item.unit is Unit.EACH else 1


def promotions(pricing: Pricing, names: Mapping[str, dict[str, str]]) -> tuple[PromotionView, ...]:
    """Return what each rule gives over the whole basket, the largest first."""
    sums: dict[str, int] = {}
    for line in pricing.priced.lines:
        for reduction in line.reductions:
            rule = MANUAL if reduction.rule.startswith(MANUAL) else reduction.rule
            sums[rule] = sums.get(rule, 0) + reduction.amount
    ranked = sorted(sums.items(), key=lambda item: (-item[1], item[0]))
    return tuple(PromotionView(names.get(rule, {}), amount) for rule, amount in ranked)


def near(pricing: Pricing, names: Mapping[str, dict[str, str]]) -> tuple[NearView, ...]:
    """Return what is nearly earned, the nearest first."""
    ranked = sorted(pricing.near, key=lambda miss: (miss.missing, miss.rule))
    return tuple(NearView(names.get(miss.rule, {}), miss.missing, miss.gain, miss.member) for miss in ranked)


def payment(paying: Payment) -> PaymentView:
    """Return the payment in progress with the notes that are likely handed over."""
    due = paying.cash_due
    return PaymentView(
        due=due + sum(tender.settles for tender in paying.tenders),
        paid=sum(tender.settles for tender in paying.tenders),
        missing=due,
        tenders=tuple((str(tender.kind), tender.settles) for tender in paying.tenders),
        quick=quick_notes(due, paying.currency),
        not_in_cash=paying.remaining if paying.remaining != due else None,
    )


def operator(person: Operator) -> OperatorView:
    """Return what a screen may show of an operator."""
    return OperatorView(person.id, person.name, person.language, person.role)
