"""Keeps a sync daemon running beside the till: the till's timer calls `poll`, its exit calls `stop`.

It starts one only when nobody holds the daemon's lock, restarts its own with a doubling wait, and never stops one
that it did not start. No Qt, no thread, no timer of its own.
"""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from pos_app.clock import Clock
from pos_app.store import locks
from sync.status import DaemonLife, Freshness

FIRST_WAIT_MS: Final = 1_000
LAST_WAIT_MS: Final = 30_000
STEADY_MS: Final = 60_000
"""A daemon that ran for so long starts the waits anew."""
LOOK_EVERY_MS: Final = 1_000
"""How often the lock is looked at while another's daemon runs."""
HUNG_AFTER_MS: Final = 30_000
"""Our own daemon that runs but has not beaten for so long is ended and started again."""
STOP_S: Final = 1.5
_log = logging.getLogger("sync.supervisor")


def command(folder: Path) -> tuple[str, ...]:
    """Return the command line that runs the daemon of the data `folder`."""
    return sys.executable, "-m", "pos_app", "sync", "--data", str(folder)


class Supervisor:
    """One data folder's daemon, started and restarted."""

    def __init__(self, folder: Path, clock: Clock, start: Callable[[], Sequence[str]] | None = None) -> None:
        """Do nothing before the first `poll`; `start` gives another command line, for tests."""
        self._folder = folder
        self._clock = clock
        self._command = start or (lambda: command(folder))
        self._process: subprocess.Popen[bytes] | None = None
        self._started_ms = 0
        self._due_ms = clock.monotonic_ms()
        self._wait_ms = FIRST_WAIT_MS
        self.freshness = Freshness(folder, clock)
        """What the beat says; the till's desk asks it too."""

    @property
    def pid(self) -> int | None:
        """Process id of the daemon that we started; None when none of ours runs."""
        return self._process.pid if self._process is not None else None

    def poll(self) -> None:
        """Start or restart the daemon when it is due; takes microseconds when there is nothing to do."""
        now = self._clock.monotonic_ms()
        if self._process is not None and not self._ended(self._process, now):
            return
        if now < self._due_ms:
            return
        if locks.holder(self._folder, "daemon") is not None:
            self._due_ms = now + LOOK_EVERY_MS
            return
        self._start(now)

    def stop(self) -> None:
        """End the daemon that we started, and no other; returns within two seconds."""
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        try:
            process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _start(self, now: int) -> None:
        try:
            # A session of its own: Ctrl-C in a terminal is for the till, which then ends its daemon in order.
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                tuple(self._command()),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        except OSError as error:  # no memory, too many processes
            _log.warning("the daemon could not be started: %s", error)
            self._wait(now)
            return
        self._started_ms = now

    def _ended(self, process: subprocess.Popen[bytes], now: int) -> bool:
        code = process.poll()
        ran_ms = now - self._started_ms
        if code is None:
            if ran_ms < HUNG_AFTER_MS or not self._silent():
                return False
            _log.warning("the daemon %d does not beat and is ended", process.pid)
            process.kill()
            process.wait()
        else:
            _log.info("the daemon ended with %d after %d ms", code, ran_ms)
        self._process = None
        if ran_ms >= STEADY_MS:
            self._wait_ms = FIRST_WAIT_MS
        self._wait(now)
        return True

    def _silent(self) -> bool:
        seen = self.freshness.look()
        return seen.life is DaemonLife.DEAD and seen.still_ms >= HUNG_AFTER_MS

    def _wait(self, now: int) -> None:
        self._due_ms = now + self._wait_ms
        self._wait_ms = min(LAST_WAIT_MS, self._wait_ms * 2)
