"""Claims that wait for the hub's answer: sent as exact copies of their entries, ahead of any backlog.

The newest goes first, for someone stands at the counter; an older one is asked about until it is answered, since a
clash is always shown. One that the hub will not answer delays no other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sync.backoff import Backoff, Chance
from sync.ports import CacheView, JournalView, OpenClaim
from sync.protocol import CLAIM_WAIT_MS, ClaimReply

CLAIMS_MAX: Final = 100
"""Only the newest are followed; every claim also arrives in order with the journal."""
BASE_MS: Final = 200
CAP_MS: Final = 15_000
REJECTED_MS: Final = 60_000
"""Wait after the hub called the claim itself wrong."""


@dataclass
class _Try:
    claim: OpenClaim
    seen_ms: int
    backoff: Backoff
    due_ms: int


class Claims:
    """The claims of one journal that the cache has no answer to. Times are monotonic milliseconds."""

    def __init__(self, journal: JournalView, cache: CacheView, chance: Chance) -> None:
        """Follow the claims of `journal`; `refresh` reads them."""
        self._journal = journal
        self._cache = cache
        self._chance = chance
        self._open: dict[str, _Try] = {}
        self._answered: set[str] = set()

    def refresh(self, now_ms: int) -> None:
        """Look for new claims; called when the journal changed."""
        found: dict[str, _Try] = {}
        answered: set[str] = set()
        for claim in self._journal.claims(CLAIMS_MAX):
            if claim.claim in self._answered or self._cache.claim_answer(claim.claim) is not None:
                answered.add(claim.claim)
            else:
                backoff = Backoff(self._chance, base_ms=BASE_MS, cap_ms=CAP_MS)
                found[claim.claim] = self._open.get(claim.claim) or _Try(claim, now_ms, backoff, now_ms)
        self._open, self._answered = found, answered

    def forget(self, now_ms: int) -> None:
        """The cache is another one: look again which answers are there."""
        self._answered.clear()
        self.refresh(now_ms)

    def next(self, now_ms: int) -> OpenClaim | None:
        """Return the newest claim that is due."""
        return next((known.claim for known in self._open.values() if known.due_ms <= now_ms), None)

    def answered(self, asked: OpenClaim, reply: ClaimReply) -> bool:
        """Save the answer; False when it speaks of another claim."""
        if reply.claim != asked.claim:
            return False
        self._cache.save_claim(reply)
        self._open.pop(asked.claim, None)
        return True

    def failed(self, asked: OpenClaim, now_ms: int, *, at_least_ms: int = 0) -> None:
        """Ask about this one again after a wait."""
        known = self._open.get(asked.claim)
        if known is not None:
            known.due_ms = now_ms + known.backoff.failed(at_least_ms=at_least_ms)

    def next_try_ms(self) -> int | None:
        """Return when the next claim is due."""
        return min((known.due_ms for known in self._open.values()), default=None)

    def someone_waits(self, now_ms: int) -> bool:
        """Tell whether a desk may still be waiting for an answer."""
        return any(now_ms - known.seen_ms < CLAIM_WAIT_MS for known in self._open.values())
