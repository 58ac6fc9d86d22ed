"""A member is found in the cache by keyed hashes, whatever the file's age and whatever came before."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from pos_app.domain.entries_members import PersonalFields
from pos_app.domain.feed import FeedRow, Level, Positions
from pos_app.domain.orders import CustomerOrder
from pos_app.domain.people import Member
from pos_app.store.cache_snapshot import build_snapshot
from pos_app.store.cache_writer import CacheWriter
from pos_app.store.catalogue import Catalogue
from tests.store.cache_goods import STORE, batch, row

PHONE, CARD, OTHER = b"p" * 16, b"c" * 16, b"o" * 16


def member(name: str = "m1", phone: bytes = PHONE, card: bytes = b"", cipher: bytes = b"x") -> Member:
    return Member(name, PersonalFields("r1-1", cipher), phone, card)


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[CacheWriter]:
    opened = CacheWriter.open(tmp_path / "cache", STORE, now_ms=5)
    yield opened
    opened.close()


@pytest.fixture
def till(writer: CacheWriter, tmp_path: Path) -> Iterator[Catalogue]:
    assert writer.name
    opened = Catalogue.open(tmp_path / "cache", STORE)
    yield opened
    opened.close()


def changes(writer: CacheWriter) -> list[tuple[str, str]]:
    return writer._db.execute("SELECT stream, key FROM person_change ORDER BY number").fetchall()


def test_phone_and_card_find_the_member_as_soon_as_the_row_is_there(writer: CacheWriter, till: Catalogue) -> None:
    writer.apply(batch(row("member", "m1", 1, member(card=CARD))))
    assert till.member("m1") == member(card=CARD)
    assert till.members_by_hash(PHONE) == till.members_by_hash(CARD) == (member(card=CARD),)
    assert till.members_by_hash(b"") == till.members_by_hash(OTHER) == ()


def test_a_changed_phone_is_found_under_the_new_one_alone(writer: CacheWriter, till: Catalogue) -> None:
    writer.apply(batch(row("member", "m1", 1, member())))
    writer.apply(batch(row("member", "m1", 2, member(phone=OTHER))))
    writer.apply(batch(row("member", "m1", 1, member())))  # an old row again
    assert till.members_by_hash(PHONE) == ()
    assert till.members_by_hash(OTHER) == (member(phone=OTHER),)


def test_two_members_of_one_phone_are_both_found_the_earlier_first(writer: CacheWriter, till: Catalogue) -> None:
    writer.apply(batch(row("member", "m2", 1, member("m2")), row("member", "m1", 2, member("m1"))))
    assert [each.id for each in till.members_by_hash(PHONE)] == ["m1", "m2"]


def test_an_erased_member_leaves_neither_row_nor_hash(writer: CacheWriter, till: Catalogue) -> None:
    writer.apply(batch(row("member", "m1", 1, member(card=CARD))))
    writer.apply(batch(row("member", "m1", 2)))
    assert till.member("m1") is None
    assert till.members_by_hash(PHONE) == till.members_by_hash(CARD) == ()
    assert changes(writer) == [("member", "m1"), ("member", "m1")]


def test_only_a_change_of_the_person_is_logged_for_the_index(writer: CacheWriter) -> None:
    writer.apply(batch(row("member", "m1", 1, member())))
    writer.apply(batch(row("member", "m1", 2, msgspec.structs.replace(member(), points=7))))
    collected = CustomerOrder("o1", "17", STORE, "EUR", 1, 1, 1, (), PersonalFields("r1-2", b"y"))
    writer.apply(batch(row("order", "o1", 3, collected, level=Level.STORE)))
    assert changes(writer) == [("member", "m1"), ("order", "o1")]


def test_a_snapshot_brings_the_hashes_and_an_older_one_gets_them(tmp_path: Path) -> None:
    rows: list[FeedRow] = [row("member", f"m{n}", n + 1, member(f"m{n}", bytes([n]) * 16)) for n in range(20)]
    for name, drops in (("new", False), ("old", True)):
        made = tmp_path / f"{name}.db"
        build_snapshot(rows, Positions(chain=20), made, store=STORE)
        if drops:
            db = sqlite3.connect(made)
            db.executescript("DROP TABLE person_hash; DROP TABLE person_change")
            db.close()
        writer = CacheWriter.open(tmp_path / name, STORE, now_ms=5)
        writer.install(made, Positions(chain=20))
        till = Catalogue.open(tmp_path / name, STORE)
        assert [each.id for each in till.members_by_hash(bytes([7]) * 16)] == ["m7"]
        till.close()
        writer.close()


def test_a_till_that_was_upgraded_offline_keeps_its_cache(writer: CacheWriter, tmp_path: Path) -> None:
    writer.apply(batch(row("member", "m1", 1, member())))
    writer._db.executescript("DROP TABLE person_hash; DROP TABLE person_change")
    till = Catalogue.open(tmp_path / "cache", STORE)
    assert till.members_by_hash(PHONE) == ()
    assert till.member("m1") == member()
    writer.close()
    CacheWriter.open(tmp_path / "cache", STORE, now_ms=6).close()
    assert till.refresh()
    assert till.members_by_hash(PHONE) == (member(),)
    till.close()


def test_a_record_that_cannot_be_read_is_kept_and_found_by_nothing(writer: CacheWriter, till: Catalogue) -> None:
    writer.apply(batch(row("member", "m1", 1, body=b"\xc1"), row("member", "m2", 2, member("m2"))))
    assert [each.id for each in till.members_by_hash(PHONE)] == ["m2"]
    assert till.member("m1") is None
