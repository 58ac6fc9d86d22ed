"""What open deliveries and transfers are still to bring, by product: kept beside their rows in the feed.

Whoever publishes a delivery calls `put` in the same transaction (`publish.write`, `desks.shelf`); `stock_feed` asks
`of`. It follows the rows, so it can be told twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import Connection, bindparam, delete, func, select

from pos_app.domain.shelf_rows import Delivery
from sync.hub import bulk, counters
from sync.hub.among import among
from sync.hub.tables import awaited, stock_due

STREAM: Final = "delivery"
_w = awaited
_before = select(_w.c.product, _w.c.delivery, _w.c.quantity).where(
    _w.c.chain == bindparam("c"), _w.c.store == bindparam("s"), among(_w.c.delivery, "deliveries")
)
_sums = (
    select(_w.c.product, func.sum(_w.c.quantity))
    .where(_w.c.chain == bindparam("c"), _w.c.store == bindparam("s"), among(_w.c.product, "products"))
    .group_by(_w.c.product)
)


def put(tx: Connection, chain: str, store: str, deliveries: Mapping[str, Delivery | None]) -> None:
    """Follow these deliveries, None for one that was taken back; products with another sum are due in the feed."""
    here = {"c": chain, "s": store, "deliveries": list(deliveries)}
    before = {(product, of): int(left) for product, of, left in tx.execute(_before, here)}
    after: dict[tuple[str, str], int] = {}
    for of, row in deliveries.items():
        for line in () if row is None or row.closed else row.lines:
            left = line.quantity - line.received
            if left > 0:
                after[line.product_id, of] = after.get((line.product_id, of), 0) + left
    changed = [key for key in before.keys() | after.keys() if before.get(key) != after.get(key)]
    if not changed:
        return
    mine = (_w.c.chain == chain) & (_w.c.store == store)
    for of in {of for _, of in changed}:
        tx.execute(delete(_w).where(mine, _w.c.delivery == of))
    touched = {of for _, of in changed}
    rows = [(chain, store, product, of, left) for (product, of), left in after.items() if of in touched]
    bulk.put(tx, awaited, rows)
    bulk.put(tx, stock_due, [(chain, store, product) for product in sorted({p for p, _ in changed})], "keep")
    counters.add(tx, chain, store, counters.STOCK, 1)


def of(tx: Connection, chain: str, store: str, products: Sequence[str]) -> dict[str, int]:
    """Return the thousandths on the way to a store by product; products that nothing brings are left out."""
    found = tx.execute(_sums, {"c": chain, "s": store, "products": list(products)})
    return {product: int(left) for product, left in found}
