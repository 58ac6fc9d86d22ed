"""Works a sale out again under its recorded versions and says where it differs: never a refusal, always seen.

`posting` calls this for every sale and keeps each difference as an exception that people read. Pure but for the
versions that it is given; it changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from pos_app.domain.basket import Line, PriceSource
from pos_app.domain.basket_prices import check_discounts
from pos_app.domain.entries import Sale
from pos_app.domain.errors import Refusal
from pos_app.domain.pricing import price
from pos_app.domain.promotions.rule_set import RuleSet
from pos_app.domain.store_rows import StoreInfo
from pos_app.domain.tax import TaxTable
from pos_app.domain.tender import TenderKind
from sync.hub.tables import CHAIN_STORE
from sync.hub.versions import Priced, Versions

_LISTED: Final = (PriceSource.LIST, PriceSource.OVERRIDE)


class Difference(NamedTuple):
    """One thing that does not agree: its kind, what it is about ("line 3"), what was expected and what was found."""

    kind: str
    subject: str
    expected: str
    found: str


class Ground(NamedTuple):
    """What a sale is recomputed on: where it was made, and the versions that it names."""

    chain: str
    store: str
    info: StoreInfo | None
    rules: RuleSet | None
    taxes: TaxTable | None


def differences(sale: Sale, ground: Ground, versions: Versions) -> list[Difference]:
    """Return everything about `sale` that does not agree with its recorded versions or with itself."""
    found: list[Difference] = []
    by_scope = {scope: versions.prices(ground.chain, scope) for scope in (CHAIN_STORE, ground.store)}
    for line in sale.basket.lines:
        if not line.voided:
            found += _of_line(line, by_scope[ground.store if line.price_scope == "store" else CHAIN_STORE])
    found += _of_totals(sale, ground)
    found += _of_payment(sale, ground)
    found += _of_discounts(sale, ground)
    return found


def _of_line(line: Line, rows: Mapping[int, Priced]) -> Iterable[Difference]:
    """Compare a line's unit price with the price row that it names; nearly every line agrees at once."""
    row = rows.get(line.price_version)
    if row is not None and line.price_source is PriceSource.LIST and line.fixed_amount is None:
        product_id, prices = row
        if product_id == line.item.product_id and prices.at(line.scanned_at_ms, line.item.pack) == line.unit_price:
            return ()
    return _not_as_listed(line, row)


def _not_as_listed(line: Line, row: Priced | None) -> Iterator[Difference]:
    """Say what is wrong with a line's price, or with the words of a person about it."""
    about = f"line {line.number}"
    if line.price_source is PriceSource.EMBEDDED:
        if line.fixed_amount is None or line.fixed_amount < 0:
            yield Difference("price.not_embedded", about, ">= 0", str(line.fixed_amount))
        return
    if line.fixed_amount is not None:
        yield Difference("price.fixed", about, "", str(line.fixed_amount))
    if line.price_source not in _LISTED:
        if line.item.product_id:
            yield Difference("price.open", about, "", line.item.product_id)
        return
    if row is None:
        yield Difference("price.version_unknown", about, "", f"{line.price_scope} {line.price_version}")
        return
    product_id, prices = row
    if product_id != line.item.product_id:
        yield Difference("price.of_another", about, product_id, line.item.product_id)
        return
    listed = prices.of_pack(line.scanned_at_ms, line.item.pack)
    claimed = line.unit_price if line.price_source is PriceSource.LIST else line.list_price
    if listed != claimed:
        yield Difference("price.differs", about, str(listed), str(claimed))
    if line.price_source is PriceSource.OVERRIDE and not line.reason:
        yield Difference("price.no_reason", about, "", str(line.unit_price))


def _of_totals(sale: Sale, ground: Ground) -> Iterator[Difference]:
    """Price the basket again and compare every amount."""
    basket = sale.basket
    if ground.rules is None:
        named = f"{basket.rules_version.chain}/{basket.rules_version.store}"
        yield Difference("rules.version_unknown", "basket", "", named)
        return
    if ground.taxes is None:
        yield Difference("tax.version_unknown", "basket", "", str(basket.tax_version))
        return
    try:
        repriced = price(basket, ground.rules, ground.taxes)
    except Refusal as refusal:
        yield Difference("totals.not_computable", "basket", refusal.message_id, str(sale.priced.total))
        return
    points = 0 if sale.training else repriced.points
    if points != sale.points:
        yield Difference("points.differ", "basket", str(points), str(sale.points))
    again = repriced.priced
    if again == sale.priced:
        return
    figures = (
        ("subtotal", again.subtotal, sale.priced.subtotal),
        ("reduction", again.reduction, sale.priced.reduction),
        ("tax", again.tax, sale.priced.tax),
        ("total", again.total, sale.priced.total),
    )
    differing = [figure for figure in figures if figure[1] != figure[2]]
    for name, expected, found in differing:
        yield Difference(f"{name}.differs", "basket", str(expected), str(found))
    if not differing:
        yield Difference("shares.differ", "basket", "", "")


def _of_payment(sale: Sale, ground: Ground) -> Iterator[Difference]:
    """Compare due, rounding, tenders and currency."""
    due = sale.priced.total + sale.rounding
    if sale.due != due:
        yield Difference("due.differs", "basket", str(due), str(sale.due))
    settled = sum(tender.settles for tender in sale.tenders)
    if settled != sale.due:
        yield Difference("tenders.differ", "basket", str(sale.due), str(settled))
    if sale.basket.store != ground.store:
        yield Difference("store.differs", "basket", ground.store, sale.basket.store[:100])
    if ground.info is None:
        yield Difference("store.unknown", "basket", "", ground.store)
        return
    if sale.basket.currency != ground.info.currency:
        yield Difference("currency.differs", "basket", ground.info.currency, sale.basket.currency[:100])
    if sale.rounding:
        cash = any(tender.kind is TenderKind.CASH for tender in sale.tenders)
        if not cash or 2 * abs(sale.rounding) > ground.info.cash_step:
            yield Difference("rounding.differs", "basket", f"<= {ground.info.cash_step // 2}", str(sale.rounding))


def _of_discounts(sale: Sale, ground: Ground) -> Iterator[Difference]:
    """Ask the till's own rule whether something given by hand was above the store's limit and nobody approved it."""
    by_hand = sale.basket.discount is not None or any(
        line.discount is not None or line.price_source is PriceSource.OVERRIDE for line in sale.basket.lines
    )
    if ground.info is None or not by_hand:
        return
    try:
        check_discounts(sale.basket, ground.info)
    except Refusal as refusal:
        said = refusal.params
        about = f"line {said['line']}" if said.get("line") else "basket"
        limit, given = said.get("limit_minor", ""), said.get("asked_minor", refusal.message_id)
        yield Difference("discount.not_approved", about, f"<= {limit}", str(given))
