"""The till's side of the wire without any wire: told what happened, it says what to send and writes what it learnt.

The daemon, and every simulation, drives it: `turn` after each event and when `wakes_at_ms` comes, `answered` for
each answer. Clock, chance, storage and transport are passed in. Each lane fails, waits and goes on by itself;
whatever answers are lost, doubled or late, every entry is delivered once the faults end.
"""

from __future__ import annotations

import logging
from typing import Final, NamedTuple

from pos_app.domain.errors import Fault
from sync import wire
from sync.asks import Answer, Ask, Judged, Lane, NoAnswer, Verdict, judge
from sync.backoff import Backoff
from sync.inbox import NotBelieved
from sync.lanes import Next, Wanted, all_lanes
from sync.line import Line
from sync.protocol import MSGPACK, VERSION, VERSION_HEADER, SnapshotOffer
from sync.session import Session

RETRY_BASE_MS: Final = 500
RETRY_CAP_MS: Final = 15_000
NO_ENTRY_WAIT_MS: Final = 10_000
"""Least wait after a refused credential or a foreign version: only people can change it."""
OUTAGE_MS: Final = 15_000
"""After so long without contact the next word is hello: the hub may be another, restored one."""
REJOIN_MS: Final = 1_000
"""When contact comes back the waiting lanes follow within this, not all in one instant."""
_UNREADABLE: Final = Judged(Verdict.LOST, reason="sync.unreadable")
_log = logging.getLogger("sync.courier")


class Turn(NamedTuple):
    """What the driver does now: send every ask, and install a snapshot that is whole."""

    asks: tuple[Ask, ...]
    install: SnapshotOffer | None = None


class Courier:
    """One workstation's conversation with its hub. Not for several threads."""

    def __init__(self, session: Session, *, content_type: str = MSGPACK) -> None:
        """Begin with hello; nothing is sent before the first `turn`."""
        self.session = session
        self._content_type = content_type
        self._work = all_lanes(session)
        self._lines = {
            lane: Line(Backoff(session.chance, base_ms=RETRY_BASE_MS, cap_ms=RETRY_CAP_MS)) for lane in self._work
        }
        self._number = 0

    def turn(self) -> Turn:
        """Say what to do now. Call again after every event and at `wakes_at_ms`."""
        now = self.session.clock.monotonic_ms()
        for line in self._lines.values():
            if line.asked is not None and now >= line.deadline_ms():
                self.answered(line.asked.number, NoAnswer("sync.timed_out"))
        self._follow_up(now)
        asks: list[Ask] = []
        for lane, line in self._lines.items():
            if line.asked is None and line.due_ms <= now:
                try:
                    wanted = self._work[lane].next(now)
                except Fault as fault:
                    self.session.complain(fault)
                    line.failed(now)
                    continue
                if wanted is not None:
                    asks.append(line.begin(self._ask(lane, wanted), now))
        return Turn(tuple(asks), self.session.snapshots.to_install())

    def answered(self, number: int, answer: Answer | NoAnswer) -> None:
        """Take the answer to the ask `number`; one that nobody waits for any more is dropped."""
        now = self.session.clock.monotonic_ms()
        for lane, line in self._lines.items():
            if line.asked is not None and line.asked.number == number:
                line.end()
                self._judge(lane, line, answer, now)
                self._follow_up(now)
                return

    def journal_changed(self) -> None:
        """The till has written: new entries, perhaps claims, perhaps the epoch that was demanded."""
        s = self.session
        s.claims.refresh(s.clock.monotonic_ms())
        demand = s.cache.demand()
        if demand is not None:
            s.inbox.note_demand(demand, s.current_epoch())

    def cache_replaced(self) -> None:
        """The cache is another one now: it was lost, or a snapshot took its place."""
        s = self.session
        s.lines_freed = s.hello_wanted = True
        s.claims.forget(s.clock.monotonic_ms())
        self._follow_up(s.clock.monotonic_ms())

    def installed(self, fault: Fault | None) -> None:
        """The snapshot that `turn` named is in place, or was found unfit."""
        self.session.snapshots.end(spoilt=fault is not None)
        if fault is not None:
            self.session.complain(fault)
            self._lines[Lane.FEED].failed(self.session.clock.monotonic_ms())
            self.session.hello_wanted = True
        else:
            self.cache_replaced()

    def wakes_at_ms(self) -> int | None:
        """Return when `turn` is next worth calling, by the monotonic clock; None: only after an event."""
        now = self.session.clock.monotonic_ms()
        moments = [line.deadline_ms() for line in self._lines.values() if line.asked is not None]
        moments += [line.due_ms for line in self._lines.values() if line.asked is None and line.due_ms > now]
        for due_ms in (self.session.claims.next_try_ms(), self.session.outbox.next_try_ms()):
            if due_ms is not None and due_ms > now:
                moments.append(due_ms)
        return min(moments, default=None)

    def someone_waits(self) -> bool:
        """Tell whether a desk may be waiting for a claim's answer: the journal is then watched more closely."""
        return self.session.claims.someone_waits(self.session.clock.monotonic_ms())

    def _ask(self, lane: Lane, wanted: Wanted) -> Ask:
        self._number += 1
        headers = {VERSION_HEADER: str(VERSION), "accept": self._content_type, "accept-encoding": wire.ZSTD}
        if wanted.message is None:
            return Ask(self._number, lane, "GET", wanted.path, headers | dict(wanted.headers), b"", wanted.timeout_ms)
        packed = wire.pack(wanted.message, self._content_type)
        headers |= packed.headers() | dict(wanted.headers)
        return Ask(self._number, lane, "POST", wanted.path, headers, packed.body, wanted.timeout_ms)

    def _judge(self, lane: Lane, line: Line, answer: Answer | NoAnswer, now: int) -> None:
        judged = judge(answer, self.session.clock.wall_ms())
        took_ms = now - line.asked_ms
        if judged.verdict is Verdict.OK and isinstance(answer, Answer):
            try:
                then = self._work[lane].took(answer, now, took_ms)
            except (wire.Undecodable, wire.TooLarge):
                judged = _UNREADABLE
            except NotBelieved as fault:
                self.session.complain(fault)
                line.failed(now)
                return
            except Fault as fault:  # the hub answered; it is our own disk that will not have it
                self.session.complain(fault)
                self._heard(now, None)
                line.failed(now)
                return
            else:
                if lane is Lane.FEED:
                    self.session.fault = None
                self._heard(now, None if lane in {Lane.FEED, Lane.SNAPSHOT} else took_ms)
                self._set_due(line, then, now, 0)
                return
        self._not_ok(lane, line, judged, now)

    def _heard(self, now: int, took_ms: int | None) -> None:
        if self.session.contact.heard(now, took_ms):
            for line in self._lines.values():
                line.good_news(now, int(self.session.chance() * REJOIN_MS))

    def _not_ok(self, lane: Lane, line: Line, judged: Judged, now: int) -> None:
        s, wait_ms = self.session, judged.wait_ms
        if lane is not Lane.PEOPLE or judged.verdict in {Verdict.LOST, Verdict.CREDENTIAL, Verdict.VERSION}:
            s.contact.failed(judged)  # a hub without people's keys is in reach all the same
        if judged.verdict in {Verdict.CREDENTIAL, Verdict.VERSION}:
            s.greeted, wait_ms = False, NO_ENTRY_WAIT_MS
            hello = self._lines[Lane.HELLO]
            hello.due_ms = max(hello.due_ms, now + wait_ms)
        elif judged.verdict is Verdict.LOST and s.greeted and (s.contact.age_ms(now) or 0) > OUTAGE_MS:
            s.greeted, s.hello_wanted = False, True
        try:
            then = self._work[lane].failed(judged, now)
        except Fault as fault:
            s.complain(fault)
            line.failed(now)
        else:
            self._set_due(line, then, now, wait_ms)

    def _set_due(self, line: Line, then: Next, now: int, wait_ms: int) -> None:
        if then.failed:
            line.failed(now, at_least_ms=wait_ms)
        else:
            line.succeeded(now, next_in_ms=then.in_ms)

    def _follow_up(self, now: int) -> None:
        """Do what a lane asked of the others."""
        s, hello = self.session, self._lines[Lane.HELLO]
        if s.lines_freed:
            self._lines[Lane.FEED].end()
            s.lines_freed = False
        if s.hello_wanted and hello.asked is None and not hello.backoff.failures:
            hello.due_ms = min(hello.due_ms, now)
