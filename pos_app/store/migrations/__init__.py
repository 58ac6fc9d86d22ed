"""Numbered steps that bring an older `journal.db` to the shape of this program, all in one transaction.

A step changes the tables that cannot be made again: entries, drafts, intents. Projections are not migrated but
dropped and made again from the entries, so a step that changes them only says `reproject`. SQLite keeps the number
in `user_version`. Steps after the first get sqlite-utils (whose `transform` SQLite's ALTER TABLE lacks); it is
imported when such a step must run, not at every start (89 ms).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import msgspec

from pos_app.domain.errors import Refusal
from pos_app.store.migrations import step_0001, step_0002

if TYPE_CHECKING:
    from sqlite_utils import Database


class Step(msgspec.Struct, frozen=True):
    """One change of shape: plain `statements`, then `change` when SQL alone does not do it."""

    number: int
    statements: tuple[str, ...] = ()
    change: Callable[[Database], None] | None = None
    reproject: bool = False


STEPS: tuple[Step, ...] = (Step(1, step_0001.STATEMENTS, reproject=True), Step(2, step_0002.STATEMENTS))
"""Every step, in order; a released one is never edited. tests/store/shapes keeps a journal of each number."""


def triggers_missing(connection: sqlite3.Connection) -> list[str]:
    """Return what should keep entries as they were written and is not there: someone took it away."""
    present = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'")}
    return [name for name in step_0001.TRIGGERS if name not in present]


def put_triggers_back(connection: sqlite3.Connection) -> list[str]:
    """Make the missing triggers again and return their names."""
    names = triggers_missing(connection)
    for name in names:
        connection.execute(step_0001.TRIGGERS[name])
    return names


def latest(steps: Sequence[Step] = STEPS) -> int:
    """Return the number of the shape that this program writes."""
    return steps[-1].number


def found(connection: sqlite3.Connection) -> int:
    """Return the number of the shape on disk; 0 for an empty database."""
    (number,) = connection.execute("PRAGMA user_version").fetchone()
    assert isinstance(number, int)
    return number


def migrate(
    connection: sqlite3.Connection,
    reproject: Callable[[sqlite3.Connection], object],
    steps: Sequence[Step] = STEPS,
) -> int:
    """Bring the database up to date and return the number it had; all steps take place or none.

    `reproject` makes the projections again. Raises `Refusal("journal.newer_program")` for a shape yet to come.
    """
    before = found(connection)
    if before > latest(steps):
        raise Refusal("journal.newer_program", found=before, known=latest(steps))
    if before == latest(steps):
        return before
    connection.execute("BEGIN IMMEDIATE")
    try:
        needed = [step for step in steps if step.number > before]
        for step in needed:
            _apply(connection, step)
        if any(step.reproject for step in needed):
            reproject(connection)
        connection.execute(f"PRAGMA user_version={latest(steps)}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return before


def _apply(connection: sqlite3.Connection, step: Step) -> None:
    for statement in step.statements:
        connection.execute(statement)
    if step.change is not None:
        from sqlite_utils import Database  # noqa: PLC0415 - 89 ms, and only an upgrade needs it

        step.change(Database(connection))
