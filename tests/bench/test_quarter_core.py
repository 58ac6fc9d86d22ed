"""The limit of the slow-machine bench limits, by every way of it, and lets go."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from tests.bench import quarter_core

BUSY = "while True: pass"
LOOK_S = 1.0


@pytest.fixture
def busy() -> Iterator[int]:
    """Return a process that would take a whole core."""
    with subprocess.Popen([sys.executable, "-c", BUSY]) as process:
        yield process.pid
        process.kill()


def worked(pid: int) -> float:
    """Return the seconds of processor that a process had."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def share(pid: int) -> float:
    """Return how much of a core a process has over a second."""
    before, began = worked(pid), time.monotonic()
    while time.monotonic() - began < LOOK_S:
        os.sched_yield()
    return (worked(pid) - before) / (time.monotonic() - began)


@pytest.mark.parametrize("limited", [quarter_core.quarter_of_a_core, quarter_core._by_stopping])
def test_a_busy_process_gets_a_quarter_of_a_core(
    busy: int, limited: Callable[[int], AbstractContextManager[str]]
) -> None:
    with limited(busy):
        got = share(busy)
    assert got < 0.4
    assert Path(f"/proc/{busy}/status").read_text("ascii").split("State:")[1].split()[0] != "T", "it goes on"


def test_a_process_that_ends_inside_is_no_error() -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as process, quarter_core._by_stopping(process.pid):
        process.wait()
