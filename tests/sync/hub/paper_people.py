"""People's keys in the hands of a till on paper: fetched from the hub, opened, and used to enrol members."""

from __future__ import annotations

import secrets

import msgspec
from nacl.bindings import (
    crypto_box_seal_open,
    crypto_sign_ed25519_pk_to_curve25519,
    crypto_sign_ed25519_sk_to_curve25519,
)
from sqlalchemy import select

from pos_app.domain.chain import Sealed
from pos_app.domain.entries_members import Consent, MemberEnrolled, PersonalFields
from pos_app.domain.key_rings import LOOKUP_RING, STREAM, KeyRing, RingKeys, key_id, leaseholder, place_of
from pos_app.domain.people import Member, PersonFields
from pos_app.domain.sealing import seal_person
from sync.hub import members_erasing
from sync.hub.tables import feed_row
from sync.protocol import RINGS_PATH, RingAt, RingsReply, RingsRequest
from tests.sync.hub.paper_till import CHAIN, PaperTill
from tests.sync.hub.stand import Stand, until

CONSENT = Consent(("points",), "membership-1", "en", 1)
ADA = PersonFields("Ada Example", "+8610000000001", "2900000000018")
BO = PersonFields("Bo Example", "+8610000000002")


def fetched(stand: Stand, till: PaperTill, have: dict[int, int] | None = None) -> RingsReply:
    asked = RingsRequest(tuple(RingAt(*each) for each in (have or {}).items()))
    return stand.ask(RINGS_PATH, asked, RingsReply, till)


def opened(till: PaperTill, box: bytes) -> RingKeys:
    public = till.public_key
    secret = crypto_sign_ed25519_sk_to_curve25519(till.key.private_bytes_raw() + public)
    plain = crypto_box_seal_open(box, crypto_sign_ed25519_pk_to_curve25519(public), secret)
    return msgspec.msgpack.decode(plain, type=RingKeys)


def rings(stand: Stand, till: PaperTill) -> dict[int, RingKeys]:
    """Every ring, opened."""
    have: dict[int, RingKeys] = {}
    while True:
        reply = fetched(stand, till, {ring.ring: ring.version for ring in have.values()})
        have |= {ring.ring: opened(till, ring.sealed) for ring in reply.rings}
        if not reply.more:
            return have


def key_of(stand: Stand, till: PaperTill, named: str) -> bytes | None:
    place = place_of(named)
    assert place is not None
    ring = rings(stand, till).get(place[0])
    return None if ring is None else ring.key(place[1])


def sealed_person(stand: Stand, till: PaperTill, fields: PersonFields, slot: int = 0) -> PersonalFields:
    """The fields under a key of the till's own lease."""
    mine = next(r for r in rings(stand, till).values() if r.leased_to == leaseholder(till.scope))
    key = mine.key(slot)
    assert key is not None
    return seal_person(fields, key_id(mine.ring, slot), key, secrets.token_bytes(12))


def enrol(stand: Stand, till: PaperTill, who: str, fields: PersonFields, slot: int = 0) -> Sealed:
    """Write the entry of a new member."""
    return till.write(MemberEnrolled(who, sealed_person(stand, till, fields, slot), CONSENT, "op-1", "gold"))


def row_of(stand: Stand, who: str) -> Member | None:
    """The member's row in the feed; None when deleted or never there."""
    with stand.db.reading() as tx:
        asked = select(feed_row.c.body).where(feed_row.c.stream == "member", feed_row.c.key == who)
        body = tx.execute(asked).scalar()
    return msgspec.msgpack.decode(body, type=Member) if body else None


def forgotten(stand: Stand, who: str) -> None:
    """Wait until the hub has forgotten a member, and the feed says so: the new keys, and the others under them."""
    store = stand.central.people.store
    assert store is not None

    def gone() -> bool:
        stand.settle()
        with stand.db.reading() as tx:
            asked = members_erasing.waiting(tx, CHAIN)
            here = (feed_row.c.chain == CHAIN) & (feed_row.c.stream == STREAM) & (feed_row.c.key == str(LOOKUP_RING))
            said = tx.execute(select(feed_row.c.body).where(here)).scalar_one()
        ring = store.ring(CHAIN, LOOKUP_RING)
        told = ring is not None and msgspec.msgpack.decode(said, type=KeyRing).version == ring.version
        return row_of(stand, who) is None and not asked and not store.replaced(CHAIN) and told

    until(gone)
    stand.settle()
