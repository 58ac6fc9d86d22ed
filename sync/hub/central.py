"""The hub at work: one writer thread, a few readers, and what happens between a push and the next long poll.

`app` opens one `Central` and the routes call it. An entry is answered for as soon as it is kept; the same writer
posts it right after, so that a sender can never run far ahead of posting. `watch` finds what other processes
committed (an import, a second hub on the same database) and what a crash left to post.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from pos_app.clock import Clock
from pos_app.domain.chain import Scope
from pos_app.domain.entries import Body
from pos_app.domain.feed import ClaimReply, FeedBatch, Positions
from sync.hub import (
    codes,
    counters,
    elsewhere,
    essentials,
    exception_feed,
    feed,
    intake,
    posting,
    snapshots,
    stock_feed,
)
from sync.hub.accept import Checked
from sync.hub.bell import Bell
from sync.hub.database import Database
from sync.hub.desks import orders
from sync.hub.enrolment import Sender
from sync.hub.keys import HubKey
from sync.hub.people import People
from sync.hub.posting import Bench
from sync.hub.settings import (
    ELSEWHERE_EVERY_MS,
    STOCK_BATCHES_IDLE,
    STOCK_EVERY_MS,
    STOCK_ROWS,
    TIDY_EVERY_MS,
    WATCH_MS,
    HubSettings,
)
from sync.hub.stock import Due
from sync.hub.tables import scope_counter
from sync.hub.tables import store as store_table
from sync.hub.versions import Versions
from sync.protocol import (
    CACHE_SCHEMA,
    ClaimRequest,
    FeedReply,
    HelloReply,
    HelloRequest,
    PushReply,
    PushRequest,
    SnapshotOffer,
)

READERS: Final = 4
CHECKERS: Final = 2
"""Signatures are checked outside the interpreter's lock: two threads use two cores."""
SNAPSHOT_WAIT_S: Final = 5.0
"""A hello waits this long for a snapshot that is being built; the next hello gets it."""
_log = logging.getLogger(__name__)
T = TypeVar("T")
Place = tuple[str, str]
"""A chain and a store."""


class Central:
    """Everything between the routes and the database."""

    def __init__(self, settings: HubSettings, clock: Clock, key: HubKey) -> None:
        """Open and migrate the database."""
        self.settings = settings
        self.clock = clock
        self.key = key
        self.db = Database(settings.url())
        self.db.migrate()
        self.code_keys = codes.CodeKeys(settings.folder)
        with self.db.writing() as tx:
            codes.publish_all(tx, self.code_keys)
        self.bell = Bell()
        self._versions = Versions()
        self._due = Due()
        self._decoded: dict[Place, dict[bytes, Body]] = {}
        self._readers = ThreadPoolExecutor(READERS, "hub-read")
        self._checkers = ThreadPoolExecutor(CHECKERS, "hub-check")
        self._writer = ThreadPoolExecutor(1, "hub-write")
        self._builder = ThreadPoolExecutor(1, "hub-snapshot")
        self.people = People(settings, self.db, key, clock, self._builder)
        self._building: dict[Place, asyncio.Future[SnapshotOffer]] = {}
        self._seen: dict[tuple[str, str, str], int] = {}
        self._stock_due: dict[Place, int] = {}
        self._elsewhere_due: dict[str, int] = {}
        """By chain: when its stores are told of each other's stock next."""
        self._exceptions_due: set[Place] = set()
        self._tidied_ms: int | None = None
        self._sealed: set[Place] = set()
        self._posted = False
        self._failing: set[str] = set()
        """Parts of a round that a bug has stopped, and that were told of."""
        self._watching: asyncio.Task[None] | None = None
        self.closing = False

    async def start(self) -> None:
        """Watch from now on; the first round posts what a crash left."""
        self._watching = asyncio.get_running_loop().create_task(self._watch())

    def hang_up(self) -> None:
        """Answer every long poll now: the server stops and waits for what is under way."""
        self.closing = True
        self.bell.close()

    async def close(self) -> None:
        """Finish what is under way."""
        self.hang_up()
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)
        for pool in (self._checkers, self._writer, self._readers, self._builder):
            await asyncio.to_thread(pool.shutdown)
        self.people.close()
        self.db.close()

    async def read(self, job: Callable[[], T]) -> T:
        """Run `job` in a reader's thread."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, job)

    async def check(self, job: Callable[[], T]) -> T:
        """Run `job` beside the database: decoding, signatures."""
        return await asyncio.get_running_loop().run_in_executor(self._checkers, job)

    async def write(self, job: Callable[[], T]) -> T:
        """Run `job` in the writer's thread, after what was asked before."""
        return await asyncio.get_running_loop().run_in_executor(self._writer, job)

    # What tills ask

    async def push(self, sender: Sender, request: PushRequest) -> PushReply:
        """Check, keep and answer; what was kept is posted after the answer, before the writer's next job."""
        half = (len(request.entries) + 1) // 2
        parts = [part for part in (request.entries[:half], request.entries[half:]) if part]
        jobs = [self.check(functools.partial(intake.checked, sender, part)) for part in parts]
        found = [item for part in await asyncio.gather(*jobs) for item in part]
        reply = await self.write(functools.partial(self._keep, sender.scope, found))
        self._writer.submit(self._post_kept, (sender.scope.chain, sender.scope.store))
        return reply

    def _keep(self, scope: Scope, found: list[Checked]) -> PushReply:
        reply = intake.keep(self.db, scope, found, self.clock.wall_ms())
        # Whoever posts next at this store, the push that came with them or a round, need not decode them again.
        decoded = {item.sealed.hash: item.body for item in found if item.body is not None}
        self._decoded.setdefault((scope.chain, scope.store), {}).update(decoded)
        return reply

    async def claim(self, sender: Sender, request: ClaimRequest) -> ClaimReply:
        """Answer a claim ahead of its journal's backlog."""
        found = await self.check(lambda: intake.checked(sender, (request.entry,)))
        return await self.write(lambda: intake.claim(self.db, sender.scope, found[0], self.clock.wall_ms()))

    async def hello(self, sender: Sender, request: HelloRequest) -> HelloReply:
        """Compare chain heads; offer a snapshot to a till that begins or is far behind."""
        scope = sender.scope
        found = await self.write(lambda: intake.compare(self.db, scope, request.heads))
        offer = None
        if request.cache_schema == CACHE_SCHEMA:
            offer = await self._offer((scope.chain, scope.store), request.positions)
        return HelloReply(found.acks, self.clock.wall_ms(), found.demand, offer, found.open_states)

    async def feed(self, scope: Scope, after: Positions, wait_ms: int) -> FeedReply:
        """Return what changed after the cursor; when nothing did, wait for it up to `wait_ms`."""
        loop = asyncio.get_running_loop()
        until = loop.time() + min(wait_ms, self.settings.wait_ms_max) / 1_000
        while True:
            event = self.bell.listen(scope.chain, scope.store)
            try:
                made = await self.read(functools.partial(self._batch, scope, after))
                left = until - loop.time()
                if made.rows or left <= 0 or self.closing:
                    return await self.read(functools.partial(feed.signed, made, self.key))
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(event.wait(), left)
            finally:
                self.bell.leave(scope.chain, scope.store, event)

    def _batch(self, scope: Scope, after: Positions) -> FeedBatch:
        with self.db.reading() as tx:
            return feed.batch(tx, scope.chain, scope.store, after)

    # Snapshots

    async def _offer(self, place: Place, at: Positions) -> SnapshotOffer | None:
        def look() -> tuple[Positions, int, SnapshotOffer | None]:
            with self.db.reading() as tx:
                return feed.heads(tx, *place), feed.row_count(tx, *place), snapshots.offered(tx, *place)

        end, rows, offer = await self.read(look)
        if rows < self.settings.snapshot_rows_min or not snapshots.far(at, end, rows):
            return None
        if snapshots.near(offer, end, rows):
            return offer
        building = self._building.get(place)
        if building is None:
            building = asyncio.get_running_loop().run_in_executor(
                self._builder, snapshots.build, self.db, self.settings.folder, self.key, place, self.clock.wall_ms()
            )
            self._building[place] = building
            building.add_done_callback(lambda done: self._built(place, done))
        await asyncio.wait([building], timeout=SNAPSHOT_WAIT_S)
        return building.result() if building.done() and not building.exception() else None

    def _built(self, place: Place, done: asyncio.Future[SnapshotOffer]) -> None:
        self._building.pop(place, None)
        if not done.cancelled() and done.exception() is not None:
            _log.error("no snapshot of store %s: %s", place[1], type(done.exception()).__name__)

    # What goes on by itself, in the writer's thread

    def _post_kept(self, place: Place) -> None:
        """Post what a push brought, unless a round that came between has done so."""
        if place in self._decoded:
            self._post(place)

    def _post(self, place: Place) -> None:
        """Post the next batch of a store; a failure is tried again by the next round."""
        bodies = self._decoded.pop(place, {})
        try:
            posting.post(Bench(self.db, self._versions, self._due, bodies), *place, self.clock.wall_ms())
            self._stock_due.setdefault(place, self.clock.monotonic_ms() + STOCK_EVERY_MS)
            self._posted = True
        except SQLAlchemyError as error:
            _log.warning("posting at store %s waits: %s", place[1], type(error).__name__)

    def round(self) -> list[Place]:
        """Look once at what was committed anywhere; return the scopes whose feed moved since the last look."""
        with self.db.reading() as tx:
            now = {(c, s, n): value for c, s, n, value in tx.execute(_COUNTERS)}
            stores = {(c, s) for c, s in tx.execute(_STORES)} | {(c, s) for c, s, n in now if n == counters.FEED and s}
        for chain, store, name in [key for key in now if key[2] == counters.ARRIVAL]:
            if now[chain, store, name] > now.get((chain, store, counters.POSTED), 0):
                self._post((chain, store))
        moved = [(c, s) for (c, s, n), v in now.items() if n == counters.FEED and v != self._seen.get((c, s, n))]
        for (chain, store, name), value in now.items():
            before = self._seen.get((chain, store, name))
            # A store seen for the first time may have moves that a crash kept from the feed.
            if (name == counters.STOCK and value != before) or (name == counters.ARRIVAL and before is None):
                self._stock_due[chain, store] = 0
            if name == counters.EXCEPTIONS and value != before:
                self._exceptions_due.add((chain, store))
        self._seen = now
        chains = {chain for chain, _ in stores}
        self._apart("essentials", lambda: self._seal(stores, {chain for chain, _ in moved}))
        self._apart("stock", self._publish_stock)
        self._apart("people", lambda: self.people.round(chains))
        self._apart("orders", lambda: self._forget_old_orders(stores))
        self._apart("exceptions", self._publish_exceptions)
        return moved

    def _apart(self, name: str, job: Callable[[], None]) -> None:
        """Do a part of a round. A bug in it is logged whole when it begins; the other parts and the watch go on."""
        try:
            job()
        except SQLAlchemyError:
            raise  # everything waits for the database
        except Exception:  # noqa: BLE001 - whatever it is, it must not stop the rest
            if name not in self._failing:
                _log.exception("the hub's %s are not looked after: it is tried again in each round", name)
            self._failing.add(name)
        else:
            self._failing.discard(name)

    def _seal(self, stores: set[Place], moved: set[str]) -> None:
        for place in sorted(stores):
            if place not in self._sealed or place[0] in moved:
                with self.db.writing() as tx:
                    essentials.refresh(tx, self.key, *place)
                self._sealed.add(place)

    def _forget_old_orders(self, stores: set[Place]) -> None:
        now_ms = self.clock.monotonic_ms()
        if self._tidied_ms is not None and now_ms - self._tidied_ms < TIDY_EVERY_MS:
            return
        self._tidied_ms = now_ms
        for place in sorted(stores):
            with self.db.writing() as tx:
                orders.forget_old(tx, *place, self.clock.wall_ms())

    def _publish_stock(self) -> None:
        now_ms = self.clock.monotonic_ms()
        # While tills push, moves are only gathered on; in a pause they are all brought out.
        batches = 1 if self._posted else STOCK_BATCHES_IDLE
        self._posted = False
        for place in [place for place, due_ms in self._stock_due.items() if due_ms <= now_ms]:
            self._stock_due[place] = now_ms + (STOCK_EVERY_MS if batches == 1 else 0)
            for _ in range(batches):
                with self.db.writing() as tx:
                    taken = stock_feed.refresh(tx, *place, self.clock.wall_ms())
                self._elsewhere_due.setdefault(place[0], now_ms + (ELSEWHERE_EVERY_MS if taken else 0))
                if taken < STOCK_ROWS:
                    del self._stock_due[place]
                    break
        for chain in [chain for chain, due_ms in self._elsewhere_due.items() if due_ms <= now_ms]:
            with self.db.writing() as tx:
                taken = elsewhere.refresh(tx, chain, self.clock.wall_ms(), STOCK_ROWS)
            if taken < STOCK_ROWS:
                del self._elsewhere_due[chain]

    def _publish_exceptions(self) -> None:
        for place in sorted(self._exceptions_due):
            with self.db.writing() as tx:
                exception_feed.refresh(tx, *place)
            self._exceptions_due.discard(place)

    async def _watch(self) -> None:
        while True:
            try:
                for place in await self.write(self.round):
                    self.bell.ring(*place)
            except SQLAlchemyError as error:
                _log.warning("the database does not answer: %s", type(error).__name__)
            await asyncio.sleep(WATCH_MS / 1_000)


_COUNTERS = select(scope_counter.c.chain, scope_counter.c.store, scope_counter.c.name, scope_counter.c.value)
_STORES = select(store_table.c.chain, store_table.c.store)
