"""A whole cache in one file: the hub builds and packs it, the till unpacks it and opens it as its next generation.

The file is finished: indexes made after the load, one segment of words, no log beside it. Building 200,000 products
takes seconds; taking it over takes less than one.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Final

import msgspec
import zstandard

from pos_app.domain.errors import Fault
from pos_app.domain.feed import FeedRow, Level, Positions
from pos_app.store import cache_people, cache_schema
from pos_app.store.cache_index import codes_of, indexed, tail_of, text_of
from pos_app.store.cache_rows import Sums, shown

LOAD_ROWS: Final = 5_000
"""Rows that go into the file by one `executemany`."""
CHUNK_BYTES: Final = 1 << 18
WORDS_MEMORY_BYTES: Final = 64_000_000
"""What the index of words may gather before it writes, while loading."""
WORDS_MEMORY_TILL_BYTES: Final = 1_000_000
"""The same when the file is in use (FTS5's own default)."""
UNPACKED_BYTES_MAX: Final = 8_000_000_000
PACK_LEVEL: Final = 3
"""Of zstd; level 9 takes four times the work and saves 7 %."""


class Packed(msgspec.Struct, frozen=True):
    """What an offer says of a packed snapshot: SHA-256 of the packed file, and both sizes."""

    sha256: bytes
    packed_bytes: int
    unpacked_bytes: int


def build_snapshot(rows: Iterable[FeedRow], positions: Positions, path: Path, *, store: str, made_ms: int = 0) -> None:
    """Make the file `path` (not there yet) from every row up to `positions` for `store`.

    A row stands for its level, stream and key; deleted ones are not stored but raise the stream's version, so the
    hub passes them too. The order is free; by stream and key it is fastest.
    """
    if path.exists():
        raise FileExistsError(path)
    db = sqlite3.connect(path, isolation_level=None)
    try:
        db.execute(f"PRAGMA cache_size = -{cache_schema.WRITER_CACHE_KB}")
        cache_schema.create(db, store=store, made_ms=made_ms)
        db.execute("BEGIN")
        _load(db, iter(rows))
        _index_products(db)
        cache_people.fill(db)
        db.execute(cache_schema.TAIL_INDEX)
        db.execute(
            "UPDATE generation SET chain = :chain, base_chain = :chain, store = :store, base_store = :store, whole = 1",
            msgspec.structs.asdict(positions),
        )
        db.execute("COMMIT")
        db.execute("VACUUM")
        db.execute("PRAGMA journal_mode = WAL")
    finally:
        db.close()


def pack(path: Path, packed: Path) -> Packed:
    """Compress the finished file and say what an offer must say of it."""
    size = path.stat().st_size
    hashed = hashlib.sha256()
    compressor = zstandard.ZstdCompressor(level=PACK_LEVEL).compressobj(size=size)
    with path.open("rb") as source, packed.open("wb") as target:
        while chunk := source.read(CHUNK_BYTES):
            made = compressor.compress(chunk)
            hashed.update(made)
            target.write(made)
        made = compressor.flush()
        hashed.update(made)
        target.write(made)
    return Packed(hashed.digest(), packed.stat().st_size, size)


def unpack(packed: Path, path: Path, *, sha256: bytes, unpacked_bytes: int) -> None:
    """Decompress a snapshot into `path`: only when its hash is the offer's, and never beyond the offer's size.

    Raises `Fault("cache.snapshot_unusable")` with the reason (hash, size or packing), or `Fault("cache.disk_full")`;
    nothing is left of `path` then.
    """
    if unpacked_bytes > UNPACKED_BYTES_MAX:
        raise Fault("cache.snapshot_unusable", reason="size")
    try:
        reason = "" if _hash_of(packed) == sha256 else "hash"
        reason = reason or _unpacked(packed, path, unpacked_bytes)
    except zstandard.ZstdError:
        reason = "packing"
    except OSError as error:
        path.unlink(missing_ok=True)
        raise Fault("cache.disk_full", detail=str(error)) from error
    if reason:
        path.unlink(missing_ok=True)
        raise Fault("cache.snapshot_unusable", reason=reason)


def _hash_of(path: Path) -> bytes:
    hashed = hashlib.sha256()
    with path.open("rb") as source:
        while chunk := source.read(CHUNK_BYTES):
            hashed.update(chunk)
    return hashed.digest()


def _unpacked(packed: Path, path: Path, unpacked_bytes: int) -> str:
    """Decompress in bounded pieces; return what is wrong, or nothing. Who puts the file in place syncs it."""
    written = 0
    with packed.open("rb") as source, path.open("wb") as target:
        reader = zstandard.ZstdDecompressor().stream_reader(source)
        while chunk := reader.read(CHUNK_BYTES):
            written += len(chunk)
            if written > unpacked_bytes:
                return "size"
            target.write(chunk)
    return "" if written == unpacked_bytes else "size"


def _load(db: sqlite3.Connection, rows: Iterator[FeedRow]) -> None:
    """Put every row where it belongs, and the checksums."""
    sums = Sums(db)
    while some := list(islice(rows, LOAD_ROWS)):
        for row in some:
            sums.at(row.level, row.stream).add(row)
        live = [row for row in some if not row.deleted]
        for level in Level:
            _load_level(db, level, [row for row in live if row.level is level])
    sums.write()


def _load_level(db: sqlite3.Connection, level: Level, rows: list[FeedRow]) -> None:
    prices = [(row.position, row.body, row.key) for row in rows if row.stream == "price"]
    db.executemany(
        f"INSERT INTO product ({level.value}_version, {level.value}, id) VALUES (?, ?, ?)"  # noqa: S608 - an enum
        + _replacing(level, "id"),
        [(row.position, row.body, row.key) for row in rows if row.stream == "product"],
    )
    db.executemany("INSERT INTO product (id) VALUES (?) ON CONFLICT (id) DO NOTHING", [price[2:] for price in prices])
    db.executemany(
        f"INSERT INTO price (number, {level.value}_version, {level.value})"  # noqa: S608 - an enum
        " SELECT number, ?, ? FROM product WHERE id = ?" + _replacing(level, "number"),
        prices,
    )
    others = (row for row in rows if row.stream not in {"product", "price"})
    db.executemany(
        f"INSERT INTO row ({level.value}_version, {level.value}, stream, key)"  # noqa: S608 - an enum
        " VALUES (?, ?, ?, ?)" + _replacing(level, "stream, key"),
        [(row.position, row.body, row.stream, row.key) for row in others],
    )


def _replacing(level: Level, key: str) -> str:
    name = level.value
    return f" ON CONFLICT ({key}) DO UPDATE SET {name}_version = excluded.{name}_version, {name} = excluded.{name}"


def _index_products(db: sqlite3.Connection) -> None:
    """Make codes and words of every product, in order of number, and merge the words into one segment."""
    db.execute("INSERT INTO words (words, rank) VALUES ('hashsize', ?)", (WORDS_MEMORY_BYTES,))
    products = db.execute("SELECT number, chain, store FROM product ORDER BY number")
    while some := products.fetchmany(LOAD_ROWS):
        entries = [(number, indexed(shown(chain, store))) for number, chain, store in some]
        codes = [(code, number, tail_of(code)) for number, entry in entries for code in codes_of(entry)]
        db.executemany("INSERT INTO barcode VALUES (?, ?, ?)", codes)
        db.executemany("INSERT INTO plu VALUES (?, ?)", [(entry.plu, number) for number, entry in entries if entry.plu])
        texts = [(number, text) for number, text in ((number, text_of(entry)) for number, entry in entries) if text]
        db.executemany("INSERT INTO words (rowid, text) VALUES (?, ?)", texts)
    db.execute("INSERT INTO words (words) VALUES ('optimize')")
    db.execute("INSERT INTO words (words, rank) VALUES ('hashsize', ?)", (WORDS_MEMORY_TILL_BYTES,))
