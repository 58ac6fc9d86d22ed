"""The machine's clock and randomness behind two small protocols, so that everything else takes them as arguments."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from typing import Protocol

from pos_app.domain.ids import RANDOM_BYTES, IdMaker, uuid7

RandomBytes = Callable[[int], bytes]
"""Gives that many random bytes."""


class Clock(Protocol):
    """Wall time may jump and be wrong; monotonic time only rises and says nothing about the date."""

    def wall_ms(self) -> int:
        """Return milliseconds since 1970 UTC."""
        ...

    def monotonic_ms(self) -> int:
        """Return milliseconds since an arbitrary moment; never falls."""
        ...


class SystemClock:
    """The operating system's clocks."""

    def wall_ms(self) -> int:
        """Return milliseconds since 1970 UTC."""
        return time.time_ns() // 1_000_000

    def monotonic_ms(self) -> int:
        """Return milliseconds since an arbitrary moment; never falls."""
        return time.monotonic_ns() // 1_000_000


class SetClock:
    """A clock that stands until it is set: for tests, replays and simulations."""

    def __init__(self, wall_ms: int = 1_760_000_000_000) -> None:
        """Begin at `wall_ms`."""
        self._wall_ms = wall_ms
        self._monotonic_ms = 0

    def wall_ms(self) -> int:
        """Return the set wall time."""
        return self._wall_ms

    def monotonic_ms(self) -> int:
        """Return the time that passed by `advance`."""
        return self._monotonic_ms

    def advance(self, passed_ms: int) -> None:
        """Let time pass, on both clocks."""
        self._wall_ms += passed_ms
        self._monotonic_ms += passed_ms

    def jump(self, wall_ms: int) -> None:
        """Set the wall clock alone, as a wrong time server would."""
        self._wall_ms = wall_ms


def id_maker(clock: Clock, random: RandomBytes = secrets.token_bytes) -> IdMaker:
    """Return a maker of UUIDv7 ids from `clock` and `random`."""
    return lambda: uuid7(clock.wall_ms(), random(RANDOM_BYTES))
