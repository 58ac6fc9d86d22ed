"""Ready cache databases for tills that begin: built from the feed, packed, signed, and reused while the feed is near.

A snapshot is offered as long as no more than a tenth of its rows (at least `NEAR_ROWS`) has changed since; the till
takes the rest from the feed. Building runs in a thread of its own and never holds the writer.
"""

from __future__ import annotations

import logging
import secrets
from pathlib import Path
from typing import Final

import msgspec
from sqlalchemy import Connection, delete, select

from pos_app.domain.feed import Positions
from pos_app.store.cache_snapshot import build_snapshot, pack
from sync.hub import bulk, feed
from sync.hub.database import Database
from sync.hub.keys import HubKey
from sync.hub.tables import snapshot
from sync.protocol import CACHE_SCHEMA, SnapshotOffer, snapshot_seal

FOLDER: Final = "snapshots"
NEAR_ROWS: Final = 5_000
KEPT: Final = 2
"""Snapshots of one store that stay on disk: the newest, and the one that a till may be in the middle of."""
_decoder = msgspec.msgpack.Decoder(SnapshotOffer)
_log = logging.getLogger(__name__)


def offered(tx: Connection, chain: str, store: str) -> SnapshotOffer | None:
    """Return the newest offer of the store, however old."""
    s = snapshot
    newest = select(s.c.offer).where(s.c.chain == chain, s.c.store == store).order_by(s.c.made_ms.desc(), s.c.id)
    said = tx.execute(newest.limit(1)).scalar()
    return None if said is None else _decoder.decode(said)


def near(offer: SnapshotOffer | None, end: Positions, rows: int) -> bool:
    """Tell whether `offer` is still worth taking for a feed of `rows` that stands at `end`."""
    if offer is None or offer.schema != CACHE_SCHEMA:
        return False
    behind = end.chain - offer.positions.chain + end.store - offer.positions.store
    return 0 <= behind <= max(NEAR_ROWS, rows // 10)


def far(at: Positions, end: Positions, rows: int) -> bool:
    """Tell whether a till that stands `at` is better served by a snapshot than by the feed."""
    behind = max(0, end.chain - at.chain) + max(0, end.store - at.store)
    return not (at.chain or at.store) or behind > max(NEAR_ROWS, rows // 2)


def file_of(tx: Connection, chain: str, store: str, wanted: str) -> str | None:
    """Return the name of the packed file of snapshot `wanted`, when it is the store's."""
    s = snapshot
    return tx.execute(select(s.c.file).where(s.c.chain == chain, s.c.store == store, s.c.id == wanted)).scalar()


def build(db: Database, folder: Path, key: HubKey, place: tuple[str, str], now_ms: int) -> SnapshotOffer:
    """Build, pack, sign and record a snapshot of the feed as it stands; older ones of the store are dropped."""
    chain, store = place
    kept = folder / FOLDER
    kept.mkdir(parents=True, exist_ok=True)
    name = secrets.token_hex(16)
    plain, packed = kept / f"{name}.db", kept / f"{name}.zst"
    try:
        with db.reading() as tx:
            at = feed.heads(tx, chain, store)
            build_snapshot(feed.whole(tx, chain, store), at, plain, store=store, made_ms=now_ms)
        facts = pack(plain, packed)
    finally:
        for left in (plain, plain.with_name(plain.name + "-wal"), plain.with_name(plain.name + "-shm")):
            left.unlink(missing_ok=True)
    offer = SnapshotOffer(
        name,
        CACHE_SCHEMA,
        at,
        facts.packed_bytes,
        facts.unpacked_bytes,
        facts.sha256,
        key.id,
        b"",
        now_ms,
        chain,
        store,
    )
    offer = msgspec.structs.replace(offer, signature=key.sign(snapshot_seal(offer)))
    with db.writing() as tx:
        row = (chain, store, name, now_ms, msgspec.msgpack.encode(offer), packed.name)
        bulk.put(tx, snapshot, [row])
        dropped = _drop_old(tx, chain, store)
    for file in dropped:
        (kept / file).unlink(missing_ok=True)
    _log.info("snapshot of store %s: %d bytes packed", store, facts.packed_bytes)
    return offer


def _drop_old(tx: Connection, chain: str, store: str) -> list[str]:
    s = snapshot
    here = (s.c.chain == chain) & (s.c.store == store)
    all_of = tx.execute(select(s.c.id, s.c.file).where(here).order_by(s.c.made_ms.desc(), s.c.id)).all()
    old = all_of[KEPT:]
    if old:
        tx.execute(delete(s).where(here, s.c.id.in_([row.id for row in old])))
    return [row.file for row in old]
