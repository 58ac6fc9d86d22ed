"""How long to wait before the next try: full jitter under a doubling cap, and what a hub asks for by Retry-After.

Each lane of the courier owns one. Chance is passed in, so that a simulation repeats itself. Full jitter: AWS
Architecture Blog, "Exponential Backoff And Jitter"; the floor keeps a lucky draw from becoming a busy loop.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from typing import Final

Chance = Callable[[], float]
"""Gives a number in [0, 1)."""

FLOOR_MS: Final = 50
RETRY_AFTER_MAX_MS: Final = 120_000
"""A hub, or a proxy before it, cannot silence a till for longer than this."""
_DOUBLINGS_MAX: Final = 16


class Backoff:
    """Counts failures in a row and draws the wait after each."""

    def __init__(self, chance: Chance, *, base_ms: int, cap_ms: int) -> None:
        """Wait up to `base_ms` after the first failure and never more than `cap_ms`."""
        assert FLOOR_MS <= base_ms <= cap_ms
        self._chance = chance
        self._base_ms = base_ms
        self._cap_ms = cap_ms
        self.failures = 0

    def failed(self, *, at_least_ms: int = 0) -> int:
        """Count a failure and return the wait in milliseconds; `at_least_ms` is the hub's own wish."""
        ceiling = min(self._cap_ms, self._base_ms << min(self.failures, _DOUBLINGS_MAX))
        self.failures += 1
        return max(FLOOR_MS, at_least_ms) + int(self._chance() * ceiling)

    def succeeded(self) -> None:
        """Forget the failures."""
        self.failures = 0


def retry_after_ms(header: str | None, wall_ms: int) -> int:
    """Return how long Retry-After asks to wait, within 0 and `RETRY_AFTER_MAX_MS`; unreadable is 0.

    RFC 9110 section 10.2.3: seconds, or a date, which is compared with `wall_ms`.
    """
    text = (header or "").strip()
    if text.isascii() and text.isdigit():
        return min(int(text[:9]) * 1_000, RETRY_AFTER_MAX_MS)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return 0
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=dt.UTC)
    since = moment - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    return max(0, min(since // dt.timedelta(milliseconds=1) - wall_ms, RETRY_AFTER_MAX_MS))
