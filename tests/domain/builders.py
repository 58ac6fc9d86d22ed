"""Baskets, rules and tax tables for tests, and the strategies that make any of them."""
# ruff: noqa: ANN401 - a builder passes on whatever field a test wants to set

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from pos_app.domain.basket import Basket, Item, Line, ManualDiscount
from pos_app.domain.money import PPM
from pos_app.domain.promotions import Rule
from pos_app.domain.promotions.member_price import MemberPrice
from pos_app.domain.promotions.percent_off import PercentOff
from pos_app.domain.promotions.points import PointsForSpending
from pos_app.domain.promotions.rule_set import RuleSet
from pos_app.domain.promotions.selection import Mode, Selection
from pos_app.domain.promotions.spend_and_save import SpendAndSave, Tier
from pos_app.domain.store_rows import StoreInfo
from pos_app.domain.tax import TaxComponent, TaxGroup, TaxScope, TaxTable

SCANNED_MS = 1_000
STORE = StoreInfo("s1", "Corner Shop", "EUR")
NO_RULES = RuleSet()


def item(product: str = "milk", **changes: Any) -> Item:
    return Item(**{"names": {"en": product}, "department": "food", "tax_group": "std"} | changes, product_id=product)


def line(product: str = "milk", price: int = 100, quantity: int = 1, **changes: Any) -> Line:
    """One line of whole pieces; the basket commands number it."""
    of_item = {name: changes.pop(name) for name in list(changes) if name in Item.__struct_fields__}
    fields: dict[str, Any] = {"number": 1, "quantity": quantity * 1000, "scanned_at_ms": SCANNED_MS} | changes
    return Line(item=item(product, **of_item), unit_price=price, **fields)


def basket(*lines: Line, **changes: Any) -> Basket:
    numbered = tuple(
        Line(**{name: getattr(one, name) for name in Line.__struct_fields__} | {"number": number})
        for number, one in enumerate(lines, 1)
    )
    fields: dict[str, Any] = {"sale_id": "sale", "currency": "EUR", "opened_at_ms": SCANNED_MS, "store": "s1"} | changes
    return Basket(lines=numbered, **fields)


def taxes(*groups: TaxGroup, **changes: Any) -> TaxTable:
    return TaxTable(**{"id": "t", "groups": groups or (group(),)} | changes)


def group(name: str = "std", *rates_ppm: int, **changes: Any) -> TaxGroup:
    rates = rates_ppm or (190_000,)
    parts = tuple(TaxComponent(f"{name}{place}", {"en": name}, rate) for place, rate in enumerate(rates))
    return TaxGroup(**{"id": name, "names": {"en": name}, "components": parts} | changes)


def percent(rule: str = "p", rate_ppm: int = 100_000, **changes: Any) -> PercentOff:
    return PercentOff(id=rule, names={"en": rule}, rate_ppm=rate_ppm, **changes)


def spend(rule: str = "s", *tiers: tuple[int, int], every: bool = False, **changes: Any) -> SpendAndSave:
    steps = tuple(Tier(*tier) for tier in tiers or ((20_000, 3_000),))
    return SpendAndSave(id=rule, names={"en": rule}, tiers=steps, every=every, **changes)


def member_price(rule: str = "m", unit_price: int | None = None, **changes: Any) -> MemberPrice:
    rate = changes.pop("rate_ppm", 0 if unit_price is not None else 50_000)
    return MemberPrice(id=rule, names={"en": rule}, unit_price=unit_price, rate_ppm=rate, **changes)


def points(rule: str = "points", each: int = 100, **changes: Any) -> PointsForSpending:
    return PointsForSpending(id=rule, names={"en": rule}, each=each, **changes)


def rule_set(*rules: Rule) -> RuleSet:
    return RuleSet(rules=rules)


TIERS = ("silver", "gold")
_departments = st.sampled_from(["food", "drinks", "toys"])
_products = st.sampled_from([f"product{number}" for number in range(8)])
_moments = st.integers(0, 2_000)
_rates = st.integers(1, PPM)


@st.composite
def manual_discounts(draw: st.DrawFn) -> ManualDiscount:
    if draw(st.booleans()):
        return ManualDiscount("asked", rate_ppm=draw(_rates))
    return ManualDiscount("asked", amount=draw(st.integers(1, 50_000)))


@st.composite
def lines(draw: st.DrawFn) -> Line:
    return Line(
        1,
        item(
            draw(_products),
            department=draw(_departments),
            tax_group=draw(st.sampled_from(["std", "low", "free"])),
            discountable=draw(st.integers(0, 5)) > 0,
        ),
        draw(st.one_of(st.integers(1, 9).map(lambda pieces: pieces * 1000), st.integers(1, 5_000))),
        draw(st.one_of(st.integers(0, 40), st.integers(0, 30_000))),
        fixed_amount=draw(st.one_of(st.none(), st.none(), st.integers(0, 20_000))),
        scanned_at_ms=draw(_moments),
        discount=draw(st.one_of(st.none(), st.none(), manual_discounts())),
        voided=draw(st.integers(0, 6)) == 0,
    )


@st.composite
def baskets(draw: st.DrawFn) -> Basket:
    discount = draw(st.one_of(st.none(), st.none(), manual_discounts()))
    member = draw(st.sampled_from(["", "", "member-1"]))
    tier = draw(st.sampled_from(["", *TIERS])) if member else ""
    return basket(*draw(st.lists(lines(), max_size=9)), discount=discount, member=member, tier=tier)


@st.composite
def _terms(draw: st.DrawFn) -> dict[str, Any]:
    start = draw(st.sampled_from([0, 500, 1_000]))
    return {
        "priority": draw(st.integers(1, 3)),
        "mode": draw(st.sampled_from(Mode)),
        "valid_from_ms": start,
        "valid_to_ms": draw(st.one_of(st.none(), st.integers(start, 2_000))),
        "selection": Selection(
            products=draw(st.frozensets(_products, max_size=2)),
            departments=draw(st.frozensets(_departments, max_size=1)),
            excluded=draw(st.frozensets(_products, max_size=1)),
        ),
    }


@st.composite
def percent_offs(draw: st.DrawFn, rule: str = "p") -> PercentOff:
    return percent(rule, draw(_rates), **draw(_terms()))


@st.composite
def spend_and_saves(draw: st.DrawFn, rule: str = "s") -> SpendAndSave:
    every = draw(st.booleans())
    tiers: list[tuple[int, int]] = []
    for _ in range(1 if every else draw(st.integers(1, 3))):
        threshold = (tiers[-1][0] if tiers else 0) + draw(st.integers(1, 20_000))
        least = tiers[-1][1] + 1 if tiers else 1
        tiers.append((threshold, draw(st.integers(least, threshold))))
    return spend(rule, *tiers, every=every, **draw(_terms()))


@st.composite
def member_prices(draw: st.DrawFn, rule: str = "m") -> MemberPrice:
    unit_price = draw(st.one_of(st.none(), st.integers(0, 20_000)))
    rate = draw(_rates) if unit_price is None else 0
    tiers = draw(st.frozensets(st.sampled_from(TIERS), max_size=1))
    return member_price(rule, unit_price, rate_ppm=rate, tiers=tiers, **draw(_terms()))


@st.composite
def points_rules(draw: st.DrawFn, rule: str = "points") -> PointsForSpending:
    tiers = draw(st.dictionaries(st.sampled_from(TIERS), st.integers(0, 3 * PPM), max_size=2))
    figures = {"points": draw(st.integers(1, 20)), "untaxed_by_hand": draw(st.booleans()), "tiers": tiers}
    return points(rule, draw(st.integers(1, 5_000)), **figures, **draw(_terms()))


EXAMPLES: dict[type, st.SearchStrategy[Any]] = {
    PercentOff: percent_offs(),
    SpendAndSave: spend_and_saves(),
    MemberPrice: member_prices(),
    PointsForSpending: points_rules(),
}
"""One strategy for each registered kind: a kind without one fails the contract test."""


@st.composite
def rule_sets(draw: st.DrawFn) -> RuleSet:
    count = draw(st.integers(0, 6))
    return rule_set(
        *(
            draw(st.one_of(percent_offs(f"r{place}"), spend_and_saves(f"r{place}"), member_prices(f"r{place}")))
            for place in range(count)
        )
    )


@st.composite
def tax_tables(draw: st.DrawFn) -> TaxTable:
    return taxes(
        group("std", draw(st.integers(0, 300_000))),
        group("low", *draw(st.lists(st.integers(0, 200_000), min_size=1, max_size=3))),
        group("free", components=()),
        included=draw(st.booleans()),
        scope=draw(st.sampled_from(TaxScope)),
        rounding=draw(st.sampled_from(["half_up", "half_even"])),
    )
