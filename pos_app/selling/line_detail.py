"""One line of the open basket with the story of its price: asked for when the panel opens, never by a scan."""

from __future__ import annotations

from collections.abc import Mapping

from pos_app.domain.basket import Basket, Line
from pos_app.domain.basket_commands import live_line
from pos_app.domain.codes.gtin import shortest_form
from pos_app.domain.priced import NearMiss, Outcome, PricedLine, Pricing, Why
from pos_app.domain.pricing import price
from pos_app.domain.tax import TaxTable
from pos_app.selling.detail_view import LineDetailView, RuleTold, TaxTold
from pos_app.selling.open_basket import Terms
from pos_app.selling.showing import MANUAL, rule_names

Names = Mapping[str, dict[str, str]]


def detail(basket: Basket, number: int, terms: Terms, people: Mapping[str, str]) -> LineDetailView:
    """Return the line `number` explained; `people` are names by operator id. Refuses a line that is not there."""
    line = live_line(basket, number)
    pricing = price(basket, terms.rules, terms.taxes, explain=True)
    priced = next(each for each in pricing.priced.lines if each.number == number)
    given = line.discount
    return LineDetailView(
        line.number,
        line.item.names,
        shortest_form(line.item.gtin) if line.item.gtin else line.scanned,
        line.quantity,
        line.item.unit,
        line.unit_price,
        line.price_source,
        priced.gross,
        priced.net,
        list_price=line.list_price,
        reason=line.reason,
        approved_by=people.get(line.approved_by, line.approved_by),
        discount_ppm=given.rate_ppm if given else 0,
        discount_amount=given.amount if given else 0,
        discount_reason=given.reason if given else "",
        associate=people.get(line.associate, line.associate),
        note=line.note,
        batch=line.batch,
        expiry=line.expiry,
        rules=_rules(line, pricing, rule_names(terms.rules)),
        taxes=_taxes(line, priced, terms.taxes),
        tax_included=terms.taxes.included,
    )


def _rules(line: Line, pricing: Pricing, names: Names) -> tuple[RuleTold, ...]:
    """Return what gave something first, then what is nearly earned; what never meant the line is left out."""
    near = {miss.rule: miss for miss in pricing.near}
    told = [
        _told(outcome, names, near.get(outcome.rule))
        for outcome in pricing.outcomes
        if outcome.line == line.number and outcome.why is not Why.NOT_TARGETED
    ]
    return tuple(sorted(told, key=lambda each: (each.why is not Why.APPLIED, not each.missing)))


def _told(outcome: Outcome, names: Names, near: NearMiss | None) -> RuleTold:
    name = {} if outcome.rule.startswith(MANUAL) else names.get(outcome.rule, {})
    return RuleTold(
        name,
        outcome.why,
        outcome.amount,
        names.get(outcome.by, {}),
        near.missing if near else 0,
        near.gain if near else 0,
    )


def _taxes(line: Line, priced: PricedLine, taxes: TaxTable) -> tuple[TaxTold, ...]:
    group = next((each for each in taxes.groups if each.id == line.item.tax_group), None)
    names = {each.id: each.names for each in group.components} if group else {}
    return tuple(TaxTold(names.get(tax.component, {}), tax.rate_ppm, tax.amount) for tax in priced.taxes)
