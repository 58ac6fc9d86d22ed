"""The one place that opens `journal.db`, so that an encrypting SQLite can take its place in one function.

WAL with synchronous=FULL: a commit that returned survives a power cut. The log is overwritten in place instead of
grown (a growing file costs the file system a second write), and is emptied into the database when the till is idle.
"""

from __future__ import annotations

import os
import re
import sqlite3
from pathlib import Path
from typing import Final

from pos_app.domain.errors import Fault, Refusal

FOLDER: Final = "journal"
POINTER: Final = "journal.current"
"""Names the journal's folder in the data folder, once a damaged one has been set aside."""
DATABASE: Final = "journal.db"
APPLICATION_ID: Final = 0x504F534A
"""Of SQLite's header: "POSJ"."""

BUSY_TIMEOUT_MS: Final = 2_000
"""Nobody else writes; a reader that recovers the log may hold a lock for an instant."""
PAGE_BYTES: Final = 4_096
WAL_PAGES_MAX: Final = 1_500
"""The upper bound of the log (6 MB): a till that is never idle empties it inside a commit."""
WAL_READY_BYTES: Final = 8_000_000
"""Written out at opening, so that no commit within the bound makes the file grow."""
POINTER_BYTES_MAX: Final = 64
_NAME: Final = re.compile(r"journal(?:-([2-9]|[1-9][0-9]{1,3}))?")
FREE_BYTES_FOR_READY_WAL: Final = 64_000_000
"""With less room than this the disk's last bytes are better kept for sales."""


def path_of(folder: Path, name: str = "") -> Path:
    """Return the current journal's database in the data `folder`, or that of the journal called `name`."""
    return folder / (name or name_of(folder)) / DATABASE


def name_of(folder: Path) -> str:
    """Return which journal of the data `folder` is current: what the pointer names, else the newest that is there."""
    try:
        said = (folder / POINTER).read_bytes()[:POINTER_BYTES_MAX].decode("ascii", "replace").strip()
    except OSError:
        said = ""
    if number_of(said) and (folder / said).is_dir():
        return said
    return max(names(folder), key=number_of, default=FOLDER)


def names(folder: Path) -> list[str]:
    """Return the journals of the data `folder`, set aside ones included, oldest first."""
    try:
        found = [each.name for each in folder.iterdir() if number_of(each.name) and each.is_dir()]
    except OSError:
        return []
    return sorted(found, key=number_of)


def number_of(name: str) -> int:
    """Return which journal of the folder a name means, counted from 1; 0 when it is no journal's name."""
    found = _NAME.fullmatch(name)
    return int(found[1] or 1) if found else 0


def numbered(number: int) -> str:
    """Return the name of the journal of that number."""
    return FOLDER if number == 1 else f"{FOLDER}-{number}"


def open_database(path: Path, *, writing: bool) -> sqlite3.Connection:
    """Open the journal's database; for `writing` it is made when there is none. Statements commit by themselves."""
    mode = "rwc" if writing else "ro"
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None, cached_statements=64
    )
    try:
        connection.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
        if writing:
            _prepare_writer(connection)
        else:
            connection.execute("PRAGMA query_only=ON")
        _recognise(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def open_evidence(path: Path) -> sqlite3.Connection:
    """Open a damaged database to read what it still has; nothing is recognised, and nothing in it is changed."""
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
    connection.execute("PRAGMA query_only=ON")
    connection.execute("PRAGMA writable_schema=ON")  # so that one table's rotten definition does not hide the others
    return connection


def close_untouched(connection: sqlite3.Connection, path: Path) -> None:
    """Close a writing `connection` so that its file and log stay as they are: whoever closes last empties the log."""
    other: sqlite3.Connection | None = None
    try:
        other = open_evidence(path)
        other.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlite3.Error:
        pass  # too damaged for anybody to empty its log
    finally:
        connection.close()
        if other is not None:
            other.close()


def open_scratch() -> sqlite3.Connection:
    """Open an empty database that goes when it is closed, to make projections in and compare."""
    return sqlite3.connect("", isolation_level=None)


def _prepare_writer(connection: sqlite3.Connection) -> None:
    connection.execute(f"PRAGMA page_size={PAGE_BYTES}")
    (mode,) = connection.execute("PRAGMA journal_mode=WAL").fetchone()
    if mode != "wal":
        raise Fault("journal.no_wal", mode=mode)
    for pragma in (
        "synchronous=FULL",
        "recursive_triggers=ON",  # so that REPLACE cannot pass by the triggers that forbid deletion
        "trusted_schema=OFF",
        "temp_store=MEMORY",
        f"wal_autocheckpoint={WAL_PAGES_MAX}",
        f"journal_size_limit={WAL_READY_BYTES}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _recognise(connection: sqlite3.Connection, path: Path) -> None:
    (found,) = connection.execute("PRAGMA application_id").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if tables and found != APPLICATION_ID:
        raise Refusal("journal.not_a_journal", file=str(path))


def make_log_ready(path: Path) -> None:
    """Lengthen the write-ahead log of the open database with noughts, which SQLite never takes for frames."""
    log = path.with_name(path.name + "-wal")
    try:
        space = os.statvfs(path.parent)
        missing = WAL_READY_BYTES - log.stat().st_size
        if missing <= 0 or space.f_bavail * space.f_frsize < FREE_BYTES_FOR_READY_WAL:
            return
        with log.open("ab") as file:
            file.write(bytes(missing))
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        return  # it is speed only: a log that grows is as safe
