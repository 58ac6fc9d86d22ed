"""People's keys as they travel and lie at a till: rings of about 1,000, each sealed to one workstation's own key.

The hub makes a ring's keys all at once and before they are needed, so that a till has a person's key when the row
comes. Erasing a person blanks one key and raises the ring's version; the feed says which version is the newest
(`KeyRing`), the daemon fetches it (`SealedRing`) and cannot open it, the till opens it (`RingKeys`). Ring 0 holds the
lookup keys of `sealing`.
"""

from __future__ import annotations

import hashlib
import re
from typing import Final

import msgspec

from pos_app.domain.chain import Scope
from pos_app.domain.sealing import KEY_BYTES

STREAM: Final = "key_ring"
LOOKUP_RING: Final = 0
RING_KEYS: Final = 1_000
LEASE_KEYS: Final = 100
"""Keys of a ring that is leased to one workstation, so that it can enrol with the network gone."""
BLANK: Final = bytes(KEY_BYTES)
"""Stands where a key was: its person is erased."""
SEALED_BYTES_MAX: Final = 200_000
_KEY_ID: Final = re.compile(r"([1-9][0-9]{0,8})-(0|[1-9][0-9]{0,4})")


class KeyRing(msgspec.Struct, frozen=True, omit_defaults=True):
    """A row of the stream `key_ring` (level chain, key: the ring's number): which version is the newest."""

    ring: int
    version: int
    leased_to: str = ""
    """"store/workstation" that alone may give these keys to new members."""


class RingKeys(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is sealed: the keys one after the other, 32 bytes each; a blank one is 32 noughts."""

    ring: int
    version: int
    keys: bytes
    leased_to: str = ""
    used: int = 0
    """Of a leased ring: the hub has seen keys below this slot in use."""

    def key(self, slot: int) -> bytes | None:
        """Return the key at `slot`; None when it was erased or there never was one."""
        found = self.keys[slot * KEY_BYTES : (slot + 1) * KEY_BYTES]
        return found if len(found) == KEY_BYTES and found != BLANK else None

    def slots(self) -> int:
        """Return how many keys there are, blank ones included."""
        return len(self.keys) // KEY_BYTES


class SealedRing(msgspec.Struct, frozen=True, omit_defaults=True):
    """A ring for one workstation: `sealed` is a libsodium sealed box to the X25519 form of its Ed25519 key."""

    ring: int
    version: int
    sealed: bytes
    key_id: str
    signature: bytes
    """Ed25519 by the hub over `ring_seal`: a sealed box alone says nothing of its maker."""


def ring_seal(scope: Scope, ring: SealedRing) -> bytes:
    """Return the bytes that the hub signs for a ring: for whom, which, and what is in the box."""
    said = (scope.chain, scope.store, scope.workstation, ring.ring, ring.version, ring.sealed)
    return b"pos-ring-1\x00" + hashlib.sha256(msgspec.msgpack.encode(said)).digest()


def key_id(ring: int, slot: int) -> str:
    """Return the id by which cipher text names its key: "12-407"."""
    return f"{ring}-{slot}"


def place_of(named: str) -> tuple[int, int] | None:
    """Return ring and slot of a key id; None for what is no key id."""
    found = _KEY_ID.fullmatch(named)
    return (int(found[1]), int(found[2])) if found else None


def leaseholder(scope: Scope) -> str:
    """Return how a lease names a workstation."""
    return f"{scope.store}/{scope.workstation}"
