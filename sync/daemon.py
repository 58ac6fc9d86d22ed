"""The sync daemon: drives the courier with the real clock, the till's files and HTTP. One process, one loop.

`run` holds the daemon's lock for as long as it lives. It survives a cache deleted under it, a journal that is not
there yet and a hub that is gone; SIGTERM ends it within a second; SIGKILL at any moment loses nothing, since all
that matters is in the journal, which it only reads.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import logging.handlers
import os
import random
import signal
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

import msgspec

from pos_app.clock import Clock, SystemClock
from pos_app.domain.errors import Fault, Refusal
from pos_app.store import identity, locks
from pos_app.store.identity import Identity
from sync import status
from sync.asks import Answer, Ask, Lane, NoAnswer
from sync.backoff import Backoff
from sync.courier import Courier
from sync.folder import FolderBox, FolderCache, FolderJournal
from sync.no_cache import NO_BOX, NoCache
from sync.people_box import FolderRings
from sync.ports import CacheView
from sync.protocol import SnapshotOffer
from sync.session import Session
from sync.standing import status_of
from sync.status import Note, SyncState, SyncStatus
from sync.transport import Transport

WATCH_MS: Final = 250
WATCH_WAITED_FOR_MS: Final = 50
"""While a desk waits for the answer to a claim."""
LOG_FOLDER: Final = "log"
LOG_BYTES_MAX: Final = 1_000_000
LOG_FILES: Final = 3
OPEN_BASE_MS: Final = 500
OPEN_CAP_MS: Final = 10_000
_log = logging.getLogger("sync.daemon")


def run(folder: Path) -> int:
    """Carry the journal of the data `folder` until SIGTERM or SIGINT; return an exit code.

    Raises `Refusal` identity.missing | sync.no_hub | lock.held, `Fault` sync.certificate_file.
    """
    who = identity.read(folder)
    if not who.hub:
        raise Refusal("sync.no_hub")
    with locks.hold(folder, "daemon"):
        _log_to(folder)
        asyncio.run(_live(folder, who))
    return 0


async def _live(folder: Path, who: Identity) -> None:
    certificate = folder / identity.FOLDER / who.certificate if who.certificate else None
    async with Transport(who.hub, identity.credential(folder), certificate) as transport:
        daemon = Daemon(folder, who, transport)
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, daemon.stop)
        await daemon.live()


class Daemon:
    """One data folder's daemon; `live` returns after `stop`."""

    def __init__(self, folder: Path, who: Identity, transport: Transport, clock: Clock | None = None) -> None:
        """Touch nothing yet."""
        self._folder, self._who, self._transport = folder, who, transport
        self._clock = clock or SystemClock()
        self._journal = FolderJournal(folder, who.scope.workstation)
        self._cache: FolderCache | None = None
        self._box: FolderBox | None = None
        self._courier: Courier | None = None
        self._opening = Backoff(random.random, base_ms=OPEN_BASE_MS, cap_ms=OPEN_CAP_MS)
        self._open_due_ms = 0
        self._without_cache = False
        self._calls: dict[Lane, asyncio.Task[None]] = {}
        self._installing: threading.Thread | None = None
        self._wake = asyncio.Event()
        self._stopped = False
        before = status.read(folder)
        self._up_to_date_ms = before.up_to_date_ms if before else None
        self._beat = before.beat if before else 0
        self._beat_due_ms = 0

    def stop(self) -> None:
        """End `live` soon."""
        self._stopped = True
        self._wake.set()

    async def live(self) -> None:
        """Work until stopped; a bug in one step is logged and does not end the daemon."""
        try:
            while not self._stopped:
                went = self._guarded(self._step)
                if self._clock.monotonic_ms() >= self._beat_due_ms:
                    self._beat_due_ms = self._clock.monotonic_ms() + status.BEAT_MS
                    self._guarded(self._write_status)
                await self._sleep(WATCH_MS if not went else None)
        finally:
            self._forget_courier()
            self._journal.close()

    def _step(self) -> None:
        now = self._clock.monotonic_ms()
        changed = self._journal.changed()
        if self._journal.exchanged:
            self._journal.exchanged = False
            self._forget_courier()
        courier = self._courier
        if courier is None or (self._without_cache and now >= self._open_due_ms):
            courier = self._courier = self._open(now) or courier
        if courier is not None:
            self._look_after_cache(courier, now)
            if changed:
                courier.journal_changed()
            turn = courier.turn()
            for ask in turn.asks:
                self._send(courier, ask)
            if turn.install is not None and not self._without_cache:
                self._install(courier, turn.install)

    def _guarded(self, work: Callable[[], None]) -> bool:
        """Do one piece of work; whatever it meets, the daemon goes on and beats. False when it failed."""
        try:
            work()
        except (Fault, Refusal) as met:
            _log.warning("the daemon waits: %s", met)
            return False
        except Exception:  # noqa: BLE001 - a bug is logged whole; the journal must still be carried
            _log.exception("a step of the daemon failed; its courier begins again")
            self._forget_courier()
            return False
        return True

    async def _sleep(self, wait_ms: int | None) -> None:
        """Wait `wait_ms`, or for an answer, the next look at the journal, the next beat or the courier's own time."""
        now = self._clock.monotonic_ms()
        if wait_ms is None:
            waited_for = self._courier is not None and self._courier.someone_waits()
            moments = [now + (WATCH_WAITED_FOR_MS if waited_for else WATCH_MS), self._beat_due_ms]
            wakes_ms = self._courier.wakes_at_ms() if self._courier is not None else None
            moments += [wakes_ms] if wakes_ms is not None else []
            wait_ms = max(0, min(moments) - now)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(wait_ms / 1_000):
                await self._wake.wait()
        self._wake.clear()

    def _open(self, now: int) -> Courier | None:
        """Begin a courier on the cache, or on none while the disk will not have it; None: go on as before."""
        if now < self._open_due_ms:
            return None
        cache: CacheView
        try:
            self._box = FolderBox(self._folder)
            cache = self._cache = FolderCache(self._folder, self._who, self._clock)
            courier = self._begin(cache)
        except Fault as fault:
            self._open_due_ms = now + self._opening.failed()
            self._close_cache()
            if self._courier is not None:
                return None
            _log.warning("the cache can't be opened: %s", fault)
            self._without_cache = True
            courier = self._begin(NoCache(fault))
            courier.session.complain(fault)
            return courier
        self._opening.succeeded()
        self._without_cache = False
        self._cancel_calls()
        return courier

    def _begin(self, cache: CacheView) -> Courier:
        hub_keys = {self._who.hub_key_id: self._who.hub_key}
        session = Session(
            journal=self._journal, cache=cache, box=self._box or NO_BOX, clock=self._clock, chance=random.random,
            scope=self._who.scope, keys=hub_keys.get, rings=self._rings(),
        )  # fmt: skip
        return Courier(session)

    def _rings(self) -> FolderRings | None:
        """Return the place of people's keys; without one the rest is carried all the same."""
        try:
            return FolderRings(self._folder, self._who.hub_key_id)
        except Fault as fault:
            _log.warning("people's keys can't be kept: %s", fault)
            return None

    def _look_after_cache(self, courier: Courier, now: int) -> None:
        if self._cache is None:
            return
        if now >= self._beat_due_ms and self._cache.lost():
            try:
                self._cache.restore()
            except Fault as fault:
                courier.session.complain(fault)
                return
        if self._cache.replaced:
            self._cache.replaced = False
            courier.cache_replaced()

    def _send(self, courier: Courier, ask: Ask) -> None:
        older = self._calls.pop(ask.lane, None)
        if older is not None:
            older.cancel()  # the courier has given it up
        self._calls[ask.lane] = asyncio.get_running_loop().create_task(self._call(courier, ask))

    async def _call(self, courier: Courier, ask: Ask) -> None:
        answer: Answer | NoAnswer = await self._transport.send(ask)
        if courier is self._courier:
            self._guarded(lambda: courier.answered(ask.number, answer))
        self._wake.set()

    def _install(self, courier: Courier, offer: SnapshotOffer) -> None:
        """Unpack in a thread (seconds, for a large catalogue), put in place here. A kill leaves only a stray file."""
        box, loop = self._box, asyncio.get_running_loop()
        assert box is not None

        def unpack() -> None:
            fault: Fault | None = None
            try:
                box.unpack(offer)
            except Fault as met:
                fault = met
            with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
                loop.call_soon_threadsafe(self._unpacked, courier, offer, fault)

        self._installing = threading.Thread(target=unpack, name="unpack", daemon=True)
        self._installing.start()

    def _unpacked(self, courier: Courier, offer: SnapshotOffer, fault: Fault | None) -> None:
        if courier is not self._courier or self._cache is None or self._box is None:
            return
        try:
            if fault is None:
                self._cache.install(self._box.plain, offer.positions)
        except Fault as met:
            fault = met
        courier.installed(fault)
        self._wake.set()

    def _forget_courier(self) -> None:
        self._cancel_calls()
        self._courier = None
        self._wake.set()
        self._open_due_ms = self._clock.monotonic_ms() + self._opening.failed()
        self._close_cache()

    def _close_cache(self) -> None:
        if self._cache is not None:
            with contextlib.suppress(Fault):
                self._cache.close()
            self._cache = None

    def _cancel_calls(self) -> None:
        for call in self._calls.values():
            call.cancel()
        self._calls.clear()

    def _write_status(self) -> None:
        self._beat += 1
        try:
            status.write(self._folder, self._status())
        except (OSError, Fault) as error:
            _log.warning("the status could not be written: %s", error)

    def _status(self) -> SyncStatus:
        if self._courier is None:
            return SyncStatus(self._beat, os.getpid(), SyncState.STARTING)
        trouble = self._journal.trouble
        notes = (Note(trouble.message_id, dict(trouble.params)),) if trouble else ()
        made = status_of(self._courier.session, beat=self._beat, pid=os.getpid(), up_to_date_ms=self._up_to_date_ms)
        return msgspec.structs.replace(made, notes=notes + made.notes)


def _log_to(folder: Path) -> None:
    """Write the daemon's log to the data folder, in bounded files."""
    place = folder / LOG_FOLDER
    place.mkdir(parents=True, exist_ok=True)
    handler = logging.handlers.RotatingFileHandler(
        place / "sync.log", maxBytes=LOG_BYTES_MAX, backupCount=LOG_FILES, encoding="utf-8"
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(name)s %(levelname)s %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    logging.getLogger("httpcore").setLevel(logging.WARNING)
