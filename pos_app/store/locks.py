"""One lock for each role of a data folder, so that two tills or two daemons never write the same files.

The wiring holds "till" or "daemon" for as long as the process lives; the kernel frees the lock when the process
ends, however it ends. The file says who holds it, for the person who reads the refusal.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Literal

from pos_app.domain.errors import Refusal

Role = Literal["till", "daemon"]

_TRIES: Final = 15
_PAUSE_S: Final = 0.02
"""`holder` takes a shared lock for an instant, and somebody may ask it again and again: tries over a third of a second
tell that from a process that stays."""


@contextmanager
def hold(folder: Path, role: Role) -> Iterator[None]:
    """Hold the lock of `role` in the data `folder`; `Refusal("lock.held", role, pid)` when another process does."""
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(_path(folder, role), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        if not _taken(descriptor):
            raise Refusal("lock.held", role=role, pid=_written_pid(descriptor))
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{role} {os.getpid()}\n".encode(), 0)
        try:
            yield
        finally:
            os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)


def holder(folder: Path, role: Role) -> int | None:
    """Return the process id that holds `role`, 0 when it did not say, None when the role is free."""
    try:
        descriptor = os.open(_path(folder, role), os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _written_pid(descriptor)
    else:
        return None
    finally:
        os.close(descriptor)


def _path(folder: Path, role: Role) -> Path:
    return folder / f"{role}.lock"


def _taken(descriptor: int) -> bool:
    for attempt in range(_TRIES):
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if attempt + 1 < _TRIES:
                time.sleep(_PAUSE_S)
        else:
            return True
    return False


def _written_pid(descriptor: int) -> int:
    words = os.pread(descriptor, 64, 0).decode(errors="replace").split()
    return int(words[1]) if len(words) > 1 and words[1].isdigit() else 0
