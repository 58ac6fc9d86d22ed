"""How far a record's time can be trusted: the daemon compares with the hub, the till says so in every stamp."""

from __future__ import annotations

from pathlib import Path

import pytest

from pos_app.cli.link import Link
from pos_app.clock import SetClock
from pos_app.domain.chain import read_header
from pos_app.domain.stamp import CHECKED_FOR_MS, ClockQuality
from pos_app.store.journal_reader import JournalReader
from pos_app.till import Till
from sync import status
from sync.status import SyncState, SyncStatus
from tests.till.counter_top import PLAIN, pay, scan

HOUR_MS = 3_600_000


class Daemon:
    """Writes its word into the till's folder as the real one does; the till reads it by its own link."""

    def __init__(self, till: Till, folder: Path, clock: SetClock, monkeypatch: pytest.MonkeyPatch) -> None:
        self.till, self.folder, self.clock, self.beat = till, folder, clock, 0
        link = Link(folder, clock, has_hub=True)
        monkeypatch.setattr(till, "_station", till._station._replace(sync=link.seen))

    def say(self, offset_ms: int, compared_ms: int | None = None) -> None:
        self.beat += 1
        wall_ms = self.clock.wall_ms() if compared_ms is None else compared_ms
        said = SyncStatus(self.beat, 4_711, SyncState.ONLINE, clock_offset_ms=offset_ms, clock_compared_ms=wall_ms)
        status.write(self.folder, said)
        self.till.tick()

    def quality(self) -> ClockQuality:
        """Return the quality that the next sale carries."""
        scan(self.till, PLAIN[0])
        pay(self.till)
        with JournalReader.open_readonly(self.folder, self.till._journal.scope.workstation) as reader:
            return read_header(reader.after(self.till._journal.position - 1)[0].sealed.header).stamp.quality


@pytest.fixture
def daemon(till: Till, folder: Path, clock: SetClock, monkeypatch: pytest.MonkeyPatch) -> Daemon:
    return Daemon(till, folder, clock, monkeypatch)


def test_a_sale_that_nobody_could_compare_says_so(daemon: Daemon) -> None:
    daemon.till.tick()
    assert daemon.quality() is ClockQuality.UNCHECKED


@pytest.mark.parametrize(
    ("offset_ms", "quality"),
    [
        (0, ClockQuality.CHECKED),
        (-2_000, ClockQuality.CHECKED),
        (2_001, ClockQuality.UNCHECKED),
        (-60_000, ClockQuality.UNCHECKED),
        (60_001, ClockQuality.WRONG),
        (-10 * 365 * 24 * HOUR_MS, ClockQuality.WRONG),
    ],
)
def test_a_sale_carries_what_the_comparison_with_the_hub_said(
    daemon: Daemon, offset_ms: int, quality: ClockQuality
) -> None:
    daemon.say(offset_ms)
    assert daemon.quality() is quality


def test_a_comparison_is_believed_for_a_day(daemon: Daemon, clock: SetClock) -> None:
    daemon.say(0)
    clock.advance(CHECKED_FOR_MS)
    assert daemon.quality() is ClockQuality.CHECKED
    clock.advance(1)
    assert daemon.quality() is ClockQuality.UNCHECKED
    daemon.say(0, compared_ms=clock.wall_ms() - CHECKED_FOR_MS - 1)
    assert daemon.quality() is ClockQuality.UNCHECKED, "a daemon that has not reached the hub for a day"


def test_a_clock_that_is_set_afterwards_is_not_the_one_that_was_compared(daemon: Daemon, clock: SetClock) -> None:
    daemon.say(0)
    compared_ms = clock.wall_ms()
    clock.jump(clock.wall_ms() + HOUR_MS)
    assert daemon.quality() is ClockQuality.UNCHECKED
    clock.jump(compared_ms)
    assert daemon.quality() is ClockQuality.WRONG, "it ran backwards"
    daemon.say(0, compared_ms)
    assert daemon.quality() is ClockQuality.WRONG, "the old comparison again says nothing of the clock now"
    clock.advance(1_000)
    daemon.say(0)
    assert daemon.quality() is ClockQuality.CHECKED
