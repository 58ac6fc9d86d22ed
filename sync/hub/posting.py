"""Posts entries that were accepted: each leg by itself, each entry exactly once, whatever it says.

A cursor per store follows the entries' positions; it moves in the transaction that writes what they posted, so that a
crash between accept and post, or in the middle of posting, resumes where it stopped. What cannot be posted goes to
the quarantine list and delays nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Row, bindparam, select

from pos_app.domain.entries import Body
from sync.hub import bulk, counters
from sync.hub.accept import understood
from sync.hub.among import among
from sync.hub.database import Database, may_work_later
from sync.hub.legs import Legs
from sync.hub.settings import POST_BATCH
from sync.hub.stock import Due
from sync.hub.tables import OPEN, entry, quarantine
from sync.hub.versions import Versions

FAILED: Final = "posting.failed"
_log = logging.getLogger(__name__)

_e = entry
_next = (
    select(_e.c.workstation, _e.c.epoch, _e.c.seq, _e.c.hash, _e.c.position, _e.c.kind, _e.c.business_day)
    .where(_e.c.chain == bindparam("c"), _e.c.store == bindparam("s"), _e.c.position > bindparam("after"))
    .order_by(_e.c.position)
    .limit(bindparam("most"))
)
_bodies = select(_e.c.position, _e.c.body).where(
    _e.c.chain == bindparam("c"), _e.c.store == bindparam("s"), among(_e.c.position, "positions")
)
Arrived = Row[*tuple[Any, ...]]


class Bench(NamedTuple):
    """What posting works with. `bodies` by the entry's hash saves decoding what was decoded when it was checked."""

    db: Database
    versions: Versions
    due: Due
    bodies: Mapping[bytes, Body]


def post(bench: Bench, chain: str, store: str, now_ms: int) -> int:
    """Post what arrived next at `store`, at most `POST_BATCH` entries; return how many were gone through."""
    try:
        return _in_one(bench, chain, store, now_ms, POST_BATCH)
    except Exception as error:
        if may_work_later(error):
            raise  # everything is posted then
        _log.exception("posting a batch of store %s failed; its entries are posted one by one", store)
    return _one_by_one(bench, chain, store, now_ms)


def _in_one(bench: Bench, chain: str, store: str, now_ms: int, most: int) -> int:
    """Post up to `most` entries in one transaction."""
    try:
        with bench.db.writing() as tx:
            return _post(tx, bench, chain, store, now_ms, most)
    except BaseException:
        bench.due.forget()
        raise


def _one_by_one(bench: Bench, chain: str, store: str, now_ms: int) -> int:
    """Find the entry that fails and set it aside, so that it delays no other."""
    for done in range(POST_BATCH):
        try:
            if not _in_one(bench, chain, store, now_ms, 1):
                return done
        except Exception as error:
            if may_work_later(error):
                raise
            with bench.db.writing() as tx:
                _set_aside(tx, chain, store, now_ms, type(error).__name__)
    return POST_BATCH


def _set_aside(tx: Connection, chain: str, store: str, now_ms: int, failure: str) -> None:
    after = counters.lock(tx, chain, store, counters.POSTED)
    for row in _arrived(tx, chain, store, after, 1):
        _quarantine(tx, chain, store, [(row, FAILED, failure)], now_ms)
        counters.add(tx, chain, store, counters.POSTED, row.position - after)


def _arrived(tx: Connection, chain: str, store: str, after: int, most: int) -> Sequence[Arrived]:
    return tx.execute(_next, {"c": chain, "s": store, "after": after, "most": most}).all()


def _post(tx: Connection, bench: Bench, chain: str, store: str, now_ms: int, most: int) -> int:
    after = counters.lock(tx, chain, store, counters.POSTED)
    arrived = _arrived(tx, chain, store, after, most)
    if not arrived:
        return 0
    bodies = _understood(tx, bench, chain, store, arrived)
    legs = Legs(tx, bench.versions, bench.due, chain, store, now_ms)
    legs.prepare([(row, body) for row, body in bodies if not isinstance(body, str)])
    for row, body in bodies:
        if not isinstance(body, str):  # what is not understood was quarantined when it was accepted
            legs.post(row, body)
    legs.write()
    _quarantine(tx, chain, store, legs.quarantined, now_ms)
    counters.add(tx, chain, store, counters.POSTED, arrived[-1].position - after)
    return len(arrived)


def _understood(
    tx: Connection, bench: Bench, chain: str, store: str, arrived: Sequence[Arrived]
) -> list[tuple[Arrived, Body | str]]:
    """Return each entry with its body, read again and decoded where nobody did so when it was checked."""
    unknown = [row.position for row in arrived if row.hash not in bench.bodies]
    read: dict[int, bytes] = {}
    if unknown:
        here = {"c": chain, "s": store, "positions": unknown}
        read = {row.position: row.body for row in tx.execute(_bodies, here)}
    return [(row, bench.bodies.get(row.hash) or understood(row.kind, read[row.position])) for row in arrived]


def _quarantine(tx: Connection, chain: str, store: str, found: Sequence[tuple[Arrived, str, str]], now_ms: int) -> None:
    said = (now_ms, b"", b"", b"", *OPEN)
    rows = [
        (chain, store, r.workstation, r.epoch, r.seq, r.hash, reason, r.position, detail, *said)
        for r, reason, detail in found
    ]
    bulk.put(tx, quarantine, rows, "keep")
