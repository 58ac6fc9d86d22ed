"""What counts found missing or too much: a list for people; a difference of much value is an exception besides.

`Legs.write` calls `judge` for what changed; `./pos hub counts` and the admin side read `differences`. What is expected
follows late entries, and so does the exception: one that late sales explain is settled by the hub itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import msgspec
from sqlalchemy import and_, bindparam, select, update

from pos_app.domain.money import MILLI
from pos_app.domain.product import ProductPrices
from sync.hub import bulk, counters
from sync.hub.among import among
from sync.hub.stock_counts import Place
from sync.hub.tables import CHAIN_STORE, OPEN, exception, feed_row, stock_anchor, stock_count

LARGE: Final = "count.large_difference"
LARGE_MINOR: Final = 10_000
"""A difference worth so much at the selling price, in minor units, is an exception: 100.00 in most currencies."""
PAGE_MAX: Final = 1_000
EXPLAINED: Final = "count.explained"
"""What the hub notes when late entries explain a difference."""

_a, _c, _x, _f = stock_anchor, stock_count, exception, feed_row
_prices = msgspec.msgpack.Decoder(ProductPrices)
_of_product = and_(_c.c.chain == _a.c.chain, _c.c.store == _a.c.store, _c.c.product == _a.c.product)
_same = and_(_of_product, _c.c.position == _a.c.position)
_judged = (
    select(_a.c.product, _c.c.workstation, _c.c.epoch, _c.c.seq, _a.c.hash, _a.c.counted, _c.c.expected)
    .select_from(_a.join(_c, _same))
    .where(
        _a.c.chain == bindparam("c"),
        _a.c.store == bindparam("s"),
        among(_a.c.product, "products"),
    )
)
_rows_of_price = select(_f.c.key, _f.c.store, _f.c.body).where(
    _f.c.chain == bindparam("c"),
    _f.c.store.in_((bindparam("s"), CHAIN_STORE)),
    _f.c.stream == "price",
    among(_f.c.key, "products"),
)
_said = select(_x.c.hash, _x.c.subject, _x.c.expected, _x.c.found, _x.c.settled_ms).where(
    _x.c.chain == bindparam("c"),
    _x.c.store == bindparam("s"),
    _x.c.kind == LARGE,
    among(_x.c.subject, "products"),
)

_missing = (
    select(_x.c.workstation, _x.c.epoch, _x.c.seq, _x.c.hash, _x.c.subject)
    .select_from(
        _x.join(
            _c,
            and_(
                _c.c.chain == _x.c.chain,
                _c.c.store == _x.c.store,
                _c.c.product == _x.c.subject,
                _c.c.workstation == _x.c.workstation,
                _c.c.epoch == _x.c.epoch,
                _c.c.seq == _x.c.seq,
            ),
        )
    )
    .where(
        _x.c.chain == bindparam("c"),
        _x.c.store == bindparam("s"),
        _x.c.kind == LARGE,
        among(_x.c.subject, "products"),
        _x.c.settled_ms.is_(None),
        _c.c.expected.is_(None),
    )
)
"""Open exceptions of lines that are a part of what was counted in several areas, or were never gone by."""


class CountDifference(msgspec.Struct, frozen=True):
    """One counted line. Figures in thousandths; `expected` None: the book does not go by this line alone."""

    product: str
    counted: int
    expected: int | None
    moment_ms: int
    workstation: str
    operator: str
    area: str
    sheet: str
    together: int | None = None
    """What the book goes by: with the counts of other areas. None: it does not go by this line."""
    waits: bool = False
    """Whoever counted said that more stands in another area, and nobody has counted there yet."""

    @property
    def found(self) -> int:
        """Return what stands against `expected`."""
        return self.counted if self.together is None else self.together


def differences(at: Place, after_ms: int = 0, limit: int = PAGE_MAX) -> list[CountDifference]:
    """Return the counted lines after a moment, the newest first."""
    columns = (_c.c.product, _c.c.counted, _c.c.expected, _c.c.moment, _c.c.workstation)
    goes_by = (_a.c.position.label("head"), _a.c.counted.label("together"), _a.c.first, _a.c.last)
    asked = (
        select(*columns, _c.c.operator, _c.c.area, _c.c.sheet, _c.c.position, _c.c.more_elsewhere, *goes_by)
        .select_from(_c.outerjoin(_a, _of_product))
        .where(_c.c.chain == at.chain, _c.c.store == at.store, _c.c.moment > after_ms)
        .order_by(_c.c.moment.desc(), _c.c.product)
        .limit(min(limit, PAGE_MAX))
    )
    found: list[CountDifference] = []
    for row in at.tx.execute(asked).mappings():
        part = row["first"] is not None and row["first"] <= row["moment"] <= row["last"]
        found.append(
            CountDifference(
                row["product"], row["counted"], row["expected"], row["moment"], row["workstation"], row["operator"],
                row["area"], row["sheet"], row["together"] if row["head"] == row["position"] else None,
                row["more_elsewhere"] and not part,
            )
        )  # fmt: skip
    return found


def judge(at: Place, products: Iterable[str], now_ms: int) -> None:
    """Put large differences of the counts in force on the list of exceptions, and take explained ones off it."""
    here = {"c": at.chain, "s": at.store, "products": sorted(products)}
    if not here["products"]:
        return
    before = {(hashed, subject): row for hashed, subject, *row in at.tx.execute(_said, here)}
    prices = _worth(at, here, now_ms)
    changed = _joined(at, here, now_ms)
    for product, workstation, epoch, seq, hashed, counted, expected in at.tx.execute(_judged, here).all():
        if expected is None:
            continue
        large = abs(counted - expected) * prices.get(product, 0) >= LARGE_MINOR * MILLI
        was = before.get((hashed, product))
        place = (at.chain, at.store, workstation, epoch, seq, hashed, LARGE, product)
        if large and (was is None or was[:2] != [str(expected), str(counted)]):
            bulk.put(at.tx, exception, [(*place, str(expected), str(counted), now_ms, *OPEN)], "replace")
            changed = True
        elif not large and was is not None and was[2] is None:
            names = ("chain", "store", "workstation", "epoch", "seq", "hash", "kind", "subject")
            mine = and_(*(_x.c[name] == value for name, value in zip(names, place, strict=True)))
            at.tx.execute(update(_x).where(mine).values(settled_ms=now_ms, settled_by="", settled_note=EXPLAINED))
            changed = True
    if changed:
        counters.add(at.tx, at.chain, at.store, counters.EXCEPTIONS, 1)


def _joined(at: Place, here: Mapping[str, object], now_ms: int) -> bool:
    """Take off the list what one area seemed to miss, and another had: the newer count is judged for both."""
    gone = at.tx.execute(_missing, here).all()
    for workstation, epoch, seq, hashed, product in gone:
        place = (_x.c.workstation == workstation) & (_x.c.epoch == epoch) & (_x.c.seq == seq) & (_x.c.hash == hashed)
        mine = place & (_x.c.chain == at.chain) & (_x.c.store == at.store)
        mine &= (_x.c.kind == LARGE) & (_x.c.subject == product)
        at.tx.execute(update(_x).where(mine).values(settled_ms=now_ms, settled_by="", settled_note=EXPLAINED))
    return bool(gone)


def _worth(at: Place, here: Mapping[str, object], now_ms: int) -> dict[str, int]:
    """Return the selling price of one, minor units, by product; the store's where it has one."""
    worth: dict[str, int] = {}
    for product, _store, body in sorted(at.tx.execute(_rows_of_price, here), key=lambda row: str(row[1])):
        price = _prices.decode(body).at(now_ms, MILLI) if body else None
        if price is not None:
            worth[product] = price
    return worth
