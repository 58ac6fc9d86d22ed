"""People's keys at a till: opened with its own key alone, believed only from its hub, and no spare key given twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pos_app.domain.chain import Scope
from pos_app.domain.errors import Refusal
from pos_app.domain.key_rings import LEASE_KEYS, LOOKUP_RING, RingKeys, leaseholder, place_of
from pos_app.domain.people import PersonFields
from pos_app.domain.sealing import open_person
from pos_app.store import journal_file, people_keys
from tests.store.people_rig import CHAIN, Rig

ADA = PersonFields("Ada Example", "+8610000000046", "29")


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    made = Rig(tmp_path)
    yield made
    made.close()


def lease_of(rig: Rig) -> RingKeys:
    rings = (rig.store.ring(CHAIN, each.ring) for each in rig.store.rings(CHAIN))
    return next(ring for ring in rings if ring is not None and ring.leased_to == leaseholder(rig.scope))


def every_spare(keys: people_keys.PeopleKeys) -> list[str]:
    """Take the keys for new members until there are none; return their ids."""
    given: list[str] = []
    while True:
        try:
            given.append(keys.spare()[0])
        except Refusal as no:
            if no.message_id != "person.no_spare_key":
                raise
            return given


def test_a_till_reads_whom_the_hub_sealed(rig: Rig) -> None:
    personal = rig.seal(ADA)
    keys = rig.keys()
    assert keys.key(personal.key_id) is None
    assert keys.lookup_key is None
    rig.deliver()
    assert keys.refresh()
    assert not keys.refresh()
    assert open_person(personal, keys.key(personal.key_id)) == ADA
    assert keys.lookup_key == rig.store.lookup(CHAIN)


def test_an_erased_key_is_gone_as_soon_as_the_ring_is_replaced(rig: Rig) -> None:
    personal, other = rig.seal(ADA), rig.seal(ADA)
    rig.deliver()
    keys = rig.keys()
    assert keys.key(personal.key_id) is not None
    rig.store.erase(CHAIN, [personal.key_id])
    rig.deliver()
    assert keys.refresh()
    assert keys.key(personal.key_id) is None
    assert keys.key(other.key_id) is not None
    assert [file.name for file in rig.ring_file(1).parent.iterdir() if ".new" in file.name] == []


@pytest.mark.parametrize(
    "named", ["", "1", "1-2-3", "-1-2", "x-1", "0-1", "1-99999", "01-1", "9" * 30 + "-1", "1-\u0661"]
)
def test_what_names_no_key_finds_none(rig: Rig, named: str) -> None:
    rig.deliver()
    assert rig.keys().key(named) is None


@pytest.mark.expects_log("does not open with this")
def test_a_ring_for_another_till_does_not_open(rig: Rig, tmp_path: Path) -> None:
    other = Rig(tmp_path / "other", Scope(CHAIN, rig.scope.store, "t2"))
    ring = rig.store.ring(CHAIN, LOOKUP_RING)
    assert ring is not None
    rig.box.keep(other.sealed(ring, scope=rig.scope))  # signed for us, sealed to them
    assert rig.keys().lookup_key is None
    other.close()


@pytest.mark.expects_log("is not the hub's for this workstation")
def test_a_ring_that_another_signed_or_that_was_signed_for_another_is_not_believed(rig: Rig) -> None:
    ring = rig.store.ring(CHAIN, LOOKUP_RING)
    assert ring is not None
    rig.box.keep(rig.sealed(ring, signer=Ed25519PrivateKey.generate()))
    assert rig.keys().lookup_key is None
    rig.box.keep(rig.sealed(msgspec.structs.replace(ring, version=2), scope=Scope(CHAIN, rig.scope.store, "t2")))
    assert rig.keys().lookup_key is None


def test_a_ring_that_says_another_version_inside_is_not_believed(rig: Rig) -> None:
    ring = rig.store.ring(CHAIN, LOOKUP_RING)
    assert ring is not None
    sealed = rig.sealed(ring)
    later = rig.sealed(msgspec.structs.replace(ring, version=9))
    rig.box.keep(sealed)
    assert rig.keys().lookup_key is not None
    rig.ring_file(0).write_bytes(msgspec.msgpack.encode(msgspec.structs.replace(later, ring=3)))
    assert rig.keys().lookup_key is None


def test_a_cut_ring_finds_nobody_and_breaks_nothing(rig: Rig) -> None:
    personal = rig.seal(ADA)
    rig.deliver()
    for file in rig.ring_file(0).parent.iterdir():
        file.write_bytes(file.read_bytes()[:200])
    keys = rig.keys()
    assert keys.key(personal.key_id) is None
    with pytest.raises(Refusal, match=r"person\.no_spare_key"):
        keys.spare()


def test_spare_keys_are_given_once_through_every_restart(rig: Rig) -> None:
    rig.deliver()
    lease = lease_of(rig)
    given = [rig.keys().spare() for _ in range(3)] + [rig.keys().spare()]
    assert [place_of(named) for named, _ in given] == [(lease.ring, slot) for slot in range(4)]
    assert [key for _, key in given] == [lease.key(slot) for slot in range(4)]
    keys = rig.keys()
    assert len(every_spare(keys)) == LEASE_KEYS - len(given)
    with pytest.raises(Refusal, match=r"person\.no_spare_key"):
        keys.spare()
    rig.store.note_used(CHAIN, given[3][0])
    for slot in range(4, 60):
        rig.store.note_used(CHAIN, f"{lease.ring}-{slot}")
    assert rig.store.lease(CHAIN, leaseholder(rig.scope))
    rig.deliver()
    keys.refresh()
    assert len(every_spare(keys)) == LEASE_KEYS


def test_a_lost_note_of_what_was_given_is_made_up_for_by_hub_and_journal(rig: Rig) -> None:
    lease = lease_of(rig)
    for slot in range(5):
        rig.store.note_used(CHAIN, f"{lease.ring}-{slot}")
    rig.deliver()
    (rig.folder / journal_file.FOLDER).mkdir()
    (rig.folder / journal_file.FOLDER / people_keys.SPENT).write_bytes(b"\xc1 damaged")
    keys = rig.keys()
    keys.note_used(f"{lease.ring}-7")
    keys.note_used(f"{lease.ring}-2")
    keys.note_used("nonsense")
    assert place_of(keys.spare()[0]) == (lease.ring, 8)


def test_nobody_spends_anothers_lease(rig: Rig) -> None:
    rig.store.lease(CHAIN, "s1/t2")
    rig.deliver()
    keys = rig.keys()
    mine = lease_of(rig)
    assert {place_of(named)[0] for named in every_spare(keys)} == {mine.ring}  # type: ignore[index]


def test_before_enrolment_there_are_no_keys(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"identity\.missing"):
        people_keys.PeopleKeys.open(tmp_path)
