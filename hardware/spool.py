"""The queue in front of the counter's devices: one worker thread, jobs in the order asked, results to be taken.

The till desk submits jobs whose intents are already on disk, and takes the results on its own thread. Promises:
`submit` never waits, no job is done twice, a driver's bug ends as a failed job and not as a dead worker, and after
`close` nothing more is sent.
"""

from __future__ import annotations

import collections
import logging
import threading
from collections.abc import Callable
from typing import Final

from pos_app.devices import (
    PRINT_TIMEOUT_S,
    CashDrawer,
    Condition,
    DeviceState,
    Health,
    Job,
    JobKind,
    JobResult,
    Outcome,
    POSPrinter,
)
from pos_app.domain.errors import Fault

QUEUE_MAX: Final = 100
HEALTH_EVERY_S: Final = 5.0
"""How often an idle printer is asked how it is."""
_log = logging.getLogger(__name__)


class Spool:
    """Drives one printer and one drawer (often the same device) from a thread of its own."""

    def __init__(self, printer: POSPrinter, drawer: CashDrawer | None) -> None:
        """Start the worker; the device is opened by it, and opened again whenever it was lost."""
        self._printer = printer
        self._drawer = drawer
        self._changed = threading.Condition()
        self._jobs: collections.deque[Job] = collections.deque()
        self._results: list[JobResult] = []
        self._health = Health(DeviceState.CLOSED, Condition.UNKNOWN)
        self._wake: Callable[[], None] = lambda: None
        self._closing = False
        self._worker = threading.Thread(target=self._work, name="spool", daemon=True)
        self._worker.start()

    def submit(self, job: Job) -> None:
        """Queue `job`; raises `Fault` "devices.queue_full" when `QUEUE_MAX` wait already."""
        with self._changed:
            if self._closing or len(self._jobs) >= QUEUE_MAX:
                raise Fault("devices.queue_full", limit=QUEUE_MAX)
            self._jobs.append(job)
            self._changed.notify()

    def results(self) -> tuple[JobResult, ...]:
        """Take what has ended since the last call."""
        with self._changed:
            taken, self._results = tuple(self._results), []
        return taken

    def health(self) -> Health:
        """Return the printer's last known health."""
        with self._changed:
            return self._health

    def on_result(self, wake: Callable[[], None]) -> None:
        """Call `wake`, from the worker's thread, whenever a result or a new health waits."""
        self._wake = wake

    def close(self) -> None:
        """Let the job in hand end; queued jobs stay recorded as intents on disk."""
        with self._changed:
            self._closing = True
            self._changed.notify()
        self._worker.join(PRINT_TIMEOUT_S + 2)

    def _work(self) -> None:
        while True:
            with self._changed:
                if not self._jobs and not self._closing:
                    self._changed.wait(HEALTH_EVERY_S)
                if self._closing:
                    break
                job = self._jobs.popleft() if self._jobs else None
            result = None if job is None else self._done(job)
            health = self._asked()
            with self._changed:
                news = result is not None or health != self._health
                self._health = health
                if result is not None:
                    self._results.append(result)
            if news:
                self._wake()
        self._printer.close()

    def _asked(self) -> Health:
        try:
            self._ready()
        except Fault:
            return Health(DeviceState.CLOSED, Condition.UNREACHABLE)
        except Exception:  # noqa: BLE001 - a bug of a driver must not end the counter
            _log.exception("the printer's driver failed")
            return Health(DeviceState.CLOSED, Condition.ERROR)
        return self._printer.health()

    def _ready(self) -> None:
        """Open, claim and enable a device that is not; a lost one is tried again at each job and each check."""
        if self._printer.health().state is not DeviceState.ENABLED:
            self._printer.open()
            self._printer.claim()
            self._printer.enable()

    def _done(self, job: Job) -> JobResult:
        try:
            self._ready()
            if job.kind is JobKind.DRAWER:
                if self._drawer is not None:
                    self._drawer.kick()
            elif job.receipt is not None:
                self._printer.print(job.receipt)
        except Fault as fault:
            uncertain = fault.message_id == "printer.uncertain"
            return JobResult(job.intent, job.kind, Outcome.UNKNOWN if uncertain else Outcome.FAILED, fault.message_id)
        except Exception:  # noqa: BLE001 - a bug of a driver must not end the counter
            _log.exception("a job for the counter's devices failed")
            return JobResult(job.intent, job.kind, Outcome.UNKNOWN, "devices.driver_error")
        return JobResult(job.intent, job.kind, Outcome.DONE)
