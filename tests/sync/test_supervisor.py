"""The till keeps a daemon running, and never touches one that it did not start."""

from __future__ import annotations

import itertools
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_app.clock import SetClock
from pos_app.store import locks
from sync import status
from sync.status import SyncState, SyncStatus
from sync.supervisor import HUNG_AFTER_MS, LAST_WAIT_MS, Supervisor
from tests.sync.loopback import until

WAITS = (sys.executable, "-c", "import sys; sys.stdin.read(); import signal; signal.pause()")
ENDS = (sys.executable, "-c", "")


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def started(tmp_path: Path, clock: SetClock) -> Iterator[Supervisor]:
    supervisor = Supervisor(tmp_path, clock, lambda: WAITS)
    supervisor.poll()
    yield supervisor
    supervisor.stop()


def test_a_daemon_is_started_once_and_ended_with_the_till(started: Supervisor) -> None:
    first = started.pid
    assert first is not None
    started.poll()
    assert started.pid == first
    started.stop()
    assert started.pid is None
    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)


def test_a_daemon_of_somebody_else_is_left_alone_until_it_is_gone(tmp_path: Path, clock: SetClock) -> None:
    supervisor = Supervisor(tmp_path, clock, lambda: WAITS)
    with locks.hold(tmp_path, "daemon"):
        for _ in range(5):
            supervisor.poll()
            clock.advance(1_000)
        assert supervisor.pid is None
        supervisor.stop()
        assert locks.holder(tmp_path, "daemon") is not None
    supervisor.poll()
    assert supervisor.pid is not None
    supervisor.stop()


def test_a_daemon_that_keeps_ending_is_started_ever_more_rarely(tmp_path: Path, clock: SetClock) -> None:
    supervisor = Supervisor(tmp_path, clock, lambda: ENDS)
    starts = []
    for second in range(200):
        before = supervisor.pid
        supervisor.poll()
        if supervisor.pid not in {None, before}:
            starts.append(second)
            process = supervisor._process
            assert process is not None
            process.wait(10)
        clock.advance(1_000)
    gaps = [later - earlier for earlier, later in itertools.pairwise(starts)]
    assert gaps[:6] == [2, 3, 5, 9, 17, 31]  # the wait, and a second in which the end is seen
    assert max(gaps) <= LAST_WAIT_MS // 1_000 + 1


@pytest.mark.expects_log("does not beat")
def test_a_daemon_of_ours_that_hangs_is_ended_and_started_again(
    started: Supervisor, tmp_path: Path, clock: SetClock
) -> None:
    first = started.pid
    status.write(tmp_path, SyncStatus(1, first or 0, SyncState.ONLINE))
    started.poll()
    clock.advance(HUNG_AFTER_MS)
    started.poll()
    clock.advance(HUNG_AFTER_MS)
    started.poll()
    clock.advance(HUNG_AFTER_MS)
    started.poll()
    assert started.pid not in {None, first}


def test_a_daemon_that_will_not_end_is_ended_all_the_same(tmp_path: Path, clock: SetClock) -> None:
    deaf = (
        "import signal, pathlib, sys; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        "pathlib.Path(sys.argv[1]).touch(); signal.pause()"
    )
    ready = tmp_path / "ready"
    supervisor = Supervisor(tmp_path, clock, lambda: (sys.executable, "-c", deaf, str(ready)))
    supervisor.poll()
    until(ready.exists)
    supervisor.stop()
    assert supervisor.pid is None


@pytest.mark.expects_log("could not be started")
def test_a_machine_that_cannot_start_a_process_keeps_its_till(tmp_path: Path, clock: SetClock) -> None:
    supervisor = Supervisor(tmp_path, clock, lambda: (str(tmp_path / "nothing"),))
    supervisor.poll()
    assert supervisor.pid is None
    supervisor.poll()
