"""How much one sender may ask: a bucket of requests per credential, refilled over time."""

from __future__ import annotations

from typing import Final

BUCKETS_MAX: Final = 20_000
"""Senders remembered at once; when there are more, those with a full bucket are forgotten."""


class RateLimit:
    """Buckets of `burst` requests that refill by `per_s` a second. Times are monotonic milliseconds."""

    def __init__(self, per_s: float, burst: int) -> None:
        """Take the two figures."""
        self._per_ms = per_s / 1_000
        self._burst = float(burst)
        self._buckets: dict[str, tuple[float, int]] = {}

    def take(self, sender: str, now_ms: int) -> int:
        """Take one request of `sender`: return 0 when it may go on, else the milliseconds to wait."""
        left, since_ms = self._buckets.get(sender, (self._burst, now_ms))
        left = min(self._burst, left + max(0, now_ms - since_ms) * self._per_ms)
        if left >= 1:
            self._buckets[sender] = (left - 1, now_ms)
            if len(self._buckets) > BUCKETS_MAX:
                self._forget(now_ms)
            return 0
        self._buckets[sender] = (left, now_ms)
        return max(1, int((1 - left) / self._per_ms))

    def _forget(self, now_ms: int) -> None:
        full_after_ms = self._burst / self._per_ms
        self._buckets = {
            sender: (left, since) for sender, (left, since) in self._buckets.items() if now_ms - since < full_after_ms
        }
        while len(self._buckets) > BUCKETS_MAX:  # the oldest insertions go; they begin again with a full bucket
            del self._buckets[next(iter(self._buckets))]
