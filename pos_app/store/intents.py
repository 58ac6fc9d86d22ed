"""What a device is to do once, written down before it is asked: drawer, printer, payment terminal.

After a crash an intent that was begun may be asked; one that was asked is queried or shown, never guessed. It can be
recorded in the same transaction as the entry that calls for it (`Journal.append(..., intents=...)`).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Final

from pos_app.clock import Clock
from pos_app.store.journal_records import Intent, IntentState, IntentWanted
from pos_app.store.pen import Pen

FINISHED_KEPT: Final = 1_000
"""Finished intents that stay for reading; older ones go when the till is idle."""
OUTCOME_LENGTH_MAX: Final = 200
_COLUMNS: Final = "id, kind, sale_id, payload, state, outcome, begun_ms, asked_ms, finished_ms"
_BEGIN: Final = """
    INSERT INTO intent (kind, sale_id, payload, state, outcome, begun_ms, asked_ms, finished_ms)
    VALUES (?, ?, ?, 'begun', '', ?, 0, 0)
"""


class Intents:
    """The intents of the journal that `pen` writes."""

    def __init__(self, pen: Pen, clock: Clock) -> None:
        """Read nothing yet."""
        self._pen = pen
        self._clock = clock
        self.carried_over = False
        """The journal was exchanged while the till ran: an intent may have been lost with the old file."""

    def begin(self, kind: str, sale_id: str, payload: bytes = b"") -> int:
        """Record that a device is to be asked; return the intent's id."""
        row = (kind, sale_id, payload, self._clock.wall_ms())
        number = self._pen.write(lambda connection: connection.execute(_BEGIN, row).lastrowid, urgent=True)
        assert number is not None
        return number

    def asked(self, number: int) -> None:
        """Record, before the first byte goes out, that the device may act from now on."""
        self._change(number, "begun", "state = 'asked', asked_ms = ?", (self._clock.wall_ms(),))

    def finish(self, number: int, outcome: str) -> None:
        """Record how it ended; an intent can be finished without having been asked (given up)."""
        changed = "state = 'finished', outcome = ?, finished_ms = ?"
        self._change(number, "asked begun", changed, (outcome[:OUTCOME_LENGTH_MAX], self._clock.wall_ms()))

    def open(self) -> list[Intent]:
        """Return the intents that are not finished, oldest first."""
        return self._read("state <> 'finished'", ())

    def of(self, sale_id: str) -> list[Intent]:
        """Return every intent of a sale, oldest first."""
        return self._read("sale_id = ?", (sale_id,))

    def prune(self) -> None:
        """Remove the oldest finished intents above `FINISHED_KEPT`; called when idle."""
        counted = "SELECT count(*) FROM intent WHERE state = 'finished'"
        (count,) = self._pen.read(lambda connection: connection.execute(counted).fetchone())
        if count > FINISHED_KEPT:
            oldest = "SELECT id FROM intent WHERE state = 'finished' ORDER BY id LIMIT ?"
            self._pen.write(
                lambda connection: connection.execute(
                    f"DELETE FROM intent WHERE id IN ({oldest})",  # noqa: S608 - a constant of this function
                    (count - FINISHED_KEPT,),
                )
            )

    def _change(self, number: int, states: str, changed: str, values: tuple[str | int, ...]) -> None:
        allowed = states.split()
        statement = f"UPDATE intent SET {changed} WHERE id = ? AND state IN ({', '.join('?' * len(allowed))})"  # noqa: S608 - constants of this class
        found = self._pen.write(
            lambda connection: connection.execute(statement, (*values, number, *allowed)).rowcount, urgent=True
        )
        assert found == 1 or self.carried_over, f"intent {number} is not {states}"

    def _read(self, condition: str, values: tuple[str, ...]) -> list[Intent]:
        statement = f"SELECT {_COLUMNS} FROM intent WHERE {condition} ORDER BY id"  # noqa: S608 - constants of this class
        rows = self._pen.read(lambda connection: connection.execute(statement, values).fetchall())
        return [
            Intent(number, kind, sale_id, payload, IntentState(state), outcome, begun, asked, finished)
            for number, kind, sale_id, payload, state, outcome, begun, asked, finished in rows
        ]


def begin_within(connection: sqlite3.Connection, wanted: Sequence[IntentWanted], wall_ms: int) -> None:
    """Record `wanted` in the transaction that the caller holds."""
    connection.executemany(_BEGIN, [(each.kind, each.sale_id, each.payload, wall_ms) for each in wanted])
