"""The six conversations with the hub: what each asks next, and what it makes of an answer. The courier runs them.

A lane knows its message and its meaning; the waiting, the numbering and the giving up are the courier's. `took` may
raise `wire.Undecodable` or `wire.TooLarge`: the answer then counts as lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple, Protocol

import msgspec

from pos_app.domain.errors import Fault
from sync.asks import Answer, Judged, Lane, Verdict, read
from sync.claims import REJECTED_MS
from sync.delivery import Delivery, Then
from sync.outbox import Batch
from sync.ports import OpenClaim
from sync.protocol import (
    CACHE_SCHEMA,
    CLAIM_PATH,
    EPOCH_RESTORED,
    FEED_PATH,
    HELLO_PATH,
    PUSH_PATH,
    RINGS_PATH,
    Ack,
    ClaimReply,
    ClaimRequest,
    EpochDemand,
    FeedReply,
    HelloReply,
    HelloRequest,
    Positions,
    PushReply,
    PushRequest,
    RingAt,
    RingsReply,
    RingsRequest,
    SnapshotOffer,
)
from sync.session import Session
from sync.snapshots import Range

HELLO_EVERY_MS: Final = 60_000
"""On average; half more or less at random, so that tills do not come in step."""
HELLO_TIMEOUT_MS: Final = 10_000
PUSH_TIMEOUT_MS: Final = 30_000
CLAIM_TIMEOUT_MS: Final = 2_000
FEED_WAIT_MS: Final = 10_000
"""Our long poll: short enough that a dead line is noticed soon."""
FEED_LEAST_MS: Final = 1_000
"""A hub that does not hold an empty answer back is asked no more often than this."""
FEED_TIMEOUT_MS: Final = FEED_WAIT_MS + 10_000
SNAPSHOT_TIMEOUT_MS: Final = 30_000
RINGS_TIMEOUT_MS: Final = 30_000
OLD_HUB_MS: Final = 600_000
"""A hub that knows no keys of people is asked again after this."""


class Wanted(NamedTuple):
    """What a lane wants to ask: a GET when there is no message."""

    path: str
    message: msgspec.Struct | None
    timeout_ms: int
    headers: Mapping[str, str] = MappingProxyType({})


class Next(NamedTuple):
    """When a lane is due again: after a failure's wait, or `in_ms` from now."""

    failed: bool = False
    in_ms: int = 0


GO_ON: Final = Next()
WAIT: Final = Next(failed=True)


class LaneWork(Protocol):
    """One lane's part of the work."""

    def next(self, now: int) -> Wanted | None:
        """Return what to ask now, or None when there is nothing."""
        ...

    def took(self, answer: Answer, now: int, took_ms: int) -> Next:
        """Take an answer of good status; raises `Fault` when the storage fails."""
        ...

    def failed(self, judged: Judged, now: int) -> Next:
        """Take note of anything else."""
        ...


class HelloLane:
    """Compares where the chains end, and learns what the hub wants."""

    def __init__(self, session: Session) -> None:
        """Share `session`."""
        self._session = session

    def next(self, now: int) -> Wanted | None:  # noqa: ARG002 - due whenever the courier asks
        """Ask where the hub's chains end."""
        s = self._session
        s.hello_wanted = False
        hello = HelloRequest(s.journal.heads(), CACHE_SCHEMA, s.cache.positions(), s.clock.wall_ms())
        return Wanted(HELLO_PATH, hello, HELLO_TIMEOUT_MS)

    def took(self, answer: Answer, now: int, took_ms: int) -> Next:  # noqa: ARG002 - the lanes' common shape
        """Set the outbox by the hub's chains, save what it demands, consider its snapshot."""
        s, reply = self._session, read(answer, HelloReply)
        wall_ms = s.clock.wall_ms()
        s.contact.greeted(reply.wall_ms - (wall_ms - took_ms // 2), wall_ms)
        s.outbox.compared(reply.acks)
        s.rings_wanted = True
        s.greeted = True  # before anything is written: a full disk must not keep the journal from the hub
        known = {ack.epoch for ack in reply.acks}
        lost = tuple(Ack(ack.epoch, ack.stage, 0, b"") for ack in s.cache.acks() if ack.epoch not in known)
        s.inbox.save(s.outbox.believed(reply.acks) + lost, ())
        s.inbox.settle(reply.open_states)
        s.inbox.note_demand(self._meant(reply), s.current_epoch())
        if reply.snapshot is not None and s.snapshots.offer is None:
            self._offered(reply.snapshot)
        return Next(in_ms=HELLO_EVERY_MS // 2 + int(s.chance() * HELLO_EVERY_MS))

    def _meant(self, reply: HelloReply) -> EpochDemand | None:
        """Return the demand; none when our hello was overtaken by newer pushes, so that we looked put back."""
        demand = reply.demand
        if demand is None or demand.reason != EPOCH_RESTORED:
            return demand
        held = {ack.epoch for ack in self._session.outbox.believed(reply.acks)}
        return None if demand.epoch in held else demand

    def failed(self, judged: Judged, now: int) -> Next:  # noqa: ARG002 - nothing to undo
        """Try again after a wait."""
        return WAIT

    def _offered(self, offer: SnapshotOffer) -> None:
        s = self._session
        if not s.snapshots.wanted(offer, s.cache.positions()):
            return
        try:
            s.inbox.check_offer(offer)
        except Fault as fault:
            s.complain(fault)
            return
        s.snapshots.begin(offer)
        s.lines_freed = True


class ClaimLane:
    """Claims ahead of the backlog; each waits by itself, so that one delays no other."""

    def __init__(self, session: Session) -> None:
        """Share `session`."""
        self._session = session
        self._asked: OpenClaim | None = None

    def next(self, now: int) -> Wanted | None:
        """Send the newest claim that is due, greeted or not: someone waits at the counter."""
        s = self._session
        self._asked = None if s.contact.refused else s.claims.next(now)
        return Wanted(CLAIM_PATH, ClaimRequest(self._asked.entry), CLAIM_TIMEOUT_MS) if self._asked else None

    def took(self, answer: Answer, now: int, took_ms: int) -> Next:  # noqa: ARG002 - the lanes' common shape
        """Save the hub's answer."""
        reply = read(answer, ClaimReply)
        assert self._asked is not None
        if not self._session.claims.answered(self._asked, reply):
            self._session.claims.failed(self._asked, now)
        return GO_ON

    def failed(self, judged: Judged, now: int) -> Next:
        """Let this claim wait, and the others too when the hub asked for quiet."""
        assert self._asked is not None
        its_own = judged.verdict in {Verdict.REJECTED, Verdict.TOO_LARGE, Verdict.HUB_FAILED, Verdict.GONE}
        wait_ms = REJECTED_MS if its_own else judged.wait_ms
        self._session.claims.failed(self._asked, now, at_least_ms=wait_ms)
        return Next(in_ms=judged.wait_ms)


class PushLane:
    """The journal's entries, in order."""

    def __init__(self, session: Session) -> None:
        """Share `session`."""
        self._session = session
        self._delivery = Delivery(session.outbox)
        self._asked: Batch | None = None

    def next(self, now: int) -> Wanted | None:
        """Push the next batch, once the hub has said hello."""
        self._asked = self._delivery.next(now) if self._session.greeted else None
        return Wanted(PUSH_PATH, PushRequest(self._asked.entries), PUSH_TIMEOUT_MS) if self._asked else None

    def took(self, answer: Answer, now: int, took_ms: int) -> Next:  # noqa: ARG002 - the lanes' common shape
        """Move on and save what the hub says of the entries."""
        s, reply = self._session, read(answer, PushReply)
        assert self._asked is not None
        then = self._delivery.taken(self._asked, reply, now)
        try:
            s.inbox.save(s.outbox.believed(reply.acks), reply.states)
            if reply.demand is not None:
                s.inbox.note_demand(reply.demand, s.current_epoch())
        except Fault as fault:  # a full disk: what was not noted is asked again at hello, and the next batch goes out
            s.complain(fault)
        s.hello_wanted = s.hello_wanted or then is Then.COMPARE
        return GO_ON if then is Then.GO_ON else WAIT

    def failed(self, judged: Judged, now: int) -> Next:
        """Shrink the batch, set its one entry aside, or wait."""
        assert self._asked is not None
        return GO_ON if self._delivery.not_taken(self._asked, judged, now) is Then.GO_ON else WAIT


class FeedLane:
    """The hub's rows, followed by a long poll."""

    def __init__(self, session: Session) -> None:
        """Share `session`."""
        self._session = session
        self._since = Positions()
        self._reached: Positions | None = None
        """The cursor at which the hub last had no more for us: only there is it asked to hold the answer back."""

    def next(self, now: int) -> Wanted | None:  # noqa: ARG002 - due whenever the courier asks
        """Ask for what follows our cursor, unless a snapshot is about to replace the cache."""
        s = self._session
        if not s.greeted or s.snapshots.offer is not None:
            return None
        self._since = s.cache.positions()
        wait_ms = FEED_WAIT_MS if self._since == self._reached else 0
        path = f"{FEED_PATH}?chain={self._since.chain}&store={self._since.store}&wait_ms={wait_ms}"
        return Wanted(path, None, FEED_TIMEOUT_MS)

    def took(self, answer: Answer, now: int, took_ms: int) -> Next:
        """Write the batch; when it is the last for now, see that the checksums are equal."""
        s = self._session
        taken = s.inbox.take(read(answer, FeedReply), self._since)
        s.rings_wanted = s.rings_wanted or taken.rings
        if taken.equal is False:
            return GO_ON if s.cache_differs(now) else WAIT
        if taken.equal:
            s.differs = False
            s.cache.filled()
            s.up_to_date_ms = s.clock.wall_ms()
        first = s.cache.positions() != self._reached
        self._reached = None if taken.more else s.cache.positions()
        if taken.moved or (first and not taken.more):
            return GO_ON
        return WAIT if taken.more else Next(in_ms=max(0, FEED_LEAST_MS - took_ms))

    def failed(self, judged: Judged, now: int) -> Next:
        """Wait; a cursor that the hub calls wrong means that the cache follows another history."""
        if judged.verdict is Verdict.REJECTED:
            self._session.cache_differs(now)
        return WAIT


class SnapshotLane:
    """A ready cache database, range by range."""

    def __init__(self, session: Session) -> None:
        """Share `session`."""
        self._session = session
        self._asked: Range | None = None

    def next(self, now: int) -> Wanted | None:  # noqa: ARG002 - due whenever the courier asks
        """Ask for the next bytes."""
        self._asked = self._session.snapshots.next_range() if self._session.greeted else None
        if self._asked is None:
            return None
        headers = {"range": self._asked.header(), "accept-encoding": "identity"}
        return Wanted(self._asked.path(), None, SNAPSHOT_TIMEOUT_MS, headers)

    def took(self, answer: Answer, now: int, took_ms: int) -> Next:  # noqa: ARG002 - the lanes' common shape
        """Keep the bytes."""
        snapshots = self._session.snapshots
        assert self._asked is not None
        if snapshots.offer == self._asked.offer and not snapshots.came(self._asked, answer):
            snapshots.lost()
            return WAIT
        return GO_ON

    def failed(self, judged: Judged, now: int) -> Next:  # noqa: ARG002 - the lanes' common shape
        """Ask for less, or for another snapshot when this one is gone."""
        if judged.verdict in {Verdict.GONE, Verdict.REJECTED}:
            self._session.snapshots.end()
            self._session.hello_wanted = True
        else:
            self._session.snapshots.lost()
        return WAIT


class PeopleLane:
    """People's keys: sealed to the till, carried and kept here, opened there."""

    def __init__(self, session: Session) -> None:
        """Share `session`."""
        self._session = session

    def next(self, now: int) -> Wanted | None:  # noqa: ARG002 - due whenever the courier asks
        """Ask for the rings that are not here, when there may be some."""
        s = self._session
        if s.rings is None or not s.greeted or not s.rings_wanted:
            return None
        have = tuple(RingAt(*each) for each in sorted(s.rings.versions().items()))
        return Wanted(RINGS_PATH, RingsRequest(have), RINGS_TIMEOUT_MS)

    def took(self, answer: Answer, now: int, took_ms: int) -> Next:  # noqa: ARG002 - the lanes' common shape
        """Keep the rings that the hub's signature vouches for."""
        s, reply = self._session, read(answer, RingsReply)
        assert s.rings is not None
        for ring in reply.rings:
            s.inbox.check_ring(ring)
            s.rings.keep(ring)
        s.rings_wanted = reply.more and bool(reply.rings)
        return GO_ON

    def failed(self, judged: Judged, now: int) -> Next:  # noqa: ARG002 - the lanes' common shape
        """Wait, and long for a hub that has no such thing."""
        if judged.verdict is not Verdict.GONE:
            return WAIT
        self._session.rings_wanted = False
        return Next(in_ms=OLD_HUB_MS)


def all_lanes(session: Session) -> dict[Lane, LaneWork]:
    """Return every lane, the one that a person may wait for first."""
    return {
        Lane.CLAIM: ClaimLane(session),
        Lane.HELLO: HelloLane(session),
        Lane.PUSH: PushLane(session),
        Lane.SNAPSHOT: SnapshotLane(session),
        Lane.FEED: FeedLane(session),
        Lane.PEOPLE: PeopleLane(session),
    }
