"""Holds a process to a quarter of a core: by the kernel's cgroups where they are writable, else by stopping it.

The kernel counts in periods of 100 ms by default: 25 ms of work, then a stop of up to 75. That is harder on a single
scan than a slower processor; without cgroups the process is stopped 15 of every 20 ms.
"""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Final

SHARE: Final = 0.25
PERIOD_US: Final = 100_000
STOPPED_PERIOD_S: Final = 0.02
_ROOT: Final = Path("/sys/fs/cgroup")


@contextlib.contextmanager
def quarter_of_a_core(pid: int) -> Iterator[str]:
    """Limit process `pid` while the block runs; yield how it is done."""
    for limited in (_in_unified_group, _in_old_group, _by_stopping):
        with contextlib.ExitStack() as stack:
            try:
                how = stack.enter_context(limited(pid))
            except OSError:
                continue
            yield how
            return
    raise AssertionError("a process can always be stopped")


@contextlib.contextmanager
def _in_unified_group(pid: int) -> Iterator[str]:
    with _group(_ROOT, pid, "cpu.max", f"{int(PERIOD_US * SHARE)} {PERIOD_US}"):
        yield "cgroup cpu.max 25000 100000"


@contextlib.contextmanager
def _in_old_group(pid: int) -> Iterator[str]:
    with _group(_ROOT / "cpu", pid, "cpu.cfs_quota_us", str(int(PERIOD_US * SHARE))):
        yield "cgroup cpu.cfs_quota_us 25000 of 100000"


@contextlib.contextmanager
def _group(root: Path, pid: int, file: str, limit: str) -> Iterator[None]:
    group = root / f"pos-bench-{pid}"
    if not (root / "cgroup.procs").exists():
        raise FileNotFoundError(root)
    group.mkdir()
    try:
        (group / file).write_text(limit, "ascii")
        (group / "cgroup.procs").write_text(str(pid), "ascii")
        yield
    finally:
        with contextlib.suppress(OSError):  # it ended already
            (root / "cgroup.procs").write_text(str(pid), "ascii")
        with contextlib.suppress(OSError):
            group.rmdir()


@contextlib.contextmanager
def _by_stopping(pid: int) -> Iterator[str]:
    over = threading.Event()
    process = os.pidfd_open(pid)  # a number could be another process's by the next turn
    turns = ((signal.SIGSTOP, 1 - SHARE), (signal.SIGCONT, SHARE))

    def stop_and_go() -> None:
        while not over.is_set():
            for sign, share in turns:
                with contextlib.suppress(ProcessLookupError):
                    signal.pidfd_send_signal(process, sign)
                over.wait(STOPPED_PERIOD_S * share)

    worker = threading.Thread(target=stop_and_go, name="quarter-core")
    worker.start()
    try:
        yield "stopped 15 of every 20 ms"
    finally:
        over.set()
        worker.join()
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(process, signal.SIGCONT)
        os.close(process)
