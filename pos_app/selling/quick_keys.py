"""The store's quick keys as pages, with the names and prices of this moment.

Read when the screen opens and when the catalogue has changed (`Shop.turn`), never on the way of a scan.
"""

from __future__ import annotations

from typing import Final

from pos_app.domain.money import MILLI
from pos_app.domain.product import Department
from pos_app.domain.store_rows import Tile
from pos_app.selling.detail_view import TilePageView, TileView
from pos_app.selling.goods import list_price
from pos_app.selling.shop import Shop

PAGES_MAX: Final = 24
TILES_MAX: Final = 200
"""Of one page."""


def pages(shop: Shop, now_ms: int) -> tuple[TilePageView, ...]:
    """Return the pages in their order, each with its keys; a key whose product is gone is left out."""
    departments = {each.id: each for each in shop.catalogue.departments()}
    by_page: dict[int, list[Tile]] = {}
    for tile in shop.catalogue.tiles():
        by_page.setdefault(tile.page, []).append(tile)
    named = {page.place: page.names for page in shop.catalogue.tile_pages()}
    found = []
    for place in sorted({*by_page, *named})[:PAGES_MAX]:
        ordered = sorted(by_page.get(place, ()), key=lambda tile: (tile.place, tile.id))[:TILES_MAX]
        shown = tuple(view for tile in ordered if (view := _view(tile, shop, departments, now_ms)) is not None)
        if shown:
            found.append(TilePageView(named.get(place, {}), shown))
    return tuple(found)


def _view(tile: Tile, shop: Shop, departments: dict[str, Department], now_ms: int) -> TileView | None:
    if not tile.product_id:
        department = departments.get(tile.department)
        if department is None or not department.open_price:
            return None
        colour = tile.colour or department.colour
        names = tile.names or department.names
        return TileView(tile.id, names, department=department.id, colour=colour, picture=tile.picture)
    product = shop.catalogue.product(tile.product_id)
    if product is None:
        return None
    department = departments.get(product.department)
    price = list_price(shop.catalogue, product.id, MILLI, now_ms)
    return TileView(
        tile.id,
        tile.names or product.names,
        product.id,
        product.department,
        tile.colour or (department.colour if department else ""),
        None if price is None else price.unit_price,
        tile.picture,
        product.unit,
    )
