"""What the store has of a product now: the hub's row, and what this workstation did that the row does not contain.

The one place that joins the two; price check and stock desk ask it through `Journal.stock_now`.
"""

from __future__ import annotations

import sqlite3
from typing import Final

import msgspec

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
    is the counted figure and this workstation's moves since.
    """
    contains = {} if level is None else level.contains
    counted = _counted(connection, product_id, contains)
    if counted is not None:
        figure, at_ms = counted
        return figure + _moved_after(connection, product_id, at_ms)
    if level is None:
        return None
    return level.on_hand + journal_lookup.stock_moves_after(connection, product_id, workstation, contains)


def _counted(connection: sqlite3.Connection, product_id: str, contains: dict[str, int]) -> tuple[int, int] | None:
    """Return figure and moment of this workstation's newest count that the hub's row does not contain."""
    entries = journal_subjects.entries_about(connection, "count", product_id)
    lines = [
        (line.at_ms, line.counted)
        for each in journal_subjects.not_in(entries, contains)
        if isinstance(each.body, StockCounted)
        for line in each.body.lines
        if line.product_id == product_id
    ]
    if not lines:
        return None
    at_ms, figure = max(lines)
    return figure, at_ms


def _moved_after(connection: sqlite3.Connection, product_id: str, at_ms: int) -> int:
    filed = connection.execute(_FILED, (product_id, MOVES_MAX)).fetchall()
    later = connection.execute(_UNFILED, (filed_position(connection),))
    moves = [*filed, *((header, moves_of(packed).get(product_id, 0)) for header, packed in later)]
    return sum(delta for header, delta in moves if delta and _wall_ms(header) > at_ms)


def _wall_ms(header: bytes) -> int:
    try:
        return read_header(header).stamp.wall_ms
    except msgspec.DecodeError:
        return 0
