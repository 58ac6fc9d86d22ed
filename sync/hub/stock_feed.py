"""Carries the stock book into the feed: rows that moved, gathered, each saying which journal entries it contains.

The worker calls `refresh` at most once a second for a store, so that a busy product is published once and not for
every sale. What fell below nought is flagged as an exception, again when it moves on after a person settled that; it
was sold all the same.
"""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection

from pos_app.domain.store_rows import StockLevel
from sync.hub import awaited, bulk, counters, elsewhere, stock, stock_areas
from sync.hub.desks import orders
from sync.hub.publish import write_bodies
from sync.hub.settings import STOCK_ROWS
from sync.hub.tables import OPEN, exception

NEGATIVE = "stock.negative"
_encoder = msgspec.msgpack.Encoder(order="deterministic")


def refresh(tx: Connection, chain: str, store: str, now_ms: int, limit: int = STOCK_ROWS) -> int:
    """Publish up to `limit` products that moved; return how many were taken (fewer than `limit`: all are out)."""
    counters.lock(tx, chain, store, counters.POSTED)  # the book stands still meanwhile
    levels = stock.take_due(tx, chain, store, limit)
    if not levels:
        return 0
    products = list(levels)
    reserved = orders.reserved(tx, chain, store, products)
    coming = awaited.of(tx, chain, store, products)
    moments = stock_areas.moments(tx, chain, store, products)
    counted = stock_areas.of(tx, chain, store, products, moments)
    bodies = {
        product: _encoder.encode(
            StockLevel(
                product,
                store,
                on_hand,
                contains,
                reserved.get(product, 0),
                coming.get(product, 0),
                now_ms,
                counted.get(product, ()),
                *moments.get(product, ()),
            )
        )
        for product, (on_hand, contains) in levels.items()
    }
    write_bodies(tx, chain, store, "stock", bodies)
    elsewhere.note(tx, chain, products)
    below = [
        (chain, store, "", 0, 0, b"", NEGATIVE, product, ">= 0", str(on_hand), now_ms, *OPEN)
        for product, (on_hand, _) in levels.items()
        if on_hand < 0
    ]
    bulk.put(tx, exception, below, "replace")
    if below:
        counters.add(tx, chain, store, counters.EXCEPTIONS, 1)
    return len(levels)
