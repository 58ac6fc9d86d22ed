"""What counts as damage of `journal.db`, looked for before the till trusts it: cheap, and blind to no part it reads.

A full, busy, locked or failing disk is not damage: the same file may be read a moment later. Damage is a file that
SQLite calls malformed or no database, a header or a table that is not as this program writes it, and a database that
is gone or empty beside a witness that knows entries. Each is `Fault("journal.damaged", detail=...)`.
"""

from __future__ import annotations

import contextlib
import functools
import sqlite3
import struct
from pathlib import Path
from typing import Final

from pos_app.domain.errors import Fault
from pos_app.store import durable_files, journal_file, migrations
from pos_app.store.journal_faults import code_of
from pos_app.store.projection_tables import TABLES
from pos_app.store.witness import Mark

MARKED: Final = "damaged"
"""In a journal's folder: damage was met while it was in use, so the next start does not trust the file again."""
WHOLE_BYTES_MAX: Final = 16_000_000
"""A file up to this (2,500 sales) is checked whole at each opening; of a larger one what is read at once."""
SHAPES_MAX: Final = 1_000
"""A schema number above this was never written by any program: the header is damaged."""
_HEADER_BYTES: Final = 100
_HEADER: Final = struct.Struct(">16sH6B20xI4xII8xI")
"""Magic, page size, write and read version, reserved, fractions; schema format; auto-vacuum, encoding; application.

The rest may differ from file to file (sqlite.org/fileformat.html, 1.3)."""
_MAGIC: Final = b"SQLite format 3\x00"
_PAGE_BYTES: Final = 4_096
_CHECKED: Final = ("draft", "intent", "scrap")
_CHECKED_PROJECTIONS: Final = ("filed", "shift", "epoch", "claim", "day_total")
"""Small tables that are checked whole at each opening; a large one is met when it is read."""
_TAIL_ROWS: Final = 64
_ODD_ENTRIES: Final = f"""
    SELECT count(*) FROM (SELECT * FROM entry ORDER BY position DESC LIMIT {_TAIL_ROWS})
    WHERE typeof(epoch) <> 'integer' OR typeof(seq) <> 'integer' OR typeof(header) <> 'blob' OR typeof(body) <> 'blob'
        OR typeof(hash) <> 'blob' OR typeof(signature) <> 'blob' OR length(hash) <> 32 OR length(signature) <> 64
        OR epoch <= 0 OR seq <= 0
"""  # noqa: S608 - a constant
_BEYOND: Final = """
    SELECT max((SELECT coalesce(max(position), 0) FROM receipt), (SELECT coalesce(max(position), 0) FROM filed))
        > (SELECT coalesce(max(position), 0) FROM entry)
"""
"""Something made from entries stands after the last of them: the next sale could not be written."""
_UNKNOWN_EPOCH: Final = """
    SELECT count(*) FROM (SELECT epoch FROM entry ORDER BY position DESC LIMIT 1)
    WHERE epoch NOT IN (SELECT epoch FROM epoch)
"""
_ODD_RECEIPTS: Final = """
    SELECT count(*) FROM receipt WHERE position > (SELECT position FROM filed)
        AND (typeof(number) <> 'integer' OR typeof(kind) <> 'text' OR typeof(tenders) <> 'blob'
            OR typeof(moves) <> 'blob')
"""
_READ: Final = (
    "SELECT position, epoch, seq, header, body, hash, signature FROM entry LIMIT 0",
    "SELECT slot, sale_id, held, name, operator, shift, saved_ms, basket FROM draft LIMIT 0",
    "SELECT id, kind, sale_id, payload, state, outcome, begun_ms, asked_ms, finished_ms FROM intent LIMIT 0",
    "SELECT count FROM scrap",
)


def damaged(detail: str) -> Fault:
    """Return the fault that means damage."""
    return Fault("journal.damaged", detail=detail)


def mark(folder: Path, detail: str) -> None:
    """Note in the journal's `folder` that damage was met; a disk that will not have the note changes nothing."""
    try:
        if not (folder / MARKED).exists():
            durable_files.put(folder / MARKED, detail.encode(errors="replace")[:500])
    except OSError:
        return


def look_before(database: Path, known: Mark | None) -> None:
    """Look at the files without SQLite, which would take an empty file for a new one and drop its log."""
    if (database.parent / MARKED).exists():
        raise damaged("met while selling")
    expected = known is not None and known.position > 0
    if not database.exists():
        if database.with_name(f"{database.name}-wal").exists() and expected:
            raise damaged("the file is gone, its log is not")
        return
    if not database.is_file():
        raise damaged("not a file")
    with database.open("rb") as file:
        header = file.read(_HEADER_BYTES)
    if not header:
        if expected:
            raise damaged("the file is empty")
        return
    why = _wrong_in(header)
    if why:
        raise damaged(why)


def _wrong_in(header: bytes) -> str:
    if len(header) < _HEADER_BYTES:
        return "the file is cut short"
    magic, page, write, read, reserved, *rest = _HEADER.unpack(header[: _HEADER.size])
    *fractions, schema, vacuum, encoding, application = rest
    if magic != _MAGIC:
        return "not a database"
    sound = (
        page == _PAGE_BYTES
        and {write, read} <= {1, 2}
        and reserved == 0
        and fractions == [64, 32, 32]
        and schema <= 4  # noqa: PLR2004 - the highest schema format of SQLite
        and vacuum == 0
        and encoding in {0, 1}
        and application in {0, journal_file.APPLICATION_ID}  # 0 while the first page is in the log alone
    )
    return "" if sound else "the header is not as it was written"


def look_at_shape(connection: sqlite3.Connection) -> None:
    """Tell a damaged schema number from an old or a newer program's."""
    found = migrations.found(connection)
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema WHERE type = 'table'").fetchone()
    if not 0 <= found <= SHAPES_MAX or (found == 0) != (tables == 0):
        raise damaged(f"schema number {found}")


def look_at_facts(connection: sqlite3.Connection, database: Path) -> None:
    """Check a small database whole; of a large one the tables that cannot be made again, entries at their end."""
    if database.stat().st_size <= WHOLE_BYTES_MAX:
        said = _asked(connection, "PRAGMA quick_check(1)")
        if said != "ok":
            raise damaged(str(said))
    for statement in _READ:
        _asked(connection, statement)
    _checked(connection, _CHECKED)
    if _asked(connection, _ODD_ENTRIES):
        raise damaged("an entry is not of its shape")


def look_at_projections(connection: sqlite3.Connection) -> None:
    """Check the tables made from entries as far as the till reads them at once."""
    for table, columns in _columns_of_projections().items():
        _asked(connection, f"SELECT {columns} FROM {table} LIMIT 0")  # noqa: S608 - names of ours
    _checked(connection, _CHECKED_PROJECTIONS)
    if _asked(connection, "SELECT count(*) FROM filed") != 1:
        raise damaged("filed")
    for statement in (_BEYOND, _UNKNOWN_EPOCH, _ODD_RECEIPTS):
        if _asked(connection, statement):
            raise damaged("what was made from the entries does not fit them")


@functools.cache
def _columns_of_projections() -> dict[str, str]:
    with contextlib.closing(journal_file.open_scratch()) as scratch:
        for statement in TABLES.values():
            scratch.execute(statement)
        names = {table: scratch.execute(f"PRAGMA table_info({table})").fetchall() for table in TABLES}
    return {table: ", ".join(f"{table}.{row[1]}" for row in rows) for table, rows in names.items()}


def _checked(connection: sqlite3.Connection, tables: tuple[str, ...]) -> None:
    for table in tables:
        said = _asked(connection, f"PRAGMA quick_check({table})")
        if said != "ok":
            raise damaged(str(said))


def _asked(connection: sqlite3.Connection, statement: str) -> object:
    try:
        row = connection.execute(statement).fetchone()
    except sqlite3.OperationalError as error:
        if code_of(error) == sqlite3.SQLITE_ERROR:  # no such table, no such column: the schema itself
            raise damaged(str(error)) from error
        raise
    return None if row is None else row[0]
