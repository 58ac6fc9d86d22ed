"""Many rows by one statement, the fast way of each database; the rest of the hub does not know which it is.

SQLite takes `executemany` (no round trips); PostgreSQL takes one INSERT from `unnest` of one array per column. Both
name the target of a conflict, and say what happens then.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, Final, Literal

from sqlalchemy import BigInteger, Boolean, Connection, LargeBinary, Table

Row = tuple[Any, ...]
Clash = Literal["error", "keep", "replace", "add"]
"""What to do with a row whose key is there: fail, keep the old, take the new, or add up the columns named `adds`."""

CHUNK: Final = 5_000
"""Rows in one statement; bounds the memory of a large import."""


def put(tx: Connection, table: Table, rows: Sequence[Row], clash: Clash = "error", adds: tuple[str, ...] = ()) -> None:
    """Insert `rows`, each with a value for every column of `table` in order."""
    if not rows:
        return
    if tx.dialect.name == "sqlite":
        tx.exec_driver_sql(_sqlite(table, clash, adds), list(rows))
        return
    statement = _postgres(table, clash, adds)
    for start in range(0, len(rows), CHUNK):
        columns = tuple(list(column) for column in zip(*rows[start : start + CHUNK], strict=True))
        tx.exec_driver_sql(statement, columns)


def _sqlite(table: Table, clash: Clash, adds: tuple[str, ...]) -> str:
    marks = ", ".join("?" * len(table.columns))
    return f"{_into(table)} VALUES ({marks}) {_on_conflict(table, clash, adds)}"


def _postgres(table: Table, clash: Clash, adds: tuple[str, ...]) -> str:
    arrays = ", ".join(f"%s::{_array(column.type)}[]" for column in table.columns)
    return f"{_into(table)} SELECT * FROM unnest({arrays}) {_on_conflict(table, clash, adds)}"  # noqa: S608 - names of our own tables


def _array(kind: object) -> str:
    if isinstance(kind, LargeBinary):
        return "bytea"
    if isinstance(kind, Boolean):
        return "boolean"
    return "bigint" if isinstance(kind, BigInteger) else "text"


@cache
def _into(table: Table) -> str:
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    return f'INSERT INTO "{table.name}" ({names})'


@cache
def _on_conflict(table: Table, clash: Clash, adds: tuple[str, ...]) -> str:
    if clash == "error":
        return ""
    keys = [column.name for column in table.primary_key]
    target = ", ".join(f'"{name}"' for name in keys)
    if clash == "keep":
        return f"ON CONFLICT ({target}) DO NOTHING"
    sets = []
    for column in table.columns:
        name = column.name
        if name in keys:
            continue
        added = f'"{table.name}"."{name}" + ' if clash == "add" and name in adds else ""
        sets.append(f'"{name}" = {added}excluded."{name}"')
    return f"ON CONFLICT ({target}) DO UPDATE SET {', '.join(sets)}"
