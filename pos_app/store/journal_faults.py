"""What SQLite's errors mean to the shop: a full disk, a failing disk, a damaged file, or a bug of ours."""

from __future__ import annotations

import sqlite3

from pos_app.domain.errors import Fault

_PRIMARY = 0xFF
"""The low byte of an extended result code (sqlite.org/rescode.html)."""


def code_of(error: sqlite3.Error) -> int:
    """Return SQLite's primary result code, 0 when there is none."""
    code = getattr(error, "sqlite_errorcode", None)
    return code & _PRIMARY if isinstance(code, int) else 0


def out_of_room(error: sqlite3.Error) -> bool:
    """Tell whether giving back some disk space may let the same write succeed.

    A file-size or user quota arrives as a failed write, the index of the log as SHMSIZE, neither as SQLITE_FULL.
    """
    code = getattr(error, "sqlite_errorcode", None)
    return code_of(error) == sqlite3.SQLITE_FULL or code in {sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_SHMSIZE}


def is_damage(error: sqlite3.Error) -> bool:
    """Tell whether the file itself is at fault, so that reading it again can give nothing better.

    Text that is no UTF-8 is found by Python's module, which gives it no code.
    """
    if code_of(error) in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT, sqlite3.SQLITE_TOOBIG}:
        return True
    return code_of(error) == 0 and str(error).startswith("Could not decode to UTF-8")


def fault_of(error: sqlite3.Error) -> Fault | None:
    """Return the fault of the environment that `error` stands for; None when it is a bug."""
    if isinstance(error, sqlite3.IntegrityError | sqlite3.ProgrammingError | sqlite3.InterfaceError):
        return None
    if out_of_room(error):
        return Fault("journal.disk_full")
    if is_damage(error):
        return Fault("journal.damaged", detail=str(error))
    match code_of(error):
        case sqlite3.SQLITE_IOERR | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM:
            return Fault("journal.disk_failed", detail=getattr(error, "sqlite_errorname", str(error)))
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return Fault("journal.busy")
    return None
