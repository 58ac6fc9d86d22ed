"""The signed essentials: kept beside the journal, believed for the hub's signature alone."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pos_app.domain import essentials
from pos_app.domain.errors import Fault, Refusal
from pos_app.domain.essentials import Essentials
from pos_app.domain.feed import FeedRow, Level
from pos_app.domain.store_rows import Operator, StoreInfo
from pos_app.store import fallback
from pos_app.store.cache_writer import CacheWriter
from tests.store.cache_goods import STORE, batch, row

HUB = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
HUB_KEY = HUB.public_key().public_bytes_raw()


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[CacheWriter]:
    (tmp_path / "identity").mkdir(mode=0o700)
    opened = CacheWriter.open(tmp_path / "cache", STORE, now_ms=5)
    yield opened
    opened.close()


def kept(version: int, operator: str = "anna") -> Essentials:
    return Essentials("c1", version, StoreInfo(STORE, "Corner", "EUR"), (Operator(operator, "Anna", "hash"),))


def sealed_row(version: int, operator: str = "anna", key: Ed25519PrivateKey = HUB) -> FeedRow:
    body = essentials.packed(essentials.seal(kept(version, operator), "k1", key))
    return row(essentials.STREAM, STORE, version, level=Level.STORE, body=body)


def test_the_daemon_keeps_what_the_hub_signed_and_the_till_reads_it(writer: CacheWriter, tmp_path: Path) -> None:
    assert not writer.keep_essentials(tmp_path / "identity", HUB_KEY)
    writer.apply(batch(sealed_row(3)))
    assert writer.keep_essentials(tmp_path / "identity", HUB_KEY)
    assert not writer.keep_essentials(tmp_path / "identity", HUB_KEY), "nothing newer"
    assert fallback.read(tmp_path / "identity", HUB_KEY) == kept(3)
    assert stat.S_IMODE((tmp_path / "identity" / fallback.NAME).stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "identity").iterdir()] == [fallback.NAME]


def test_an_operator_who_left_does_not_come_back_with_an_older_copy(writer: CacheWriter, tmp_path: Path) -> None:
    old = essentials.packed(essentials.seal(kept(3, "left"), "k1", HUB))
    writer.apply(batch(sealed_row(4)))
    writer.keep_essentials(tmp_path / "identity", HUB_KEY)
    assert not fallback.write(tmp_path / "identity", old, HUB.public_key())
    assert fallback.read(tmp_path / "identity", HUB_KEY) == kept(4)


def test_a_row_that_the_hub_did_not_sign_is_not_kept(writer: CacheWriter, tmp_path: Path) -> None:
    writer.apply(batch(sealed_row(3)))
    writer.keep_essentials(tmp_path / "identity", HUB_KEY)
    writer.apply(batch(sealed_row(9, "intruder", Ed25519PrivateKey.generate())))
    with pytest.raises(Refusal, match=r"essentials\.not_the_hubs"):
        writer.keep_essentials(tmp_path / "identity", HUB_KEY)
    assert fallback.read(tmp_path / "identity", HUB_KEY) == kept(3)


@pytest.mark.parametrize("harm", [b"", b"\xc1", b"<html>", bytes(5_000)])
def test_a_broken_copy_is_no_copy_and_is_replaced(writer: CacheWriter, tmp_path: Path, harm: bytes) -> None:
    (tmp_path / "identity" / fallback.NAME).write_bytes(harm)
    assert fallback.read(tmp_path / "identity", HUB_KEY) is None
    writer.apply(batch(sealed_row(3)))
    assert writer.keep_essentials(tmp_path / "identity", HUB_KEY)
    assert fallback.read(tmp_path / "identity", HUB_KEY) == kept(3)


def test_one_changed_byte_is_noticed(tmp_path: Path) -> None:
    whole = essentials.packed(essentials.seal(kept(3), "k1", HUB))
    for place in range(0, len(whole), 7):
        changed = bytearray(whole)
        changed[place] ^= 1
        (tmp_path / fallback.NAME).write_bytes(changed)
        found = fallback.read(tmp_path, HUB_KEY)
        assert found is None or found == kept(3), "only the key's id lies outside the signature"


def test_a_full_disk_leaves_the_old_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fallback.write(tmp_path, essentials.packed(essentials.seal(kept(3), "k1", HUB)), HUB.public_key())

    def no_space(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_space)
    with pytest.raises(Fault, match=r"cache\.disk_full"):
        fallback.write(tmp_path, essentials.packed(essentials.seal(kept(4), "k1", HUB)), HUB.public_key())
    assert fallback.read(tmp_path, HUB_KEY) == kept(3)


def test_essentials_beyond_their_limit_are_not_sealed() -> None:
    many = tuple(Operator(f"{number:032x}", "N" * 200, "h" * 300) for number in range(9_000))
    with pytest.raises(Refusal, match=r"essentials\.too_large"):
        essentials.seal(Essentials("c1", 1, StoreInfo(STORE, "Corner", "EUR"), many), "k1", HUB)
