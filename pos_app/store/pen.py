"""The one hand that writes the journal: every write is a transaction of its, in one thread of one process.

A full disk gives up the ballast once, so that the sale in hand still ends. What SQLite cannot do becomes a `Fault`;
after any error nothing of the transaction remains.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
from collections.abc import Callable
from typing import TypeVar

from pos_app.domain.errors import Fault
from pos_app.store import journal_damage
from pos_app.store.ballast import Ballast
from pos_app.store.journal_faults import code_of, fault_of, out_of_room

T = TypeVar("T")


class Pen:
    """Owns the writing connection; `writes` counts transactions since the log was last emptied."""

    def __init__(self, connection: sqlite3.Connection, ballast: Ballast) -> None:
        """Belong to the calling thread from now on."""
        self.connection = connection
        self.ballast = ballast
        self.writes = 0
        self.damage = ""
        """What showed that the file is damaged; from then on nothing is written until the journal is mended."""
        self._owner = (os.getpid(), threading.get_ident())

    def write(self, act: Callable[[sqlite3.Connection], T], *, urgent: bool = False) -> T:
        """Run `act` in one transaction and make it durable; `urgent` may use the ballast's room."""
        assert self._owner == (os.getpid(), threading.get_ident()), "the journal has one writer"
        if self.damage:
            raise Fault("journal.damaged", detail=self.damage)
        try:
            return self._attempt(act)
        except sqlite3.Error as error:
            fault = self._fault_of(error)
            if fault is None:
                raise
            if not (urgent and out_of_room(error) and self.ballast.release()):
                raise fault from error
        try:
            return self._attempt(act)
        except sqlite3.Error as error:
            raise self._fault_of(error) or error from error

    def read(self, ask: Callable[[sqlite3.Connection], T]) -> T:
        """Answer a question from what is committed; raises `Fault` as `write` does."""
        try:
            return ask(self.connection)
        except sqlite3.Error as error:
            raise self._fault_of(error) or error from error

    def go_on_with(self, other: Pen) -> None:
        """Write what `other` would write from now on: the damaged file is left to whoever opened it."""
        self.connection, self.ballast = other.connection, other.ballast
        self.writes, self.damage = 0, ""

    def empty_log(self) -> bool:
        """Move the log into the database as far as readers allow; False when the disk did not let it."""
        try:
            self.connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        except sqlite3.Error as error:
            if self._fault_of(error) is None:
                raise
            return False
        self.writes = 0
        return True

    def _attempt(self, act: Callable[[sqlite3.Connection], T]) -> T:
        execute = self.connection.execute
        execute("BEGIN IMMEDIATE")
        try:
            result = act(self.connection)
            execute("COMMIT")
        except BaseException as error:
            self._undo()
            if isinstance(error, sqlite3.Error) and code_of(error) == sqlite3.SQLITE_IOERR:
                self._bury()
            raise
        self.writes += 1
        return result

    def _fault_of(self, error: sqlite3.Error) -> Fault | None:
        fault = fault_of(error)
        if fault is not None and fault.message_id == "journal.damaged" and not self.damage:
            self.damage = str(error)
            journal_damage.mark(self.ballast.folder, self.damage)
        return fault

    def _undo(self) -> None:
        with contextlib.suppress(sqlite3.Error):
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")

    def _bury(self) -> None:
        """Overwrite what a failed commit left in the log, so that a later recovery cannot bring it back to life."""
        with contextlib.suppress(sqlite3.Error):
            self.connection.execute("UPDATE scrap SET count = count + 1")
