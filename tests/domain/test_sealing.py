"""A person's fields: sealed to one person, readable with one key, found by keyed hashes of one normal form."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.errors import Refusal
from pos_app.domain.people import PersonFields
from pos_app.domain.sealing import (
    LOOKUP_BYTES,
    card_hash,
    lookup_buckets,
    masked_card,
    masked_name,
    masked_phone,
    open_person,
    phone_hash,
    phone_number,
    replaced_lookup,
    seal_person,
)

KEY, OTHER = bytes(range(32)), bytes(range(1, 33))
NONCE = bytes(12)
LOOKUP, LOOKUP_2 = (bytes((start + n * n) % 251 for n in range(LOOKUP_BYTES)) for start in (0, 1))
WHO = PersonFields("Lin Example", "+8613800000046", "2900000000018")


@given(st.text(max_size=100), st.text(max_size=40), st.text(max_size=40), st.binary(min_size=12, max_size=12))
def test_what_was_sealed_is_read_with_its_key(name: str, phone: str, card: str, nonce: bytes) -> None:
    fields = PersonFields(name, phone, card)
    try:
        sealed = seal_person(fields, "r1-1", KEY, nonce)
    except UnicodeEncodeError:
        return  # half a surrogate pair is no text
    assert open_person(sealed, KEY) == fields


def test_a_deleted_key_leaves_noise() -> None:
    sealed = seal_person(WHO, "r1-1", KEY, NONCE)
    with pytest.raises(Refusal, match=r"person\.erased"):
        open_person(sealed, None)
    assert b"Lin" not in sealed.cipher


def test_cipher_text_is_bound_to_key_and_key_id() -> None:
    sealed = seal_person(WHO, "r1-1", KEY, NONCE)
    swapped = msgspec.structs.replace(sealed, key_id="r1-2")
    for personal, key in ((sealed, OTHER), (swapped, KEY), (sealed, KEY[:16])):
        with pytest.raises(Refusal, match=r"person\.unreadable"):
            open_person(personal, key)


@given(st.integers(0, 200), st.integers(0, 255))
def test_a_changed_or_cut_cipher_text_is_refused(at: int, by: int) -> None:
    sealed = seal_person(WHO, "r1-1", KEY, NONCE)
    at %= len(sealed.cipher)
    cut = sealed.cipher[:at]
    changed = cut + bytes([sealed.cipher[at] ^ (by or 1)]) + sealed.cipher[at + 1 :]
    for cipher in (cut, changed, sealed.cipher + b"\x00", cut * 400):
        with pytest.raises(Refusal, match=r"person\.unreadable"):
            open_person(msgspec.structs.replace(sealed, cipher=cipher), KEY)


def test_names_of_like_length_look_alike() -> None:
    lengths = {len(seal_person(PersonFields("x" * n), "k", KEY, NONCE).cipher) for n in range(1, 20)}
    assert len(lengths) == 1


def test_a_field_beyond_every_real_one_is_refused() -> None:
    for fields in (PersonFields("n" * 101), PersonFields("n", "1" * 65), PersonFields("n", "", "1" * 65)):
        with pytest.raises(Refusal, match=r"person\.too_long"):
            seal_person(fields, "k", KEY, NONCE)


@pytest.mark.parametrize(
    ("typed", "country", "normal"),
    [
        ("138 0000 0046", "CN", "+8613800000046"),
        ("+86-138-0000-0046", "GB", "+8613800000046"),
        ("0086 13800000046", "", "+8613800000046"),
        ("\uff11\uff13\uff18\uff10\uff10\uff10\uff10\uff10\uff10\uff14\uff16", "cn", "+8613800000046"),
        ("010 5550 1234", "CN", "+861055501234"),
        ("07700 900123", "GB", "+447700900123"),
        ("(020) 7946-0000", "GB", "+442079460000"),
        ("1 (202) 555-0123", "US", "+12025550123"),
        ("06 12 34 56 78", "FR", "+33612345678"),
        ("06 1234567", "IT", "+39061234567"),
        ("\u0660\u0665\u0660\u0660\u0660\u0660\u0660\u0660\u0660", "SA", "+96650000000"),
    ],
)
def test_one_phone_has_one_form(typed: str, country: str, normal: str) -> None:
    assert phone_number(typed, country) == normal
    assert phone_number(normal, "") == normal


@pytest.mark.parametrize("typed", ["", "+", "abc", "12", "138000000461111111", "+0138", "1" * 60, "1+3800000046", "²³"])
def test_what_is_no_phone_is_refused_without_repeating_it(typed: str) -> None:
    with pytest.raises(Refusal, match=r"^person\.phone_unreadable$"):
        phone_number(typed, "CN")


def test_a_home_number_needs_to_know_its_home() -> None:
    with pytest.raises(Refusal):
        phone_number("13800000046", "")


def test_hashes_are_keyed_and_tell_phone_from_card() -> None:
    number = "+8613800000046"
    assert phone_hash(LOOKUP, number) == phone_hash(LOOKUP, number)
    assert len({phone_hash(LOOKUP, number), phone_hash(LOOKUP_2, number), card_hash(LOOKUP, number)}) == 3
    assert phone_hash(LOOKUP, "") == card_hash(LOOKUP, "") == b""
    with pytest.raises(ValueError, match="whole"):
        phone_hash(KEY, number)


def test_after_a_lookup_key_is_replaced_an_old_hash_fits_no_phone_of_its_bucket() -> None:
    before = phone_hash(LOOKUP, WHO.phone), card_hash(LOOKUP, WHO.card)
    after = LOOKUP
    for bucket in lookup_buckets(LOOKUP, WHO):
        after = replaced_lookup(after, bucket, bytes(range(100, 116)))
    assert not set(before) & {phone_hash(after, WHO.phone), card_hash(after, WHO.card)}
    other = next(n for n in range(100) if not _shares_a_bucket(n))
    assert phone_hash(after, f"+861000000{other:04d}") == phone_hash(LOOKUP, f"+861000000{other:04d}")
    assert len(after) == LOOKUP_BYTES


def _shares_a_bucket(number: int) -> bool:
    return bool(lookup_buckets(LOOKUP, PersonFields("", f"+861000000{number:04d}")) & lookup_buckets(LOOKUP, WHO))


def test_masks_hide_most() -> None:
    assert masked_phone("+8613812342046") == "138****2046"
    assert masked_phone("+4512345678") == "****678"
    assert masked_phone("") == ""
    assert masked_name("Lin Example") == "L*** E***"
    assert (masked_name("王小明"), masked_name("王"), masked_name("")) == ("王**", "王*", "")
    assert (masked_name("👩‍🚀 Zoë (Zo)"), masked_name("مريم أحمد")) == ("*** Z*** Z***", "م*** أ***")
    assert masked_card("2900000000018") == "****0018"
    assert masked_card("12") == "****"
