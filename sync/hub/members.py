"""Members at the hub: opens what was enrolled, publishes who moved, enrols many at once. `members_erasing` forgets.

The watch calls `settle` each round; it is the only place that knows a name for an instant, and it keeps none. The
balance of a member is the sum over journals, like the stock book, so order and repetition cannot matter.
"""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, bindparam, delete, func, select, update

from pos_app.domain.chain import Scope
from pos_app.domain.entries_members import Consent, PersonalFields
from pos_app.domain.errors import Refusal
from pos_app.domain.feed import Level
from pos_app.domain.key_rings import STREAM, KeyRing, leaseholder
from pos_app.domain.people import Member, PersonFields
from pos_app.domain.sealing import NONCE_BYTES, card_hash, open_person, phone_hash, seal_person
from sync.hub import bulk, counters, publish
from sync.hub.database import Database
from sync.hub.desks.members import ERASED, KNOWN, NEW, UNREADABLE
from sync.hub.key_store import KeyStore
from sync.hub.tables import CHAIN_STORE, OPEN, exception, feed_row, member, member_due, member_erasure, member_points

LOCK: Final = "members"
"""Counter of a chain whose lock keeps two processes from settling its members at once."""
BATCH: Final = 500
"""Members opened or published in one transaction."""
OPENING: Final = ("", "", 0)
"""Store, workstation and epoch of points that no journal earned."""
SAME_PHONE: Final = "member.same_phone"
SAME_CARD: Final = "member.same_card"
NO_KEY: Final = "member.unreadable"
KEY_TWICE: Final = "member.key_used_twice"
_m, _p = member, member_points
_encoder = msgspec.msgpack.Encoder(order="deterministic")
_consents = msgspec.msgpack.Decoder(Consent)
_rows = msgspec.msgpack.Decoder(KeyRing)
Kept = Row[*tuple[Any, ...]]
_hashed = (
    update(_m)
    .where(_m.c.chain == bindparam("c"), _m.c.member == bindparam("m"))
    .values(state=bindparam("s"), phone_hash=bindparam("p"), card_hash=bindparam("d"))
)


class Enrolment(NamedTuple):
    """One member of an import."""

    member: str
    fields: PersonFields
    consent: Consent
    tier: str = ""
    points: int = 0
    """What they had elsewhere."""


class Counts(NamedTuple):
    """How many members there are at the hub, and what is still to be done."""

    known: int
    unreadable: int
    erased: int
    asked: int
    """Erasures that are not through yet."""


def settle(db: Database, store: KeyStore, chain: str, now_ms: int) -> int:
    """Open the next enrolments and publish the next members that moved; return how many, nought when all is done."""
    with db.reading() as tx:
        work = tx.execute(select(_m.c.member).where(_to_open(chain)).limit(1)).first()
        work = work or tx.execute(select(member_due.c.member).where(member_due.c.chain == chain).limit(1)).first()
    if work is None:
        return 0
    with db.writing() as tx:
        counters.lock(tx, chain, CHAIN_STORE, LOCK)
        waiting = select(_m).where(_to_open(chain)).order_by(_m.c.enrolled_ms, _m.c.seq)
        arrived = tx.execute(waiting.limit(BATCH)).all()
        for row in arrived:
            _open(tx, store, row, now_ms)
        return len(arrived) + _publish_due(tx, chain)


def _to_open(chain: str) -> ColumnElement[bool]:
    """Pick what was enrolled and is to be opened: not whoever is being forgotten, whose key may be gone already."""
    gone = select(member_erasure.c.member).where(member_erasure.c.chain == chain, member_erasure.c.done_ms.is_(None))
    return (_m.c.chain == chain) & (_m.c.state == NEW) & _m.c.member.not_in(gone)


def _open(tx: Connection, store: KeyStore, row: Kept, now_ms: int) -> None:
    """Make the hashes of one enrolment, and say what is odd about it."""
    odd: list[tuple[str, str]] = []
    same_key = (_m.c.chain == row.chain) & (_m.c.key_id == row.key_id) & (_m.c.member != row.member)
    others = select(_m.c.member).where(same_key, _m.c.state != NEW).limit(1)
    odd += [(KEY_TWICE, other) for other in tx.execute(others).scalars()]
    try:
        fields = open_person(PersonalFields(row.key_id, row.cipher), store.key(row.chain, row.key_id))
    except Refusal as refusal:
        said = {"s": UNREADABLE, "p": b"", "d": b""}
        odd.append((NO_KEY, refusal.message_id))
    else:
        store.note_used(row.chain, row.key_id)
        store.lease(row.chain, leaseholder(Scope(row.chain, row.store, row.workstation)))
        lookup = store.lookup(row.chain)
        phone, card = phone_hash(lookup, fields.phone), card_hash(lookup, fields.card)
        said = {"s": KNOWN, "p": phone, "d": card}
        odd += [(SAME_PHONE, other) for other in _others_with(tx, row, _m.c.phone_hash, phone)]
        odd += [(SAME_CARD, other) for other in _others_with(tx, row, _m.c.card_hash, card)]
    tx.execute(_hashed, {"c": row.chain, "m": row.member, **said})
    place = (row.chain, row.store, row.workstation, row.epoch, row.seq, row.hash)
    found = [(*place, kind, row.member, "", other, now_ms, *OPEN) for kind, other in odd]
    bulk.put(tx, exception, list({line[:8]: line for line in found}.values()), "keep")
    if found:
        counters.add(tx, row.chain, row.store, counters.EXCEPTIONS, 1)
    bulk.put(tx, member_due, [(row.chain, row.member)], "keep")


def _others_with(tx: Connection, row: Kept, column: ColumnElement[bytes], hashed: bytes) -> list[str]:
    """Return the earliest other member with this phone or card: two tills that were alone may each enrol one."""
    if not hashed:
        return []
    same = (_m.c.chain == row.chain) & (column == hashed) & (_m.c.member != row.member)
    return list(tx.execute(select(_m.c.member).where(same).order_by(_m.c.member).limit(1)).scalars())


def _publish_due(tx: Connection, chain: str) -> int:
    due = member_due
    ids = list(tx.execute(select(due.c.member).where(due.c.chain == chain).limit(BATCH)).scalars())
    if not ids:
        return 0
    tx.execute(delete(due).where(due.c.chain == chain, due.c.member.in_(ids)))
    known = tx.execute(select(_m).where(_m.c.chain == chain, _m.c.member.in_(ids), _m.c.state != ERASED)).all()
    publish.write_bodies(tx, chain, CHAIN_STORE, "member", bodies_of(tx, chain, known))
    gone = select(_m.c.member).where(_m.c.chain == chain, _m.c.member.in_(ids), _m.c.state == ERASED)
    # A till that had not heard sold to somebody who is forgotten: the points go where the member went.
    tx.execute(delete(_p).where(_p.c.chain == chain, _p.c.member.in_(list(tx.execute(gone).scalars()))))
    return len(ids)


def bodies_of(tx: Connection, chain: str, rows: Sequence[Kept]) -> dict[str, bytes]:
    """Return the feed's records of members, with the points of every journal added up."""
    ids = [row.member for row in rows]
    points: dict[str, list[Kept]] = {}
    for found in tx.execute(select(_p).where(_p.c.chain == chain, _p.c.member.in_(ids))):
        points.setdefault(found.member, []).append(found)
    return {row.member: _encoder.encode(_record(row, points.get(row.member, []))) for row in rows}


def _record(row: Kept, points: Sequence[Kept]) -> Member:
    return Member(
        row.member,
        PersonalFields(row.key_id, row.cipher),
        row.phone_hash,
        row.card_hash,
        row.tier,
        sum(each.points for each in points),
        max((each.posted_ms for each in points), default=0),
        _consents.decode(row.consent) if row.consent else None,
        {f"{each.workstation}/{each.epoch}": each.seq for each in points if each.workstation},
    )


def enrol_many(db: Database, store: KeyStore, people: Iterable[Enrolment], now_ms: int, *, chain: str) -> int:
    """Enrol members that another system or the demo hands over, 2,000 to a transaction; known ids are left alone."""
    lookup = store.lookup(chain)
    source: Iterator[Enrolment] = iter(people)
    total = 0
    while some := list(itertools.islice(source, publish.BATCH)):
        with db.writing() as tx:
            counters.lock(tx, chain, CHAIN_STORE, LOCK)
            ids = [each.member for each in some]
            known = set(tx.execute(select(_m.c.member).where(_m.c.chain == chain, _m.c.member.in_(ids))).scalars())
            fresh = [each for each in some if each.member not in known]
            keys = store.grant(chain, len(fresh))
            rows = [_row(one, *key, lookup, chain, now_ms) for one, key in zip(fresh, keys, strict=True)]
            bulk.put(tx, member, rows)
            opening = [(chain, each.member, *OPENING, each.points, 0, now_ms) for each in fresh if each.points]
            bulk.put(tx, member_points, opening, "keep")
            made = select(_m).where(_m.c.chain == chain, _m.c.member.in_([each.member for each in fresh]))
            publish.write_bodies(tx, chain, CHAIN_STORE, "member", bodies_of(tx, chain, tx.execute(made).all()))
        total += len(fresh)
    publish_rings(db, store, chain)
    return total


def _row(one: Enrolment, key_id: str, key: bytes, lookup: bytes, chain: str, now_ms: int) -> bulk.Row:
    sealed = seal_person(one.fields, key_id, key, secrets.token_bytes(NONCE_BYTES))
    hashes = phone_hash(lookup, one.fields.phone), card_hash(lookup, one.fields.card)
    place = ("", "", 0, 0, now_ms, b"")
    consent = msgspec.msgpack.encode(one.consent)
    return (chain, one.member, key_id, one.tier, KNOWN, *place, sealed.cipher, consent, *hashes)


def publish_rings(db: Database, store: KeyStore, chain: str) -> None:
    """Let the feed say which version of each ring is the newest; a store that was put back goes above what it said."""
    store.lookup(chain)
    with db.writing() as tx:
        counters.lock(tx, chain, CHAIN_STORE, LOCK)
        here = (feed_row.c.chain == chain) & (feed_row.c.store == CHAIN_STORE) & (feed_row.c.stream == STREAM)
        said = [_rows.decode(body) for body in tx.execute(select(feed_row.c.body).where(here)).scalars() if body]
        newest = {ring.ring: ring.version for ring in said}
        for ring in store.rings(chain):
            if ring.version < newest.get(ring.ring, 0):
                store.raise_to(chain, ring.ring, newest[ring.ring] + 1)
        rows = [publish.Row(Level.CHAIN, None, STREAM, str(ring.ring), ring) for ring in store.rings(chain)]
        publish.write(tx, chain, rows)


def counts(tx: Connection, chain: str) -> Counts:
    """Count the members of a chain."""
    by_state = select(_m.c.state, func.count()).where(_m.c.chain == chain).group_by(_m.c.state)
    found: dict[str, int] = {row.state: row[1] for row in tx.execute(by_state)}
    e = member_erasure
    asked = select(func.count()).where(e.c.chain == chain, e.c.done_ms.is_(None))
    known = found.get(KNOWN, 0) + found.get(NEW, 0)
    return Counts(known, found.get(UNREADABLE, 0), found.get(ERASED, 0), int(tx.execute(asked).scalar_one()))
