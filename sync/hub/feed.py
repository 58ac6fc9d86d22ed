"""Reads the feed for a till: what changed after its cursor, signed, with the checksums once it has everything.

One consistent view gives rows, cursor and checksums, so that a till that took the last batch can compare its own.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from sqlalchemy import Connection, bindparam, func, select

from pos_app.domain.feed import FEED_ROWS_MAX, FeedBatch, FeedRow, Level, Positions, StreamSum
from sync.hub import counters
from sync.hub.keys import HubKey
from sync.hub.tables import CHAIN_STORE, feed_row, stream_sum
from sync.protocol import FeedReply, feed_seal

BATCH_BODY_BYTES_MAX = 8_000_000
"""Bodies in one batch; fewer rows are sent when theirs are large. One row alone may be larger."""
_WRAP = 2**64

_r = feed_row
_after = (
    select(_r.c.stream, _r.c.key, _r.c.position, _r.c.deleted, _r.c.body)
    .where(_r.c.chain == bindparam("c"), _r.c.store == bindparam("s"), _r.c.position > bindparam("after"))
    .order_by(_r.c.position)
    .limit(bindparam("most"))
)
_all = select(_r.c.stream, _r.c.key, _r.c.position, _r.c.deleted, _r.c.body).where(
    _r.c.chain == bindparam("c"), _r.c.store == bindparam("s")
)


def heads(tx: Connection, chain: str, store: str) -> Positions:
    """Return how far the feed of both scopes has come."""
    return Positions(
        counters.read(tx, chain, CHAIN_STORE, counters.FEED), counters.read(tx, chain, store, counters.FEED)
    )


def batch(tx: Connection, chain: str, store: str, after: Positions) -> FeedBatch:
    """Return the rows after the cursor, the chain's before the store's, and whether there are more."""
    end = heads(tx, chain, store)
    rows: list[FeedRow] = []
    reached = {Level.CHAIN: after.chain, Level.STORE: after.store}
    size = 0
    more = False
    for level, scope in ((Level.CHAIN, CHAIN_STORE), (Level.STORE, store)):
        room = FEED_ROWS_MAX - len(rows)
        here = {"c": chain, "s": scope, "after": reached[level], "most": room + 1}
        for count, row in enumerate(tx.execute(_after, here)):
            size += len(row.body)
            if count >= room or (rows and size > BATCH_BODY_BYTES_MAX):
                more = True
                break
            rows.append(FeedRow(level, row.stream, row.key, row.position, bool(row.deleted), row.body))
            reached[level] = row.position
        if more:
            break
    if more:
        now = Positions(reached[Level.CHAIN], reached[Level.STORE])
        return FeedBatch(tuple(rows), now, more=True, since=after, chain=chain, store=store)
    # A till that stands ahead follows a hub that was put back; the sums tell it, the cursor does not fall.
    at = Positions(max(end.chain, after.chain), max(end.store, after.store))
    return FeedBatch(tuple(rows), at, sums=sums(tx, chain, store), since=after, chain=chain, store=store)


def sums(tx: Connection, chain: str, store: str) -> tuple[StreamSum, ...]:
    """Return the checksums of every stream that a till of `store` follows."""
    s = stream_sum
    found = []
    for level, scope in ((Level.CHAIN, CHAIN_STORE), (Level.STORE, store)):
        here = (s.c.chain == chain) & (s.c.store == scope)
        for stream, rows, total in tx.execute(select(s.c.stream, s.c.rows, s.c.total).where(here).order_by(s.c.stream)):
            found.append(StreamSum(level, stream, rows, total % _WRAP))
    return tuple(found)


def signed(made: FeedBatch, key: HubKey) -> FeedReply:
    """Return the batch as signed bytes."""
    said = msgspec.msgpack.encode(made)
    return FeedReply(said, key.id, key.sign(feed_seal(said)))


def whole(tx: Connection, chain: str, store: str) -> Iterator[FeedRow]:
    """Give every row of both scopes, deleted ones too, for a snapshot."""
    for level, scope in ((Level.CHAIN, CHAIN_STORE), (Level.STORE, store)):
        found = tx.execute(_all.order_by(_r.c.stream, _r.c.key), {"c": chain, "s": scope}).yield_per(2_000)
        for stream, key, position, deleted, body in found:
            yield FeedRow(level, stream, key, position, bool(deleted), body)


def row_count(tx: Connection, chain: str, store: str) -> int:
    """Return how many live rows a till of `store` would get."""
    s = stream_sum
    here = (s.c.chain == chain) & s.c.store.in_((CHAIN_STORE, store))
    return int(tx.execute(select(func.sum(s.c.rows)).where(here)).scalar() or 0)
