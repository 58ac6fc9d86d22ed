"""Takes each new comparison of this workstation's clock with the hub's into the journal's stamps.

The till calls it at every tick. A sale never waits for it: with no comparison a stamp says that nobody has checked.
"""

from __future__ import annotations

from pos_app.selling.lamp import SyncSeen
from pos_app.store.journal import Journal


class ClockTrust:
    """How far the journal's clock is trusted, as the daemon learns it."""

    def __init__(self, journal: Journal) -> None:
        """Begin with no comparison."""
        self._journal = journal
        self._compared_ms: int | None = None

    def hear(self, seen: SyncSeen) -> None:
        """Take a comparison once: what the clock has done since then the journal sees by itself."""
        if seen.clock_compared_ms is not None and seen.clock_compared_ms != self._compared_ms:
            self._compared_ms = seen.clock_compared_ms
            self._journal.trust_clock(seen.clock)
