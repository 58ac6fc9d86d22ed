"""What the lamp is told of the daemon: dead and offline are two things, told apart within six seconds."""

from pathlib import Path

import pytest

from pos_app.cli.link import Link
from pos_app.clock import SetClock
from pos_app.devices import Condition, DeviceState, Health
from pos_app.selling import lamp
from pos_app.selling.view import Lamp, LampState
from sync import status
from sync.status import Note, SyncState, SyncStatus

READY = Health(DeviceState.ENABLED, Condition.READY)
TOLD_WITHIN_MS = 6_000
DAY_MS = 24 * 3_600_000


class Daemon:
    """Beats as the real one does, by the test's clock."""

    def __init__(self, folder: Path, clock: SetClock) -> None:
        self.folder, self.clock, self.beat = folder, clock, 0

    def say(self, state: SyncState, **more: object) -> None:
        self.beat += 1
        status.write(self.folder, SyncStatus(self.beat, 4_711, state, **more))  # type: ignore[arg-type]


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


def shown(link: Link) -> Lamp:
    return lamp.lamp(link.seen(), READY)


def test_a_daemon_that_lives_without_a_hub_is_offline_and_one_that_stops_is_dead(
    tmp_path: Path, clock: SetClock
) -> None:
    link, daemon = Link(tmp_path, clock, has_hub=True), Daemon(tmp_path, clock)
    for _ in range(10):
        daemon.say(SyncState.OFFLINE, waiting=3)
        assert shown(link) == Lamp(LampState.OFFLINE, 3)
        clock.advance(1_000)
    stopped_ms = clock.monotonic_ms()
    while shown(link).state is LampState.OFFLINE:
        clock.advance(250)
        assert clock.monotonic_ms() - stopped_ms <= TOLD_WITHIN_MS
    assert shown(link) == Lamp(LampState.DAEMON_DEAD, 3)
    daemon.say(SyncState.OFFLINE, waiting=3)
    daemon.say(SyncState.ONLINE)
    link.seen()
    daemon.say(SyncState.ONLINE)
    assert shown(link).state is LampState.ONLINE


def test_a_status_left_by_yesterdays_daemon_is_dead_not_online(tmp_path: Path, clock: SetClock) -> None:
    Daemon(tmp_path, clock).say(SyncState.ONLINE)
    link = Link(tmp_path, clock, has_hub=True)
    link.seen()
    clock.advance(TOLD_WITHIN_MS)
    assert shown(link).state is LampState.DAEMON_DEAD


def test_a_wrong_clock_an_old_catalogue_and_a_slow_line_are_told(tmp_path: Path, clock: SetClock) -> None:
    link, daemon = Link(tmp_path, clock, has_hub=True), Daemon(tmp_path, clock)
    daemon.say(SyncState.CLOCK_WRONG, clock_offset_ms=-90_000)
    assert shown(link) == Lamp(LampState.CLOCK_WRONG, 90)
    daemon.say(SyncState.ONLINE, up_to_date_ms=clock.wall_ms() - 3 * DAY_MS)
    assert shown(link) == Lamp(LampState.STALE, 3)
    daemon.say(SyncState.SLOW, waiting=2)
    assert shown(link) == Lamp(LampState.SLOW, 2)
    daemon.say(SyncState.REFUSED)
    assert shown(link).state is LampState.REFUSED
    daemon.say(SyncState.LOOK, look=2)
    assert shown(link) == Lamp(LampState.LOOK, 2)


def test_what_the_daemon_says_besides_reaches_the_page(tmp_path: Path, clock: SetClock) -> None:
    link, daemon = Link(tmp_path, clock, has_hub=True), Daemon(tmp_path, clock)
    daemon.say(
        SyncState.SENDING,
        contact_age_ms=1_500,
        filling_percent=40,
        notes=(Note("sync.set_aside", {"entries": 2}),),
    )
    seen = link.seen()
    assert (seen.contact_age_ms, seen.filling_percent) == (1_500, 40)
    assert [note.params for note in seen.notes] == [{"entries": 2}]
    clock.advance(2_000)
    assert link.seen().contact_age_ms == 3_500


def test_a_till_without_a_hub_sells_alone(tmp_path: Path, clock: SetClock) -> None:
    assert shown(Link(tmp_path, clock, has_hub=False)).state is LampState.ALONE
