"""Sheets of the stock room on disk: every scan of a count, a delivery or a transfer is durable when it is answered.

The stock desk writes here through `Journal.sheets`. A sheet goes in the transaction of the entry that it becomes.
"""

from __future__ import annotations

import logging
import sqlite3
from typing import Final

import msgspec

from pos_app.domain.errors import Refusal
from pos_app.domain.sheets import ACTS_MAX, Act, Sheet, SheetHead, check_act
from pos_app.store.pen import Pen

SHEETS_MAX: Final = 50
"""Sheets begun and not ended on one workstation."""
_log = logging.getLogger(__name__)
_encode = msgspec.msgpack.Encoder().encode
_heads = msgspec.msgpack.Decoder(SheetHead)
_acts = msgspec.msgpack.Decoder(Act)
_BEGIN: Final = "INSERT INTO sheet (id, head) VALUES (?, ?)"
_ADD: Final = "INSERT INTO sheet_act (sheet, number, act) VALUES (?, ?, ?)"
_FORGET_FROM: Final = "DELETE FROM sheet_act WHERE sheet = ? AND number >= ?"


class Sheets:
    """The sheets of the journal that `pen` writes, the one worked on last at the end."""

    def __init__(self, pen: Pen) -> None:
        """Read what an earlier run left; what cannot be read is left in place and logged."""
        self._pen = pen
        self._sheets = {sheet.head.id: sheet for sheet in read(pen.connection)}

    def all(self) -> tuple[Sheet, ...]:
        """Return every sheet, the one worked on last at the end."""
        return tuple(self._sheets.values())

    def of(self, sheet_id: str) -> Sheet:
        """Return one sheet; `Refusal("stock.no_sheet")` when it has ended."""
        found = self._sheets.get(sheet_id)
        if found is None:
            raise Refusal("stock.no_sheet")
        return found

    def begin(self, head: SheetHead) -> Sheet:
        """Put an empty sheet on disk; `Refusal("stock.too_many_sheets")` above the limit."""
        if len(self._sheets) >= SHEETS_MAX:
            raise Refusal("stock.too_many_sheets", limit=SHEETS_MAX)
        self._pen.write(lambda connection: connection.execute(_BEGIN, (head.id, _encode(head))))
        return self._keep(Sheet(head))

    def add(self, sheet_id: str, act: Act) -> Sheet:
        """Put one act on disk; raises `Refusal` for one that the sheet cannot take."""
        sheet = self.of(sheet_id)
        check_act(sheet, act)
        place, said = (sheet_id, len(sheet.acts) + 1), _encode(act)

        def put(connection: sqlite3.Connection) -> None:
            connection.execute(_FORGET_FROM, place)  # what rotted, and what stood behind it, was passed by
            connection.execute(_ADD, (*place, said))

        self._pen.write(put)
        return self._keep(Sheet(sheet.head, (*sheet.acts, act)))

    def undo(self, sheet_id: str) -> Act:
        """Forget the last act and return it; `Refusal("stock.nothing_to_undo")` on an empty sheet."""
        sheet = self.of(sheet_id)
        if not sheet.acts:
            raise Refusal("stock.nothing_to_undo")
        place = (sheet_id, len(sheet.acts))
        self._pen.write(lambda connection: connection.execute(_FORGET_FROM, place))
        self._keep(Sheet(sheet.head, sheet.acts[:-1]))
        return sheet.acts[-1]

    def drop(self, sheet_id: str) -> None:
        """Throw a sheet away: nothing comes of it."""
        self.of(sheet_id)
        self._pen.write(lambda connection: remove_within(connection, sheet_id))
        self.forget(sheet_id)

    def forget(self, sheet_id: str) -> None:
        """The transaction that removed the sheet has been committed."""
        self._sheets.pop(sheet_id, None)

    def carry_over(self) -> None:
        """Write every sheet as it was last made durable: the pen writes in another journal now."""
        sheets = self.all()

        def carry(connection: sqlite3.Connection) -> None:
            connection.execute("DELETE FROM sheet")
            connection.execute("DELETE FROM sheet_act")
            write(connection, sheets)

        self._pen.write(carry, urgent=True)

    def _keep(self, sheet: Sheet) -> Sheet:
        self._sheets.pop(sheet.head.id, None)
        self._sheets[sheet.head.id] = sheet
        return sheet


def read(connection: sqlite3.Connection) -> list[Sheet]:
    """Return the sheets of an open journal that can be read, the one worked on last at the end."""
    rows = connection.execute("SELECT id, head FROM sheet ORDER BY id LIMIT ?", (SHEETS_MAX,)).fetchall()
    found = [sheet for row in rows if (sheet := _sheet(connection, *row)) is not None]
    return sorted(found, key=lambda sheet: sheet.acts[-1].at_ms if sheet.acts else sheet.head.started_ms)


def _sheet(connection: sqlite3.Connection, sheet_id: str, head: bytes) -> Sheet | None:
    """Return a sheet up to the first act that rotted; None when its head did."""
    rows = connection.execute(
        "SELECT number, act FROM sheet_act WHERE sheet = ? ORDER BY number LIMIT ?", (sheet_id, ACTS_MAX)
    )
    acts: list[Act] = []
    try:
        said = _heads.decode(head)
    except (msgspec.DecodeError, TypeError, UnicodeDecodeError):
        _log.warning("the head of sheet %s cannot be read", sheet_id)
        return None
    try:
        for number, act in rows:
            if number != len(acts) + 1:
                break
            acts.append(_acts.decode(act))
    except (msgspec.DecodeError, TypeError, UnicodeDecodeError):
        _log.warning("sheet %s cannot be read whole", sheet_id)
    return Sheet(said, tuple(acts))


def write(connection: sqlite3.Connection, sheets: tuple[Sheet, ...]) -> None:
    """Write whole sheets within the caller's transaction."""
    connection.executemany(_BEGIN, [(sheet.head.id, _encode(sheet.head)) for sheet in sheets])
    acts = [(sheet.head.id, at, _encode(act)) for sheet in sheets for at, act in enumerate(sheet.acts, 1)]
    connection.executemany(_ADD, acts)


def remove_within(connection: sqlite3.Connection, sheet_id: str) -> None:
    """Remove a sheet in the transaction that the caller holds; then `forget` it."""
    connection.execute("DELETE FROM sheet WHERE id = ?", (sheet_id,))
    connection.execute("DELETE FROM sheet_act WHERE sheet = ?", (sheet_id,))
