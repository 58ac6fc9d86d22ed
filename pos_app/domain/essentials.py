"""What a till needs when its cache is gone and the hub out of reach: the store, people, departments, taxes, code keys.

The hub seals them with its key and publishes the sealed copy as the one row of the stream `essentials` of each
store; the daemon keeps that copy beside the journal, and the till believes it because the signature holds.
"""

from __future__ import annotations

from typing import Final

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from pos_app.domain.errors import Refusal
from pos_app.domain.product import Department
from pos_app.domain.store_rows import Operator, SigningKey, StoreInfo
from pos_app.domain.tax import TaxTable

STREAM: Final = "essentials"
"""Level store, key: the store's id, body: the msgpack of `SignedEssentials`."""
BYTES_MAX: Final = 4_000_000
"""No sealed copy may be larger: some 10,000 operators."""
_TAG: Final = b"pos-essentials-1\x00"


class Essentials(msgspec.Struct, frozen=True, omit_defaults=True):
    """The rows themselves, store level before chain level where both exist.

    `version` rises with each sealing; the hub takes the position under which it publishes the row, or any other
    number that only rises. `tax_version` is the version of the store's tax row.
    """

    chain: str
    version: int
    store: StoreInfo
    operators: tuple[Operator, ...] = ()
    departments: tuple[Department, ...] = ()
    tax: TaxTable | None = None
    tax_version: int = 0
    keys: tuple[SigningKey, ...] = ()
    """The hub's keys for codes, ended ones among them: a forged code is told from a good one without the cache too."""


class SignedEssentials(msgspec.Struct, frozen=True, array_like=True):
    """The exact bytes of `Essentials` as the hub signed them."""

    body: bytes
    key_id: str
    signature: bytes


_encoder = msgspec.msgpack.Encoder(order="deterministic")
_decoder = msgspec.msgpack.Decoder(Essentials)
_signed_decoder = msgspec.msgpack.Decoder(SignedEssentials)


def seal(essentials: Essentials, key_id: str, key: Ed25519PrivateKey) -> SignedEssentials:
    """Sign `essentials` with the hub's key."""
    body = _encoder.encode(essentials)
    if len(body) > BYTES_MAX:
        raise Refusal("essentials.too_large", bytes=len(body), limit=BYTES_MAX)
    return SignedEssentials(body, key_id, key.sign(_TAG + body))


def opened(signed: SignedEssentials, public: Ed25519PublicKey) -> Essentials:
    """Return what the hub signed; raises `Refusal("essentials.not_the_hubs")` for anything else."""
    try:
        public.verify(signed.signature, _TAG + signed.body)
        return _decoder.decode(signed.body)
    except (InvalidSignature, msgspec.DecodeError) as error:
        raise Refusal("essentials.not_the_hubs") from error


def packed(signed: SignedEssentials) -> bytes:
    """Return the bytes of the row's body, and of the file beside the journal."""
    return _encoder.encode(signed)


def unpacked(data: bytes) -> SignedEssentials:
    """Read `packed` bytes back; raises `Refusal("essentials.not_the_hubs")` for anything else."""
    try:
        return _signed_decoder.decode(data)
    except msgspec.DecodeError as error:
        raise Refusal("essentials.not_the_hubs") from error
