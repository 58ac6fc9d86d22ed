"""Forgetting a member: the key is deleted, so that no copy of any journal, cache or database can be read any more.

Phone and card were keyed hashes; their lookup keys are replaced too, and those who share them are hashed again. Then
the row leaves the feed: a tombstone with the opaque id stays. Orders of the same person go with them
(`orders_forgetting`). Each step can be cut and is done again (`erase_pending`).
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, Row, bindparam, delete, select, update

from pos_app.domain.entries_members import PersonalFields
from pos_app.domain.key_rings import LOOKUP_RING, STREAM, KeyRing
from pos_app.domain.people import PersonFields
from pos_app.domain.sealing import LOOKUP_BUCKETS, card_hash, lookup_buckets, phone_hash
from sync.hub import bulk, counters, orders_forgetting, publish
from sync.hub.database import Database
from sync.hub.desks.members import ERASED, KNOWN
from sync.hub.key_store import KeyStore
from sync.hub.members import LOCK, publish_rings
from sync.hub.opened import Opened
from sync.hub.tables import CHAIN_STORE, feed_row, member, member_due, member_erasure, member_points

SCAN_ROWS: Final = 2_000
AT_ONCE: Final = 100
"""Members forgotten in one go: everybody is looked through once for all of them."""
_m, _e, _p = member, member_erasure, member_points
_log = logging.getLogger(__name__)
_rows = msgspec.msgpack.Decoder(KeyRing)
Kept = Row[*tuple[Any, ...]]
_hashed = (
    update(_m)
    .where(_m.c.chain == bindparam("c"), _m.c.member == bindparam("m"))
    .values(phone_hash=bindparam("p"), card_hash=bindparam("d"))
)


def ask(tx: Connection, chain: str, who: str, *, by: str, reason: str, now_ms: int) -> bool:
    """Write down that a member is to be forgotten; tell whether there is one who is not yet."""
    there = select(_m.c.member).where(_m.c.chain == chain, _m.c.member == who, _m.c.state != ERASED)
    if tx.execute(there).first() is None:
        return False
    bulk.put(tx, member_erasure, [(chain, who, "", "", by, reason, "", now_ms, None)], "keep")
    return True


def waiting(tx: Connection, chain: str) -> list[str]:
    """Return the members that are still to be forgotten, those who asked first first."""
    asked = select(_e.c.member).where(_e.c.chain == chain, _e.c.done_ms.is_(None)).order_by(_e.c.asked_ms)
    return list(tx.execute(asked.limit(AT_ONCE)).scalars())


def erase_pending(db: Database, store: KeyStore, chain: str, now_ms: int) -> int:
    """Forget the next members who asked, and finish what a crash left; return how many were forgotten."""
    with db.reading() as tx:
        asked = waiting(tx, chain)
    keys: dict[str, str] = {}
    if asked:
        with db.writing() as tx:  # before a key is gone, or a crash between would hide whose orders these are
            _note_orders(tx, store, chain, asked, now_ms)
        with db.writing() as tx:
            counters.lock(tx, chain, CHAIN_STORE, LOCK)
            keys = _delete_keys(tx, store, chain, asked)
    customers = orders_forgetting.work_off(db, store, chain, now_ms)
    buckets = store.replaced(chain)
    if not asked and not buckets:
        if customers:
            publish_rings(db, store, chain)
        return customers
    sharing = _sharing(db, store, chain, buckets) if buckets else {}
    with db.writing() as tx:
        counters.lock(tx, chain, CHAIN_STORE, LOCK)
        for who in asked:
            _forget(tx, chain, who, keys.get(who, ""), now_ms)
        version = _hash_again(tx, store, chain, {m: f for m, f in sharing.items() if m not in asked})
    store.rehashed(chain, buckets, version)
    publish_rings(db, store, chain)
    return len(asked) + customers


def _note_orders(tx: Connection, store: KeyStore, chain: str, asked: list[str], now_ms: int) -> None:
    """Write down the orders that `asked` placed under another key than their own, as guests of the same phone too."""
    opened = Opened(store, chain)
    rows = tx.execute(select(_m.c.key_id, _m.c.cipher).where(_m.c.chain == chain, _m.c.member.in_(asked))).all()
    fields = (opened.fields(PersonalFields(key_id, cipher)) for key_id, cipher in rows)
    phones = {each.phone for each in fields if each is not None and each.phone}
    found = {each.place: each.personal.key_id for each in orders_forgetting.guests(tx, opened, chain, phones, asked)}
    orders_forgetting.note(tx, chain, found, by="", reason=orders_forgetting.OF_MEMBER, now_ms=now_ms)


def _delete_keys(tx: Connection, store: KeyStore, chain: str, asked: list[str]) -> dict[str, str]:
    """Delete the keys of `asked` and replace their lookup keys; return each one's key id."""
    keys: dict[str, str] = {}
    buckets: set[int] = set()
    opened, lookup = Opened(store, chain), store.lookup(chain)
    for row in tx.execute(select(_m).where(_m.c.chain == chain, _m.c.member.in_(asked))):
        keys[row.member] = row.key_id
        fields = opened.fields(PersonalFields(row.key_id, row.cipher))
        if fields is not None:
            buckets |= lookup_buckets(lookup, fields)
    store.erase(chain, set(filter(None, keys.values())), buckets)
    return keys


def _sharing(db: Database, store: KeyStore, chain: str, buckets: frozenset[int]) -> Mapping[str, PersonFields]:
    """Look through everybody for those who share a lookup key that was replaced; holds no lock (seconds for many)."""
    found: dict[str, PersonFields] = {}
    opened, lookup, after = Opened(store, chain), store.lookup(chain), ""
    while True:
        here = (_m.c.chain == chain) & (_m.c.member > after) & (_m.c.state == KNOWN)
        asked = select(_m.c.member, _m.c.key_id, _m.c.cipher).where(here).order_by(_m.c.member).limit(SCAN_ROWS)
        with db.reading() as tx:
            some = tx.execute(asked).all()
        for who, key_id, cipher in some:
            fields = opened.fields(PersonalFields(key_id, cipher))
            if fields is not None and lookup_buckets(lookup, fields) & buckets:
                found[who] = fields
        if len(some) < SCAN_ROWS:
            return found
        after = some[-1].member


def _hash_again(tx: Connection, store: KeyStore, chain: str, people: Mapping[str, PersonFields]) -> int:
    """Hash `people` under the lookup keys as they are now; return these keys' version."""
    ring = store.ring(chain, LOOKUP_RING)
    assert ring is not None
    lookup = ring.keys
    for who, fields in people.items():
        hashes = {"p": phone_hash(lookup, fields.phone), "d": card_hash(lookup, fields.card)}
        tx.execute(_hashed, {"c": chain, "m": who, **hashes})
    bulk.put(tx, member_due, [(chain, who) for who in people], "keep")
    return ring.version


def _forget(tx: Connection, chain: str, who: str, key: str, now_ms: int) -> None:
    """Blank the row, take it out of the feed, and keep which key it had."""
    blank = {"key_id": "", "tier": "", "cipher": b"", "consent": b"", "phone_hash": b"", "card_hash": b""}
    mine = (_m.c.chain == chain) & (_m.c.member == who)
    there = tx.execute(update(_m).where(mine).values(state=ERASED, **blank)).rowcount
    tx.execute(delete(_p).where(_p.c.chain == chain, _p.c.member == who))
    tx.execute(delete(member_due).where(member_due.c.chain == chain, member_due.c.member == who))
    publish.write_bodies(tx, chain, CHAIN_STORE, "member", {who: b""})
    done = update(_e).where(_e.c.chain == chain, _e.c.member == who)
    tx.execute(done.values(done_ms=now_ms, key_ids=key))
    _log.info("member %s is forgotten%s", who, "" if there else "; there was no row yet")


def reconcile(db: Database, store: KeyStore, chain: str) -> None:
    """Bring a key store that was put back, or made anew, to what has been erased since; at the hub's start."""
    with db.reading() as tx:
        erased = select(_e.c.key_ids).where(_e.c.chain == chain, _e.c.key_ids != "")
        keys = {key for said in tx.execute(erased).scalars() for key in said.split(" ")}
        keys |= orders_forgetting.erased_keys(tx, chain)
        here = (feed_row.c.chain == chain) & (feed_row.c.stream == STREAM) & (feed_row.c.key == str(LOOKUP_RING))
        said = tx.execute(select(feed_row.c.body).where(here)).scalar()
    store.lookup(chain)
    ring = store.ring(chain, LOOKUP_RING)
    assert ring is not None
    older = bool(said) and ring.version < _rows.decode(said or b"").version
    if older:
        _log.warning("the store of people's keys is older than the feed: everybody is hashed again")
    publish_rings(db, store, chain)  # first above what tills have, so that no version ever stands for two contents
    if store.erase(chain, keys, range(LOOKUP_BUCKETS) if older else ()):
        publish_rings(db, store, chain)
