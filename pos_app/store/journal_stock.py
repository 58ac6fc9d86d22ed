"""What the store has of a product now: the hub's row, and what this workstation did that the row does not contain.

The one place that joins the two; price check and stock desk ask it through `Journal.stock_now`.
"""

from __future__ import annotations

import sqlite3
from typing import Final

import msgspec

from pos_app.domain import area_counts
from pos_app.domain.area_counts import AreaCount, Count, Standing, newest_of_areas, standing
from pos_app.domain.chain import read_header
from pos_app.domain.entries_shelf import StockCounted
from pos_app.domain.store_rows import StockLevel
from pos_app.store import journal_lookup, journal_subjects
from pos_app.store.projections import filed_position, moves_of

MOVES_MAX: Final = 5_000
"""Own moves of one product that are looked through for those after a count, the newest first."""
_FILED: Final = """
    SELECT e.header, m.delta FROM stock_move m JOIN entry e ON e.epoch = m.epoch AND e.seq = m.seq
    WHERE m.product_id = ? ORDER BY e.position DESC LIMIT ?
"""
_UNFILED: Final = """
    SELECT e.header, r.moves FROM receipt r JOIN entry e ON e.position = r.position WHERE r.position > ?
"""


def stock_now(
    connection: sqlite3.Connection, product_id: str, workstation: str, level: StockLevel | None
) -> int | None:
    """Return thousandths on hand; None when neither the hub nor a count of this workstation has told any.

    `level` is the hub's row. A count that it does not contain yet stands for all that was before its moment: then it
    is the counted figure, with what other areas of the store were found to have, and this workstation's moves since.
    """
    own = _own(connection, product_id, {} if level is None else level.contains)
    told = [] if level is None else _told(level)
    now = standing((*told, *own)) if own else None
    if now is not None and now.governs in own:
        return now.figure + _moved_after(connection, product_id, now)
    if level is None:
        return None
    found = standing(told)
    more = 0 if now is None or found is None else now.figure - found.figure
    return level.on_hand + more + journal_lookup.stock_moves_after(connection, product_id, workstation, level.contains)


def areas_now(connection: sqlite3.Connection, product_id: str, level: StockLevel | None) -> tuple[AreaCount, ...]:
    """Return what was counted of a product by area when it was counted last: the hub's row, and what it lacks."""
    own = _own(connection, product_id, {} if level is None else level.contains)
    found = newest_of_areas((*([] if level is None else _told(level)), *own))
    return tuple(AreaCount(each.area, each.figure, each.at_ms, each.more_elsewhere) for each in found)


def _told(level: StockLevel) -> list[Count]:
    return [
        Count(each.at_ms, b"", each.counted, each.area, adds_up=True, more_elsewhere=each.more_elsewhere)
        for each in level.areas
    ]


def _own(connection: sqlite3.Connection, product_id: str, contains: dict[str, int]) -> list[Count]:
    """Return this workstation's counts of a product that the hub's row does not contain."""
    entries = journal_subjects.entries_about(connection, "count", product_id)
    return [
        count
        for each in journal_subjects.not_in(entries, contains)
        if isinstance(each.body, StockCounted)
        for product, count in area_counts.counts_in(each.body, each.position.to_bytes(8))
        if product == product_id
    ]


def _moved_after(connection: sqlite3.Connection, product_id: str, now: Standing) -> int:
    filed = connection.execute(_FILED, (product_id, MOVES_MAX)).fetchall()
    later = connection.execute(_UNFILED, (filed_position(connection),))
    moves = [*filed, *((header, moves_of(packed).get(product_id, 0)) for header, packed in later)]
    return sum(
        by for header, by in moves if by and area_counts.counts_for(by, _wall_ms(header), now.first_ms, now.last_ms)
    )


def _wall_ms(header: bytes) -> int:
    try:
        return read_header(header).stamp.wall_ms
    except msgspec.DecodeError:
        return 0
