"""Sheets of the stock room: a count, a delivery or a transfer that is being written down, act by act."""

from __future__ import annotations

from typing import Final

STATEMENTS: Final = (
    """
    CREATE TABLE sheet (
        id TEXT PRIMARY KEY,
        head BLOB NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE sheet_act (
        sheet TEXT NOT NULL,
        number INTEGER NOT NULL CHECK (number > 0),
        act BLOB NOT NULL,
        PRIMARY KEY (sheet, number)
    ) STRICT, WITHOUT ROWID
    """,
)
