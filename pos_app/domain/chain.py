"""How a fact becomes an entry: exact bytes, hashed into a chain and signed, and how anyone checks it.

The bytes made here are kept, shipped and stored by the hub unchanged and never encoded again. The hash is SHA-256
over a domain tag, the header's length (4 bytes, big-endian), the header and the body; the signature is Ed25519
over the hash.
"""

from __future__ import annotations

import hashlib
from typing import Final, Protocol

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from pos_app.domain.entries import BODY_BYTES_MAX, SCHEMA, Body, kind_of
from pos_app.domain.errors import Refusal
from pos_app.domain.signing import signed_by
from pos_app.domain.stamp import Stamp

GENESIS: Final = bytes(32)
"""The previous hash of an epoch's first entry."""
_TAG: Final = b"pos-entry-1\x00"
HEADER_BYTES_MAX: Final = 1_000


class Signs(Protocol):
    """A private key that is ready to sign: `signing.Signer`, or a key of `cryptography`."""

    def sign(self, data: bytes, /) -> bytes:
        """Return the Ed25519 signature of `data`."""
        ...


class Scope(msgspec.Struct, frozen=True):
    """Whose journal it is: the first parts of every key in the system."""

    chain: str
    store: str
    workstation: str


class Header(msgspec.Struct, frozen=True, array_like=True):
    """Everything about an entry but what it says. `epoch` is a random positive 63-bit number, `seq` counts from 1."""

    chain: str
    store: str
    workstation: str
    epoch: int
    seq: int
    id: str
    kind: str
    schema: int
    stamp: Stamp
    business_day: str
    """ISO date."""
    previous: bytes


class Sealed(msgspec.Struct, frozen=True, array_like=True):
    """An entry as stored and shipped: the exact bytes, their hash, and the workstation's signature over it."""

    header: bytes
    body: bytes
    hash: bytes
    signature: bytes


class Place(msgspec.Struct, frozen=True):
    """Where the next entry goes: its epoch, its seq, and the hash it follows."""

    epoch: int
    seq: int
    previous: bytes


_encoder = msgspec.msgpack.Encoder()
_header_decoder = msgspec.msgpack.Decoder(Header)
_body_decoder: msgspec.msgpack.Decoder[Body] = msgspec.msgpack.Decoder(Body)


def digest(header: bytes, body: bytes) -> bytes:
    """Return the SHA-256 of an entry's exact bytes (32 bytes)."""
    return hashlib.sha256(b"".join((_TAG, len(header).to_bytes(4, "big"), header, body))).digest()


def seal(
    body: Body,
    *,
    scope: Scope,
    place: Place,
    entry_id: str,
    stamp: Stamp,
    business_day: str,
    key: Signs,
) -> Sealed:
    """Make the entry that says `body` at `place`, signed by the workstation's `key`."""
    header = _encoder.encode(
        Header(
            scope.chain,
            scope.store,
            scope.workstation,
            place.epoch,
            place.seq,
            entry_id,
            kind_of(body),
            SCHEMA,
            stamp,
            business_day,
            place.previous,
        )
    )
    said = _encoder.encode(body)
    if len(said) > BODY_BYTES_MAX:
        raise Refusal("journal.entry_too_large", bytes=len(said), limit=BODY_BYTES_MAX)
    hashed = digest(header, said)
    return Sealed(header, said, hashed, key.sign(hashed))


def open_header(sealed: Sealed) -> Header:
    """Decode the header; raises `msgspec.DecodeError` when the bytes are not one."""
    return read_header(sealed.header)


def read_header(header: bytes) -> Header:
    """Decode a header's bytes; raises `msgspec.DecodeError` when they are not one."""
    try:
        return _header_decoder.decode(header)
    except UnicodeDecodeError as error:  # msgspec lets this one through
        raise msgspec.DecodeError(str(error)) from error


def open_body(body: bytes) -> Body:
    """Decode a body; raises `msgspec.DecodeError` for an unknown kind or shape."""
    try:
        return _body_decoder.decode(body)
    except UnicodeDecodeError as error:
        raise msgspec.DecodeError(str(error)) from error


def holds(sealed: Sealed, public: Ed25519PublicKey) -> bool:
    """Tell whether the hash and the signature of `sealed` hold under the workstation's public key."""
    if len(sealed.header) > HEADER_BYTES_MAX or len(sealed.body) > BODY_BYTES_MAX:
        return False
    if digest(sealed.header, sealed.body) != sealed.hash:
        return False
    return signed_by(public, sealed.signature, sealed.hash)
