"""Puts rows into the feed: the seed, imports, connectors and the hub's own postings call this.

A row gets the next position of its scope as its version, in one transaction with the row; a row that says what is
already there is not published again. Checksums per stream are kept on the way. Versions that were replaced stay in
`feed_history`, so that a sale can be recomputed under the prices that it was made with.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

import msgspec
from sqlalchemy import Connection, bindparam, select

from pos_app.domain.feed import STREAMS, FeedRow, Level, row_hash
from pos_app.domain.shelf_rows import Delivery
from pos_app.domain.store_rows import StockLevel
from sync.hub import awaited, bulk, counters, stock
from sync.hub.among import among
from sync.hub.database import Database
from sync.hub.settings import DEFAULT_CHAIN
from sync.hub.tables import CHAIN_STORE, feed_history, feed_row, stream_sum

BATCH: Final = 2_000
"""Rows in one transaction of a bulk publish: others get their turn between two."""
_NO_HISTORY: Final = frozenset(
    {
        "stock",
        "tile",
        "tile_page",
        "essentials",
        "key_ring",
        "member",
        "order",
        "area",
        "delivery",
        "elsewhere",
        "exception",
    }
)
"""Streams that no sale is recomputed from: what is replaced is gone."""
_WRAP: Final = 2**64
_SIGN: Final = 2**63

_encoder = msgspec.msgpack.Encoder(order="deterministic")
_r = feed_row
_found = select(_r.c.key, _r.c.position, _r.c.deleted, _r.c.body).where(
    _r.c.chain == bindparam("c"),
    _r.c.store == bindparam("s"),
    _r.c.stream == bindparam("stream"),
    among(_r.c.key, "keys"),
)
_any = select(_r.c.key).where(
    _r.c.chain == bindparam("c"), _r.c.store == bindparam("s"), _r.c.stream == bindparam("stream")
).limit(1)  # fmt: skip
_sums = select(stream_sum.c.rows, stream_sum.c.total).where(
    stream_sum.c.chain == bindparam("c"),
    stream_sum.c.store == bindparam("s"),
    stream_sum.c.stream == bindparam("stream"),
)


class Row(NamedTuple):
    """One row to publish; `record` None deletes it. `store` is None at the level of the chain."""

    level: Level
    store: str | None
    stream: str
    key: str
    record: msgspec.Struct | None


class Published(NamedTuple):
    """What a bulk publish did, in rows."""

    changed: int
    unchanged: int


def publish(
    db: Database,
    level: Level,
    store: str | None,
    stream: str,
    key: str,
    record: msgspec.Struct | None,
    *,
    chain: str = DEFAULT_CHAIN,
) -> bool:
    """Publish one row (or its deletion); tell whether it changed anything."""
    return publish_many(db, [Row(level, store, stream, key, record)], chain=chain).changed > 0


def publish_many(db: Database, rows: Iterable[Row], *, chain: str = DEFAULT_CHAIN) -> Published:
    """Publish a stream of rows, `BATCH` to a transaction. Safe to repeat: rows that are there already are skipped."""
    changed = total = 0
    source = iter(rows)
    while batch := list(itertools.islice(source, BATCH)):
        total += len(batch)
        with db.writing() as tx:
            changed += write(tx, chain, batch)
    return Published(changed, total - changed)


def write(tx: Connection, chain: str, rows: Sequence[Row]) -> int:
    """Publish `rows` inside the caller's transaction; return how many changed something."""
    groups: dict[tuple[str, str], dict[str, msgspec.Struct | None]] = {}
    for row in rows:
        assert row.stream in STREAMS
        assert (row.level is Level.STORE) == bool(row.store)
        groups.setdefault((row.store or CHAIN_STORE, row.stream), {})[row.key] = row.record
    changed = 0
    for (store, stream), records in groups.items():
        if stream == "stock":
            levels = [r for r in records.values() if isinstance(r, StockLevel)]
            changed += stock.set_on_hand(tx, chain, store, {level.product_id: level.on_hand for level in levels})
            continue
        if stream == awaited.STREAM:
            goods = {key: record if isinstance(record, Delivery) else None for key, record in records.items()}
            awaited.put(tx, chain, store, goods)
        changed += write_bodies(tx, chain, store, stream, {
            key: b"" if record is None else _encoder.encode(record) for key, record in records.items()
        })  # fmt: skip
    return changed


def write_bodies(tx: Connection, chain: str, store: str, stream: str, bodies: dict[str, bytes]) -> int:
    """Publish encoded records of one stream; an empty body deletes. Return how many rows changed."""
    # The lock comes first: what is compared below must not change before it is written.
    position = counters.lock(tx, chain, store, counters.FEED)
    scope = {"c": chain, "s": store, "stream": stream}
    old: dict[str, tuple[int, bool, bytes]] = {}
    if tx.execute(_any, scope).first() is not None:
        found = tx.execute(_found, scope | {"keys": list(bodies)})
        old = {key: (version, deleted, body) for key, version, deleted, body in found}
    level = Level.STORE if store else Level.CHAIN
    fresh: list[bulk.Row] = []
    replaced: list[bulk.Row] = []
    rows = total = 0
    for key, body in bodies.items():
        before = old.get(key)
        if before is None and not body:
            continue
        if before is not None:
            version, was_deleted, said = before
            if said == body and was_deleted == (not body):
                continue
            if not was_deleted:
                rows -= 1
                total -= row_hash(FeedRow(level, stream, key, version, False, said))  # noqa: FBT003 - its field
            replaced.append((chain, store, version, stream, key, was_deleted, said))
        position += 1
        fresh.append((chain, store, stream, key, position, not body, body))
        if body:
            rows += 1
            total += row_hash(FeedRow(level, stream, key, position, False, body))  # noqa: FBT003 - its field
    if fresh:
        bulk.put(tx, feed_row, fresh, "replace")
        if stream not in _NO_HISTORY:
            bulk.put(tx, feed_history, replaced)
        counters.add(tx, chain, store, counters.FEED, len(fresh))
        _add_to_sum(tx, scope, rows, total)
    return len(fresh)


def _add_to_sum(tx: Connection, scope: dict[str, str], rows: int, total: int) -> None:
    before = tx.execute(_sums, scope).first()
    if before is not None:
        rows += before.rows
        total += before.total
    # The databases' integers are signed; modulo 2**64 both are the same number.
    wrapped = (total + _SIGN) % _WRAP - _SIGN
    bulk.put(tx, stream_sum, [(scope["c"], scope["s"], scope["stream"], rows, wrapped)], "replace")
