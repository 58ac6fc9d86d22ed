"""Which generation of the cache the till reads, and how it moves to another between two commands.

A reader never waits for a file to appear and never raises because one is missing or broken: it goes to the fall-back,
then to nothing. A generation still in its first fill is passed over while a whole one can be read; what the hub said
to this workstation is read from the current one all the same.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from pos_app.domain.feed import Positions
from pos_app.store import cache_schema, generations
from pos_app.store.generations import Generation

_log: Final = logging.getLogger(__name__)
_OWN_MISTAKES: Final = frozenset({sqlite3.SQLITE_ERROR, sqlite3.SQLITE_MISUSE, sqlite3.SQLITE_RANGE})
"""Result codes that speak of the statement and not of the file."""
_PASSING: Final = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_NOMEM})
"""Result codes after which the same file may be read again later."""

Row = Any
"""One row of an answer, a tuple in the order of the statement's columns."""


class _File:
    """One open generation."""

    def __init__(self, path: Path, store: str) -> None:
        self.name = path.name
        self.identity = cache_schema.file_identity(path)
        self.db = cache_schema.open_reader(path)
        try:
            self.usable = cache_schema.usable(self.db, store)
            self.whole = self.usable and cache_schema.is_whole(self.db)
            self.data_version: int = self.db.execute("PRAGMA data_version").fetchone()[0]
        except sqlite3.DatabaseError:
            self.db.close()
            raise

    def moved_on(self) -> bool:
        """Tell whether the daemon wrote since the last look."""
        now: int = self.db.execute("PRAGMA data_version").fetchone()[0]
        if now == self.data_version:
            return False
        self.data_version = now
        self.whole = self.whole or cache_schema.is_whole(self.db)
        return True


class CatalogueFiles:
    """The open files of a folder: `goods` answers for the shop's rows, `said` for what the hub said to us."""

    def __init__(self, folder: Path, store: str) -> None:
        self._folder = folder
        self._store = store
        self._goods: _File | None = None
        self._said: _File | None = None
        self._condemned: set[tuple[int, int]] = set()
        self._current: str | None = None
        self._note = self._look()
        self._choose()

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        """Ask the shop's rows; nothing when there is no generation left to ask."""
        while self._goods is not None:
            try:
                return self._goods.db.execute(sql, values).fetchall()
            except sqlite3.DatabaseError as error:
                self._give_up(self._goods, error)
        return []

    def said(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        """Ask what the hub said to this workstation, in the current generation."""
        while self._said is not None:
            try:
                return self._said.db.execute(sql, values).fetchall()
            except sqlite3.DatabaseError as error:
                self._give_up(self._said, error)
        return []

    def refresh(self) -> bool:
        """Move to the generation that `cache.current` names now; tell whether anything can read differently.

        Costs some microseconds when nothing changed. With `cache.current` gone, what is open stays open.
        """
        note = self._look()
        before = self._goods
        if note is not None and note != self._note:
            self._note = note
            self._choose()
        written = False
        for file in {self._goods, self._said} - {None}:
            assert file is not None
            try:
                written = file.moved_on() or written
            except sqlite3.DatabaseError as error:
                self._give_up(file, error)
        if self._said is not None and self._said is not self._goods and self._said.whole:
            self._choose()
        return written or self._goods is not before

    def generation(self) -> Generation | None:
        """Return what is known of the generation that answers for the shop's rows."""
        found = self.rows("SELECT made_ms, chain, store FROM generation")
        if not found or self._goods is None:
            return None
        made_ms, chain, store = found[0]
        goods = self._goods
        return Generation(goods.name, made_ms, Positions(chain, store), goods.name == self._current, goods.whole)

    def close(self) -> None:
        """Let go of every file."""
        self._settle(None, None)

    def _look(self) -> tuple[int, int, int] | None:
        try:
            found = (self._folder / generations.CURRENT).stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino, found.st_mtime_ns

    def _choose(self) -> None:
        """Open the current generation, and read goods from the first whole one of: it, the open one, older ones."""
        self._current = current = generations.current(self._folder)
        said = self._open(current) if current else None
        options = [said, self._goods]
        if not any(file is not None and file.whole for file in options):
            options += [self._open(name) for name in generations.candidates(self._folder) if name != current]
        opened = [file for file in options if file is not None]
        goods = next((file for file in opened if file.whole), opened[0] if opened else None)
        # What the hub said before stays readable when the current file is not: a claim's answer may be in it.
        self._settle(goods, said or self._said or goods, opened)

    def _settle(self, goods: _File | None, said: _File | None, opened: Sequence[_File] = ()) -> None:
        for file in {self._goods, self._said, *opened} - {goods, said, None}:
            assert file is not None
            file.db.close()
        self._goods, self._said = goods, said

    def _open(self, name: str) -> _File | None:
        """Open a generation by name; None when it is missing, another shop's, of another shape or given up."""
        path = self._folder / name
        identity = cache_schema.file_identity(path)
        if identity is None or identity in self._condemned:
            return None
        for held in (self._goods, self._said):
            if held is not None and held.identity == identity:
                return held
        try:
            file = _File(path, self._store)
        except sqlite3.DatabaseError as error:
            _log.warning("cache generation %s does not open: %s", name, error)
            return None
        if not file.usable:
            file.db.close()
            return None
        return file

    def _give_up(self, file: _File, error: sqlite3.DatabaseError) -> None:
        """Close a file that fails and read the next best; a mistake in the statement is a bug and goes on up."""
        extended = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_MISUSE)
        code = extended & 0xFF
        # A plain READONLY is a statement that writes; its extended kinds speak of the log beside the file.
        if code in _OWN_MISTAKES or extended == sqlite3.SQLITE_READONLY:
            raise error
        _log.warning("cache generation %s is given up: %s", file.name, error)
        if file.identity is not None and code not in _PASSING:
            self._condemned.add(file.identity)
        self._goods = None if self._goods is file else self._goods
        self._said = None if self._said is file else self._said
        file.db.close()
        if code not in _PASSING:
            self._choose()
        else:
            self._note = None
