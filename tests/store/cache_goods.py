"""Goods, rows and batches for the tests of the cache."""

from __future__ import annotations

from typing import Any

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


def product(product_id: str = "milk", name: str = "Milk", **fields: Any) -> Product:
    """Return a product with an English name."""
    plain = Product(product_id, {"en": name}, "dairy", "A")
    return msgspec.structs.replace(plain, **fields)


def milk(position: int = 1, **fields: Any) -> FeedRow:
    """Return the row of a product with one code."""
    return row("product", "milk", position, product(codes=(Barcode(MILK_CODE),), **fields))


def price(product_id: str, unit_price: int, position: int, level: Level = Level.CHAIN) -> FeedRow:
    """Return the row of a price without end."""
    return row("price", product_id, position, ProductPrices(product_id, (Price(unit_price),)), level=level)


def batch(*rows: FeedRow, more: bool = False) -> FeedBatch:
    """Return the rows as a batch whose cursor is after the last of them."""
    highest = {level: max((one.position for one in rows if one.level is level), default=0) for level in Level}
    return FeedBatch(rows, Positions(highest[Level.CHAIN], highest[Level.STORE]), more)
