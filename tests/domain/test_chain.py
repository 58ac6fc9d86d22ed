"""A sealed entry is its exact bytes: any other byte, key, order or place does not hold."""

from __future__ import annotations

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.chain import GENESIS, HEADER_BYTES_MAX, Sealed, digest, holds, open_body, open_header, read_header
from pos_app.domain.entries import BODY_BYTES_MAX, NoSale, StockMoved, stock_deltas
from pos_app.domain.errors import Refusal
from tests.domain.chain_samples import EPOCH, KEY, chain_of, sealed_sample
from tests.domain.entry_samples import SAMPLES

PUBLIC = KEY.public_key()


def test_an_untouched_entry_holds_and_says_what_was_put_in() -> None:
    for body in SAMPLES.values():
        sealed = sealed_sample(body)
        assert holds(sealed, PUBLIC)
        assert open_body(sealed.body) == body
        assert (open_header(sealed).epoch, open_header(sealed).previous) == (EPOCH, GENESIS)


@given(st.sampled_from(["header", "body", "hash", "signature"]), st.data())
def test_a_changed_byte_anywhere_does_not_hold(part: str, data: st.DataObject) -> None:
    sealed = sealed_sample(SAMPLES["sale"])
    was: bytes = getattr(sealed, part)
    place = data.draw(st.integers(0, len(was) - 1))
    flipped = was[place] ^ data.draw(st.integers(1, 255))
    changed = msgspec.structs.replace(sealed, **{part: was[:place] + bytes([flipped]) + was[place + 1 :]})
    assert not holds(changed, PUBLIC)


@pytest.mark.parametrize("part", ["header", "body", "hash", "signature"])
def test_every_single_bit_of_a_small_entry_counts(part: str) -> None:
    sealed = sealed_sample()
    was: bytes = getattr(sealed, part)
    for bit in range(len(was) * 8):
        changed = bytearray(was)
        changed[bit // 8] ^= 1 << bit % 8
        assert not holds(msgspec.structs.replace(sealed, **{part: bytes(changed)}), PUBLIC), bit


@pytest.mark.parametrize("part", ["header", "body", "hash", "signature"])
def test_a_part_cut_short_or_made_longer_does_not_hold(part: str) -> None:
    sealed = sealed_sample()
    was: bytes = getattr(sealed, part)
    for changed in (b"", was[:-1], was + b"\x00"):
        assert not holds(msgspec.structs.replace(sealed, **{part: changed}), PUBLIC)


def test_a_byte_moved_over_the_border_of_header_and_body_does_not_hold() -> None:
    sealed = sealed_sample()
    header, body = sealed.header + sealed.body[:1], sealed.body[1:]
    assert digest(header, body) != sealed.hash
    assert not holds(Sealed(header, body, sealed.hash, sealed.signature), PUBLIC)


def test_another_key_does_not_pass_for_the_workstations() -> None:
    other = Ed25519PrivateKey.from_private_bytes(bytes(32))
    sealed = sealed_sample()
    assert not holds(sealed, other.public_key())
    assert not holds(msgspec.structs.replace(sealed, signature=other.sign(sealed.hash)), PUBLIC)


def test_a_body_changed_with_its_hash_does_not_hold_without_the_key() -> None:
    sealed = sealed_sample(SAMPLES["sale"])
    body = msgspec.msgpack.encode(msgspec.structs.replace(SAMPLES["sale"], due=1))
    assert not holds(Sealed(sealed.header, body, digest(sealed.header, body), sealed.signature), PUBLIC)


def test_each_entry_names_the_one_before_so_that_none_can_leave_or_change_places() -> None:
    entries = chain_of(*SAMPLES.values())
    before = GENESIS
    for seq, sealed in enumerate(entries, 1):
        header = open_header(sealed)
        assert (header.seq, header.previous) == (seq, before)
        before = sealed.hash
    assert len({sealed.hash for sealed in entries}) == len(entries)


def test_the_same_fact_at_another_place_is_another_entry() -> None:
    first, second = chain_of(SAMPLES["no_sale"], SAMPLES["no_sale"])
    assert first.body == second.body
    assert first.hash != second.hash


def test_an_entry_too_large_is_refused_when_made_and_when_met() -> None:
    with pytest.raises(Refusal, match=r"journal\.entry_too_large"):
        sealed_sample(NoSale("sh", "ann", "x" * BODY_BYTES_MAX))
    body = b"\x00" * (BODY_BYTES_MAX + 1)
    sealed = sealed_sample()
    hashed = digest(sealed.header, body)
    assert not holds(Sealed(sealed.header, body, hashed, KEY.sign(hashed)), PUBLIC)
    header = b"\x00" * (HEADER_BYTES_MAX + 1)
    hashed = digest(header, sealed.body)
    assert not holds(Sealed(header, sealed.body, hashed, KEY.sign(hashed)), PUBLIC)


def test_what_is_not_an_entry_says_so() -> None:
    for wrong in (b"", b"\xc1", msgspec.msgpack.encode({"type": "from_the_future"}), b"[]"):
        with pytest.raises(msgspec.DecodeError):
            open_body(wrong)


def test_a_sale_moves_its_packs_out_of_stock_and_a_training_sale_or_a_void_does_not() -> None:
    sale = msgspec.structs.replace(SAMPLES["sale"], training=False)
    assert stock_deltas(sale) == {"milk": -12_000}
    assert stock_deltas(SAMPLES["sale"]) == {}
    assert stock_deltas(StockMoved("receipt", "bob", {"milk": 5})) == {"milk": 5}
    assert stock_deltas(SAMPLES["no_sale"]) == {}


def test_text_that_is_no_utf8_is_bytes_that_cannot_be_read() -> None:
    rotten = b"\x9b\xa1\xb1"
    with pytest.raises(msgspec.DecodeError):
        read_header(rotten + bytes(10))
    with pytest.raises(msgspec.DecodeError):
        open_body(b"\x82\xa4type\xa7no_sale\xa5shift\xa1\xb1")
