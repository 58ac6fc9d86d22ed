"""A dead daemon and an absent network are told apart by the reader's own clock."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from pos_app.clock import SetClock
from sync import status
from sync.status import DEAD_AFTER_MS, DaemonLife, Freshness, Note, SyncState, SyncStatus

STATUS = SyncStatus(7, 4242, SyncState.OFFLINE, 12, 1, 34_000, -250, 1_760_000_000_000, 40, (Note("x", {"n": 1}),))


def _beat(folder: Path, beat: int, age_ms: int | None = 0, pid: int = 1) -> None:
    status.write(folder, SyncStatus(beat, pid, SyncState.ONLINE, contact_age_ms=age_ms))


def test_a_status_comes_back_as_it_was_written(tmp_path: Path) -> None:
    status.write(tmp_path, STATUS)
    assert status.read(tmp_path) == STATUS


@pytest.mark.parametrize("junk", [b"", b"\xc1", b"\x80", msgspec.msgpack.encode(STATUS)[:-4], bytes(100_000)])
def test_a_status_that_cannot_be_read_is_none(tmp_path: Path, junk: bytes) -> None:
    (tmp_path / status.FILE).write_bytes(junk)
    assert status.read(tmp_path) is None


def test_a_status_of_a_later_version_is_still_read(tmp_path: Path) -> None:
    later = msgspec.msgpack.decode(msgspec.msgpack.encode(STATUS)) | {"battery": 80}
    (tmp_path / status.FILE).write_bytes(msgspec.msgpack.encode(later))
    assert status.read(tmp_path) == STATUS


def test_a_beat_that_rises_is_a_live_daemon_whether_or_not_it_has_contact(tmp_path: Path) -> None:
    clock = SetClock()
    watch = Freshness(tmp_path, clock)
    assert watch.look().life is DaemonLife.UNKNOWN
    for beat in range(1, 20):
        _beat(tmp_path, beat, age_ms=beat * 1_000)
        watch.look()
        clock.advance(1_000)
    _beat(tmp_path, 20, age_ms=19_000)
    seen = watch.look()
    assert seen.life is DaemonLife.ALIVE
    assert seen.contact_age_ms == 19_000


def test_a_beat_that_stands_still_is_a_dead_daemon_and_its_contact_grows_old(tmp_path: Path) -> None:
    clock = SetClock()
    watch = Freshness(tmp_path, clock)
    _beat(tmp_path, 1)
    watch.look()
    _beat(tmp_path, 2, age_ms=500)
    assert watch.look().life is DaemonLife.ALIVE
    clock.advance(DEAD_AFTER_MS - 1)
    assert watch.look().life is DaemonLife.ALIVE
    clock.advance(1)
    seen = watch.look()
    assert seen.life is DaemonLife.DEAD
    assert seen.contact_age_ms == 500 + DEAD_AFTER_MS


def test_the_last_word_of_a_dead_daemon_does_not_count_as_life(tmp_path: Path) -> None:
    _beat(tmp_path, 99)
    clock = SetClock()
    watch = Freshness(tmp_path, clock)
    assert watch.look().life is DaemonLife.UNKNOWN
    clock.advance(DEAD_AFTER_MS)
    assert watch.look().life is DaemonLife.DEAD


def test_a_daemon_that_was_restarted_is_alive_again(tmp_path: Path) -> None:
    clock = SetClock()
    watch = Freshness(tmp_path, clock)
    _beat(tmp_path, 1)
    watch.look()
    clock.advance(DEAD_AFTER_MS)
    assert watch.look().life is DaemonLife.DEAD
    _beat(tmp_path, 1, pid=2)
    assert watch.look().life is DaemonLife.ALIVE


def test_the_wall_clock_plays_no_part(tmp_path: Path) -> None:
    clock = SetClock()
    watch = Freshness(tmp_path, clock)
    _beat(tmp_path, 1)
    watch.look()
    _beat(tmp_path, 2)
    clock.jump(0)
    assert watch.look().life is DaemonLife.ALIVE
