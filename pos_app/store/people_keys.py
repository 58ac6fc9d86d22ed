"""People's keys at a till: opened from `people/` with the workstation's own key, held in memory, never written again.

The desks and the index ask it, from several threads. A ring that is missing, cut short, another till's or not the
hub's counts as not there; nothing here raises but `spare`, when there is no key left for a new member.
"""

from __future__ import annotations

import contextlib
import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from nacl.bindings import (
    crypto_box_seal_open,
    crypto_sign_ed25519_pk_to_curve25519,
    crypto_sign_ed25519_sk_to_curve25519,
)
from nacl.exceptions import CryptoError

from pos_app.domain.errors import Refusal
from pos_app.domain.key_rings import LOOKUP_RING, RingKeys, SealedRing, key_id, leaseholder, place_of, ring_seal
from pos_app.domain.sealing import LOOKUP_BYTES
from pos_app.domain.signing import signed_by
from pos_app.store import durable_files, identity, journal_file, people_files
from pos_app.store.identity import Identity

OPEN_RINGS: Final = 64
"""Opened rings that stay in memory (32 KB each)."""
SPENT: Final = "people-spent"
"""Beside the journal: which leased keys this workstation has given away. Written before one is given."""
_log: Final = logging.getLogger(__name__)
_decoder: Final = msgspec.msgpack.Decoder(RingKeys)
_spent_decoder: Final = msgspec.msgpack.Decoder(dict[int, int])


class PeopleKeys:
    """The keys of one data folder."""

    def __init__(self, folder: Path, who: Identity, key: Ed25519PrivateKey) -> None:
        """Open nothing yet; the private key is kept in the form that opens sealed boxes."""
        self._folder = folder
        self._who = who
        public = key.public_key().public_bytes_raw()
        self._public = crypto_sign_ed25519_pk_to_curve25519(public)
        self._secret = crypto_sign_ed25519_sk_to_curve25519(key.private_bytes_raw() + public)
        self._hub = Ed25519PublicKey.from_public_bytes(who.hub_key) if who.hub_key else None
        self._lock = threading.RLock()
        self._open: OrderedDict[int, RingKeys] = OrderedDict()
        self._missing: set[int] = set()
        self._stamps = people_files.stamps(folder)

    @classmethod
    def open(cls, folder: Path) -> PeopleKeys:
        """Open the keys of the data `folder`, for the till alone; `Refusal("identity.missing")` before enrolment."""
        return cls(folder, identity.read(folder), identity.signing_key(folder))

    def refresh(self) -> bool:
        """See what the daemon put in place since the last look (0.3 ms); tell whether anything moved."""
        now = people_files.stamps(self._folder)
        with self._lock:
            before, self._stamps = self._stamps, now
            for number in [ring for ring in self._open if now.get(ring) != before.get(ring)]:
                del self._open[number]
            self._missing.clear()
            return now != before

    def key(self, named: str) -> bytes | None:
        """Return the key that cipher text names; None when it was erased, or has not come yet."""
        place = place_of(named)
        if place is None:
            return None
        ring = self.ring(place[0])
        return None if ring is None else ring.key(place[1])

    @property
    def lookup_key(self) -> bytes | None:
        """The lookup keys for `sealing.phone_hash` and `card_hash`; None until they have come."""
        ring = self.ring(LOOKUP_RING)
        return ring.keys if ring is not None and len(ring.keys) == LOOKUP_BYTES else None

    def spare(self) -> tuple[str, bytes]:
        """Give a key that nobody has for a new member, with its id; it is never given again.

        Raises `Refusal("person.no_spare_key")` when the lease is used up and no other has come.
        """
        with self._lock:
            spent = self._spent()
            for ring in self._leased():
                for slot in range(max(ring.used, spent.get(ring.ring, 0)), ring.slots()):
                    key = ring.key(slot)
                    if key is not None:
                        self._spend(spent, ring.ring, slot)
                        return key_id(ring.ring, slot), key
        raise Refusal("person.no_spare_key")

    def note_used(self, named: str) -> None:
        """Note that an own entry already uses a key: the note of it was lost with the folder, say."""
        place = place_of(named)
        with self._lock:
            ring = None if place is None else self.ring(place[0])
            if place is not None and ring is not None and ring.leased_to == leaseholder(self._who.scope):
                spent = self._spent()
                if spent.get(place[0], 0) <= place[1]:
                    self._spend(spent, *place)

    def ring(self, number: int) -> RingKeys | None:
        """Return a ring opened; None when it is not there or not to be trusted."""
        with self._lock:
            found = self._open.get(number)
            if found is not None:
                self._open.move_to_end(number)
                return found
            if number in self._missing:
                return None
            sealed = people_files.read(self._folder, number)
            found = None if sealed is None else self._opened(sealed)
            if found is None:
                self._missing.add(number)
                return None
            self._open[number] = found
            while len(self._open) > OPEN_RINGS:
                self._open.popitem(last=False)
            return found

    @contextlib.contextmanager
    def all_open(self) -> Iterator[Callable[[str], bytes | None]]:
        """Give a quicker `key`, which keeps every ring meanwhile: the index reads people in no order of rings."""
        rings: dict[int, RingKeys | None] = {}

        def key(named: str) -> bytes | None:
            place = place_of(named)
            if place is None:
                return None
            number, slot = place
            if number not in rings:
                rings[number] = self.ring(number)
            ring = rings[number]
            return None if ring is None else ring.key(slot)

        yield key

    def stamps(self) -> dict[int, tuple[int, int]]:
        """Return for each ring that is there what changes when it is replaced."""
        return people_files.stamps(self._folder)

    def _leased(self) -> list[RingKeys]:
        mine = leaseholder(self._who.scope)
        opened = (self.ring(number) for number in people_files.rings(self._folder))
        return [ring for ring in opened if ring is not None and ring.leased_to == mine]

    def _opened(self, sealed: SealedRing) -> RingKeys | None:
        known = sealed.key_id == self._who.hub_key_id
        seal = ring_seal(self._who.scope, sealed)
        if self._hub is None or not known or not signed_by(self._hub, sealed.signature, seal):
            _log.warning("ring %d of people's keys is not the hub's for this workstation", sealed.ring)
            return None
        try:
            found = _decoder.decode(crypto_box_seal_open(sealed.sealed, self._public, self._secret))
        except (CryptoError, ValueError, TypeError, msgspec.DecodeError):
            _log.warning("ring %d of people's keys does not open with this workstation's key", sealed.ring)
            return None
        return found if (found.ring, found.version) == (sealed.ring, sealed.version) else None

    def _spent(self) -> dict[int, int]:
        try:
            return _spent_decoder.decode(self._spent_file().read_bytes())
        except (OSError, msgspec.DecodeError):
            return {}

    def _spend(self, spent: dict[int, int], ring: int, slot: int) -> None:
        spent[ring] = slot + 1
        self._spent_file().parent.mkdir(exist_ok=True)
        durable_files.put(self._spent_file(), msgspec.msgpack.encode(spent))

    def _spent_file(self) -> Path:
        return self._folder / journal_file.FOLDER / SPENT
