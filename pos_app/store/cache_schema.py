"""The shape of `cache-<n>.db`: what can be fetched again, as the till looks it up. Used by writer, reader and hub.

Chain and store stand side by side in one row, so that a look-up reads both and the store's wins. A version without
a body is a deletion that is remembered, so that an older row cannot come back.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Final

from pos_app.store import cache_people

CACHE_SCHEMA: Final = 1
"""Number of this shape; `hello` states it, a file with another one is not opened."""
APPLICATION_ID: Final = 0x504F5343
"""Marks the file as a till's cache ("POSC"), in SQLite's header."""
WRITER_WAIT_MS: Final = 5_000
READER_WAIT_MS: Final = 1_000
"""How long a reader waits while another connection recovers the file after a crash; otherwise nobody waits."""
WAL_PAGES_MAX: Final = 8_000
"""After a transaction that leaves more pages than this (32 MB) in the log, they are moved into the file at once.

SQLite's own 1,000 makes a first fill a quarter slower; the till's looks are the same."""
WAL_BYTES_KEPT: Final = 64_000_000
READER_CACHE_KB: Final = 16_000
WRITER_CACHE_KB: Final = 64_000

_BOTH: Final = "chain_version INTEGER, chain BLOB, store_version INTEGER, store BLOB"

TABLES: Final = f"""
CREATE TABLE generation (
    one INTEGER PRIMARY KEY CHECK (one = 1), store_id TEXT NOT NULL, made_ms INTEGER NOT NULL,
    chain INTEGER NOT NULL, store INTEGER NOT NULL,            -- the cursor
    base_chain INTEGER NOT NULL, base_store INTEGER NOT NULL,  -- what the snapshot held already
    whole INTEGER NOT NULL                                     -- 0 until a first fill by the feed has ended
) STRICT;
CREATE TABLE stream (
    level TEXT NOT NULL, stream TEXT NOT NULL, live INTEGER NOT NULL, total INTEGER NOT NULL, last INTEGER NOT NULL,
    PRIMARY KEY (level, stream)
) STRICT, WITHOUT ROWID;
CREATE TABLE product (number INTEGER PRIMARY KEY, id TEXT NOT NULL, {_BOTH}) STRICT;
CREATE TABLE price (number INTEGER PRIMARY KEY, {_BOTH}) STRICT;
CREATE TABLE barcode (
    gtin INTEGER NOT NULL, number INTEGER NOT NULL, tail INTEGER NOT NULL, PRIMARY KEY (gtin, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE plu (plu TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (plu, number)) STRICT, WITHOUT ROWID;
CREATE TABLE row (stream TEXT NOT NULL, key TEXT NOT NULL, {_BOTH}, PRIMARY KEY (stream, key)) STRICT, WITHOUT ROWID;
CREATE TABLE ack (
    epoch INTEGER NOT NULL, stage TEXT NOT NULL, seq INTEGER NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (epoch, stage)
) STRICT, WITHOUT ROWID;
CREATE TABLE entry_state (
    epoch INTEGER NOT NULL, seq INTEGER NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (epoch, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE claim_answer (number INTEGER PRIMARY KEY, claim TEXT NOT NULL UNIQUE, body BLOB NOT NULL) STRICT;
CREATE TABLE demand (one INTEGER PRIMARY KEY CHECK (one = 1), epoch INTEGER NOT NULL, reason TEXT NOT NULL) STRICT;
CREATE VIRTUAL TABLE words USING fts5 (
    text, content = '', detail = none, columnsize = 0, prefix = '1 2 3', tokenize = 'ascii'
);
"""
"""The words are folded and cut before they come here, hence the plain tokenizer; without content, positions and
sizes the index of 200,000 products takes 14 MB, and the prefix lists keep a one-letter query below a millisecond."""

PRODUCT_INDEX: Final = "CREATE UNIQUE INDEX product_id ON product (id)"
TAIL_INDEX: Final = "CREATE INDEX IF NOT EXISTS barcode_tail ON barcode (tail)"
"""Made when a first fill has ended: tails fall at random places, and each would cost a page. Until then the search
for a tail reads all codes (5 ms for 200,000)."""

LOCAL_TABLES: Final = ("ack", "entry_state", "claim_answer", "demand")
"""What the hub said to this workstation alone: carried over into the next generation."""


def create(db: sqlite3.Connection, *, store: str, made_ms: int) -> None:
    """Make the empty shape in a new file, but for `TAIL_INDEX`; whoever puts the file in place syncs it."""
    db.execute("PRAGMA journal_mode = OFF")
    db.execute("PRAGMA synchronous = OFF")
    db.executescript(TABLES)
    db.executescript(cache_people.TABLES)
    db.execute(PRODUCT_INDEX)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute(f"PRAGMA user_version = {CACHE_SCHEMA}")
    db.execute("INSERT INTO generation VALUES (1, ?, ?, 0, 0, 0, 0, 0)", (store, made_ms))


def open_writer(path: Path) -> sqlite3.Connection:
    """Open the daemon's connection. NORMAL is enough: what a power cut takes is fetched again, nothing is torn.

    What is deleted is overwritten where that costs no page more (`secure_delete` FAST); an erased person is unreadable
    in any copy because the key is gone, not because of this.
    """
    db = sqlite3.connect(path, isolation_level=None, timeout=WRITER_WAIT_MS / 1000)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = NORMAL")
    db.execute("PRAGMA secure_delete = FAST")
    db.execute(f"PRAGMA wal_autocheckpoint = {WAL_PAGES_MAX}")
    db.execute(f"PRAGMA journal_size_limit = {WAL_BYTES_KEPT}")
    db.execute(f"PRAGMA cache_size = -{WRITER_CACHE_KB}")
    return db


def open_reader(path: Path) -> sqlite3.Connection:
    """Open a connection that can only read; raises `sqlite3.OperationalError` when the file is not there."""
    uri = f"{path.absolute().as_uri()}?mode=ro"
    db = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=READER_WAIT_MS / 1000)
    db.execute(f"PRAGMA cache_size = -{READER_CACHE_KB}")
    return db


def usable(db: sqlite3.Connection, store: str) -> bool:
    """Tell whether the open file has this program's shape and is this store's."""
    if db.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        return False
    if db.execute("PRAGMA user_version").fetchone()[0] != CACHE_SCHEMA:
        return False
    row = db.execute("SELECT store_id FROM generation").fetchone()
    return row is not None and row[0] == store


def is_whole(db: sqlite3.Connection) -> bool:
    """Tell whether the generation holds everything up to its cursor: not in the middle of a first fill."""
    return bool(db.execute("SELECT whole FROM generation").fetchone()[0])


def file_identity(path: Path) -> tuple[int, int] | None:
    """Return what tells this file from another one under the same name; None when there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def signed(total: int) -> int:
    """Return an unsigned 64-bit `total` as SQLite keeps it."""
    return total - 2**64 if total >= 2**63 else total


def unsigned(total: int) -> int:
    """Return a kept total as the unsigned 64-bit number that it stands for."""
    return total % 2**64
