"""Every row that the demo store publishes, in the order in which a hub should get them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from pos_app.demo import shelf, shop
from pos_app.domain.feed import Level

Record = tuple[Level, str, str, msgspec.Struct]
"""Level, stream, key and the record itself."""


def records(pin_hashes: Mapping[str, str]) -> Iterator[Record]:
    """Return the rows of the demo store; `pin_hashes` as `shop.operators` takes them."""
    yield Level.STORE, "store", shop.STORE, shop.store_info()
    yield Level.CHAIN, "store", shelf.OTHER_STORE, shelf.other_store()
    yield Level.CHAIN, "tax", shop.TAX_TABLE, shop.tax_table()
    for department in shop.departments():
        yield Level.CHAIN, "department", department.id, department
    for operator in shop.operators(pin_hashes):
        yield Level.STORE, "operator", operator.id, operator
    for product, prices in shop.goods():
        yield Level.CHAIN, "product", product.id, product
        yield Level.CHAIN, "price", product.id, prices
    for rule in shop.promotions():
        yield Level.CHAIN, "promotion", rule.id, rule
    pages, tiles = shop.tiles()
    for page in pages:
        yield Level.STORE, "tile_page", page.id, page
    for tile in tiles:
        yield Level.STORE, "tile", tile.id, tile
    for area in shelf.areas():
        yield Level.STORE, "area", area.id, area
    for delivery in shelf.deliveries():
        yield Level.STORE, "delivery", delivery.id, delivery
