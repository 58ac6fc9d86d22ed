"""The store's quick keys: their pages, their prices, and the colours that the feed gives them."""

from __future__ import annotations

from pathlib import Path

from pos_app.demo import shop
from pos_app.domain.feed import Level
from pos_app.domain.product import Department, Unit
from pos_app.domain.store_rows import Tile, TilePage
from pos_app.till import Till
from tests.till.counter_top import PLAIN, PRICE, feed, name, names


def test_the_quick_keys_come_in_pages_with_the_price_of_now(till: Till) -> None:
    pages = till.tiles()
    assert [page.names["en"] for page in pages] == ["Fruit & veg", "Counter"]
    for page in pages:
        for tile in page.tiles:
            assert tile.price == PRICE[tile.product_id]
    assert {tile.unit for tile in pages[0].tiles} == {Unit.KILOGRAM}, "what is weighed has its price per kilogram"
    first = pages[1].tiles[-1]
    till.add_product(first.product_id)
    assert names(till) == [name(first.product_id)]


def test_a_key_whose_product_is_gone_is_not_shown_and_a_department_has_its_key(till: Till, folder: Path) -> None:
    turn = till.view.tiles_turn
    gone = Tile("gone", 5, 0, product_id="no-such-product")
    open_price = Tile("open", 5, 1, department=till.departments()[0].id, names={"en": "By hand"})
    page = TilePage("more", 5, {"en": "More"})
    feed(
        folder,
        [(Level.STORE, "tile", each.id, each) for each in (gone, open_price)]
        + [(Level.STORE, "tile_page", page.id, page)],
    )
    till.tick()
    assert till.view.tiles_turn > turn
    assert [[tile.id for tile in page.tiles] for page in till.tiles()][-1] == ["open"]


def test_a_key_wears_its_own_colour_else_its_departments_and_none_that_nobody_gave(till: Till, folder: Path) -> None:
    colours = {each.id: each.colour for each in shop.departments()}
    for tile in (tile for page in till.tiles() for tile in page.tiles):
        assert tile.colour == colours[tile.department]
    department = till.departments()[0].id
    own = Tile("own", 5, 0, product_id=PLAIN[0], colour="#123456", picture=b"\x89PNG")
    by_hand = Tile("hand", 5, 1, department=department)
    plain = Department("plain", {"en": "No colour"}, "A")
    feed(
        folder,
        [(Level.STORE, "tile", each.id, each) for each in (own, by_hand, Tile("plain", 5, 2, department="plain"))]
        + [(Level.CHAIN, "department", plain.id, plain)],
    )
    till.tick()
    assert [tile.colour for tile in till.tiles()[-1].tiles] == ["#123456", colours[department], ""]
    assert [tile.picture for tile in till.tiles()[-1].tiles] == [b"\x89PNG", b"", b""]
