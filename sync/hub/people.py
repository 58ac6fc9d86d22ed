"""What the hub does for members beside posting: serves people's keys to tills, works off what was enrolled and asked.

`Central` owns one. Without a usable key store the hub goes on with money and stock: enrolments wait, keys are answered
503, and the log says so.
"""

from __future__ import annotations

import logging
import sqlite3
from concurrent.futures import Executor, Future
from typing import Final

import msgspec
from nacl.bindings import crypto_box_seal, crypto_sign_ed25519_pk_to_curve25519

from pos_app.clock import Clock
from pos_app.domain.errors import Fault
from pos_app.domain.key_rings import KeyRing, RingKeys, SealedRing, leaseholder, ring_seal
from sync.hub import members, members_erasing, orders_forgetting
from sync.hub.database import Database
from sync.hub.enrolment import Sender
from sync.hub.key_store import KeyStore
from sync.hub.keys import HubKey
from sync.hub.settings import HubSettings
from sync.protocol import RingsReply, RingsRequest

REPLY_BYTES: Final = 2_000_000
"""Sealed rings in one answer; more wait for the next."""
SETTLED_IN_A_ROUND: Final = 8
_log = logging.getLogger(__name__)


class People:
    """The key store of a hub and the work that needs it."""

    def __init__(self, settings: HubSettings, db: Database, key: HubKey, clock: Clock, aside: Executor) -> None:
        """Open the key store; `aside` runs erasures, which look through everybody."""
        self._db, self._key, self._clock, self._aside = db, key, clock, aside
        self.store: KeyStore | None = None
        try:
            self.store = KeyStore(settings.people_keys())
        except (Fault, OSError) as fault:
            _log.error("the hub works without people's keys: %s", fault)
        self._failing = False
        self._reconciled: set[str] = set()
        self._published: dict[str, tuple[int, int]] = {}
        self._erasing: dict[str, Future[int]] = {}
        self._not_erasing: set[str] = set()
        """Chains whose last erasure failed, and that were told of."""

    def close(self) -> None:
        """Let go of the key store."""
        if self.store is not None:
            self.store.close()

    def round(self, chains: set[str]) -> None:
        """Work off what waits; in the writer's thread. A key store that fails is tried again, and delays no money."""
        if self.store is None:
            return
        try:
            for chain in sorted(chains):
                self._round(self.store, chain)
            self._failing = False
        except sqlite3.Error as error:
            if not self._failing:  # once, and not four times a second
                _log.warning("members wait for the store of people's keys: %s", error)
            self._failing = True

    def _round(self, store: KeyStore, chain: str) -> None:
        if chain not in self._reconciled:
            members_erasing.reconcile(self._db, store, chain)
            self._reconciled.add(chain)
        self._erase(store, chain)
        for _ in range(SETTLED_IN_A_ROUND):
            if not members.settle(self._db, store, chain, self._clock.wall_ms()):
                break
        # The command and tills that ask for keys make rings too.
        if self._published.get(chain) != store.state(chain):
            members.publish_rings(self._db, store, chain)
            self._published[chain] = store.state(chain)

    def _erase(self, store: KeyStore, chain: str) -> None:
        running = self._erasing.get(chain)
        if running is not None:
            if not running.done():
                return
            del self._erasing[chain]
            failure = running.exception()
            if failure is None:
                self._not_erasing.discard(chain)
            elif chain not in self._not_erasing:  # once, and not four times a second
                _log.error("an erasure failed and is tried again: %s", type(failure).__name__, exc_info=failure)
                self._not_erasing.add(chain)
        with self._db.reading() as tx:
            waits = bool(members_erasing.waiting(tx, chain)) or orders_forgetting.waits(tx, chain)
        if waits or store.replaced(chain):
            job = members_erasing.erase_pending
            self._erasing[chain] = self._aside.submit(job, self._db, store, chain, self._clock.wall_ms())

    def rings(self, sender: Sender, request: RingsRequest) -> RingsReply:
        """Return the rings that the sender has not, or not the newest of, each sealed to its own key."""
        if self.store is None:
            raise Fault("hub.key_store", detail="")
        try:
            return self._rings(self.store, sender, request)
        except sqlite3.Error as error:
            raise Fault("hub.key_store", detail=type(error).__name__) from error

    def _rings(self, store: KeyStore, sender: Sender, request: RingsRequest) -> RingsReply:
        chain = sender.scope.chain
        store.lookup(chain)
        store.lease(chain, leaseholder(sender.scope))
        have = {at.ring: at.version for at in request.have}
        public = crypto_sign_ed25519_pk_to_curve25519(sender.public_key.public_bytes_raw())
        found: list[SealedRing] = []
        size = 0
        for ring in self._first_the_senders(store.rings(chain), sender):
            if have.get(ring.ring) == ring.version:
                continue
            if size >= REPLY_BYTES:
                return RingsReply(tuple(found), more=True)
            keys = store.ring(chain, ring.ring)
            assert keys is not None
            found.append(self._sealed(keys, sender, public))
            size += len(found[-1].sealed)
        return RingsReply(tuple(found))

    def _first_the_senders(self, rings: list[KeyRing], sender: Sender) -> list[KeyRing]:
        """Put the lookup keys and the sender's own lease first: with them it can find and enrol."""
        mine = leaseholder(sender.scope)
        return sorted(rings, key=lambda ring: (ring.ring != 0, ring.leased_to != mine, ring.ring))

    def _sealed(self, keys: RingKeys, sender: Sender, public: bytes) -> SealedRing:
        box = crypto_box_seal(msgspec.msgpack.encode(keys), public)
        made = SealedRing(keys.ring, keys.version, box, self._key.id, b"")
        return msgspec.structs.replace(made, signature=self._key.sign(ring_seal(sender.scope, made)))
