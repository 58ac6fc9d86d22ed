"""The demo store's members on a workstation without a hub: rows for its cache, and rings of keys for its folder.

For the gallery and the tests. The keys are made of the ring's number, so that nothing secret can be mistaken for them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from nacl.bindings import crypto_box_seal, crypto_sign_ed25519_pk_to_curve25519

from pos_app.demo import people
from pos_app.demo.orders import DemoOrder
from pos_app.demo.people import DemoMember
from pos_app.demo.records import Record
from pos_app.domain.feed import Level
from pos_app.domain.key_rings import (
    LEASE_KEYS,
    LOOKUP_RING,
    RING_KEYS,
    RingKeys,
    SealedRing,
    key_id,
    leaseholder,
    ring_seal,
)
from pos_app.domain.orders import CustomerOrder
from pos_app.domain.people import Member
from pos_app.domain.sealing import KEY_BYTES, LOOKUP_BYTES, NONCE_BYTES, card_hash, phone_hash, seal_person
from pos_app.store import identity, people_files

MEMBERS_RING: Final = 1
LEASED_RING: Final = 2


def keys_of(ring: int) -> bytes:
    """Return the keys of a ring of the demo, one after the other."""
    length = LOOKUP_BYTES if ring == LOOKUP_RING else KEY_BYTES * (RING_KEYS if ring == MEMBERS_RING else LEASE_KEYS)
    return hashlib.shake_256(b"demo ring %d" % ring).digest(length)


def rows(members: Sequence[DemoMember] | None = None, contains: dict[str, int] | None = None) -> Iterator[Record]:
    """Return the rows of the stream `member`, sealed under the keys of ring 1."""
    lookup, keys = keys_of(LOOKUP_RING), keys_of(MEMBERS_RING)
    for slot, each in enumerate(people.members() if members is None else members):
        nonce = hashlib.sha256(each.id.encode()).digest()[:NONCE_BYTES]
        key = keys[slot * KEY_BYTES : (slot + 1) * KEY_BYTES]
        row = Member(
            each.id,
            seal_person(each.fields, key_id(MEMBERS_RING, slot), key, nonce),
            phone_hash(lookup, each.fields.phone),
            card_hash(lookup, each.fields.card),
            each.tier,
            each.points,
            1_762_000_000_000,
            each.consent,
            contains or {},
        )
        yield Level.CHAIN, "member", each.id, row


def sealed(order: DemoOrder) -> CustomerOrder:
    """Return an order with its person, sealed under the key of the member who placed it."""
    slot = next(at for at, each in enumerate(people.members()) if each.id == order.person.id)
    nonce = hashlib.sha256(order.order.id.encode()).digest()[:NONCE_BYTES]
    key = keys_of(MEMBERS_RING)[slot * KEY_BYTES : (slot + 1) * KEY_BYTES]
    personal = seal_person(order.person.fields, key_id(MEMBERS_RING, slot), key, nonce)
    return msgspec.structs.replace(order.order, personal=personal)


def put_rings(folder: Path, hub: Ed25519PrivateKey, *, erased: Sequence[int] = (), leased: int = LEASE_KEYS) -> None:
    """Give the workstation of `folder` the rings; `erased` slots of ring 1 are blank, `leased` keys are to be given."""
    people_files.prepare(folder)
    who = identity.read(folder)
    keys = bytearray(keys_of(MEMBERS_RING))
    for slot in erased:
        keys[slot * KEY_BYTES : (slot + 1) * KEY_BYTES] = bytes(KEY_BYTES)
    own = keys_of(LEASED_RING)[: leased * KEY_BYTES]
    version = 1 + len(erased)
    rings = (
        RingKeys(LOOKUP_RING, 1, keys_of(LOOKUP_RING)),
        RingKeys(MEMBERS_RING, version, bytes(keys)),
        RingKeys(LEASED_RING, 1, own, leaseholder(who.scope)),
    )
    public = crypto_sign_ed25519_pk_to_curve25519(identity.signing_key(folder).public_key().public_bytes_raw())
    for ring in rings:
        box = crypto_box_seal(msgspec.msgpack.encode(ring), public)
        unsigned = SealedRing(ring.ring, ring.version, box, who.hub_key_id, b"")
        sealed = msgspec.structs.replace(unsigned, signature=hub.sign(ring_seal(who.scope, unsigned)))
        people_files.put(folder, sealed)
