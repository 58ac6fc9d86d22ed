"""Goods, rows and batches for the tests of the cache."""

from __future__ import annotations

import msgspec

from pos_app.domain.feed import FeedBatch, FeedRow, Level, Positions
from pos_app.domain.product import Barcode, Price, Product, ProductPrices

STORE = "s1"
MILK_CODE = "04006381333931"
_encode = msgspec.msgpack.Encoder().encode


def row(
    stream: str, key: str, position: int, record: object = None, *, level: Level = Level.CHAIN, body: bytes = b""
) -> FeedRow:
    """Return a live row that says `record` (or the bytes `body`); without either, a deletion."""
    said = body if record is None else _encode(record)
    return FeedRow(level, stream, key, position, deleted=not said, body=said)


def product(
    product_id: str = "milk",
    name: str = "Milk",
    *,
    codes: tuple[Barcode, ...] = (),
    plu: str = "",
    brand: str = "",
    min_age: int = 0,
    names: dict[str, str] | None = None,
) -> Product:
    """Return a product, with an English name unless `names` are given."""
    return Product(
        product_id,
        {"en": name} if names is None else names,
        "dairy",
        "A",
        codes=codes,
        plu=plu,
        brand=brand,
        min_age=min_age,
    )


def milk(position: int = 1, *, brand: str = "", min_age: int = 0, level: Level = Level.CHAIN) -> FeedRow:
    """Return the row of a product with one code."""
    record = product(codes=(Barcode(MILK_CODE),), brand=brand, min_age=min_age)
    return row("product", "milk", position, record, level=level)


def price(product_id: str, unit_price: int, position: int, level: Level = Level.CHAIN) -> FeedRow:
    """Return the row of a price without end."""
    return row("price", product_id, position, ProductPrices(product_id, (Price(unit_price),)), level=level)


def batch(*rows: FeedRow, more: bool = False) -> FeedBatch:
    """Return the rows as a batch whose cursor is after the last of them."""
    highest = {level: max((one.position for one in rows if one.level is level), default=0) for level in Level}
    return FeedBatch(rows, Positions(highest[Level.CHAIN], highest[Level.STORE]), more)
