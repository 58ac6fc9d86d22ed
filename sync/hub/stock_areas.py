"""What was counted of a product in each area of a store, for the rows that tills follow; `stock_feed` asks `of`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import Connection, bindparam, func, select

from pos_app.domain.area_counts import CYCLE_MS, AreaCount, Count, newest_of_areas
from sync.hub.among import among
from sync.hub.tables import stock_anchor, stock_count

AREAS_MAX: Final = 20
"""Areas of one product that a row tells, the ones counted last."""
_NAME_MAX: Final = 80
_c = stock_count
_here = (_c.c.chain == bindparam("c"), _c.c.store == bindparam("s"), among(_c.c.product, "products"))
_newest = select(_c.c.product, func.max(_c.c.moment).label("moment")).where(*_here).group_by(_c.c.product).subquery()
_told = (
    select(_c.c.product, _c.c.moment, _c.c.hash, _c.c.counted, _c.c.area, _c.c.adds_up, _c.c.more_elsewhere)
    .select_from(_c.join(_newest, _c.c.product == _newest.c.product))
    .where(*_here, _c.c.moment >= _newest.c.moment - CYCLE_MS)
)
_a = stock_anchor
_moments = select(_a.c.product, _a.c.first, _a.c.last).where(
    _a.c.chain == bindparam("c"), _a.c.store == bindparam("s"), among(_a.c.product, "products")
)


def of(
    tx: Connection, chain: str, store: str, products: Sequence[str], moments: Mapping[str, tuple[int, int]]
) -> dict[str, tuple[AreaCount, ...]]:
    """Return the counts by area that go together with each product's newest one; none after one of the whole store.

    A count within `moments` waits for no other area: somebody said that it is all.
    """
    told: dict[str, list[Count]] = {}
    for product, *count in tx.execute(_told, {"c": chain, "s": store, "products": list(products)}):
        told.setdefault(product, []).append(Count(*count))
    rows: dict[str, tuple[AreaCount, ...]] = {}
    for product, counts in told.items():
        first, last = moments.get(product, (0, 0))
        rows[product] = tuple(
            AreaCount(
                each.area[:_NAME_MAX],
                each.figure,
                each.at_ms,
                each.more_elsewhere and not first <= each.at_ms <= last,
            )
            for each in newest_of_areas(counts)[-AREAS_MAX:]
        )
    return rows


def moments(tx: Connection, chain: str, store: str, products: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Return from when to when the count was made that each product's book goes by."""
    found = tx.execute(_moments, {"c": chain, "s": store, "products": list(products)})
    return {product: (first, last) for product, first, last in found}
