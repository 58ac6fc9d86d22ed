"""Shares the states of the gallery among processes, each with a window system of its own, and ends them all.

`./pos gallery --screens` calls it. A painter that dies, or takes too long, costs one state, which is named.
"""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Generator, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess

from pos_app.cli.gallery_painter import Order, Taken, work

STATE_S = 300
"""How long one state may take: twenty times what it takes in every dress."""
ENDS_S = 10
"""How long a painter may take to end."""
JOBS_MOST = 64


def jobs_here() -> int:
    """Return how many painters this machine can use: one for each core that we may run on."""
    return min(JOBS_MOST, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)


def take_all(
    states: Sequence[str], order: Order, jobs: int, *, state_s: float = STATE_S
) -> Generator[Taken, None, None]:
    """Yield how it went with each state, in the order in which they end.

    Every painter has ended afterwards, as well when the answers are not waited for.
    """
    left = list(reversed(states))
    painters = [_Painter(order) for _ in range(max(1, min(jobs, len(states), JOBS_MOST)))]
    try:
        for painter in painters:
            painter.ask(left.pop())
        while busy := [painter for painter in painters if painter.state]:
            first = min(painter.since for painter in busy) + state_s
            wait([painter.pipe for painter in busy], timeout=max(0.0, first - time.monotonic()))
            for painter in busy:
                taken = painter.answer(state_s)
                if taken is None:
                    continue
                if left:
                    painter.ask(left.pop())
                yield taken
        for painter in painters:
            painter.leave()
    finally:
        for painter in painters:
            painter.end()


class _Painter:
    """A process that takes pictures, and the state that it is asked for."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self.state, self.since = "", 0.0
        self.pipe, self._process = self._begun()

    def _begun(self) -> tuple[Connection, SpawnProcess]:
        spawned = multiprocessing.get_context("spawn")  # a forked window system would share its connections
        ours, theirs = spawned.Pipe()
        process = spawned.Process(target=work, args=(theirs, self._order), daemon=True)
        process.start()
        theirs.close()  # so that its end is noticed
        return ours, process

    def ask(self, state: str) -> None:
        """Ask for the pictures of a state; begin anew when the last one was the end of the process."""
        if self.pipe.closed:
            self.pipe, self._process = self._begun()
        self.state, self.since = state, time.monotonic()
        self.pipe.send(state)

    def answer(self, state_s: float) -> Taken | None:
        """Return how it went, once that is known; a process that died or took too long is ended."""
        asked, late = self.state, time.monotonic() - self.since >= state_s
        if not self.pipe.poll() and not late:
            return None
        self.state = ""
        try:
            if self.pipe.poll():
                taken = self.pipe.recv()
                assert isinstance(taken, Taken)
                return taken
            wrong = f"not done within {state_s:g} s"
        except (EOFError, OSError):
            self._process.join(ENDS_S)
            wrong = f"its process died with code {self._process.exitcode}"
        self.end()
        return Taken(asked, (), wrong)

    def leave(self) -> None:
        """Let the process end by itself."""
        self.pipe.close()
        self._process.join(ENDS_S)

    def end(self) -> None:
        """End the process, whatever it does."""
        self.pipe.close()
        self._process.terminate()
        self._process.join(ENDS_S)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
