"""Starts tills, daemons and hubs within milliseconds, so that a test can kill a hundred of them.

A process of its own loads the programs once and forks each child from there: a child is a whole process with its own
files, locks and death, only its imports are ready. The tests ask by `Nursery`; whatever becomes of them, the kernel
ends the children with the nursery, and the nursery with its standard input.
"""

from __future__ import annotations

import collections
import contextlib
import ctypes
import json
import os
import selectors
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

START_TIMEOUT_S: Final = 60
ANSWER_TIMEOUT_S: Final = 20
_PR_SET_PDEATHSIG: Final = 1
_READ_BYTES: Final = 65_536
_CRASHED: Final = 70


class Event(NamedTuple):
    """What became of a child: `born`, `ready` (its own word), or `died` with its exit code (negative: the signal)."""

    what: str
    pid: int
    code: int = 0


class Nursery:
    """The nursery's process, seen from a test; what children say on standard error goes to `log`."""

    def __init__(self, log: Path, project: Path) -> None:
        """Start it; `close` ends every child."""
        environment = {**os.environ, "PYTHONPATH": str(project), "PYTHONSAFEPATH": "1"}
        with log.open("ab") as errors:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.nursery"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                cwd=project,
                env=environment,
            )
        self._rest = b""
        self._waiting: collections.deque[Event] = collections.deque()
        self._selector = selectors.DefaultSelector()
        assert self._process.stdout is not None
        self._selector.register(self._process.stdout, selectors.EVENT_READ)
        self.living: set[int] = set()
        self._until("open", 0, START_TIMEOUT_S)

    def start(self, role: str, **said: str | int) -> int:
        """Fork a child that plays `role` (till, daemon, hub) and return its process id."""
        self._ask({"start": role, **said})
        return self._until("born", None, ANSWER_TIMEOUT_S).pid

    def kill(self, pid: int, number: int = signal.SIGKILL) -> int:
        """End a child and wait until it is gone; return its exit code. A child that has ended already is left."""
        if pid not in self.living:
            return 0
        self._ask({"kill": pid, "signal": number})
        return self._until("died", pid, ANSWER_TIMEOUT_S).code

    def ready(self, pid: int) -> None:
        """Wait until the child says that it is ready."""
        self._until("ready", pid, ANSWER_TIMEOUT_S)

    def events(self, wait_s: float) -> list[Event]:
        """Return what has happened, waiting for it up to `wait_s`."""
        if not self._waiting:
            self._read(wait_s)
        found = list(self._waiting)
        self._waiting.clear()
        return found

    def close(self) -> None:
        """End the nursery and, with it, every child."""
        for pid in sorted(self.living):
            self.kill(pid)
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        try:
            self._process.wait(ANSWER_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._selector.close()
        self._process.stdout.close()

    def _ask(self, message: Mapping[str, str | int]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(message).encode() + b"\n")
        self._process.stdin.flush()

    def _until(self, what: str, pid: int | None, limit_s: float) -> Event:
        """Wait for one event; others keep for `events`."""
        deadline = time.monotonic() + limit_s
        while True:
            for event in self._waiting:
                if event.what == what and pid in {None, event.pid}:
                    self._waiting.remove(event)
                    return event
                assert event.what != "died" or event.pid != pid, f"{event} while waiting for {what}"
            left = deadline - time.monotonic()
            assert left > 0, f"no {what} of {pid} within {limit_s} s"
            self._read(left)

    def _read(self, wait_s: float) -> None:
        if not self._selector.select(max(0, wait_s)):
            return
        assert self._process.stdout is not None
        data = os.read(self._process.stdout.fileno(), _READ_BYTES)
        assert data, "the nursery has ended"
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            what, *numbers = line.decode().split()
            event = Event(what, *map(int, numbers or ["0"]))
            if what == "born":
                self.living.add(event.pid)
            elif what == "died":
                self.living.discard(event.pid)
            self._waiting.append(event)


@contextlib.contextmanager
def nursery(log: Path, project: Path) -> Iterator[Nursery]:
    """Yield a nursery whose children end with the block."""
    opened = Nursery(log, project)
    try:
        yield opened
    finally:
        opened.close()


# The other side: the nursery's own process


def serve() -> None:
    """Fork children as asked on standard input, and tell what becomes of them, until standard input ends."""
    from tests.faults import roles  # loads the till, the daemon and the hub

    wake, waker = socket.socketpair()
    for end in (wake, waker):
        end.setblocking(False)  # noqa: FBT003 - the socket's own signature
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(waker.fileno(), warn_on_full_buffer=False)
    selector = selectors.DefaultSelector()
    selector.register(0, selectors.EVENT_READ)
    selector.register(wake, selectors.EVENT_READ)
    living: set[int] = set()
    rest = b""
    _say("open")
    while True:
        for key, _ in selector.select():
            if key.fileobj is wake:
                wake.recv(_READ_BYTES)
                continue
            data = os.read(0, _READ_BYTES)
            if not data:
                return
            *lines, rest = (rest + data).split(b"\n")
            for line in lines:
                _obey(json.loads(line), living, roles.ROLES)
        _reap(living)


def _obey(asked: dict[str, str | int], living: set[int], roles: Mapping[str, object]) -> None:
    if "kill" in asked:
        pid = int(asked["kill"])
        if pid in living:  # not waited for yet: the id is still this child's
            os.kill(pid, int(asked["signal"]))
        return
    role = roles[str(asked.pop("start"))]
    assert callable(role)
    pid = os.fork()
    if pid == 0:
        code = _CRASHED
        try:
            _begin()
            code = role(lambda: _say("ready", os.getpid()), **asked) or 0
        except BaseException:  # noqa: BLE001 - said on standard error, and by the exit code
            sys.excepthook(*sys.exc_info())
        finally:
            os._exit(code)
    living.add(pid)
    _say("born", pid)


def _begin() -> None:
    """Become a process that owns nothing of the nursery's but its standard output and error."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)


def _reap(living: set[int]) -> None:
    while living:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            return
        living.discard(pid)
        _say("died", pid, os.waitstatus_to_exitcode(status))


def _say(*words: str | int) -> None:
    os.write(1, " ".join(map(str, words)).encode() + b"\n")


if __name__ == "__main__":
    serve()
