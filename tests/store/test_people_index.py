"""Names in memory: everybody who can be read, soon after the start, kept up to date, forgotten when the key goes."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pos_app.clock import SystemClock
from pos_app.domain.entries_members import Consent, MemberEnrolled
from pos_app.domain.feed import Level, Positions
from pos_app.domain.orders import CustomerOrder
from pos_app.domain.people import PersonFields
from pos_app.domain.sealing import seal_person
from pos_app.store import cache_people, identity, people_index
from pos_app.store.cache_snapshot import build_snapshot
from pos_app.store.catalogue_files import CatalogueFiles
from pos_app.store.journal import Journal
from pos_app.store.people_index import PeopleIndex
from tests.store.cache_goods import STORE, row
from tests.store.people_rig import CHAIN, Rig

DAY = "2026-03-14"
LAST_READ = "PRAGMA shrink_memory"
"""What the index asks of the cache last, before the names are the names."""
CONSENT = Consent(("points",), "membership-1", "en", 1)
ADA = PersonFields("Ada Example", "+8610000000046")
BO = PersonFields("Bo Example", "+8610000009999")


def until(holds: Callable[[], object], limit_s: float = 10) -> None:
    end = time.monotonic() + limit_s
    while not holds():
        assert time.monotonic() < end, f"not within {limit_s} s"
        time.sleep(0.005)


@pytest.fixture
def rig(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Rig]:
    monkeypatch.setattr(people_index, "LOOK_S", 0.005)
    monkeypatch.setattr(people_index, "QUIET_S", 0.02)
    made = Rig(tmp_path)
    yield made
    made.close()


@pytest.fixture
def start(rig: Rig) -> Iterator[Callable[[], PeopleIndex]]:
    opened: list[PeopleIndex] = []

    def begin() -> PeopleIndex:
        index = PeopleIndex(rig.folder, STORE, rig.keys())
        opened.append(index)
        index.start()
        until(lambda: index.ready)
        return index

    yield begin
    for index in opened:
        index.close()


def names(index: PeopleIndex, text: str) -> list[str]:
    return [person.fields.name for person in index.find(text, 10)]


def test_everybody_is_found_by_name_and_by_tail_with_the_row_they_belong_to(
    rig: Rig, start: Callable[[], PeopleIndex]
) -> None:
    order = CustomerOrder("o-17", "17", STORE, "EUR", 1, 1, 1, (), rig.seal(BO))
    rig.publish(rig.member("m1", ADA))
    rig.apply(row("order", "o-17", 5, order, level=Level.STORE))
    rig.deliver()
    index = start()
    assert [(p.kind, p.id, p.fields) for p in index.find("example", 10)] == [
        ("member", "m1", ADA),
        ("order", "o-17", BO),
    ]
    assert names(index, "0046") == ["Ada Example"]
    assert len(index) == 2
    assert index.unreadable == 0


def test_until_everybody_is_read_it_is_not_ready_and_finds_nobody(rig: Rig) -> None:
    rig.publish(rig.member("m1", ADA))
    index = PeopleIndex(rig.folder, STORE, rig.keys())
    assert not index.ready
    assert index.find("ada", 5) == []
    index.close()


def test_who_is_published_changed_or_deleted_is_followed(rig: Rig, start: Callable[[], PeopleIndex]) -> None:
    m1 = rig.member("m1", ADA)
    m2 = rig.member("m2", BO)
    rig.deliver()
    index = start()
    rig.publish(m1)
    until(lambda: names(index, "ada"))
    rig.publish(rig.member("m1", PersonFields("Ida Example")), m2)
    until(lambda: names(index, "example") == ["Bo Example", "Ida Example"])
    assert names(index, "0046") == []
    rig.apply(row("member", "m1", rig.next()))
    until(lambda: len(index) == 1)
    assert names(index, "ida") == []


def test_keys_that_come_later_make_people_readable(rig: Rig, start: Callable[[], PeopleIndex]) -> None:
    rig.publish(rig.member("m1", ADA))
    index = start()
    assert names(index, "ada") == []
    assert index.unreadable == 1
    rig.deliver()
    until(lambda: names(index, "ada"))


def test_a_deleted_key_forgets_the_person_though_the_row_is_still_here(
    rig: Rig, start: Callable[[], PeopleIndex]
) -> None:
    m1 = rig.member("m1", ADA)
    rig.publish(m1, rig.member("m2", BO))
    rig.deliver()
    index = start()
    rig.store.erase(CHAIN, [m1.personal.key_id])
    rig.deliver()
    until(lambda: len(index) == 1)
    assert names(index, "example") == ["Bo Example"]
    assert index._names is not None
    assert b"ada" not in bytes(index._names._text)


def test_a_new_generation_of_the_cache_is_read_anew(rig: Rig, start: Callable[[], PeopleIndex], tmp_path: Path) -> None:
    rig.publish(rig.member("m1", ADA))
    rig.deliver()
    index = start()
    made = tmp_path / "snapshot.db"
    build_snapshot([row("member", "m2", 9, rig.member("m2", BO))], Positions(chain=9), made, store=STORE)
    rig.deliver()
    rig.writer.install(made, Positions(chain=9))
    until(lambda: names(index, "example") == ["Bo Example"])


def test_an_index_that_is_far_behind_reads_everybody(
    rig: Rig, start: Callable[[], PeopleIndex], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache_people, "CHANGES_KEPT", 2)
    monkeypatch.setattr(people_index, "LOOK_S", 0.4)
    some = [rig.member(f"m{n}", PersonFields(f"Number {n}")) for n in range(6)]
    rig.deliver()
    index = start()
    for each in some:
        rig.publish(each)
    until(lambda: len(index) == 6)


def test_an_own_member_is_found_at_once_and_after_a_restart_before_the_hub_has_heard(
    rig: Rig, start: Callable[[], PeopleIndex]
) -> None:
    married = rig.member("m1", PersonFields("Ada Married"))
    rig.deliver()
    keys = rig.keys()
    named, key = keys.spare()
    personal = seal_person(ADA, named, key, secrets.token_bytes(12))
    index = start()
    index.note("m1", personal)
    assert names(index, "ada") == ["Ada Example"]
    index.close()
    who = identity.read(rig.folder)
    signer = identity.signing_key(rig.folder)
    with Journal.open(rig.folder, identity=who, key=signer, clock=SystemClock(), random=secrets.token_bytes) as journal:
        journal.append(MemberEnrolled("m1", personal, CONSENT, "op-1"), business_day=DAY)
        again = start()
        assert names(again, "ada") == ["Ada Example"]
        rig.publish(married)
        until(lambda: names(again, "ada") == ["Ada Married"])
        rig.apply(row("member", "m1", rig.next()))
        until(lambda: names(again, "ada") == [])
    assert names(start(), "ada") == [], "the feed said that there is no such member: the own entry brings nobody back"


def test_who_is_enrolled_while_everybody_is_read_is_found(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    personal = rig.seal(ADA)
    rig.deliver()
    index = PeopleIndex(rig.folder, STORE, rig.keys())
    read = CatalogueFiles.rows

    def then_one_more(rows: CatalogueFiles, sql: str, values: tuple[object, ...] = ()) -> list[tuple[Any, ...]]:
        if sql == LAST_READ:
            index.note("m1", personal)
        return read(rows, sql, values)

    monkeypatch.setattr(CatalogueFiles, "rows", then_one_more)
    index.start()
    until(lambda: index.ready)
    assert names(index, "ada") == ["Ada Example"]
    index.close()


@pytest.mark.expects_log("cache generation")
def test_a_broken_cache_finds_nobody_and_ends_nothing(rig: Rig, start: Callable[[], PeopleIndex]) -> None:
    rig.writer.close()
    for file in (rig.folder / "cache").glob("cache-*.db"):
        file.write_bytes(b"broken" * 1_000)
    index = start()
    assert index.find("ada", 5) == []
    assert index.ready
