"""A column is one of many values, as one parameter on both databases.

`IN` with a mark for each value is another statement for each count of them: SQLAlchemy writes it anew and the database
reads it anew for every batch. Here the values travel as one array (PostgreSQL) or one JSON text (SQLite).
"""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import BigInteger, Boolean, ColumnElement, Dialect, Text, bindparam
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.visitors import InternalTraversal
from sqlalchemy.types import TypeDecorator, TypeEngine


class _Values(TypeDecorator[list[Any]]):
    """Many values in one parameter: `kind` is `Text` or `BigInteger`."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: type[TypeEngine[Any]]) -> None:
        self.kind = kind
        super().__init__()

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return what the database's driver is told."""
        chosen = Text() if dialect.name == "sqlite" else ARRAY(self.kind)
        return dialect.type_descriptor(chosen)

    def process_bind_param(self, value: list[Any] | None, dialect: Dialect) -> Any:  # noqa: ANN401 - text or list
        """Return what travels."""
        return msgspec.json.encode(value).decode() if dialect.name == "sqlite" else value


class Among(ColumnElement[bool]):
    """The condition; see `among`."""

    inherit_cache = True
    type = Boolean()
    _traverse_internals = [  # noqa: RUF012 - SQLAlchemy's own form
        ("column", InternalTraversal.dp_clauseelement),
        ("values", InternalTraversal.dp_clauseelement),
    ]

    def __init__(self, column: ColumnElement[Any], name: str) -> None:
        """Take the column and the parameter's name."""
        kind = BigInteger if isinstance(column.type, BigInteger) else Text
        self.column = column
        self.values = bindparam(name, type_=_Values(kind))


def among(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """Return the condition that `column` (text or whole number) is one of the list given as parameter `name`."""
    return Among(column, name)


@compiles(Among, "sqlite")
def _sqlite(element: Among, compiler: SQLCompiler, **how: Any) -> str:  # noqa: ANN401 - SQLAlchemy's
    column, values = compiler.process(element.column, **how), compiler.process(element.values, **how)
    return f"{column} IN (SELECT value FROM json_each({values}))"  # noqa: S608 - parts of the compiler's


@compiles(Among)
def _postgresql(element: Among, compiler: SQLCompiler, **how: Any) -> str:  # noqa: ANN401 - SQLAlchemy's
    return f"{compiler.process(element.column, **how)} = ANY ({compiler.process(element.values, **how)})"
