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
Clash = Literal["error", "keep", "replace", "merge"]
"""What to do with a row whose key is there: fail, keep the old, take the new, or merge the two: add up the
columns named `adds`, keep the larger of those named `tops`."""

CHUNK: Final = 5_000
"""Rows in one statement; bounds the memory of a large import."""


def put(
    tx: Connection,
    table: Table,
    rows: Sequence[Row],
    clash: Clash = "error",
    adds: tuple[str, ...] = (),
    tops: tuple[str, ...] = (),
) -> None:
    """Insert `rows`, each with a value for every column of `table` in order."""
    if not rows:
        return
    if tx.dialect.name == "sqlite":
        tx.exec_driver_sql(_sqlite(table, _on_conflict(table, clash, adds, tops)), list(rows))
        return
    clashing = _on_conflict(table, clash, adds, tops)
    for start in range(0, len(rows), CHUNK):
        columns = [list(column) for column in zip(*rows[start : start + CHUNK], strict=True)]
        alike = [column.count(column[0]) == len(column) for column in columns]
        if all(alike):
            alike[-1] = False  # an array must say how many rows there are
        sent = {f"c{at}": column[0] if alike[at] else column for at, column in enumerate(columns)}
        tx.exec_driver_sql(_postgres(table, clashing, tuple(alike)), sent)


def _sqlite(table: Table, clashing: str) -> str:
    marks = ", ".join("?" * len(table.columns))
    return f"{_into(table)} VALUES ({marks}) {clashing}"


@cache
def _postgres(table: Table, clashing: str, alike: tuple[bool, ...]) -> str:
    """Return the INSERT: a column that is `alike` in all rows (the scope is) travels once, each other as an array."""
    kinds = [_kind(column.type) for column in table.columns]
    chosen = [f"%(c{at})b::{kinds[at]}" if once else f"many.c{at}" for at, once in enumerate(alike)]
    names = [at for at, once in enumerate(alike) if not once]
    arrays = ", ".join(f"%(c{at})b::{kinds[at]}[]" for at in names)
    many = ", ".join(f"c{at}" for at in names)
    return f"{_into(table)} SELECT {', '.join(chosen)} FROM unnest({arrays}) AS many ({many}) {clashing}"  # noqa: S608 - names of our own tables


def _kind(kind: object) -> str:
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
def _on_conflict(table: Table, clash: Clash, adds: tuple[str, ...], tops: tuple[str, ...]) -> str:
    if clash == "error":
        return ""
    keys = [column.name for column in table.primary_key]
    target = ", ".join(f'"{name}"' for name in keys)
    if clash == "keep":
        return f"ON CONFLICT ({target}) DO NOTHING"
    sets = []
    for name in (column.name for column in table.columns if column.name not in keys):
        old, new = f'"{table.name}"."{name}"', f'excluded."{name}"'
        if name in adds:
            new = f"{old} + {new}"
        elif name in tops:
            new = f"CASE WHEN {old} > {new} THEN {old} ELSE {new} END"
        sets.append(f'"{name}" = {new}')
    return f"ON CONFLICT ({target}) DO UPDATE SET {', '.join(sets)}"
