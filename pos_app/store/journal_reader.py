"""The journal as others see it: the daemon that carries its bytes, and whoever checks it. Read-only.

It works while the till writes. Nothing is cached: each question sees what has been committed by then.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, Self, TypeVar

from pos_app.domain.chain import Sealed
from pos_app.domain.errors import Fault
from pos_app.store import journal_damage, journal_file, journal_lookup, migrations
from pos_app.store.journal_faults import fault_of, is_damage
from pos_app.store.journal_records import Entry, Head

T = TypeVar("T")

ENTRIES_MAX: Final = 1_000
"""Entries in one answer."""
_COLUMNS: Final = "position, epoch, seq, header, body, hash, signature"


class JournalReader:
    """An open read-only view of one workstation's journal."""

    def __init__(self, connection: sqlite3.Connection, workstation: str, place: Path) -> None:
        """Used by `open_readonly`."""
        self._connection = connection
        self._place = place
        self._workstation = workstation

    @classmethod
    def open_readonly(cls, folder: Path, workstation: str) -> JournalReader:
        """Open the journal in the data `folder`; `Fault("journal.absent")` until the till has made it.

        Only epochs of `workstation` are told by `heads` and `beyond`: a copied folder may hold another's.
        """
        path = journal_file.path_of(folder)
        if not path.exists():
            raise Fault("journal.absent")
        try:
            connection = journal_file.open_database(path, writing=False)
            if migrations.found(connection) != migrations.latest():
                connection.close()
                raise Fault("journal.absent")  # the till has yet to make it, or to bring it up to date
        except sqlite3.Error as error:
            raise fault_of(error) or error from error
        return cls(connection, workstation, path.parent)

    def data_version(self) -> int:
        """Return a number that changes when the till has committed something (3 microseconds)."""
        return int(self._asked(lambda: self._connection.execute("PRAGMA data_version").fetchone()[0]))

    def heads(self) -> list[Head]:
        """Return where each epoch of this workstation ends, oldest first."""
        return self._asked(lambda: journal_lookup.heads(self._connection, self._workstation))

    def after(self, position: int, limit: int = ENTRIES_MAX) -> list[Entry]:
        """Return entries of every epoch after `position`, in the order of writing."""
        return self._entries("position > ? ORDER BY position LIMIT ?", (position, min(limit, ENTRIES_MAX)))

    def beyond(self, acknowledged: Mapping[int, int], *, limit: int, bytes_max: int) -> list[Entry]:
        """Return the first entries that are not acknowledged: older epochs first, each in order of seq.

        `acknowledged` maps an epoch to its last acknowledged seq. At least one entry is given when there is one,
        then as many as fit `bytes_max` (headers and bodies) and `limit`.
        """
        batch: list[Entry] = []
        room = bytes_max
        for epoch in self._asked(lambda: journal_lookup.epochs_of(self._connection, self._workstation)):
            wanted = min(limit, ENTRIES_MAX) - len(batch)
            if wanted <= 0:
                break
            condition = "epoch = ? AND seq > ? ORDER BY seq LIMIT ?"
            for entry in self._entries(condition, (epoch, acknowledged.get(epoch, 0), wanted)):
                room -= len(entry.sealed.header) + len(entry.sealed.body)
                if room < 0 and batch:
                    return batch
                batch.append(entry)
        return batch

    def waiting(self, acknowledged: Mapping[int, int]) -> int:
        """Return how many entries are not acknowledged."""
        return sum(max(0, head.seq - acknowledged.get(head.epoch, 0)) for head in self.heads())

    def recent_claims(self, limit: int = 100) -> list[tuple[str, Entry]]:
        """Return the newest claims (id and entry) that were not released, newest first, answered ones included."""
        rows = self._asked(
            lambda: self._connection.execute(
                "SELECT claim, position FROM claim WHERE released = 0 ORDER BY position DESC LIMIT ?", (limit,)
            ).fetchall()
        )
        return [(claim, self._entries("position = ?", (position,))[0]) for claim, position in rows]

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        """Return the open reader."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def _entries(self, condition: str, values: tuple[int, ...]) -> list[Entry]:
        statement = f"SELECT {_COLUMNS} FROM entry WHERE {condition}"  # noqa: S608 - constants of this class
        rows = self._asked(lambda: self._connection.execute(statement, values).fetchall())
        return [Entry(row[0], row[1], row[2], Sealed(*row[3:])) for row in rows]

    def _asked(self, ask: Callable[[], T]) -> T:
        try:
            return ask()
        except sqlite3.Error as error:
            if is_damage(error):
                journal_damage.mark(self._place, str(error))  # the till looks after it at its next start
            raise fault_of(error) or error from error
