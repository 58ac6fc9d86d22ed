"""One conversation of the courier with the hub: at most one ask under way, a deadline, and the wait before the next.

Nothing else is needed against lost, doubled and late answers: an answer is taken only when its number is the one
under way, and an ask whose deadline has passed counts as unanswered even when the transport never reports it.
"""

from __future__ import annotations

from typing import Final

from sync.asks import Ask
from sync.backoff import Backoff

GRACE_MS: Final = 1_000
"""Beyond an ask's own time-out, in case the transport forgets to report."""


class Line:
    """The state of one lane; all times are monotonic milliseconds."""

    def __init__(self, backoff: Backoff) -> None:
        """Begin idle and due at once."""
        self.backoff = backoff
        self.asked: Ask | None = None
        self.asked_ms = 0
        self.due_ms = 0
        self.told_to_wait = False
        """The present wait is the hub's own wish: good news on another line does not end it."""

    def begin(self, ask: Ask, now_ms: int) -> Ask:
        """Put `ask` under way."""
        assert self.asked is None
        self.asked, self.asked_ms = ask, now_ms
        return ask

    def deadline_ms(self) -> int:
        """Return when the ask under way counts as unanswered."""
        assert self.asked is not None
        return self.asked_ms + self.asked.timeout_ms + GRACE_MS

    def end(self) -> None:
        """Nothing is under way any more."""
        self.asked = None

    def succeeded(self, now_ms: int, *, next_in_ms: int = 0) -> None:
        """Be due again after `next_in_ms`."""
        self.backoff.succeeded()
        self.due_ms, self.told_to_wait = now_ms + next_in_ms, False

    def failed(self, now_ms: int, *, at_least_ms: int = 0) -> None:
        """Wait with full jitter, and at least as long as the hub asked."""
        self.due_ms = now_ms + self.backoff.failed(at_least_ms=at_least_ms)
        self.told_to_wait = at_least_ms > 0

    def good_news(self, now_ms: int, within_ms: int) -> None:
        """The hub answers elsewhere: end a wait that was only our own caution, after up to `within_ms`."""
        if self.backoff.failures and not self.told_to_wait:
            self.due_ms = min(self.due_ms, now_ms + within_ms)
