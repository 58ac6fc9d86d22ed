"""The card of a product: its price as the till would charge it, what is here, promised, on its way, and elsewhere."""

from __future__ import annotations

import datetime as dt

from pos_app.domain.area_counts import CYCLE_MS
from pos_app.domain.codes.gtin import shortest_form
from pos_app.domain.entries_shelf import DeliveryReceived
from pos_app.domain.errors import Refusal
from pos_app.domain.money import MILLI
from pos_app.domain.product import Barcode, Product
from pos_app.domain.shelf_rows import Delivery
from pos_app.selling import goods as on_counter
from pos_app.selling import price_check
from pos_app.selling.goods import Goods
from pos_app.stockroom.around import Shared
from pos_app.stockroom.view import AreaView, CardView, ElsewhereView
from pos_app.store.journal_subjects import not_in


def found(rooms: Shared, text: str) -> Goods | None:
    """Return the goods that a code stands for; None when nobody knows it. Raises `Refusal` for a wrong code."""
    shop = rooms.shop
    today = dt.date.fromisoformat(rooms.till.register.day)
    return on_counter.find(text, shop.catalogue, shop.codes, today)


def chosen(rooms: Shared, product_id: str) -> Goods:
    """Return a product as it lies on its shelf; a `Refusal` when it is not in the catalogue."""
    product = rooms.shop.catalogue.product(product_id)
    if product is None:
        raise Refusal("till.no_such_product")
    gtin = next((code for code in product.codes if code.pack == MILLI), Barcode("")).gtin
    return Goods(product, shortest_form(gtin) if gtin else product.plu, "" if product.weighed else gtin)


def code_of(goods: Goods) -> str:
    """Return the code that people read on the goods."""
    return shortest_form(goods.gtin) if goods.gtin else goods.scanned


def card(rooms: Shared, goods: Goods, as_of_ms: int) -> CardView:
    """Return everything that the store knows of a product."""
    product, shop = goods.product, rooms.shop
    priced = price_check.check(goods.scanned, goods, shop, rooms.journal, rooms.clock.wall_ms())
    level = shop.catalogue.stock(product.id)
    return CardView(
        priced,
        shop.info.currency if shop.known else "",
        0 if level is None else level.reserved,
        on_the_way(rooms, product.id),
        as_of_ms,
        elsewhere(rooms, product),
        product.weighed,
        areas(rooms, product.id),
    )


def areas(rooms: Shared, product_id: str) -> tuple[AreaView, ...]:
    """Return what was counted in each area when the product was counted by area last."""
    catalogue = rooms.shop.catalogue
    names = {each.id: each.names for each in catalogue.areas()}
    return tuple(
        AreaView(names.get(each.area, {"": each.area}), each.counted, each.at_ms, each.more_elsewhere)
        for each in rooms.journal.areas_now(product_id, catalogue.stock(product_id))
    )


def expected(rooms: Shared, product_id: str, area: str) -> int | None:
    """Return what a count should find: what the store has, less what other areas were just found to have."""
    level = rooms.shop.catalogue.stock(product_id)
    here = rooms.journal.stock_now(product_id, level)
    if here is None or not area:
        return here
    since = rooms.clock.wall_ms() - CYCLE_MS
    others = (each for each in rooms.journal.areas_now(product_id, level) if each.area != area)
    return max(0, here - sum(each.counted for each in others if each.at_ms > since))


def on_the_way(rooms: Shared, product_id: str) -> int:
    """Return what open deliveries are still to bring, with what this workstation received since."""
    left = 0
    for row in rooms.shop.catalogue.deliveries():
        if any(line.product_id == product_id for line in row.lines):
            now, closed = received(rooms, row)
            wanted = sum(line.quantity for line in row.lines if line.product_id == product_id)
            left += 0 if closed else max(0, wanted - now.get(product_id, 0))
    return left


def received(rooms: Shared, row: Delivery) -> tuple[dict[str, int], bool]:
    """Return what came of a delivery by product, and whether it is closed: the row, and what it lacks."""
    came = {line.product_id: line.received for line in row.lines}
    closed = row.closed
    for entry in not_in(rooms.journal.entries_about("delivery", row.id), row.contains):
        if isinstance(entry.body, DeliveryReceived):
            closed = closed or entry.body.closes
            for product_id, quantity in entry.body.deltas.items():
                came[product_id] = came.get(product_id, 0) + quantity
    return came, closed


def elsewhere(rooms: Shared, product: Product) -> tuple[ElsewhereView, ...]:
    """Return what the other stores have, the most first."""
    row = rooms.shop.catalogue.elsewhere(product.id)
    if row is None:
        return ()
    names = {each.id: each.name for each in rooms.shop.catalogue.stores()}
    here = rooms.journal.scope.store
    others = [
        ElsewhereView(store, names.get(store, store), on_hand, row.as_of_ms)
        for store, on_hand in row.on_hand.items()
        if store != here
    ]
    return tuple(sorted(others, key=lambda each: (-each.on_hand, each.store)))
