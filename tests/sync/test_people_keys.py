"""People's keys on their way to the till: carried sealed, believed only when signed, never rolled back."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from pos_app.domain.errors import Fault
from pos_app.domain.key_rings import SealedRing
from pos_app.store import people_files
from sync.asks import Lane
from sync.fakes.weather import FOUL, Simulation
from sync.people_box import FolderRings
from sync.status import SyncState
from tests.sync.simulated import DRAIN_MS, MINUTE_MS, publish, sell, settle, state


def ring(number: int = 1, version: int = 1, box: bytes = b"box") -> SealedRing:
    return SealedRing(number, version, box, "hub-1", b"signature")


def all_here(sim: Simulation) -> bool:
    return sim.rings.kept == (sim.hub.rings or {})


def test_every_ring_comes_and_again_when_its_version_rises() -> None:
    sim = Simulation(50)
    for number in range(7):
        sim.hub.ring(number, 1, b"box %d" % number)
    settle(sim)
    sim.run(lambda: all_here(sim), MINUTE_MS)
    sim.hub.ring(3, 2, b"without an erased person")
    assert sim.run(lambda: all_here(sim), MINUTE_MS) < 15_000, "the feed says so: nobody waits for the next hello"
    asked = sum(ask.lane is Lane.PEOPLE for ask in sim.sent)
    sim.for_ms(5 * MINUTE_MS)
    assert sum(ask.lane is Lane.PEOPLE for ask in sim.sent) - asked < 15, "asked at hello, not all the time"


def test_foul_weather_loses_no_ring() -> None:
    sim = Simulation(51)
    sim.weather = FOUL
    for number in range(9):
        sim.hub.ring(number, 1, sim.random.randbytes(3_000))
        sell(sim, 3)
        sim.for_ms(2_000)
    sim.hub.ring(0, 2, b"new")
    sim.run(lambda: all_here(sim) and sim.drained(), 4 * DRAIN_MS)


def test_a_hub_of_before_is_no_outage() -> None:
    sim = Simulation(52)
    publish(sim, 20)
    sell(sim, 20)
    settle(sim)
    sim.for_ms(3 * MINUTE_MS)
    assert state(sim) is SyncState.ONLINE
    assert sum(ask.lane is Lane.PEOPLE for ask in sim.sent) <= 5


@pytest.mark.expects_log("bad_signature")
def test_a_ring_that_the_hub_did_not_sign_for_this_till_is_not_kept() -> None:
    sim = Simulation(53)
    sim.hub.ring(1, 1, b"box")
    good = (sim.hub.rings or {})[1]
    own = sim.hub.scope
    sim.hub.scope = msgspec.structs.replace(own, workstation="another")
    sim.hub.ring(2, 1, b"of another till")
    sim.hub.scope = own
    sim.hub.rings = {3: msgspec.structs.replace(good, ring=3), **(sim.hub.rings or {})}
    sell(sim, 5)
    sim.for_ms(MINUTE_MS)
    assert set(sim.rings.kept) <= {1}
    assert sim.drained(), "the journal goes out all the same"


def test_a_ring_is_never_rolled_back(tmp_path: Path) -> None:
    box = FolderRings(tmp_path, "hub-1")
    box.keep(ring(1, 5, b"five"))
    box.keep(ring(1, 4, b"four"))
    box.keep(ring(1, 5, b"another five"))
    assert people_files.read(tmp_path, 1) == ring(1, 5, b"five")
    assert FolderRings(tmp_path, "hub-1").versions() == {1: 5}
    assert FolderRings(tmp_path, "another hub").versions() == {}


def test_the_folder_is_its_owners_alone_and_what_was_replaced_is_overwritten(tmp_path: Path) -> None:
    box = FolderRings(tmp_path, "hub-1")
    box.keep(ring(1, 1, b"the old key " * 50))
    place = tmp_path / people_files.FOLDER
    assert place.stat().st_mode & 0o777 == 0o700
    assert (place / "ring-1").stat().st_mode & 0o777 == 0o600
    old = (place / "ring-1").open("rb")
    box.keep(ring(1, 2, b"the new key"))
    with old:
        assert set(old.read()) == {0}, "who kept the old file open reads noughts"
    people_files.drop(tmp_path, 1)
    assert people_files.rings(tmp_path) == []


def test_a_cut_ring_counts_as_not_there_and_is_fetched_again(tmp_path: Path) -> None:
    FolderRings(tmp_path, "hub-1").keep(ring(1, 3, b"b" * 500))
    whole = (tmp_path / people_files.FOLDER / "ring-1").read_bytes()
    for length in (0, 1, 40, len(whole) - 1):
        (tmp_path / people_files.FOLDER / "ring-1").write_bytes(whole[:length])
        box = FolderRings(tmp_path, "hub-1")
        assert box.versions() == {}
        assert people_files.read(tmp_path, 1) is None
    box = FolderRings(tmp_path, "hub-1")
    box.keep(ring(1, 3, b"b" * 500))
    assert FolderRings(tmp_path, "hub-1").versions() == {1: 3}


STEPS = ("fsync", "replace", "pwrite")


@pytest.mark.parametrize("step", STEPS)
def test_a_power_cut_while_a_ring_is_replaced_leaves_the_old_or_the_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    box = FolderRings(tmp_path, "hub-1")
    box.keep(ring(1, 1, b"old"))

    def dark(*_: object, **__: object) -> None:
        raise OSError("the power is gone")

    target: object = Path if step == "replace" else os
    before: Callable[..., object] = getattr(target, step)
    monkeypatch.setattr(target, step, dark)
    with pytest.raises(Fault, match=r"cache\.disk_full"):
        box.keep(ring(1, 2, b"new"))
    monkeypatch.setattr(target, step, before)
    again = FolderRings(tmp_path, "hub-1")
    assert again.versions() in ({1: 1}, {1: 2})
    assert [entry.name for entry in (tmp_path / people_files.FOLDER).iterdir()] == ["ring-1"]
    again.keep(ring(1, 2, b"new"))
    assert people_files.read(tmp_path, 1) == ring(1, 2, b"new")
