"""Stamps for entries from a clock that may be wrong: the logical time only rises, across restarts too."""

from __future__ import annotations

from typing import Final

from pos_app.clock import Clock
from pos_app.domain.stamp import CHECKED_FOR_MS, CHECKED_WITHIN_MS, ClockQuality, Stamp, merged_hlc, next_hlc

BACKWARDS_MS: Final = 2_000
"""A smaller step back is an ordinary correction by the time service."""


class Timekeeper:
    """Makes the journal's stamps; begins after the stamp of the journal's last entry."""

    def __init__(self, clock: Clock, last: Stamp | None) -> None:
        """Compare the clock with `last`; a clock behind it, or one known to be wrong then, stays in doubt."""
        self._clock = clock
        self._hlc = last.hlc if last else 0
        self._wall_ms = last.wall_ms if last else 0
        self._quality = ClockQuality.UNCHECKED
        if last and last.quality is ClockQuality.WRONG:
            self._quality = ClockQuality.WRONG
        self._checked_ms = (0, 0)
        """Wall and monotonic time when the clock was last found right."""
        self.behind_ms = max(0, self._wall_ms - clock.wall_ms()) if last else 0
        if self.behind_ms <= BACKWARDS_MS:
            self.behind_ms = 0

    def stamp(self) -> Stamp:
        """Return the present moment; each stamp's logical time is above all before it."""
        wall_ms = self._clock.wall_ms()
        if wall_ms < self._wall_ms - BACKWARDS_MS:
            self._quality = ClockQuality.WRONG
        elif self._quality is ClockQuality.CHECKED and not self._still_checked(wall_ms):
            self._quality = ClockQuality.UNCHECKED
        self._wall_ms = wall_ms
        self._hlc = next_hlc(self._hlc, wall_ms)
        return Stamp(wall_ms, self._hlc, self._quality)

    def hear(self, hlc: int) -> None:
        """Let every later stamp's logical time be above `hlc`, which another workstation gave."""
        if hlc > self._hlc:
            self._hlc = merged_hlc(self._hlc, hlc, self._clock.wall_ms())

    def trust(self, quality: ClockQuality) -> None:
        """Take over what a comparison with the hub's clock said."""
        self._quality = quality
        self._checked_ms = (self._clock.wall_ms(), self._clock.monotonic_ms())

    def _still_checked(self, wall_ms: int) -> bool:
        """Whether the comparison is of the last day, and the clock has gone on since then without a jump."""
        was_ms, since_ms = self._checked_ms
        passed_ms = self._clock.monotonic_ms() - since_ms
        return passed_ms <= CHECKED_FOR_MS and abs(wall_ms - was_ms - passed_ms) <= CHECKED_WITHIN_MS
