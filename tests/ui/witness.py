"""Says what a test of the windows does that takes too long: computes, and where, or waits for the machine.

pytest-timeout shows one stack, and any stack of a window that is slow stands somewhere in a layout. So before its
limit this looks many times, and at what the process got: time on a processor, pages that had to be read again.
"""

import os
import resource
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

AFTER_S = 75.0
"""A test has 120 s, and the slowest needs some 10."""
LOOKS, EVERY_S = 40, 0.1
_FRAMES = 3
_SHOWN = 5
_PRESSURE = Path("/proc/pressure/memory")
_MEMORY = Path("/proc/self/statm")


@contextmanager
def witness(name: str, after_s: float = AFTER_S) -> Iterator[None]:
    """Tell stderr what is going on when the body takes longer than `after_s`; pytest-timeout shows it with its own."""
    watched = _Watched(name, threading.get_ident())
    bell = threading.Timer(after_s, watched.tell)
    bell.daemon = True
    bell.start()
    try:
        yield
    finally:
        bell.cancel()


class _Watched:
    """One test: when it began, and what the process had used by then."""

    def __init__(self, name: str, thread: int) -> None:
        self._name, self._thread = name, thread
        self._began, self._used, self._read = time.monotonic(), time.process_time(), _pages_read()

    def tell(self) -> None:
        """Look for some seconds, then tell."""
        seen: Counter[str] = Counter()
        for _ in range(LOOKS):
            frame = sys._current_frames().get(self._thread)
            if frame is not None:
                seen[_place(frame)] += 1
            time.sleep(EVERY_S)
        took, used = time.monotonic() - self._began, time.process_time() - self._used
        lines = (
            f"{self._name} takes long: {took:.0f} s, of which {used:.0f} s on a processor",
            f"{_pages_read() - self._read} pages read from disk, {_memory_mb()} MB, load {os.getloadavg()[0]:.1f}",
            *(f"memory pressure: {line}" for line in _pressure()),
            *(f"{count}/{LOOKS} {place}" for place, count in seen.most_common(_SHOWN)),
        )
        sys.stderr.write("\n".join((*lines, "")))
        sys.stderr.flush()


def _place(frame: FrameType | None) -> str:
    places: list[str] = []
    while frame is not None and len(places) < _FRAMES:
        places.append(f"{Path(frame.f_code.co_filename).name}:{frame.f_lineno} {frame.f_code.co_qualname}")
        frame = frame.f_back
    return " < ".join(places)


def _pages_read() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_majflt


def _memory_mb() -> int:
    try:
        return int(_MEMORY.read_text().split()[1]) * resource.getpagesize() // 1_000_000
    except OSError:
        return 0


def _pressure() -> list[str]:
    try:
        return _PRESSURE.read_text().splitlines()
    except OSError:
        return []
