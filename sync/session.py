"""What the courier's lanes share: the till's files, what is known of the hub, and what went wrong last."""

from __future__ import annotations

import logging
from typing import Final

from pos_app.clock import Clock
from pos_app.domain.chain import Scope
from pos_app.domain.errors import Fault
from sync.backoff import Chance
from sync.claims import Claims
from sync.contact import Contact
from sync.inbox import Inbox, KeyFinder
from sync.outbox import Outbox
from sync.ports import CacheView, JournalView, RingBox, SnapshotBox
from sync.snapshots import Snapshots

REFILL_EVERY_MS: Final = 600_000
"""A cache that differs is filled again at most this often; meanwhile a person is told."""
_log = logging.getLogger("sync.courier")


class Session:
    """State of one courier. Times are monotonic milliseconds."""

    def __init__(  # noqa: PLR0913 - each by its name, and each from another room
        self,
        *,
        journal: JournalView,
        cache: CacheView,
        box: SnapshotBox,
        clock: Clock,
        chance: Chance,
        scope: Scope,
        keys: KeyFinder,
        rings: RingBox | None = None,
    ) -> None:
        """Begin ungreeted, from what the cache remembers."""
        self.journal, self.cache, self.clock, self.chance = journal, cache, clock, chance
        self.outbox = Outbox(journal, chance)
        self.outbox.remember(cache.acks(), cache.entry_states())
        self.inbox = Inbox(cache, keys, scope)
        self.claims = Claims(journal, cache, chance)
        self.claims.refresh(clock.monotonic_ms())
        self.snapshots = Snapshots(box)
        self.rings = rings
        self.rings_wanted = False
        """The hub may have keys of people that are not here: set by hello, and when the feed says so."""
        self.contact = Contact()
        self.greeted = False
        """The hub has said hello lately: only then is anything pushed or followed."""
        self.hello_wanted = False
        """Something calls for comparing again before the hour."""
        self.differs = False
        """The cache's checksums were not the hub's, and nothing has shown them equal since."""
        self.up_to_date_ms: int | None = None
        """Wall time when the cache was last known to equal the hub's."""
        self.fault: Fault | None = None
        """What last failed in storage or was not to be believed; None since the feed was last taken."""
        self.lines_freed = False
        """The feed's ask under way is out of date: its answer would be for another cache."""
        self._refilled_ms: int | None = None

    def current_epoch(self) -> int | None:
        """Return the epoch that the till writes in."""
        heads = self.journal.heads()
        return heads[-1].epoch if heads else None

    def cache_differs(self, now_ms: int) -> bool:
        """Fill the cache again from the beginning; False when that was done a short while ago."""
        self.differs = True
        if self._refilled_ms is not None and now_ms - self._refilled_ms < REFILL_EVERY_MS:
            return False
        _log.warning("the cache differs from the hub's and is filled again")
        self._refilled_ms = now_ms
        self.cache.begin_again()
        self.hello_wanted = True
        return True

    def complain(self, fault: Fault) -> None:
        """Keep `fault` for the status and the log."""
        _log.warning("%s", fault)
        self.fault = fault
