"""The hub's one door to its database: SQLite or PostgreSQL behind the same few calls.

`writing` gives one transaction that excludes other writers of what it locks; `reading` one consistent view. SQLite has
one writer at a time (BEGIN IMMEDIATE), WAL and `synchronous=FULL`: what was acknowledged survives a power cut.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import alembic.command
import alembic.config
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import InterfaceError, OperationalError

_MIGRATIONS: Final = Path(__file__).parent / "migrations"
BUSY_MS: Final = 10_000
"""A SQLite writer waits this long for another process's transaction."""
CONNECTIONS_MAX: Final = 8
_IMMEDIATE: Final = "pos_immediate"
_LIMIT_EXCEEDED: Final = "54"
"""PostgreSQL's class of errors of a value too long for an index: operational by name, and the same at each attempt."""


class Database:
    """Engines over one URL. `Database(url).migrate()` brings the schema to this program's version."""

    def __init__(self, url: str) -> None:
        """Open nothing yet; connections are made as they are needed."""
        self.url = make_url(url)
        self.sqlite = self.url.get_backend_name() == "sqlite"
        self._engine = _sqlite_engine(url) if self.sqlite else _postgres_engine(url)
        self._writer: Engine
        self._reader: Engine
        if self.sqlite:
            self._writer = self._engine.execution_options(**{_IMMEDIATE: True})
            self._reader = self._engine
        else:
            self._writer = self._engine
            self._reader = self._engine.execution_options(isolation_level="REPEATABLE READ")

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction that writes: committed at the end of the block, rolled back by an error."""
        with self._writer.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view; nothing that commits meanwhile is seen."""
        with self._reader.begin() as connection:
            yield connection

    def migrate(self, revision: str = "head") -> None:
        """Bring the schema to `revision`; does nothing when it is there."""
        config = alembic.config.Config()
        config.set_main_option("script_location", str(_MIGRATIONS))
        with self.writing() as connection:
            config.attributes["connection"] = connection
            alembic.command.upgrade(config, revision)

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()


def may_work_later(error: Exception) -> bool:
    """Tell whether the database is away, busy or full: the same may succeed when it is back."""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    return not str(getattr(error.orig, "sqlstate", "")).startswith(_LIMIT_EXCEEDED)


def _postgres_engine(url: str) -> Engine:
    return create_engine(url, pool_size=CONNECTIONS_MAX, max_overflow=0, pool_pre_ping=True, hide_parameters=True)


def _sqlite_engine(url: str) -> Engine:
    engine = create_engine(
        url,
        pool_size=CONNECTIONS_MAX,
        max_overflow=0,
        hide_parameters=True,  # a row's values are the shop's business, not the log's
        connect_args={"check_same_thread": False, "timeout": BUSY_MS / 1_000},
    )

    @event.listens_for(engine, "connect")
    def _connected(connection: sqlite3.Connection, _: object) -> None:
        # pysqlite's own transactions begin late and end early; `_begun` states them instead.
        connection.isolation_level = None
        for pragma in (
            f"busy_timeout={BUSY_MS}",
            "journal_mode=WAL",
            "synchronous=FULL",
            "cache_size=-65536",
            "temp_store=MEMORY",
            "wal_autocheckpoint=4000",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        immediate = connection.get_execution_options().get(_IMMEDIATE, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return engine
