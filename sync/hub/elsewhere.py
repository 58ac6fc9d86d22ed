"""What each store of a chain has of a product, told to all of them: gathered, so that a busy product is told seldom.

`stock_feed` notes what moved, `Central` calls `refresh` for a chain at most each `ELSEWHERE_EVERY_MS`. A product that
only one store has is told to nobody.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import msgspec
from sqlalchemy import Connection, bindparam, delete, func, select

from pos_app.domain.shelf_rows import Elsewhere
from sync.hub import bulk, counters, publish
from sync.hub.among import among
from sync.hub.tables import CHAIN_STORE, elsewhere_due, scope_counter, stock

STREAM: Final = "elsewhere"
_encoder = msgspec.msgpack.Encoder(order="deterministic")
_d, _s, _k = elsewhere_due, stock, scope_counter
_several = (
    select(_k.c.store)
    .where(_k.c.chain == bindparam("c"), _k.c.name == counters.FEED, _k.c.store != CHAIN_STORE)
    .limit(2)
)
_levels = (
    select(_s.c.product, _s.c.store, func.sum(_s.c.moved))
    .where(_s.c.chain == bindparam("c"), among(_s.c.store, "stores"), among(_s.c.product, "products"))
    .group_by(_s.c.product, _s.c.store)
)
_stores = select(_k.c.store).where(_k.c.chain == bindparam("c"), _k.c.name == counters.FEED, _k.c.store != CHAIN_STORE)


def note(tx: Connection, chain: str, products: Iterable[str]) -> None:
    """Write down that the stock of `products` is to be told, where the chain has more than one store."""
    if len(tx.execute(_several, {"c": chain}).all()) > 1:
        bulk.put(tx, elsewhere_due, [(chain, product) for product in products], "keep")


def refresh(tx: Connection, chain: str, now_ms: int, limit: int) -> int:
    """Tell up to `limit` products that moved; return how many were taken (fewer than `limit`: all are told)."""
    counters.lock(tx, chain, CHAIN_STORE, counters.FEED)
    products = list(tx.execute(select(_d.c.product).where(_d.c.chain == chain).limit(limit)).scalars())
    if not products:
        return 0
    tx.execute(delete(_d).where(_d.c.chain == chain, among(_d.c.product, "products")), {"products": products})
    stores = list(tx.execute(_stores, {"c": chain}).scalars())
    on_hand: dict[str, dict[str, int]] = {}
    for product, store, total in tx.execute(_levels, {"c": chain, "stores": stores, "products": products}):
        on_hand.setdefault(product, {})[store] = int(total)
    bodies = {
        product: _encoder.encode(Elsewhere(product, levels, now_ms))
        for product, levels in on_hand.items()
        if len(levels) > 1
    }
    publish.write_bodies(tx, chain, CHAIN_STORE, STREAM, bodies)
    return len(products)
