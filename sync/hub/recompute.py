"""Works a sale out again under its recorded versions and says where it differs: never a refusal, always seen.

`posting` calls this for every sale and keeps each difference as an exception that people read. Pure but for the
versions that it is given; it changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from pos_app.domain.basket import Line, ManualDiscount, PriceSource
from pos_app.domain.entries import Sale
from pos_app.domain.errors import Refusal
from pos_app.domain.money import PPM
from pos_app.domain.pricing import gross_of, price
from pos_app.domain.promotions.rule_set import RuleSet
from pos_app.domain.store_rows import StoreInfo
from pos_app.domain.tax import TaxTable
from pos_app.domain.tender import TenderKind
from sync.hub.tables import CHAIN_STORE
from sync.hub.versions import Versions

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
    for line in sale.basket.lines:
        if not line.voided:
            found += _of_line(line, ground, versions)
    found += _of_totals(sale, ground)
    found += _of_payment(sale, ground)
    found += _of_discounts(sale, ground)
    return found


def _of_line(line: Line, ground: Ground, versions: Versions) -> Iterator[Difference]:
    """Compare a line's unit price with the price row that it names."""
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
    row = versions.price(ground.chain, ground.store if line.price_scope == "store" else CHAIN_STORE, line.price_version)
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
        again = price(basket, ground.rules, ground.taxes).priced
    except Refusal as refusal:
        yield Difference("totals.not_computable", "basket", refusal.message_id, str(sale.priced.total))
        return
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
    """Find manual discounts beyond the store's limit that nobody approved."""
    if ground.info is None:
        return
    limit = ground.info.discount_limit_ppm
    for line in sale.basket.lines:
        if line.discount is not None and not line.voided and _over(line.discount, gross_of(line), limit):
            yield Difference("discount.not_approved", f"line {line.number}", str(limit), _given(line.discount))
    whole = sale.basket.discount
    if whole is not None and _over(whole, sale.priced.subtotal, limit):
        yield Difference("discount.not_approved", "basket", str(limit), _given(whole))


def _over(discount: ManualDiscount, gross: int, limit_ppm: int) -> bool:
    over = discount.rate_ppm > limit_ppm or discount.amount * PPM > limit_ppm * max(gross, 0)
    return over and not discount.approved_by


def _given(discount: ManualDiscount) -> str:
    return f"{discount.rate_ppm} ppm" if discount.rate_ppm else str(discount.amount)
