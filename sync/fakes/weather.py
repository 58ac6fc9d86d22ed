"""A simulated line between one courier and a fake hub: time stands still until something is due, chance is seeded.

`Weather` says how likely each misfortune is. The same seed gives the same run; a run of an hour takes milliseconds.
"""

from __future__ import annotations

import heapq
import itertools
import random
from collections.abc import Callable

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pos_app.clock import SetClock
from pos_app.domain.errors import Fault
from sync import wire
from sync.asks import Answer, Ask, NoAnswer
from sync.courier import Courier
from sync.fakes.hub import KEY_ID, FakeHub
from sync.fakes.memory import SCOPE, MemoryBox, MemoryCache, MemoryJournal, MemoryRings
from sync.protocol import MSGPACK, FeedRow, SnapshotOffer
from sync.session import Session


class Weather(msgspec.Struct, frozen=True):
    """Chances in [0, 1] of what may befall one request or its answer."""

    request_lost: float = 0
    answer_lost: float = 0
    silent: float = 0
    """A loss that the transport does not even report."""
    request_doubled: float = 0
    answer_doubled: float = 0
    late: float = 0
    late_ms: int = 60_000
    """A late answer comes up to so much later, often after nobody waits for it."""
    cut: float = 0
    portal: float = 0
    busy: float = 0
    gateway: float = 0
    too_large: float = 0
    hub_failed: float = 0


FAIR = Weather()
FOUL = Weather(0.1, 0.1, 0.03, 0.1, 0.1, 0.1, 60_000, 0.05, 0.03, 0.03, 0.03, 0.02, 0.02)
CUT_OFF = Weather(request_lost=1)
ASKS_PER_SECOND_MAX = 150
"""Answers take 2 ms at least here, 40 on average, on six lanes."""
_PAGE = b"<html><body>Sign in to the wireless network</body></html>"


class Simulation:
    """One till, one hub, and the weather between them."""

    def __init__(self, seed: int, weather: Weather = FAIR, *, content_type: str = MSGPACK) -> None:
        """Set everything up; nothing has happened yet."""
        self._content_type = content_type
        self.random = random.Random(seed)  # noqa: S311 - a simulation must be repeatable, not secret
        self.weather = weather
        self.clock = SetClock()
        key = Ed25519PrivateKey.from_private_bytes(bytes(31) + b"\x07")
        self.journal = MemoryJournal(key, self.clock)
        self.cache = MemoryCache()
        self.box = MemoryBox()
        self.rings = MemoryRings()
        self.hub = FakeHub(self.clock, key.public_key())
        self.sent: list[Ask] = []
        self._second = 0
        self._asked_in_second = 0
        self.courier = self.new_courier()
        self._queue: list[tuple[int, int, Callable[[], None]]] = []
        self._number = itertools.count()

    def new_courier(self) -> Courier:
        """Return a courier that knows only what is on disk: as after the daemon was killed."""
        hub_key = self.hub.key.public_key().public_bytes_raw()
        session = Session(
            journal=self.journal, cache=self.cache, box=self.box, clock=self.clock, chance=self.random.random,
            scope=SCOPE, keys={KEY_ID: hub_key}.get, rings=self.rings,
        )  # fmt: skip
        return Courier(session, content_type=self._content_type)

    def kill_daemon(self) -> None:
        """Forget everything in memory and under way, and begin again."""
        self._queue.clear()
        self.courier = self.new_courier()

    def after(self, wait_ms: int, happens: Callable[[], None]) -> None:
        """Let something happen later."""
        due_ms = self.clock.monotonic_ms() + wait_ms
        heapq.heappush(self._queue, (due_ms, next(self._number), happens))

    def run(self, until: Callable[[], bool], limit_ms: int) -> int:
        """Let time pass until the condition holds; return the milliseconds, fail after `limit_ms`."""
        began_ms = self.clock.monotonic_ms()
        while True:
            self._turn()
            if until():
                return self.clock.monotonic_ms() - began_ms
            now = self.clock.monotonic_ms()
            assert now - began_ms <= limit_ms, f"no end after {limit_ms} ms"
            moments = [self._queue[0][0]] if self._queue else []
            wakes_ms = self.courier.wakes_at_ms()
            moments += [wakes_ms] if wakes_ms is not None else []
            assert moments, "the courier sleeps for ever"
            # A millisecond at least: a courier that is due again and again at one moment would be a busy loop.
            self.clock.advance(max(1, min(moments) - now))
            while self._queue and self._queue[0][0] <= self.clock.monotonic_ms():
                heapq.heappop(self._queue)[2]()

    def for_ms(self, passed_ms: int) -> None:
        """Let that much time pass."""
        over: list[bool] = []
        self.after(passed_ms, lambda: over.append(True))
        self.run(lambda: bool(over), passed_ms + 120_000)

    def drained(self) -> bool:
        """Tell whether the hub has everything of the journal, by its own account and by ours."""
        theirs = sorted(entry.hash for entry in self.hub.entries())
        return self.courier.session.outbox.waiting() == 0 and theirs == sorted(
            e.hash for e in self.journal.everything()
        )

    def _turn(self) -> None:
        turn = self.courier.turn()
        for ask in turn.asks:
            self.sent.append(ask)
            self._count()
            self._send(ask)
        if turn.install is not None:
            self.courier.installed(self._installed(turn.install))
            self._turn()

    def _count(self) -> None:
        """Fail on a busy loop: no line is so fast that more asks than this fit into a second."""
        second = self.clock.monotonic_ms() // 1_000
        self._asked_in_second = self._asked_in_second + 1 if second == self._second else 1
        self._second = second
        assert self._asked_in_second <= ASKS_PER_SECOND_MAX, "the courier hammers"

    def _happens(self, chance: float) -> bool:
        return chance > 0 and self.random.random() < chance

    def _send(self, ask: Ask) -> None:
        w, trip_ms = self.weather, self.random.randint(1, 40)
        if self._happens(w.request_lost):
            if not self._happens(w.silent):
                self._report(ask, NoAnswer("sync.unreachable"), trip_ms)
            return
        for _ in range(2 if self._happens(w.request_doubled) else 1):
            self.after(trip_ms + self._lateness(), lambda: self._arrive(ask))

    def _lateness(self) -> int:
        return self.random.randint(0, self.weather.late_ms) if self._happens(self.weather.late) else 0

    def _arrive(self, ask: Ask) -> None:
        w, answer = self.weather, self._before_the_hub()
        if answer is None:
            answer = self.hub.answer(ask.method, ask.path, ask.headers, ask.body)
        if self._happens(w.cut):
            answer = msgspec.structs.replace(answer, body=answer.body[: self.random.randint(0, len(answer.body))])
        if self._happens(w.answer_lost):
            if not self._happens(w.silent):
                self._report(ask, NoAnswer("sync.timed_out"), ask.timeout_ms)
            return
        for _ in range(2 if self._happens(w.answer_doubled) else 1):
            self._report(ask, answer, self.random.randint(1, 40) + self._lateness())

    def _before_the_hub(self) -> Answer | None:
        """Return what something else on the way answers instead of the hub."""
        w = self.weather
        if self._happens(w.portal):
            return Answer(200, {"content-type": "text/html"}, _PAGE)
        if self._happens(w.busy):
            return Answer(self.random.choice([429, 503]), {"retry-after": str(self.random.randint(0, 20))}, b"busy")
        if self._happens(w.gateway):
            return Answer(502, {"content-type": "text/html"}, _PAGE)
        if self._happens(w.too_large):
            return Answer(413, {"content-type": "text/html"}, _PAGE)
        if self._happens(w.hub_failed):
            return Answer(500, {"content-type": "text/plain"}, b"oops")
        return None

    def _report(self, ask: Ask, answer: Answer | NoAnswer, wait_ms: int) -> None:
        courier = self.courier
        self.after(wait_ms, lambda: courier.answered(ask.number, answer))

    def _installed(self, offer: SnapshotOffer) -> Fault | None:
        plain = wire.decompress(self.box.data, limit=offer.unpacked_bytes)
        rows = msgspec.msgpack.decode(plain, type=list[FeedRow])
        self.cache.install({(row.level.value, row.stream, row.key): row for row in rows}, offer.positions)
        return None
