"""The hub's keys for codes, and the codes that it issues: pickup, member, coupon, gift card, badge.

Private halves lie in the hub's folder (`code-keys/`, mode 0600), public ones in the stream `key` of the chain, where
every till finds them. One key signs: the newest without an end whose private half is here. After `rotate` the old one
verifies until its `valid_to_ms`. Workstations' own public keys are published here too: they sign receipt codes.
"""

from __future__ import annotations

import hashlib
import secrets
from pathlib import Path
from typing import Final

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, select

from pos_app.domain.chain import Scope
from pos_app.domain.codes.signed import CODES, WORKSTATION, SignedCode, make
from pos_app.domain.feed import Level
from pos_app.domain.signing import Signer
from pos_app.domain.store_rows import SigningKey
from sync.hub.keys import kept
from sync.hub.publish import Row, write
from sync.hub.tables import CHAIN_STORE, credential, feed_row, store, workstation

FOLDER: Final = "code-keys"
STREAM: Final = "key"
OVERLAP_DAYS: Final = 365
"""So long an old key verifies after a rotation, unless told otherwise: a member's card is used a year later."""
_ID_DIGITS: Final = 16
_DAY_MS: Final = 86_400_000
_SEED_BYTES: Final = 32


class CodeKeys:
    """The private keys in the hub's `folder`; each is read once."""

    def __init__(self, folder: Path) -> None:
        """Read nothing yet."""
        self._folder = folder / FOLDER
        self._signers: dict[str, Signer] = {}

    def signer(self, key_id: str) -> Signer | None:
        """Return the private half of a key; None when another hub has it."""
        if key_id not in self._signers:
            try:
                seed = (self._folder / key_id).read_bytes()
            except FileNotFoundError:
                return None
            self._signers[key_id] = Signer(Ed25519PrivateKey.from_private_bytes(seed))
        return self._signers[key_id]

    def new(self) -> SigningKey:
        """Make a key and keep its private half; it counts once its row is published."""
        seed = secrets.token_bytes(_SEED_BYTES)
        public = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
        key_id = hashlib.sha256(public).hexdigest()[:_ID_DIGITS]
        kept(self._folder / key_id, lambda: seed)
        return SigningKey(key_id, public, CODES)


def published(tx: Connection, chain: str) -> list[SigningKey]:
    """Return every key that the chain's tills know, the one published last at the end."""
    r = feed_row
    here = (r.c.chain == chain) & (r.c.store == CHAIN_STORE) & (r.c.stream == STREAM) & r.c.deleted.is_(False)
    bodies = tx.execute(select(r.c.body).where(here).order_by(r.c.position)).scalars()
    return [msgspec.msgpack.decode(body, type=SigningKey) for body in bodies]


def current(tx: Connection, keys: CodeKeys, chain: str) -> SigningKey:
    """Return the key that signs now; the first one is made and published here."""
    for key in reversed(published(tx, chain)):
        if key.purpose == CODES and key.valid_to_ms is None and keys.signer(key.id) is not None:
            return key
    fresh = keys.new()
    _publish(tx, chain, fresh)
    return fresh


def rotate(tx: Connection, keys: CodeKeys, chain: str, now_ms: int, overlap_days: int = OVERLAP_DAYS) -> SigningKey:
    """Publish a new key that signs from now on; those that signed verify for `overlap_days` more."""
    ends_ms = now_ms + max(0, overlap_days) * _DAY_MS
    for key in published(tx, chain):
        if key.purpose == CODES and (key.valid_to_ms is None or key.valid_to_ms > ends_ms):
            _publish(tx, chain, msgspec.structs.replace(key, valid_to_ms=ends_ms))
    fresh = keys.new()
    _publish(tx, chain, fresh)
    return fresh


def issue(tx: Connection, keys: CodeKeys, chain: str, code: SignedCode) -> str:
    """Return `code` signed with the key of now, as text for a QR; `ValueError` as `signed.make`."""
    signer = keys.signer(current(tx, keys, chain).id)
    assert signer is not None
    return make(code, signer)


def publish_workstation(tx: Connection, scope: Scope, public: bytes, valid_to_ms: int | None = None) -> None:
    """Let every till of the chain check the receipt codes of a workstation, until it was revoked."""
    key = SigningKey(f"{scope.store}-{scope.workstation}", public, WORKSTATION, valid_to_ms)
    _publish(tx, scope.chain, key)


def publish_all(tx: Connection, keys: CodeKeys) -> None:
    """Publish what an older hub has not: a key for codes in each chain, and every workstation's; safe to repeat."""
    for chain in tx.execute(select(store.c.chain).distinct()).scalars().all():
        current(tx, keys, chain)
    w, k = workstation, credential
    same = (k.c.chain == w.c.chain) & (k.c.store == w.c.store) & (k.c.workstation == w.c.workstation)
    asked = select(w.c.chain, w.c.store, w.c.workstation, w.c.public_key).join(k, same)
    for chain, at, name, public in tx.execute(asked.where(k.c.revoked_ms.is_(None)).distinct()).all():
        publish_workstation(tx, Scope(chain, at, name), public)


def _publish(tx: Connection, chain: str, key: SigningKey) -> None:
    write(tx, chain, [Row(Level.CHAIN, None, STREAM, key.id, key)])
