"""A person's fields under that person's own key, and the keyed hashes by which phone and card are found.

Till and hub call it; keys, nonces and the lookup key are passed in. Once a key is deleted everywhere, what was sealed
under it is noise: that is how a person is erased while journals, whose hashes cover the cipher text, stay whole.
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
    "NONCE_BYTES",
    "card_hash",
    "masked_card",
    "masked_name",
    "masked_phone",
    "open_person",
    "phone_hash",
    "phone_number",
    "seal_person",
]

KEY_BYTES: Final = 32
"""AES-256, one key for each person."""
NONCE_BYTES: Final = 12
"""Chance, never the same twice under one key (NIST SP 800-38D, 8.2.2: far below 2**32 seals for each key)."""
HASH_BYTES: Final = 16
NAME_LENGTH_MAX: Final = 100
CARD_LENGTH_MAX: Final = 64
CIPHER_BYTES_MAX: Final = 1_024
PADDED_TO: Final = 32
"""Plain bytes are filled up to a multiple of this: the length of the cipher text says little of the name's."""
_FORM: Final = b"\x01"
"""First byte of every cipher text: nonce and AES-GCM follow, the tag last."""
_TAG_BYTES: Final = 16
_BOUND: Final = b"pos-person-1\x00"
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


def phone_hash(lookup_key: bytes, phone: str) -> bytes:
    """Return the keyed hash (16 bytes) of a phone in the normal form of `phone_number`; of none, nothing."""
    return _keyed(lookup_key, b"phone", phone)


def card_hash(lookup_key: bytes, card: str) -> bytes:
    """Return the keyed hash (16 bytes) of a card's number as its barcode reads; of none, nothing."""
    return _keyed(lookup_key, b"card", card.strip())


def _keyed(lookup_key: bytes, what: bytes, text: str) -> bytes:
    if len(lookup_key) != KEY_BYTES:
        raise ValueError("the lookup key takes 32 bytes")
    if not text:
        return b""
    return hmac.digest(lookup_key, what + b"\x00" + text.encode(), hashlib.sha256)[:HASH_BYTES]
