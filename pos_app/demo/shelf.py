"""The shelves of the demo store: areas to count, deliveries that are due, and a second store to send goods to.

Called by `records`, by the seed of a hub and by tests. The same at every call, without clock or chance.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pos_app.demo import shop
from pos_app.demo.goods import aisles
from pos_app.domain.shelf_rows import CountArea, Delivery, Elsewhere, ExpectedLine
from pos_app.domain.store_rows import StockLevel, StoreInfo

OTHER_STORE: Final = "0218"
_LINES: Final = 6
"""Products of one delivery."""
_EVERY: Final = 2
"""The second store has each so-many-th product."""


def other_store() -> StoreInfo:
    """Return the chain's second store."""
    return StoreInfo(
        id=OTHER_STORE,
        name="Demo Market Riverside 滨江店",
        currency=shop.CURRENCY,
        tax_table=shop.TAX_TABLE,
        time_zone="Asia/Shanghai",
        country="CN",
    )


def areas() -> Iterator[CountArea]:
    """Return an area for each aisle, and the store room."""
    for number, aisle in enumerate(aisles(), 1):
        names = {"en": f"Aisle {number}: {aisle.names[0]}", "zh-Hans": f"{number}号通道：{aisle.names[1]}"}
        yield CountArea(f"aisle-{number:02d}", names, (aisle.id,))
    yield CountArea("store-room", {"en": "Store room", "zh-Hans": "库房"})


def deliveries() -> Iterator[Delivery]:
    """Return a supplier's delivery, one that is half received, and a transfer from the second store."""
    yield Delivery("demo-delivery-1", "LS-4711", "Fresh Dairy 鲜乳业", _lines("dairy", 24_000))
    second = _lines("pantry", 12_000)
    begun = tuple(
        ExpectedLine(line.product_id, line.names, line.quantity, 12_000 if at < _LINES // 2 else 0)
        for at, line in enumerate(second)
    )
    yield Delivery("demo-delivery-2", "LS-4712", "Golden Grain 金谷粮油", begun)
    yield Delivery("demo-transfer-K3W9QD", "K3W9QD", OTHER_STORE, _lines("drinks", 6_000), transfer=True)


def other_stock() -> Iterator[StockLevel]:
    """Return what the second store has: of some products, from 3 to 42."""
    for place, (product, _) in enumerate(shop.goods()):
        if place % _EVERY == 0:
            yield StockLevel(product.id, OTHER_STORE, (3 + place * 11 % 40) * 1_000)


def levels(at_ms: int) -> Iterator[StockLevel]:
    """Return the store's own stock as a feed row says it, with what the deliveries bring and some of it promised."""
    coming: dict[str, int] = {}
    for row in deliveries():
        for line in row.lines:
            coming[line.product_id] = coming.get(line.product_id, 0) + line.quantity - line.received
    for place, level in enumerate(shop.stock()):
        promised = place % 4 * 1_000
        yield StockLevel(
            level.product_id, shop.STORE, level.on_hand, {}, promised, coming.get(level.product_id, 0), at_ms
        )


def elsewhere(at_ms: int) -> Iterator[Elsewhere]:
    """Return what both stores have of what the second one has."""
    here = {level.product_id: level.on_hand for level in shop.stock()}
    for level in other_stock():
        on_hand = {shop.STORE: here[level.product_id], OTHER_STORE: level.on_hand}
        yield Elsewhere(level.product_id, on_hand, at_ms)


def _lines(department: str, quantity: int) -> tuple[ExpectedLine, ...]:
    products = [product for product, _ in shop.goods() if product.department == department and not product.weighed]
    return tuple(ExpectedLine(product.id, product.names, quantity) for product in products[:_LINES])
