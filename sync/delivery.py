"""How large the next push is, and what a push's answer means for the entries in it. The courier calls it.

A batch shrinks when the hub or a proxy will not take it, down to one entry, which then stands aside; it grows again
slowly. So whatever a single entry does to the hub, the others arrive.
"""

from __future__ import annotations

import enum
from typing import Final

from sync.asks import Judged, Verdict
from sync.outbox import Batch, Outbox
from sync.protocol import BATCH_ENTRIES_MAX, PushReply

HUB_FAILURES_MAX: Final = 3
"""After so many errors of the hub's own in a row the batch itself is suspected."""
_GROWTH: Final = 8
"""A batch grows by an eighth with each success."""


class Then(enum.Enum):
    """What the courier does after a push."""

    GO_ON = enum.auto()
    WAIT = enum.auto()
    COMPARE = enum.auto()
    """The hub lacks entries that it was sent: say hello again, after a wait."""


class Delivery:
    """The push lane's decisions."""

    def __init__(self, outbox: Outbox) -> None:
        """Deliver from `outbox`."""
        self._outbox = outbox
        self._entries_max = BATCH_ENTRIES_MAX
        self._hub_failures = 0
        self._failed_since_success = False

    def next(self, now_ms: int) -> Batch | None:
        """Return the batch to push now."""
        return self._outbox.batch(now_ms, self._entries_max)

    def taken(self, batch: Batch, reply: PushReply, now_ms: int) -> Then:
        """Move on after the hub's answer to `batch`."""
        whole = self._outbox.delivered(batch, reply.acks, reply.states)
        self._hub_failures = 0
        if not whole:
            return Then.COMPARE
        if self._failed_since_success:
            self._outbox.hurry(now_ms)
        self._failed_since_success = False
        self._entries_max = min(BATCH_ENTRIES_MAX, self._entries_max + max(1, self._entries_max // _GROWTH))
        return Then.GO_ON

    def not_taken(self, batch: Batch, judged: Judged, now_ms: int) -> Then:
        """Shrink, set aside or wait, by what kind of no it was."""
        if judged.verdict in {Verdict.TOO_LARGE, Verdict.REJECTED}:
            return self._suspect(batch, judged.reason, now_ms)
        if judged.verdict is Verdict.HUB_FAILED:
            self._failed_since_success = True
            self._hub_failures += 1
            if self._hub_failures >= HUB_FAILURES_MAX:
                self._hub_failures = 0
                self._suspect(batch, judged.reason, now_ms)
        return Then.WAIT

    def _suspect(self, batch: Batch, reason: str, now_ms: int) -> Then:
        count = len(batch.entries)
        if count > 1:
            self._entries_max = max(1, count // 2)
            return Then.GO_ON
        return Then.GO_ON if self._outbox.set_aside(batch, reason, now_ms) else Then.WAIT
