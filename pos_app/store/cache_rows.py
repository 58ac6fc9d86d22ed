"""Rows of the feed into the tables of the cache, inside a transaction that the writer holds.

A row never goes to a lower version, whatever the order or number of times it arrives; a deletion is remembered as a
version without a body. The checksum of each stream follows every row.
"""

from __future__ import annotations

import sqlite3
from typing import Final

from pos_app.domain.feed import FeedRow, Level, Positions, StreamSum, row_hash
from pos_app.store import cache_people
from pos_app.store.cache_index import IndexChanges
from pos_app.store.cache_schema import signed, unsigned

_COLUMNS: Final = "chain_version, chain, store_version, store"
_FIND_PRICE: Final = """
SELECT p.number, r.chain_version, r.chain, r.store_version, r.store
FROM product p LEFT JOIN price r ON r.number = p.number WHERE p.id = ?
"""
_UPSERT: Final = """
INSERT INTO {table} ({key}, {level}_version, {level}) VALUES ({marks}, ?, ?)
ON CONFLICT ({key}) DO UPDATE SET {level}_version = excluded.{level}_version, {level} = excluded.{level}
"""

Held = tuple[int | None, bytes | None, int | None, bytes | None]
"""A row as held: the chain's version and body, the store's version and body."""
NEVER: Final[Held] = (None, None, None, None)


def _upserts(table: str, key: str) -> dict[Level, str]:
    marks = ", ".join("?" * len(key.split(", ")))
    return {level: _UPSERT.format(table=table, key=key, marks=marks, level=level.value) for level in Level}


_KEEP_PRODUCT: Final = {
    level: f"UPDATE product SET {level.value}_version = ?, {level.value} = ? WHERE number = ?"  # noqa: S608 - an enum
    for level in Level
}
_NEW_PRODUCT: Final = {
    level: f"INSERT INTO product (id, {level.value}_version, {level.value}) VALUES (?, ?, ?)"  # noqa: S608 - an enum
    for level in Level
}
_KEEP_PRICE: Final = _upserts("price", "number")
_KEEP_ROW: Final = _upserts("row", "stream, key")


class Sum:
    """One stream's checksum while it changes: live rows, their sum, and the highest position seen."""

    __slots__ = ("last", "live", "total")

    def __init__(self, live: int = 0, total: int = 0, last: int = 0) -> None:
        self.live = live
        self.total = total
        self.last = last

    def add(self, row: FeedRow) -> None:
        """Count a row that is live from now on; a deleted one only raises the version."""
        self.last = max(self.last, row.position)
        if not row.deleted:
            self.live += 1
            self.total += row_hash(row)

    def take(self, level: Level, stream: str, key: str, version: int, body: bytes) -> None:
        """Count a live row off."""
        self.live -= 1
        self.total -= row_hash(FeedRow(level, stream, key, version, False, body))  # noqa: FBT003 - a record's field


class Sums:
    """Every stream's checksum, read at the start of a transaction and written at its end."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self.of: dict[tuple[Level, str], Sum] = {
            (Level(level), stream): Sum(live, unsigned(total), last)
            for level, stream, live, total, last in db.execute("SELECT level, stream, live, total, last FROM stream")
        }

    def at(self, level: Level, stream: str) -> Sum:
        """Return the checksum to change."""
        return self.of.setdefault((level, stream), Sum())

    def write(self) -> None:
        """Write all of them: some twenty rows."""
        self._db.executemany(
            "INSERT OR REPLACE INTO stream VALUES (?, ?, ?, ?, ?)",
            [
                (level.value, stream, kept.live, signed(unsigned(kept.total)), kept.last)
                for (level, stream), kept in self.of.items()
            ],
        )

    def said(self) -> tuple[StreamSum, ...]:
        """Return them as the wire says them, in a fixed order."""
        return tuple(
            StreamSum(level, stream, kept.live, unsigned(kept.total))
            for (level, stream), kept in sorted(self.of.items())
        )


class Rows:
    """One transaction's worth of applying."""

    def __init__(self, db: sqlite3.Connection, base: Positions) -> None:
        self._db = db
        self._base = {Level.CHAIN: base.chain, Level.STORE: base.store}
        self._sums = Sums(db)
        self._index = IndexChanges(db)
        self._people = cache_people.PeopleChanges(db)

    def keep(self, row: FeedRow) -> bool:
        """Take `row` over what is held when it is newer; tell whether it was."""
        if row.stream == "product":
            return self._keep_product(row)
        if row.stream == "price":
            return self._keep_price(row)
        held: Held = (
            self._db.execute(
                f"SELECT {_COLUMNS} FROM row WHERE stream = ? AND key = ?",  # noqa: S608 - a constant
                (row.stream, row.key),
            ).fetchone()
            or NEVER
        )
        if not self._counted(row, held):
            return False
        body = _body(row)
        self._db.execute(_KEEP_ROW[row.level], (row.stream, row.key, row.position, body))
        if row.stream in cache_people.STREAMS:
            after = shown(body, held[3]) if row.level is Level.CHAIN else shown(held[1], body)
            self._people.note(row.stream, row.key, shown(held[1], held[3]), after)
        return True

    def finish(self) -> int:
        """Write the checksums and the indexes; return the number of products whose words changed."""
        self._sums.write()
        self._people.write()
        return self._index.write()

    def _keep_product(self, row: FeedRow) -> bool:
        found = self._db.execute(
            f"SELECT number, {_COLUMNS} FROM product WHERE id = ?",  # noqa: S608 - a constant
            (row.key,),
        ).fetchone()
        held: Held = NEVER if found is None else found[1:]
        if not self._counted(row, held):
            return False
        body = _body(row)
        if found is None:
            number = self._db.execute(_NEW_PRODUCT[row.level], (row.key, row.position, body)).lastrowid
            assert number is not None
        else:
            number = found[0]
            self._db.execute(_KEEP_PRODUCT[row.level], (row.position, body, number))
        before = shown(held[1], held[3])
        after = shown(body, held[3]) if row.level is Level.CHAIN else shown(held[1], body)
        if before != after:
            self._index.note(number, before, after)
        return True

    def _keep_price(self, row: FeedRow) -> bool:
        found = self._db.execute(_FIND_PRICE, (row.key,)).fetchone()
        if not self._counted(row, NEVER if found is None else found[1:]):
            return False
        # A price may come before its product.
        number = (
            self._db.execute("INSERT INTO product (id) VALUES (?)", (row.key,)).lastrowid if found is None else found[0]
        )
        self._db.execute(_KEEP_PRICE[row.level], (number, row.position, _body(row)))
        return True

    def _counted(self, row: FeedRow, held: Held) -> bool:
        """Bring the checksum along when `row` is newer than what is held; tell whether it is."""
        version, body = held[:2] if row.level is Level.CHAIN else held[2:]
        if row.position <= (self._base[row.level] if version is None else version):
            return False
        kept = self._sums.at(row.level, row.stream)
        if version is not None and body is not None:
            kept.take(row.level, row.stream, row.key, version, body)
        kept.add(row)
        return True


def shown(chain: bytes | None, store: bytes | None) -> bytes | None:
    """Return the body that the till sees: the store's, else the chain's."""
    return chain if store is None else store


def _body(row: FeedRow) -> bytes | None:
    return None if row.deleted else row.body
