"""By what a person is found in the cache: keyed hashes of phone and card, and a log of whose fields changed.

Both are derived from the rows of members and orders, which hold a person only as cipher text. The log tells the index
in memory (`people_index`) what to read again; it is bounded, and whoever is further behind reads everything.
"""

from __future__ import annotations

import sqlite3
from typing import Final

import msgspec

from pos_app.domain.entries_members import PersonalFields

STREAMS: Final = frozenset({"member", "order"})
"""Streams whose rows hold a person."""
CHANGES_KEPT: Final = 5_000
LOAD_ROWS: Final = 5_000
TABLES: Final = """
CREATE TABLE IF NOT EXISTS person_hash (
    hash BLOB NOT NULL, member TEXT NOT NULL, PRIMARY KEY (hash, member)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS person_change (
    number INTEGER PRIMARY KEY, stream TEXT NOT NULL, key TEXT NOT NULL
) STRICT;
"""
"""A file made before there were members has neither: the daemon adds them, and until then a till finds nobody."""


class Personal(msgspec.Struct, frozen=True):
    """What is indexed of a member's or an order's record."""

    personal: PersonalFields | None = None
    phone_hash: bytes = b""
    card_hash: bytes = b""


NOBODY: Final = Personal()
_decoder: Final = msgspec.msgpack.Decoder(Personal)


def personal(body: bytes | None) -> Personal:
    """Return what a body says of a person; nothing for a missing one or one that can't be read."""
    if body is None:
        return NOBODY
    try:
        return _decoder.decode(body)
    except msgspec.DecodeError:
        return NOBODY


def hashes(found: Personal) -> set[bytes]:
    """Return the keyed hashes by which a member is found."""
    return {each for each in (found.phone_hash, found.card_hash) if each}


class PeopleChanges:
    """The changes of one transaction, written at its end."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._gone: list[tuple[bytes, str]] = []
        self._added: list[tuple[bytes, str]] = []
        self._changed: dict[tuple[str, str], None] = {}

    def note(self, stream: str, key: str, before: bytes | None, after: bytes | None) -> None:
        """Note that a row said `before` and says `after` from now on."""
        old, new = personal(before), personal(after)
        if stream == "member":
            self._gone += [(each, key) for each in hashes(old) - hashes(new)]
            self._added += [(each, key) for each in hashes(new) - hashes(old)]
        if old.personal != new.personal:
            self._changed[stream, key] = None

    def write(self) -> None:
        """Write what was noted, in order of hash; the log keeps its newest entries."""
        self._db.executemany("DELETE FROM person_hash WHERE hash = ? AND member = ?", sorted(self._gone))
        self._db.executemany("INSERT OR REPLACE INTO person_hash VALUES (?, ?)", sorted(self._added))
        if self._changed:
            self._db.executemany("INSERT INTO person_change (stream, key) VALUES (?, ?)", list(self._changed))
            self._db.execute(
                "DELETE FROM person_change WHERE number <= (SELECT max(number) FROM person_change) - ?", (CHANGES_KEPT,)
            )
        self._gone, self._added, self._changed = [], [], {}


def add_tables(db: sqlite3.Connection) -> None:
    """Give an open file of the earlier shape these tables, filled; one that has them is left alone."""
    if has_tables(db):
        return
    db.execute("BEGIN IMMEDIATE")
    try:
        for statement in TABLES.split(";"):
            db.execute(statement)
        fill(db)
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


def has_tables(db: sqlite3.Connection) -> bool:
    """Tell whether the file has the tables."""
    named = "SELECT count(*) FROM sqlite_master WHERE name IN ('person_hash', 'person_change')"
    return bool(db.execute(named).fetchone()[0] == 2)  # noqa: PLR2004 - both


def fill(db: sqlite3.Connection) -> None:
    """Make the hashes of every member that is there, in the caller's transaction."""
    members = db.execute("SELECT key, coalesce(store, chain) FROM row WHERE stream = 'member'")
    found: list[tuple[bytes, str]] = []
    while some := members.fetchmany(LOAD_ROWS):
        found += [(each, key) for key, body in some for each in hashes(personal(body))]
    found.sort()
    db.executemany("INSERT OR REPLACE INTO person_hash VALUES (?, ?)", found)
