"""A person's fields under that person's own key, and the keyed hashes by which phone and card are found.

Till and hub call it; keys, nonces and the lookup keys are passed in. Once a key is deleted everywhere, what was sealed
under it is noise: that is how a person is erased while journals, whose hashes cover the cipher text, stay whole. A
hash must become noise too, or an old copy could be tried with a known phone: so there are many lookup keys, a phone or
card falls to one of them, and an erasure replaces the one or two of its person (`replaced_lookup`).
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Final

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from pos_app.domain.entries_members import PersonalFields
from pos_app.domain.errors import Refusal
from pos_app.domain.people import PersonFields
from pos_app.domain.phones import masked_card, masked_name, masked_phone, phone_number

__all__ = [
    "KEY_BYTES",
    "LOOKUP_BYTES",
    "NONCE_BYTES",
    "card_hash",
    "lookup_buckets",
    "masked_card",
    "masked_name",
    "masked_phone",
    "open_person",
    "phone_hash",
    "phone_number",
    "replaced_lookup",
    "seal_person",
]

KEY_BYTES: Final = 32
"""AES-256, one key for each person."""
NONCE_BYTES: Final = 12
"""Chance, never the same twice under one key (NIST SP 800-38D, 8.2.2: far below 2**32 seals for each key)."""
HASH_BYTES: Final = 16
LOOKUP_BUCKETS: Final = 4_096
"""An erasure makes the hub hash again those who share a lookup key: about 50 phones of 200,000."""
LOOKUP_KEY_BYTES: Final = 16
LOOKUP_BYTES: Final = KEY_BYTES + LOOKUP_BUCKETS * LOOKUP_KEY_BYTES
"""The lookup keys in one piece: first the key that tells which of the others a phone or card falls to."""
NAME_LENGTH_MAX: Final = 100
CARD_LENGTH_MAX: Final = 64
CIPHER_BYTES_MAX: Final = 1_024
PADDED_TO: Final = 32
"""Plain bytes are filled up to a multiple of this: the length of the cipher text says little of the name's."""
_FORM: Final = b"\x01"
"""First byte of every cipher text: nonce and AES-GCM follow, the tag last."""
_TAG_BYTES: Final = 16
_BOUND: Final = b"pos-person-1\x00"
_PHONE: Final = b"phone\x00"
_CARD: Final = b"card\x00"
_decoder: Final = msgspec.msgpack.Decoder(tuple[str, str, str])


def seal_person(fields: PersonFields, key_id: str, key: bytes, nonce: bytes) -> PersonalFields:
    """Return `fields` under `key` (32 bytes) with a fresh `nonce` (12 bytes of chance), bound to `key_id`.

    Raises `Refusal("person.too_long")` when a field is longer than any real one.
    """
    if len(key) != KEY_BYTES or len(nonce) != NONCE_BYTES:
        raise ValueError("a person's key takes 32 bytes, a nonce 12")
    if len(fields.name) > NAME_LENGTH_MAX or max(len(fields.phone), len(fields.card)) > CARD_LENGTH_MAX:
        raise Refusal("person.too_long")
    plain = msgspec.msgpack.encode((fields.name, fields.phone, fields.card))
    filled = len(plain).to_bytes(2, "big") + plain
    filled += bytes(-len(filled) % PADDED_TO)
    sealed = AESGCM(key).encrypt(nonce, filled, _BOUND + key_id.encode())
    return PersonalFields(key_id, _FORM + nonce + sealed)


def open_person(personal: PersonalFields, key: bytes | None) -> PersonFields:
    """Return the fields; `key` is what is kept under `personal.key_id`.

    Raises `Refusal`: person.erased when there is no such key any more, person.unreadable when the cipher text is not
    this key's and this key id's.
    """
    if key is None:
        raise Refusal("person.erased")
    cipher = personal.cipher
    start = len(_FORM) + NONCE_BYTES
    if cipher[:1] != _FORM or not start + _TAG_BYTES < len(cipher) <= CIPHER_BYTES_MAX or len(key) != KEY_BYTES:
        raise Refusal("person.unreadable")
    try:
        filled = AESGCM(key).decrypt(cipher[1:start], cipher[start:], _BOUND + personal.key_id.encode())
        name, phone, card = _decoder.decode(filled[2 : 2 + int.from_bytes(filled[:2], "big")])
    except (InvalidTag, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Refusal("person.unreadable") from error
    return PersonFields(name, phone, card)


def phone_hash(lookup: bytes, phone: str) -> bytes:
    """Return the keyed hash (16 bytes) of a phone in the normal form of `phone_number`; of none, nothing."""
    return _keyed(lookup, _PHONE + phone.encode()) if phone else b""


def card_hash(lookup: bytes, card: str) -> bytes:
    """Return the keyed hash (16 bytes) of a card's number as its barcode reads; of none, nothing."""
    plain = card.strip()
    return _keyed(lookup, _CARD + plain.encode()) if plain else b""


def lookup_buckets(lookup: bytes, fields: PersonFields) -> frozenset[int]:
    """Return which lookup keys (0 to `LOOKUP_BUCKETS` - 1) the phone and the card of a person fall to."""
    said = [_PHONE + fields.phone.encode()] if fields.phone else []
    said += [_CARD + fields.card.strip().encode()] if fields.card.strip() else []
    return frozenset(_bucket(lookup, each) for each in said)


def replaced_lookup(lookup: bytes, bucket: int, fresh: bytes) -> bytes:
    """Return the lookup keys with `fresh` (16 bytes of chance) in place of one: what it hashed is noise then."""
    if len(fresh) != LOOKUP_KEY_BYTES or not 0 <= bucket < LOOKUP_BUCKETS:
        raise ValueError("a lookup key takes 16 bytes and stands among the others")
    start = KEY_BYTES + bucket * LOOKUP_KEY_BYTES
    return lookup[:start] + fresh + lookup[start + LOOKUP_KEY_BYTES :]


def _bucket(lookup: bytes, said: bytes) -> int:
    if len(lookup) != LOOKUP_BYTES:
        raise ValueError("the lookup keys are not whole")
    return int.from_bytes(hmac.digest(lookup[:KEY_BYTES], said, hashlib.sha256)[:4], "big") % LOOKUP_BUCKETS


def _keyed(lookup: bytes, said: bytes) -> bytes:
    start = KEY_BYTES + _bucket(lookup, said) * LOOKUP_KEY_BYTES
    return hmac.digest(lookup[start : start + LOOKUP_KEY_BYTES], said, hashlib.sha256)[:HASH_BYTES]
