"""The queue in front of the counter's devices: one worker thread, jobs in the order asked, results to be taken.

The till desk submits jobs whose intents are already on disk, and takes the results on its own thread. Promises:
`submit` never waits, no intent is done twice, a driver's bug ends as a job of unknown outcome and not as a dead worker,
a lost device is opened again, and after `close` nothing more is begun.
"""

from __future__ import annotations

import collections
import contextlib
import logging
import threading
from collections.abc import Iterator
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
CLOSE_GRACE_S: Final = 2.0
"""Beyond the print limit, for a connection that is just being made."""
INTENTS_KEPT: Final = 1_000
"""How many of the last intents are remembered, so that one submitted twice is done once."""
_log = logging.getLogger(__name__)


class Spool:
    """Drives one printer and one drawer (often the same device) from a thread of its own."""

    def __init__(
        self, printer: POSPrinter, drawer: CashDrawer | None, *, health_every_s: float = HEALTH_EVERY_S
    ) -> None:
        """Start the worker; the device is opened by it, and opened again whenever it was lost."""
        self._printer = printer
        self._drawer = drawer
        self._health_every_s = health_every_s
        self._changed = threading.Condition()
        self._jobs: collections.deque[Job] = collections.deque()
        self._results: list[JobResult] = []
        self._intents: collections.deque[int] = collections.deque(maxlen=INTENTS_KEPT)
        self._health = Health(DeviceState.CLOSED, Condition.UNKNOWN)
        self._closing = False
        self._worker = threading.Thread(target=self._work, name="spool", daemon=True)
        self._worker.start()

    def submit(self, job: Job) -> None:
        """Queue `job`; raises `Fault` "devices.queue_full" when `QUEUE_MAX` wait already, "devices.closed"."""
        with self._changed:
            if self._closing:
                raise Fault("devices.closed")
            if job.intent in self._intents:
                _log.warning("intent %d was submitted twice: it is done once", job.intent)
                return
            if len(self._jobs) >= QUEUE_MAX:
                raise Fault("devices.queue_full", limit=QUEUE_MAX)
            self._intents.append(job.intent)
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

    def close(self) -> None:
        """Let the job in hand end; queued jobs stay recorded as intents on disk."""
        with self._changed:
            self._closing = True
            self._changed.notify()
        self._worker.join(PRINT_TIMEOUT_S + CLOSE_GRACE_S)

    def _work(self) -> None:
        self._tell(None, self._asked())
        while True:
            with self._changed:
                if not self._jobs and not self._closing:
                    self._changed.wait(self._health_every_s)
                if self._closing:
                    break
                job = self._jobs.popleft() if self._jobs else None
            if job is not None:
                self._tell(self._done(job), None)
            with self._changed:
                more = bool(self._jobs)
            if not more:  # the next job asks for itself
                self._tell(None, self._asked())
        with _logged("the printer could not be closed"):
            self._printer.close()

    def _tell(self, result: JobResult | None, health: Health | None) -> None:
        with self._changed:
            self._health = health or self._health
            if result is not None:
                self._results.append(result)

    def _asked(self) -> Health:
        """Ask the printer how it is, opening it when it is not or when it was lost."""
        try:
            health = self._printer.health()
            if health.state is DeviceState.ENABLED and health.condition is not Condition.UNREACHABLE:
                return health
            self._reopen()
            return self._printer.health()
        except Fault:
            return Health(DeviceState.CLOSED, Condition.UNREACHABLE)
        except Exception:  # noqa: BLE001 - a bug of a driver must not end the counter
            _log.exception("the printer's driver failed")
            return Health(DeviceState.CLOSED, Condition.ERROR)

    def _reopen(self) -> None:
        self._printer.close()
        self._printer.open()
        self._printer.claim()
        self._printer.enable()

    def _done(self, job: Job) -> JobResult:
        with self._changed:
            known = self._health
        try:
            if known.state is not DeviceState.ENABLED:
                self._reopen()
            self._do(job)
        except Fault as fault:
            uncertain = fault.message_id == "printer.uncertain"
            outcome = Outcome.UNKNOWN if uncertain else Outcome.FAILED
            return JobResult(job.intent, job.kind, outcome, fault.message_id, fault.params)
        except Exception:  # noqa: BLE001 - a bug of a driver must not end the counter
            _log.exception("a job for the counter's devices failed")
            return JobResult(job.intent, job.kind, Outcome.UNKNOWN, "devices.driver_error")
        return JobResult(job.intent, job.kind, Outcome.DONE)

    def _do(self, job: Job) -> None:
        if job.kind is JobKind.DRAWER:
            if self._drawer is None:
                raise Fault("devices.no_drawer")
            self._drawer.kick()
        elif job.receipt is not None:
            self._printer.print(job.receipt)


@contextlib.contextmanager
def _logged(said: str) -> Iterator[None]:
    try:
        yield
    except Exception:  # noqa: BLE001 - nor one of the screen that is woken
        _log.exception(said)
