"""What is known of the hub by its answers: reachable, slow, refusing us, and how far apart the clocks are."""

from __future__ import annotations

from typing import Final

from sync.asks import Judged, Verdict

OFFLINE_AFTER: Final = 2
"""Lost answers in a row, once there was contact; one may always be lost."""
OFFLINE_AFTER_MS: Final = 30_000
"""Without a usable answer for this long while something was asked; longer than a long poll."""
SLOW_MS: Final = 3_000
SLOW_AFTER: Final = 3
"""So many answers in a row that took longer than `SLOW_MS` make the line slow."""
CLOCK_WRONG_MS: Final = 60_000
"""A till's clock that is further off than this is shown; receipts carry minutes."""


class Contact:
    """The hub as last heard. Times are monotonic milliseconds."""

    def __init__(self) -> None:
        """Begin without any contact."""
        self.last_ms: int | None = None
        self.lost_in_row = 0
        self.reason = ""
        """Message id of the last failure; empty after a usable answer."""
        self.refused = False
        self.version = False
        self.offset_ms: int | None = None
        self.compared_ms: int | None = None
        """Wall time, by our clock, at which it was compared with the hub's."""
        self._slow_in_row = 0

    def heard(self, now_ms: int, took_ms: int | None = None) -> bool:
        """Count a usable answer that took `took_ms` (None: a long poll); True when contact comes back by it."""
        back = self.lost_in_row > 0 or self.last_ms is None
        self.last_ms, self.lost_in_row, self.reason = now_ms, 0, ""
        if took_ms is not None:
            self._slow_in_row = self._slow_in_row + 1 if took_ms > SLOW_MS else 0
        return back

    def failed(self, judged: Judged) -> None:
        """Count an answer that was no use."""
        self.reason = judged.reason
        if judged.verdict is Verdict.LOST:
            self.lost_in_row += 1
        self.refused = self.refused or judged.verdict is Verdict.CREDENTIAL
        self.version = self.version or judged.verdict is Verdict.VERSION

    def greeted(self, offset_ms: int, compared_ms: int) -> None:
        """The hub knows us and speaks our version; `offset_ms` is its clock minus ours, at `compared_ms` by ours."""
        self.refused = self.version = False
        self.offset_ms, self.compared_ms = offset_ms, compared_ms

    def age_ms(self, now_ms: int) -> int | None:
        """Return how long ago the last usable answer came."""
        return None if self.last_ms is None else now_ms - self.last_ms

    def offline(self, now_ms: int) -> bool:
        """Tell whether the hub counts as out of reach."""
        if not self.reason:
            return False
        age_ms = self.age_ms(now_ms)
        return age_ms is None or self.lost_in_row >= OFFLINE_AFTER or age_ms >= OFFLINE_AFTER_MS

    def slow(self) -> bool:
        """Tell whether the hub answers, but late."""
        return self._slow_in_row >= SLOW_AFTER

    def clock_wrong(self) -> bool:
        """Tell whether the two clocks are too far apart."""
        return self.offset_ms is not None and abs(self.offset_ms) > CLOCK_WRONG_MS
