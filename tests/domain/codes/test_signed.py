"""A code of ours is believed only as it was made, by a key that may, here and now; each no says which it is."""

from __future__ import annotations

import time

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.codes import base45
from pos_app.domain.codes.signed import (
    CODES,
    PREFIX,
    WORKSTATION,
    CodeKind,
    SignedCode,
    key_mark,
    looks_signed,
    make,
    read,
)
from pos_app.domain.errors import Refusal
from pos_app.domain.signing import Signer
from pos_app.domain.store_rows import SigningKey
from pos_app.words import LANGUAGES, say

NOW_MS = 1_790_000_000_000
NOW_S = NOW_MS // 1_000
ORDER = "0190f3e2a1b27c3d8e4f5061728394a5"
HUB = Ed25519PrivateKey.from_private_bytes(b"h" * 32)
TILL = Ed25519PrivateKey.from_private_bytes(b"t" * 32)
STRANGER = Ed25519PrivateKey.from_private_bytes(b"x" * 32)


def trusted(private: Ed25519PrivateKey, purpose: str, valid_to_ms: int | None = None) -> SigningKey:
    public = private.public_key().public_bytes_raw()
    return SigningKey(f"{purpose}-{public.hex()[:4]}", public, purpose, valid_to_ms)


KEYS = (trusted(HUB, CODES), trusted(TILL, WORKSTATION), SigningKey("elder", b"e" * 32, "snapshots"))
PICKUP = SignedCode(CodeKind.PICKUP, ORDER, "S1", NOW_S + 3_600)


def refused(text: str, keys: tuple[SigningKey, ...] = KEYS, now_ms: int = NOW_MS, store: str = "S1") -> str:
    with pytest.raises(Refusal) as no:
        read(text, keys, now_ms, store)
    return no.value.message_id


codes = st.builds(
    SignedCode,
    st.sampled_from(CodeKind),
    st.one_of(
        st.uuids().map(lambda value: value.hex),
        st.text(st.characters(codec="ascii", categories=["L", "N", "P"]), min_size=1, max_size=64),
    ),
    st.sampled_from(["", "S1"]),
    st.sampled_from([0, NOW_S + 1]),
)


@given(codes)
def test_a_code_says_what_was_put_in(code: SignedCode) -> None:
    text = make(code, HUB)
    assert set(text) <= set(base45.ALPHABET)
    assert text == text.strip()
    assert read(text, KEYS, NOW_MS, "S1") == msgspec.structs.replace(code, key_id=KEYS[0].id)


def test_a_pickup_code_fits_a_small_picture() -> None:
    text = make(PICKUP, HUB)
    assert len(text) <= 154, "a QR code of version 6 at level M, 41 modules, holds 154 such characters"


@given(st.data())
def test_any_altered_character_is_refused(data: st.DataObject) -> None:
    text = make(PICKUP, HUB)
    at = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.characters().filter(lambda letter: letter.upper() != text[at]))
    with pytest.raises(Refusal):
        read(text[:at] + other + text[at + 1 :], KEYS, NOW_MS, "S1")


@given(st.integers(0, len(make(PICKUP, HUB)) - 1))
def test_a_code_that_was_cut_short_is_refused(length: int) -> None:
    assert refused(make(PICKUP, HUB)[:length]) in {"code.malformed", "code.altered"}


@given(st.one_of(st.text(max_size=600), st.text(base45.ALPHABET, max_size=400).map(PREFIX.__add__)))
def test_rubbish_is_refused_and_nothing_worse(text: str) -> None:
    with pytest.raises(Refusal):
        read(text, KEYS, NOW_MS, "S1")


@given(st.binary(max_size=120), st.sampled_from([HUB, TILL]))
def test_a_signed_payload_of_any_bytes_raises_nothing_but_a_refusal(payload: bytes, private: Ed25519PrivateKey) -> None:
    from pos_app.domain.codes import signed

    mark = key_mark(private.public_key().public_bytes_raw())
    body = payload[:1] + mark + payload[1:]
    sealed = body + private.sign(signed._SAID + body)
    try:
        code = read(PREFIX + base45.encode(sealed + signed._crc(sealed)), KEYS, NOW_MS, "S1")
    except Refusal:
        return
    assert make(code, private)


def test_a_misread_and_a_forgery_are_told_apart() -> None:
    text = make(PICKUP, HUB)
    assert refused(text[:40] + ("0" if text[40] != "0" else "1") + text[41:]) == "code.altered"
    forger = msgspec.structs.replace(PICKUP, subject="f" * 32)
    stolen = base45.decode(make(forger, HUB)[len(PREFIX) :])
    honest = base45.decode(text[len(PREFIX) :])
    from pos_app.domain.codes.signed import _crc

    sealed = stolen[:-66] + honest[-66:-2]
    assert refused(PREFIX + base45.encode(sealed + _crc(sealed))) == "code.forged"


def test_a_code_of_a_stranger_is_not_ours() -> None:
    assert refused(make(PICKUP, STRANGER)) == "code.unknown_key"


def test_a_workstation_signs_its_receipts_and_nothing_else() -> None:
    assert read(make(SignedCode(CodeKind.RECEIPT, ORDER), TILL), KEYS, NOW_MS, "S1").kind is CodeKind.RECEIPT
    for kind in set(CodeKind) - {CodeKind.RECEIPT}:
        assert refused(make(SignedCode(kind, ORDER), TILL)) == "code.forged"


def test_a_key_for_other_things_signs_no_codes() -> None:
    assert refused(make(PICKUP, HUB), (trusted(HUB, "snapshots"),)) == "code.unknown_key"


def test_an_expired_code_and_one_of_another_store_say_so() -> None:
    text = make(PICKUP, HUB)
    assert refused(text, store="S2") == "code.other_store"
    assert refused(text, now_ms=(NOW_S + 3_600) * 1_000) == "code.signed_expired"
    assert read(text, KEYS, (NOW_S + 3_600) * 1_000 - 1, "S1").subject == ORDER


def test_after_a_rotation_old_codes_hold_until_the_old_key_ends() -> None:
    keys = (trusted(HUB, CODES, NOW_MS + 1), trusted(STRANGER, CODES))
    assert read(make(PICKUP, HUB), keys, NOW_MS, "S1").key_id == keys[0].id
    assert read(make(PICKUP, STRANGER), keys, NOW_MS, "S1").key_id == keys[1].id
    assert refused(make(PICKUP, HUB), keys, NOW_MS + 1) == "code.retired_key"


def test_a_scanner_with_caps_lock_on_is_understood() -> None:
    assert read(make(PICKUP, HUB).lower(), KEYS, NOW_MS, "S1").subject == ORDER
    assert looks_signed(make(PICKUP, HUB).lower())


@pytest.mark.parametrize("text", ["4006381333931", "0195012345678903", "(01)95012345678903", "TILL-7", "4011", ""])
def test_no_item_code_looks_like_ours(text: str) -> None:
    assert not looks_signed(text)


@pytest.mark.parametrize("key", [Signer(HUB), HUB])
def test_what_cannot_be_written_is_not_half_written(key: Signer | Ed25519PrivateKey) -> None:
    for subject, scope, expires_s in [
        ("", "", 0),
        ("x" * 65, "", 0),
        ("a\nb", "", 0),
        ("a", "s" * 65, 0),
        ("a", "", -1),
    ]:
        with pytest.raises(ValueError, match=r"fit|long|plain"):
            make(SignedCode(CodeKind.COUPON, subject, scope, expires_s), key)


def test_checking_a_code_among_a_thousand_keys_takes_less_than_two_milliseconds() -> None:
    keys = (*(SigningKey(f"W{at}", at.to_bytes(32, "big"), WORKSTATION) for at in range(1_000)), *KEYS)
    text = make(PICKUP, HUB)
    read(text, keys, NOW_MS, "S1")
    taken: list[int] = []
    for _ in range(50):
        began = time.perf_counter_ns()
        read(text, keys, NOW_MS, "S1")
        taken.append(time.perf_counter_ns() - began)
    assert sorted(taken)[25] <= 2_000_000


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "no", ["malformed", "altered", "unknown_key", "forged", "retired_key", "other_store", "signed_expired"]
)
def test_each_no_has_its_sentence(language: str, no: str) -> None:
    assert say(language, f"code.{no}") != f"code.{no}"
