"""The one place that opens `journal.db`, so that an encrypting SQLite can take its place in one function.

WAL with synchronous=FULL: a commit that returned survives a power cut. The log is overwritten in place instead of
grown (a growing file costs the file system a second write), and is emptied into the database when the till is idle.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Final

from pos_app.domain.errors import Fault, Refusal

FOLDER: Final = "journal"
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
FREE_BYTES_FOR_READY_WAL: Final = 64_000_000
"""With less room than this the disk's last bytes are better kept for sales."""


def path_of(folder: Path) -> Path:
    """Return the journal's database in the data `folder`."""
    return folder / FOLDER / DATABASE


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
