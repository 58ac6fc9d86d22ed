"""What was counted of a product in each area of a store, for the rows that tills follow; `stock_feed` asks `of`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection, bindparam, func, select

from pos_app.domain.area_counts import CYCLE_MS, AreaCount, Count, newest_of_areas
from sync.hub.among import among
from sync.hub.tables import stock_count

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


def of(tx: Connection, chain: str, store: str, products: Sequence[str]) -> dict[str, tuple[AreaCount, ...]]:
    """Return the counts by area that go together with each product's newest one; none after one of the whole store."""
    told: dict[str, list[Count]] = {}
    for product, *count in tx.execute(_told, {"c": chain, "s": store, "products": list(products)}):
        told.setdefault(product, []).append(Count(*count))
    return {
        product: tuple(
            AreaCount(each.area[:_NAME_MAX], each.figure, each.at_ms, each.more_elsewhere)
            for each in newest_of_areas(counts)[-AREAS_MAX:]
        )
        for product, counts in told.items()
    }
