"""The journal's first shape: entries that can only be added, drafts, intents."""

from __future__ import annotations

from typing import Final

TRIGGERS: Final = {
    "entry_never_changes": """
    CREATE TRIGGER entry_never_changes BEFORE UPDATE ON entry
    BEGIN SELECT RAISE(ABORT, 'an entry never changes'); END
    """,
    "entry_never_goes": """
    CREATE TRIGGER entry_never_goes BEFORE DELETE ON entry
    BEGIN SELECT RAISE(ABORT, 'an entry never goes'); END
    """,
}
STATEMENTS: Final = (
    "PRAGMA application_id=1347375946",  # "POSJ"
    """
    CREATE TABLE entry (
        position INTEGER PRIMARY KEY,
        epoch INTEGER NOT NULL CHECK (epoch > 0),
        seq INTEGER NOT NULL CHECK (seq > 0),
        header BLOB NOT NULL,
        body BLOB NOT NULL,
        hash BLOB NOT NULL CHECK (length(hash) = 32),
        signature BLOB NOT NULL CHECK (length(signature) = 64),
        UNIQUE (epoch, seq)
    ) STRICT
    """,
    *TRIGGERS.values(),
    """
    CREATE TABLE draft (
        slot INTEGER PRIMARY KEY,
        sale_id TEXT NOT NULL,
        held INTEGER NOT NULL CHECK (held IN (0, 1)),
        name TEXT NOT NULL,
        operator TEXT NOT NULL,
        shift TEXT NOT NULL,
        saved_ms INTEGER NOT NULL,
        basket BLOB NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE intent (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL,
        sale_id TEXT NOT NULL,
        payload BLOB NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('begun', 'asked', 'finished')),
        outcome TEXT NOT NULL,
        begun_ms INTEGER NOT NULL,
        asked_ms INTEGER NOT NULL,
        finished_ms INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE TABLE scrap (one INTEGER PRIMARY KEY CHECK (one = 1), count INTEGER NOT NULL) STRICT",
    "INSERT INTO scrap (one, count) VALUES (1, 0)",
)
