"""What the store has of a product now: the hub's row, and what this workstation did that the row does not contain.

The one place that joins the two; price check and stock desk ask it through `Journal.stock_now`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Final

import msgspec

from pos_app.domain.area_counts import AreaCount, Count, Standing, counts_for, counts_in, newest_of_areas, standing
from pos_app.domain.chain import Header, read_header
from pos_app.domain.entries_shelf import StockCounted
from pos_app.domain.store_rows import StockLevel
from pos_app.store import journal_lookup, journal_subjects
from pos_app.store.projections import filed_position, moves_of

MOVES_MAX: Final = 5_000
"""Own moves of one product that are looked through for those after a count, the newest first."""
Window = tuple[int, int]
"""From when to when a figure was counted."""
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
        return now.figure + _moved_after(connection, product_id, workstation, now)
    if level is None:
        return None
    if not level.counted_to_ms:
        return level.on_hand + journal_lookup.stock_moves_after(connection, product_id, workstation, level.contains)
    found = standing(told)
    was = (level.counted_from_ms, level.counted_to_ms)
    if now is None or found is None or now == found:
        return level.on_hand + _carried(connection, product_id, workstation, level, was, was)
    window = (now.first_ms, now.last_ms)
    return level.on_hand + now.figure - found.figure + _carried(connection, product_id, workstation, level, was, window)


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
        for product, count in counts_in(each.body, each.position.to_bytes(8))
        if product == product_id
    ]


def _carried(
    connection: sqlite3.Connection, product_id: str, workstation: str, level: StockLevel, was: Window, now: Window
) -> int:
    """Return what this journal's moves change: those that the row lacks, and those that count differently now."""
    if was == now and _all_told(connection, product_id, workstation, level.contains):
        return 0
    total = 0
    for header, by in _own_moves(connection, product_id, workstation):
        told = header.seq <= level.contains.get(f"{workstation}/{header.epoch}", 0)
        made_ms = header.stamp.wall_ms
        total += by * (counts_for(by, made_ms, *now) - (told and counts_for(by, made_ms, *was)))
    return total


def _all_told(connection: sqlite3.Connection, product_id: str, workstation: str, contains: dict[str, int]) -> bool:
    """Tell whether the row contains every move of this journal: the usual case, for which no header is read."""
    (unfiled,) = connection.execute(
        "SELECT count(*) FROM receipt WHERE position > ?", (filed_position(connection),)
    ).fetchone()
    newest = connection.execute(
        "SELECT epoch, max(seq) FROM stock_move WHERE product_id = ? GROUP BY epoch", (product_id,)
    )
    return not unfiled and all(seq <= contains.get(f"{workstation}/{epoch}", 0) for epoch, seq in newest)


def _moved_after(connection: sqlite3.Connection, product_id: str, workstation: str, now: Standing) -> int:
    return sum(
        by
        for header, by in _own_moves(connection, product_id, workstation)
        if counts_for(by, header.stamp.wall_ms, now.first_ms, now.last_ms)
    )


def _own_moves(connection: sqlite3.Connection, product_id: str, workstation: str) -> Iterator[tuple[Header, int]]:
    """Give the headers of this journal's moves of a product, and the moves."""
    filed = connection.execute(_FILED, (product_id, MOVES_MAX)).fetchall()
    later = connection.execute(_UNFILED, (filed_position(connection),))
    for packed, by in [*filed, *((header, moves_of(moves).get(product_id, 0)) for header, moves in later)]:
        if by:
            try:
                header = read_header(packed)
            except msgspec.DecodeError:
                continue
            if header.workstation == workstation:
                yield header, by
