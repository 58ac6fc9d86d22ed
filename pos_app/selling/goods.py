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
from pos_app.domain.codes.scan import InternalCode, PlainCode, PluCode, SignedText, read_code
from pos_app.domain.codes.variable_measure import VariableMeasureCode, VariableMeasureRules
from pos_app.domain.errors import Refusal
from pos_app.domain.money import MILLI, divide, extended
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

    @property
    def measured(self) -> bool:
        """Tell whether the code says how much there is of it, or what all of it costs."""
        return self.quantity is not None or self.amount is not None


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
        case SignedText():
            raise Refusal("code.no_goods")
        case InternalCode():
            product = catalogue.find_reference(code.text)
            return None if product is None else Goods(product, code.text)


def _of(found: Found | None, scanned: str, gtin: str) -> Goods | None:
    return None if found is None else Goods(found.product, scanned, gtin, found.barcode.pack)


def _measured(found: Found, code: VariableMeasureCode) -> Goods:
    quantity = _quantity(found.product, code.weight_thousandths, code.count)
    return Goods(found.product, code.scanned, code.item_reference, quantity=quantity, amount=code.price_minor or None)


def _element_string(found: Found, code: ElementString) -> Goods:
    last_day = code.expiry or code.best_before
    return Goods(
        found.product,
        code.scanned,
        code.gtin14 or "",
        found.barcode.pack,
        quantity=_quantity(found.product, code.weight_thousandths, code.count),
        amount=code.price_minor or None,
        unit_price=code.unit_price_minor or None,
        batch=code.batch,
        serial=code.serial,
        expiry="" if last_day is None else last_day.isoformat(),
    )


def _quantity(product: Product, weight_thousandths: int | None, count: int | None) -> int | None:
    """Return the thousandths of the product's own unit that a label states; None when it states another measure."""
    match product.unit:
        case Unit.KILOGRAM:
            return weight_thousandths or None
        case Unit.EACH:
            return count * MILLI if count else None
        case _:
            return None


def price_of(goods: Goods, catalogue: Catalogue, now_ms: int) -> Price | None:
    """Return the price of one at `now_ms`: the code's own, else the list's; None when there is none."""
    if goods.unit_price is not None:
        return Price(goods.unit_price, PriceSource.EMBEDDED)
    found = list_price(catalogue, goods.product.id, goods.pack, now_ms)
    if found is not None:
        return found
    return None if goods.amount is None else Price(goods.amount, PriceSource.EMBEDDED)


def list_price(catalogue: Catalogue, product_id: str, pack: int, now_ms: int) -> Price | None:
    """Return the list price of one pack; a pack without one of its own costs what its pieces cost.

    A clock that stands before the making of the catalogue is wrong: where it finds no price, the one of that moment
    holds, so that a dead clock battery does not leave the shop without prices. The hub sees the difference.
    """
    found = _list_price(catalogue, product_id, pack, now_ms)
    if found is not None:
        return found
    generation = catalogue.generation
    if generation is None or now_ms >= generation.made_ms:
        return None
    return _list_price(catalogue, product_id, pack, generation.made_ms)


def _list_price(catalogue: Catalogue, product_id: str, pack: int, at_ms: int) -> Price | None:
    found = catalogue.price(product_id, at_ms, pack)
    if found is not None:
        return Price(found.unit_price, PriceSource.LIST, found.version, found.level)
    one = None if pack == MILLI else catalogue.price(product_id, at_ms, MILLI)
    if one is None:
        return None
    return Price(divide(one.unit_price * pack, MILLI), PriceSource.LIST, one.version, one.level)


def needs_weight(goods: Goods) -> bool:
    """Tell whether the goods must be weighed before they can be sold."""
    return goods.product.weighed and goods.quantity is None and goods.amount is None


def line_of(goods: Goods, price: Price, *, quantity: int, now_ms: int, associate: str = "") -> Line:
    """Return the line that sells `goods` at `price`; its number is given by the basket.

    When the code carries the amount of weighed goods, the quantity that it stands for is worked out for the stock; when
    it carries the price of one, what the quantity costs by it is the line's amount.
    """
    product = goods.product
    source = price.source
    quantity = goods.quantity or quantity
    amount = goods.amount
    if amount is None and goods.unit_price is not None:
        amount = extended(goods.unit_price, quantity)
    if goods.amount is not None:
        source = PriceSource.EMBEDDED
        by_list = price.source is PriceSource.LIST or goods.unit_price is not None
        by_weight = product.unit is not Unit.EACH and price.unit_price > 0 and by_list
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
        quantity,
        price.unit_price,
        source,
        price_version=price.version,
        price_scope=price.scope,
        fixed_amount=amount,
        scanned=goods.scanned[:KEY_LENGTH_MAX],
        scanned_at_ms=now_ms,
        associate=associate,
        batch=goods.batch,
        serial=goods.serial,
        expiry=goods.expiry,
    )
