"""Snapshots become generations whole or not at all, wherever the power is cut."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from pos_app.domain.errors import Fault
from pos_app.domain.feed import Ack, ClaimReply, EntryState, EpochDemand, FeedRow, Level, Positions, Stage, State
from pos_app.store import cache_schema, generations
from pos_app.store.cache_snapshot import Packed, build_snapshot, pack, unpack
from pos_app.store.cache_writer import CacheWriter
from pos_app.store.catalogue import Catalogue
from tests.store.cache_goods import MILK_CODE, STORE, batch, milk, price, product, row

AT = Positions(40, 3)


def rows() -> list[FeedRow]:
    some = [row("product", f"p{i}", i + 2, product(f"p{i}", f"goods {i}")) for i in range(30)]
    return [milk(1), *some, price("milk", 129, 38), price("milk", 119, 3, Level.STORE), row("operator", "gone", 40)]


def snapshot(path: Path, store: str = STORE) -> Path:
    build_snapshot(rows(), AT, path, store=store, made_ms=77)
    return path


def reason_of(fault: pytest.ExceptionInfo[Fault]) -> object:
    assert fault.value.message_id == "cache.snapshot_unusable"
    return fault.value.params["reason"]


def test_a_snapshot_becomes_the_catalogue(tmp_path: Path) -> None:
    writer = CacheWriter.open(tmp_path / "cache", STORE, now_ms=5)
    packed = pack(snapshot(tmp_path / "made"), tmp_path / "packed")
    incoming = tmp_path / "cache" / "incoming"
    unpack(tmp_path / "packed", incoming, sha256=packed.sha256, unpacked_bytes=packed.unpacked_bytes)
    writer.install(incoming, AT)
    reader = Catalogue.open(tmp_path / "cache", STORE)
    assert reader.generation == generations.Generation("cache-2.db", 77, AT)
    assert reader.find_code(MILK_CODE) is not None
    assert writer.positions() == AT
    assert not incoming.exists()
    assert writer.apply(batch(milk(41, brand="Alp"))).changed == 1
    reader.close()
    writer.close()


@pytest.mark.parametrize("kept", [0.0, 0.3, 0.999])
def test_a_download_cut_short_is_not_unpacked(tmp_path: Path, kept: float) -> None:
    packed = pack(snapshot(tmp_path / "made"), tmp_path / "packed")
    os.truncate(tmp_path / "packed", int(packed.packed_bytes * kept))
    with pytest.raises(Fault) as fault:
        unpack(tmp_path / "packed", tmp_path / "in", sha256=packed.sha256, unpacked_bytes=packed.unpacked_bytes)
    assert reason_of(fault) == "hash"
    assert not (tmp_path / "in").exists()


def test_a_snapshot_larger_than_its_offer_is_stopped_at_the_offered_size(tmp_path: Path) -> None:
    (tmp_path / "bomb").write_bytes(bytes(50_000_000))
    packed = pack(tmp_path / "bomb", tmp_path / "packed")
    with pytest.raises(Fault) as fault:
        unpack(tmp_path / "packed", tmp_path / "in", sha256=packed.sha256, unpacked_bytes=1_000_000)
    assert reason_of(fault) == "size"
    assert not (tmp_path / "in").exists()


def test_bytes_that_are_no_zstd_are_refused(tmp_path: Path) -> None:
    (tmp_path / "packed").write_bytes(b"<html>Sign in to the guest network</html>")
    said = Packed(hashlib.sha256((tmp_path / "packed").read_bytes()).digest(), 41, 100)
    with pytest.raises(Fault) as fault:
        unpack(tmp_path / "packed", tmp_path / "in", sha256=said.sha256, unpacked_bytes=said.unpacked_bytes)
    assert reason_of(fault) == "packing"


def damaged(path: Path) -> None:
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(size // 2)
        file.write(os.urandom(size // 3))


def other_shape(path: Path) -> None:
    db = sqlite3.connect(path)
    db.execute(f"PRAGMA user_version = {cache_schema.CACHE_SCHEMA + 1}")
    db.close()


def moved_cursor(path: Path) -> None:
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("UPDATE generation SET chain = chain + 1")
    db.close()


def ahead_of_its_cursor(path: Path) -> None:
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("UPDATE stream SET last = 41")
    db.close()


@pytest.mark.parametrize(
    ("harm", "reason"),
    [
        (lambda path: os.truncate(path, path.stat().st_size // 2), "damaged"),
        (lambda path: os.truncate(path, 0), "schema"),
        (damaged, "damaged"),
        (other_shape, "schema"),
        (moved_cursor, "positions"),
        (ahead_of_its_cursor, "positions"),
    ],
)
def test_an_unusable_snapshot_leaves_the_generation_in_use_alone(
    tmp_path: Path, harm: Callable[[Path], None], reason: str
) -> None:
    writer = CacheWriter.open(tmp_path / "cache", STORE, now_ms=5)
    writer.apply(batch(milk(1)))
    incoming = snapshot(tmp_path / "cache" / "incoming")
    harm(incoming)
    with pytest.raises(Fault) as fault:
        writer.install(incoming, AT)
    assert reason_of(fault) == reason
    assert (writer.name, writer.positions()) == ("cache-1.db", Positions(1, 0))
    assert generations.current(tmp_path / "cache") == "cache-1.db"
    writer.close()


def test_another_stores_snapshot_is_refused(tmp_path: Path) -> None:
    writer = CacheWriter.open(tmp_path / "cache", STORE, now_ms=5)
    with pytest.raises(Fault) as fault:
        writer.install(snapshot(tmp_path / "cache" / "incoming", "s2"), AT)
    assert reason_of(fault) == "schema"
    writer.close()


def test_what_the_hub_said_to_this_workstation_comes_along(tmp_path: Path) -> None:
    writer = CacheWriter.open(tmp_path / "cache", STORE, now_ms=5)
    ack, odd = Ack(9, Stage.CENTRAL, 4, b"h" * 32), EntryState(9, 2, State.QUARANTINED, "unknown_kind")
    writer.save_acks([ack], [odd])
    writer.save_demand(EpochDemand("forked", 9))
    writer.save_claim(ClaimReply("c1", granted=True))
    writer.install(snapshot(tmp_path / "cache" / "incoming"), AT)
    reader = Catalogue.open(tmp_path / "cache", STORE)
    assert reader.acks() == writer.acks() == (ack,)
    assert reader.entry_states() == (odd,)
    assert reader.epoch_demand() == EpochDemand("forked", 9)
    assert reader.claim_answer("c1") == ClaimReply("c1", granted=True)
    reader.close()
    writer.close()


def test_two_generations_stay_and_older_ones_go(tmp_path: Path) -> None:
    writer = CacheWriter.open(tmp_path, STORE, now_ms=5)
    for _ in range(4):
        writer.install(snapshot(tmp_path / "incoming"), AT)
    writer.close()
    assert sorted(path.name for path in tmp_path.glob("cache-*.db")) == ["cache-4.db", "cache-5.db"]
    assert generations.current(tmp_path) == "cache-5.db"


def test_a_log_that_a_crash_left_never_meets_a_new_file_of_its_name(tmp_path: Path) -> None:
    writer = CacheWriter.open(tmp_path, STORE, now_ms=5)
    (tmp_path / "cache-2.db-wal").write_bytes(b"an old log")
    writer.install(snapshot(tmp_path / "incoming"), AT)
    assert writer.name == "cache-3.db"
    assert not (tmp_path / "cache-2.db-wal").exists()
    writer.close()


@pytest.mark.parametrize(
    "said", ["", "cache-x.db", "../../etc/passwd", "cache-1.db/../x", "ü", "cache-0.db", "cache-1.db-wal"]
)
def test_a_note_that_names_no_generation_is_not_followed(tmp_path: Path, said: str) -> None:
    (tmp_path / generations.CURRENT).write_text(said, encoding="utf-8")
    assert generations.current(tmp_path) is None


class PowerCut(BaseException):
    """The machine stops: nothing after it runs."""


class Steps:
    """Counts what goes to the disk and cuts the power at one of the steps."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, cut_at: int) -> None:
        self.taken = 0
        self._cut_at = cut_at
        for owner, name in ((Path, "replace"), (Path, "unlink"), (Path, "write_text"), (os, "fsync")):
            monkeypatch.setattr(owner, name, self._counted(getattr(owner, name)))
        monkeypatch.setattr(cache_schema, "open_writer", self._counted(cache_schema.open_writer))

    def _counted(self, real: Callable[..., object]) -> Callable[..., object]:
        def step(*args: object, **named: object) -> object:
            self.taken += 1
            if self.taken == self._cut_at:
                raise PowerCut
            return real(*args, **named)

        return step


def test_a_power_cut_between_any_two_steps_of_an_install_leaves_a_whole_generation(tmp_path: Path) -> None:
    cut_at, done = 0, False
    while not done:
        cut_at += 1
        folder = tmp_path / str(cut_at)
        writer = CacheWriter.open(folder, STORE, now_ms=5)
        writer.install(snapshot(folder / "incoming"), AT)
        writer.save_acks([Ack(1, Stage.CENTRAL, 4, b"h" * 32)])
        snapshot(folder / "incoming")
        with pytest.MonkeyPatch.context() as patch:
            Steps(patch, cut_at)
            try:
                writer.install(folder / "incoming", AT)
                done = True
            except PowerCut:
                pass
        writer.close()

        reader = Catalogue.open(folder, STORE)
        assert reader.generation is not None
        assert reader.generation.is_current
        assert reader.find_code(MILK_CODE) is not None
        assert len(reader.acks()) == 1
        reader.close()

        again = CacheWriter.open(folder, STORE, now_ms=6)
        assert again.positions() == AT
        again.install(snapshot(folder / "second"), AT)
        again.close()
        left = {path.name for path in folder.iterdir()} - {"incoming"}
        assert len(left) == 3, f"two generations and the note, nothing else: {left}"
    assert cut_at > 8, "the steps were counted"


def test_a_power_cut_while_the_first_generation_is_made_is_repaired_by_the_next_start(tmp_path: Path) -> None:
    cut_at, done = 0, False
    while not done:
        cut_at += 1
        folder = tmp_path / str(cut_at)
        with pytest.MonkeyPatch.context() as patch:
            Steps(patch, cut_at)
            try:
                CacheWriter.open(folder, STORE, now_ms=5).close()
                done = True
            except PowerCut:
                pass
        writer = CacheWriter.open(folder, STORE, now_ms=6)
        assert writer.apply(batch(milk(1))).changed == 1
        writer.close()
        reader = Catalogue.open(folder, STORE)
        assert reader.find_code(MILK_CODE) is not None
        reader.close()
    assert cut_at > 4, "the steps were counted"
