"""Locks a till that nobody touches: the basket stays, the drawer and the names of members do not lie open."""

import time
from collections.abc import Callable


class IdleLock:
    """Knows since when nobody pressed anything; the bridge asks it at every tick."""

    def __init__(self, after_s: int, *, monotonic_s: Callable[[], float] = time.monotonic) -> None:
        """`after_s` 0 never locks."""
        self._after_s, self._now_s = after_s, monotonic_s
        self._last_s = monotonic_s()

    def lock_after(self, after_s: int) -> None:
        """Wait this long from now on; 0 never locks."""
        self._after_s = after_s

    def touched(self) -> None:
        """Somebody pressed a key or the screen."""
        self._last_s = self._now_s()

    def is_due(self) -> bool:
        """Tell whether it is time to lock."""
        return self._after_s > 0 and self._now_s() - self._last_s >= self._after_s
