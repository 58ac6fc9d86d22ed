"""A workstation's folder with people's keys as hub and daemon would have filled it: for tests of keys and index."""

from __future__ import annotations

import secrets
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from nacl.bindings import crypto_box_seal, crypto_sign_ed25519_pk_to_curve25519

from pos_app.domain.chain import Scope
from pos_app.domain.entries_members import PersonalFields
from pos_app.domain.feed import FeedRow
from pos_app.domain.key_rings import RingKeys, SealedRing, leaseholder, ring_seal
from pos_app.domain.people import Member, PersonFields
from pos_app.domain.sealing import card_hash, phone_hash, seal_person
from pos_app.store import identity, people_files
from pos_app.store.cache_writer import CacheWriter
from pos_app.store.identity import Identity
from pos_app.store.people_keys import PeopleKeys
from sync.hub.key_store import KeyStore
from sync.people_box import FolderRings
from tests.store.cache_goods import STORE, batch, row

CHAIN = "c1"
SCOPE = Scope(CHAIN, STORE, "t1")
HUB = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


class Rig:
    """One till's folder, the hub's key store, and the cache."""

    def __init__(self, folder: Path, scope: Scope = SCOPE) -> None:
        self.folder, self.scope = folder / "till", scope
        self.folder.mkdir(parents=True)
        self.public = identity.ensure_key(self.folder)
        hub = HUB.public_key().public_bytes_raw()
        identity.write(self.folder, Identity(scope, "Till 1", "http://127.0.0.1:1", "hub-1", hub), "credential")
        self.store = KeyStore(folder / "people-keys.db")
        self.store.lookup(CHAIN)
        self.store.lease(CHAIN, leaseholder(scope))
        self.box = FolderRings(self.folder, "hub-1")
        self.writer = CacheWriter.open(self.folder / "cache", STORE, now_ms=5)
        self.position = 0

    def close(self) -> None:
        self.writer.close()
        self.store.close()

    def sealed(self, ring: RingKeys, *, signer: Ed25519PrivateKey = HUB, scope: Scope | None = None) -> SealedRing:
        """The ring as the hub sends it to this till."""
        box = crypto_box_seal(msgspec.msgpack.encode(ring), crypto_sign_ed25519_pk_to_curve25519(self.public))
        made = SealedRing(ring.ring, ring.version, box, "hub-1", b"")
        return msgspec.structs.replace(made, signature=signer.sign(ring_seal(scope or self.scope, made)))

    def deliver(self) -> None:
        """Let the daemon have brought every ring that is newer."""
        for each in self.store.rings(CHAIN):
            if self.box.versions().get(each.ring) != each.version:
                ring = self.store.ring(CHAIN, each.ring)
                assert ring is not None
                self.box.keep(self.sealed(ring))

    def keys(self) -> PeopleKeys:
        return PeopleKeys.open(self.folder)

    def seal(self, fields: PersonFields) -> PersonalFields:
        """The fields under a key of the hub's own."""
        ((named, key),) = self.store.grant(CHAIN, 1)
        return seal_person(fields, named, key, secrets.token_bytes(12))

    def member(self, who: str, fields: PersonFields) -> Member:
        lookup = self.store.lookup(CHAIN)
        return Member(who, self.seal(fields), phone_hash(lookup, fields.phone), card_hash(lookup, fields.card))

    def publish(self, *members: Member) -> None:
        """Let the feed have brought the members."""
        self.apply(*(row("member", each.id, self.next(), each) for each in members))

    def next(self) -> int:
        self.position += 1
        return self.position

    def apply(self, *rows: FeedRow) -> None:
        self.writer.apply(batch(*rows))

    def ring_file(self, number: int) -> Path:
        return self.folder / people_files.FOLDER / f"ring-{number}"
