"""Whole baskets with their rules and taxes, whose priced answer is kept as a golden file: till and hub must agree."""

from __future__ import annotations

import msgspec

from pos_app.domain.basket import Basket, ManualDiscount, PriceSource
from pos_app.domain.priced import Pricing
from pos_app.domain.pricing import price
from pos_app.domain.promotions.rule_set import RuleSet
from pos_app.domain.promotions.selection import Mode, Selection
from pos_app.domain.tax import TaxScope, TaxTable
from tests.domain.builders import basket, group, line, member_price, percent, points, rule_set, spend, taxes


class Case(msgspec.Struct, frozen=True):
    """What goes in."""

    basket: Basket
    rules: RuleSet
    taxes: TaxTable


class Answered(msgspec.Struct, frozen=True):
    """What goes in and what comes out."""

    case: Case
    pricing: Pricing


def answer(case: Case) -> Answered:
    """Price the case with its explanation."""
    return Answered(case, price(case.basket, case.rules, case.taxes, explain=True))


_DRINKS = Selection(departments=frozenset(["drinks"]))
_MANY_TAXES = (group("std", 190_000), group("low", 25_000, 45_000), group("free", components=()))
_SOLD = basket(
    line("milk", 129, 3, tax_group="low"),
    line("cola", 199, 12, department="drinks"),
    line("beer", 899, 2, department="drinks", min_age=16),
    line("stamps", 85, 10, tax_group="free", discountable=False),
    line("cheese", 0, tax_group="low", fixed_amount=743),
    line("pan", 9_999, discount=ManualDiscount("damaged", rate_ppm=100_000)),
    line("kettle", 10_001, voided=True),
    line("toaster", 6_333, scanned_at_ms=2_000),
    discount=ManualDiscount("friendly", amount=777),
)
_RULES = rule_set(
    percent("drinks-15", 150_000, selection=_DRINKS),
    spend("save-200-30", (20_000, 3_000), (30_000, 5_000)),
    percent("flash", 333_333, selection=Selection(products=frozenset(["toaster"])), valid_to_ms=2_000),
    percent("staff", 50_000, mode=Mode.COMPOUND),
    spend("each-50-2", (5_000, 200), every=True, mode=Mode.COMPOUND, priority=50),
    percent("clearance", 250_000, mode=Mode.EXCLUSIVE, selection=Selection(products=frozenset(["cheese"]))),
)

_BY_A_MEMBER = msgspec.structs.replace(
    basket(
        *_SOLD.lines,
        line("deposit", 25, 6, tax_group="free", price_source=PriceSource.OPEN),
        line("crate", 129, 2, pack=6_000, department="drinks"),
        discount=_SOLD.discount,
    ),
    member="m-2046",
    tier="gold",
)
_BY_NOBODY = msgspec.structs.replace(_BY_A_MEMBER, member="", tier="")
_FOR_MEMBERS = rule_set(
    percent("drinks-15", 150_000, selection=_DRINKS),
    member_price("cola", 180, selection=Selection(products=frozenset(["cola", "crate"]))),
    member_price("pan", 8_888, selection=Selection(products=frozenset(["pan"])), mode=Mode.EXCLUSIVE),
    member_price("gold-3", rate_ppm=30_000, tiers=frozenset(["gold"]), mode=Mode.COMPOUND, priority=200),
    member_price("platinum-9", rate_ppm=90_000, tiers=frozenset(["platinum"]), mode=Mode.COMPOUND),
    spend("save-200-30", (20_000, 3_000)),
    points("points", 100, tiers={"gold": 1_500_000}, selection=Selection(excluded=frozenset(["stamps"]))),
    points("drinks-bonus", 1_000, points=7, selection=_DRINKS),
)

CASES = {
    "included-by-document": Case(_SOLD, _RULES, taxes(*_MANY_TAXES)),
    "included-by-line": Case(_SOLD, _RULES, taxes(*_MANY_TAXES, scope=TaxScope.LINE, rounding="half_even")),
    "added-by-document": Case(_SOLD, _RULES, taxes(*_MANY_TAXES, included=False)),
    "added-by-line": Case(_SOLD, _RULES, taxes(*_MANY_TAXES, included=False, scope=TaxScope.LINE)),
    "no-rules": Case(_SOLD, rule_set(), taxes(*_MANY_TAXES)),
    "for-a-member": Case(_BY_A_MEMBER, _FOR_MEMBERS, taxes(*_MANY_TAXES)),
    "for-nobody-known": Case(_BY_NOBODY, _FOR_MEMBERS, taxes(*_MANY_TAXES)),
}
