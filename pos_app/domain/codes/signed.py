"""Codes that we issue: pickup, member, coupon, gift card, receipt, staff badge; checked with the network gone.

The hub makes them with its keys of purpose `codes`, a workstation its own receipt codes with its own key; any till
checks them against the stream `key`. A code is `PREFIX` and the base45 of payload, signature (64 bytes) and CRC-16
(2 bytes). The payload: version and kind (1 byte), key mark (4), expiry in seconds since 1970 (4, 0 for none), scope
(length and text), subject (length and text, or 0 and 16 bytes of an id), and a zero byte where the length is odd, so
that the text never ends in a blank. docs/decisions/0070-codes-we-issue.md has the reasons.
"""

from __future__ import annotations

import binascii
import enum
import functools
import hashlib
import re
from collections.abc import Iterable
from typing import Final

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from pos_app.domain.codes import base45
from pos_app.domain.errors import Refusal
from pos_app.domain.signing import SIGNATURE_BYTES, Signer, signed_by
from pos_app.domain.store_rows import SigningKey

PREFIX: Final = "TILLC1"
"""Letters that lie on the same key of every Latin keyboard; no item number, GS1 element or PLU begins so."""
CODES: Final = "codes"
"""Purpose of the hub's keys that sign every kind of code."""
WORKSTATION: Final = "workstation"
"""Purpose of a workstation's key: it may sign receipt codes and nothing else."""
SUBJECT_BYTES_MAX: Final = 64
SCOPE_BYTES_MAX: Final = 64
TEXT_LENGTH_MAX: Final = 512
"""Characters that `read` looks at; the longest code that `make` writes has 324."""

_VERSION: Final = 1
_MARK_BYTES: Final = 4
_EXPIRY_BYTES: Final = 4
_CRC_BYTES: Final = 2
_SAID: Final = b"pos code 1\0"
"""Goes before the payload into the signature: an entry's signature can never stand for a code's."""
_ID: Final = re.compile(r"[0-9a-f]{32}")
_ID_BYTES: Final = 16
_SECOND_MS: Final = 1_000


class CodeKind(enum.StrEnum):
    """What a code is for. The order is that of the numbers in the payload; new ones are added at the end."""

    PICKUP = "pickup"
    MEMBER = "member"
    COUPON = "coupon"
    GIFT_CARD = "gift_card"
    RECEIPT = "receipt"
    BADGE = "badge"


_KINDS: Final = tuple(CodeKind)


class SignedCode(msgspec.Struct, frozen=True):
    """What a code says. `subject` is the order, member, sale, ... that it is for."""

    kind: CodeKind
    subject: str
    scope_store: str = ""
    """The store where it holds; empty for the whole chain."""
    expires_s: int = 0
    """Seconds since 1970 from which it holds no more; 0 for never."""
    key_id: str = ""
    """The key that signed it, by `SigningKey.id`; filled by `read`."""


def make(code: SignedCode, private: Signer | Ed25519PrivateKey) -> str:
    """Write and sign a code: characters of QR's alphanumeric mode alone, never a blank at the end.

    `ValueError` when the subject or scope is empty, too long or not plain text, or the expiry out of range.
    """
    signer = private if isinstance(private, Signer) else Signer(private)
    payload = _payload(code, key_mark(signer.public.public_bytes_raw()))
    sealed = payload + signer.sign(_SAID + payload)
    return PREFIX + base45.encode(sealed + _crc(sealed))


def looks_signed(text: str) -> bool:
    """Tell whether `text` (without a symbology identifier) claims to be a code of ours."""
    return text[: len(PREFIX)].upper() == PREFIX


def read(text: str, keys: Iterable[SigningKey], now_ms: int, store: str) -> SignedCode:
    """Check a code and return what it says; `now_ms` is wall time, `store` the store that asks.

    Raises `Refusal`: `code.malformed` (no code of ours, or cut short), `code.altered` (misread or changed),
    `code.unknown_key`, `code.forged` (the signature is not the key's, or the key may not sign this kind),
    `code.retired_key`, `code.other_store`, `code.signed_expired`; judged in this order.
    """
    payload, signature = _opened(text)
    kind, mark, expires_s, scope, subject = _fields(payload)
    named = [key for key in keys if key.purpose in {CODES, WORKSTATION} and key_mark(key.public) == mark]
    if not named:
        raise Refusal("code.unknown_key")
    signers = [key for key in named if _may_sign(key, kind) and _signed(key, signature, payload)]
    if not signers:
        raise Refusal("code.forged")
    key = max(signers, key=_holds_until)
    if _holds_until(key) <= now_ms:
        raise Refusal("code.retired_key")
    if scope not in {"", store}:
        raise Refusal("code.other_store", store=scope)
    if expires_s and expires_s * _SECOND_MS <= now_ms:
        raise Refusal("code.signed_expired", expired_ms=expires_s * _SECOND_MS)
    return SignedCode(kind, subject, scope, expires_s, key.id)


@functools.lru_cache(maxsize=8_192)
def key_mark(public: bytes) -> bytes:
    """Return the four bytes by which a code names its key; two keys with one mark are both tried."""
    return hashlib.sha256(public).digest()[:_MARK_BYTES]


def _may_sign(key: SigningKey, kind: CodeKind) -> bool:
    return key.purpose == CODES or kind is CodeKind.RECEIPT


def _signed(key: SigningKey, signature: bytes, payload: bytes) -> bool:
    try:
        public = Ed25519PublicKey.from_public_bytes(key.public)
    except ValueError:
        return False
    return signed_by(public, signature, _SAID + payload)


def _holds_until(key: SigningKey) -> float:
    return float("inf") if key.valid_to_ms is None else key.valid_to_ms


def _crc(sealed: bytes) -> bytes:
    return binascii.crc_hqx(sealed, 0).to_bytes(_CRC_BYTES, "big")


def _payload(code: SignedCode, mark: bytes) -> bytes:
    if not 0 <= code.expires_s < 256**_EXPIRY_BYTES:
        raise ValueError("the expiry does not fit")
    scope, subject = code.scope_store.encode(), code.subject.encode()
    if len(scope) > SCOPE_BYTES_MAX or not 0 < len(subject) <= SUBJECT_BYTES_MAX:
        raise ValueError("scope or subject is too long, or the subject empty")
    if not (code.scope_store + code.subject).isprintable():
        raise ValueError("scope and subject are plain text")
    is_id = _ID.fullmatch(code.subject) is not None
    parts = (
        bytes([_VERSION << 4 | _KINDS.index(code.kind) + 1]), mark, code.expires_s.to_bytes(_EXPIRY_BYTES, "big"),
        bytes([len(scope)]), scope,
        b"\0" + bytes.fromhex(code.subject) if is_id else bytes([len(subject)]) + subject,
    )  # fmt: skip
    payload = b"".join(parts)
    return payload + b"\0" * (len(payload) % 2)


def _opened(text: str) -> tuple[bytes, bytes]:
    """Return payload and signature of a text whose checksum holds."""
    if len(text) > TEXT_LENGTH_MAX or not text.isascii() or not looks_signed(text):
        raise Refusal("code.malformed")
    try:
        # A wedge with Caps Lock on sends lower case.
        sealed = base45.decode(text[len(PREFIX) :].upper())
    except ValueError:
        raise Refusal("code.malformed") from None
    body, crc = sealed[:-_CRC_BYTES], sealed[-_CRC_BYTES:]
    if len(body) <= SIGNATURE_BYTES:
        raise Refusal("code.malformed")
    if _crc(body) != crc:
        raise Refusal("code.altered")
    return body[:-SIGNATURE_BYTES], body[-SIGNATURE_BYTES:]


def _fields(payload: bytes) -> tuple[CodeKind, bytes, int, str, str]:
    """Take a payload apart; only the one way in which `make` writes it is read."""
    fixed = 1 + _MARK_BYTES + _EXPIRY_BYTES
    version, number = divmod(payload[0], 16)
    if version != _VERSION or not 1 <= number <= len(_KINDS):
        raise Refusal("code.malformed")
    mark = payload[1 : 1 + _MARK_BYTES]
    expires_s = int.from_bytes(payload[1 + _MARK_BYTES : fixed], "big")
    try:
        scope, at = _text(payload, fixed)
        subject, _ = _text(payload, at)
        code = SignedCode(_KINDS[number - 1], subject, scope, expires_s)
        if _payload(code, mark) != payload:
            raise Refusal("code.malformed")
    except (ValueError, IndexError):
        raise Refusal("code.malformed") from None
    return code.kind, mark, expires_s, scope, subject


def _text(payload: bytes, at: int) -> tuple[str, int]:
    """Return the text at `at` and where it ends; a length of 0 after the scope is an id of 16 bytes."""
    length, start = payload[at], at + 1
    if length == 0 and at > 1 + _MARK_BYTES + _EXPIRY_BYTES:
        return payload[start : start + _ID_BYTES].hex(), start + _ID_BYTES
    return payload[start : start + length].decode(), start + length
