"""From what was scanned to a line: reads the code, finds the product, its pack and its price of this moment.

Called by the till desk. A code that cannot be right is refused; one that is right but not ours comes back as None, so
that the desk can ask the cashier about it.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

import msgspec

from pos_app.domain.basket import Item, Line, PriceSource
from pos_app.domain.codes.gs1.reading import ElementString
from pos_app.domain.codes.scan import InternalCode, PlainCode, PluCode, read_code
from pos_app.domain.codes.variable_measure import VariableMeasureCode, VariableMeasureRules
from pos_app.domain.money import MILLI, divide
from pos_app.domain.product import Product, Unit
from pos_app.store.catalogue import Catalogue, Found

KEY_LENGTH_MAX: Final = 80


class Goods(msgspec.Struct, frozen=True):
    """A product as it lies on the counter: what the code said of it, beside what the catalogue knows."""

    product: Product
    scanned: str
    gtin: str = ""
    pack: int = MILLI
    quantity: int | None = None
    """Thousandths, when the code carries a weight or a count."""
    amount: int | None = None
    """Minor units for all of it, when the code carries the price."""
    unit_price: int | None = None
    """Minor units for one, when the code carries it."""
    batch: str = ""
    serial: str = ""
    expiry: str = ""


class Price(msgspec.Struct, frozen=True):
    """A unit price and where it came from."""

    unit_price: int
    source: PriceSource
    version: int = 0
    scope: str = "chain"


def find(text: str, catalogue: Catalogue, rules: VariableMeasureRules, today: dt.date) -> Goods | None:
    """Return the goods that a scanned or typed `text` stands for, None when the code is not in the catalogue.

    Raises `Refusal` `code.*` for a code that cannot be right.
    """
    code = read_code(text, rules, today)
    match code:
        case PlainCode():
            return _of(catalogue.find_code(code.gtin14), code.scanned, code.gtin14)
        case VariableMeasureCode():
            found = catalogue.find_code(code.item_reference)
            return None if found is None else _measured(found, code)
        case ElementString():
            found = None if code.gtin14 is None else catalogue.find_code(code.gtin14)
            return None if found is None else _element_string(found, code)
        case PluCode():
            product = catalogue.find_plu(code.digits)
            return None if product is None else Goods(product, code.digits)
        case InternalCode():
            return None


def _of(found: Found | None, scanned: str, gtin: str) -> Goods | None:
    return None if found is None else Goods(found.product, scanned, gtin, found.barcode.pack)


def _measured(found: Found, code: VariableMeasureCode) -> Goods:
    quantity = code.weight_thousandths if code.count is None else code.count * MILLI
    return Goods(found.product, code.scanned, code.item_reference, quantity=quantity, amount=code.price_minor)


def _element_string(found: Found, code: ElementString) -> Goods:
    last_day = code.expiry or code.best_before
    quantity = code.weight_thousandths if code.count is None else code.count * MILLI
    return Goods(
        found.product,
        code.scanned,
        code.gtin14 or "",
        found.barcode.pack,
        quantity=quantity,
        amount=code.price_minor,
        unit_price=code.unit_price_minor,
        batch=code.batch,
        serial=code.serial,
        expiry="" if last_day is None else last_day.isoformat(),
    )


def price_of(goods: Goods, catalogue: Catalogue, now_ms: int) -> Price | None:
    """Return the price of one at `now_ms`: the code's own, else the list's; None when there is none."""
    if goods.unit_price is not None:
        return Price(goods.unit_price, PriceSource.EMBEDDED)
    found = catalogue.price(goods.product.id, now_ms, goods.pack)
    if found is not None:
        return Price(found.unit_price, PriceSource.LIST, found.version, found.level)
    one = None if goods.pack == MILLI else catalogue.price(goods.product.id, now_ms, MILLI)
    if one is not None:  # a pack without a price of its own costs what its pieces cost
        return Price(divide(one.unit_price * goods.pack, MILLI), PriceSource.LIST, one.version, one.level)
    return None if goods.amount is None else Price(goods.amount, PriceSource.EMBEDDED)


def needs_weight(goods: Goods) -> bool:
    """Tell whether the goods must be weighed before they can be sold."""
    return goods.product.weighed and goods.quantity is None and goods.amount is None


def line_of(goods: Goods, price: Price, *, quantity: int, now_ms: int, associate: str = "") -> Line:
    """Return the line that sells `goods` at `price`; its number is given by the basket.

    When the code carries the amount of weighed goods, the quantity that it stands for is worked out for the stock.
    """
    product = goods.product
    source = price.source
    if goods.amount is not None:
        source = PriceSource.EMBEDDED
        by_weight = product.unit is not Unit.EACH and price.unit_price > 0 and price.source is PriceSource.LIST
        if goods.quantity is None and by_weight:
            quantity = max(1, divide(goods.amount * MILLI, price.unit_price))
    return Line(
        0,
        Item(
            product.id,
            product.names,
            product.department,
            product.tax_group,
            product.unit,
            goods.pack,
            goods.gtin,
            product.min_age,
            product.weighed,
            product.discountable,
        ),
        goods.quantity or quantity,
        price.unit_price,
        source,
        price_version=price.version,
        price_scope=price.scope,
        fixed_amount=goods.amount,
        scanned=goods.scanned[:KEY_LENGTH_MAX],
        scanned_at_ms=now_ms,
        associate=associate,
        batch=goods.batch,
        serial=goods.serial,
        expiry=goods.expiry,
    )
