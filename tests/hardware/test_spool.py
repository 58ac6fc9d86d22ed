"""The queue in front of the devices: in order, once, and alive whatever a driver does."""

import functools
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from hardware import spool as spool_module
from hardware.fakes.escpos_reader import Cut, Kick
from hardware.fakes.loopback_printer import LoopbackPrinter, Situation
from hardware.fakes.paper_roll import told
from hardware.paper.escpos import EscPos
from hardware.printers.none import NoPrinter
from hardware.printers.tcp import TcpPrinter
from hardware.spool import QUEUE_MAX, Spool
from pos_app.devices import Condition, Health, Job, JobKind, JobResult, Outcome
from pos_app.domain.errors import Fault
from pos_app.domain.receipt import Receipt, Text
from tests.hardware.conftest import PATIENT

PATIENCE_S = 10.0
_PAUSE = threading.Event()


class Watched:
    """A spool, looked at again and again as the till's tick does."""

    def __init__(self, spool: Spool) -> None:
        self.spool = spool
        self.results: list[JobResult] = []

    def until(self, happened: Callable[[], bool]) -> bool:
        """Wait for `happened`."""
        ends = time.monotonic() + PATIENCE_S
        while time.monotonic() < ends:
            self.results += self.spool.results()
            if happened():
                return True
            _PAUSE.wait(0.005)
        return False

    def ended(self, count: int) -> list[JobResult]:
        assert self.until(lambda: len(self.results) >= count), self.results
        return self.results


def _over(loopback: LoopbackPrinter, *, health_every_s: float = 0.05) -> Watched:
    printer = TcpPrinter(loopback.host, loopback.port, EscPos(42, None), limits=PATIENT)
    return Watched(Spool(printer, printer, health_every_s=health_every_s))


@pytest.fixture
def loopback() -> Iterator[LoopbackPrinter]:
    with LoopbackPrinter() as printer:
        yield printer


@pytest.fixture
def watched(loopback: LoopbackPrinter) -> Iterator[Watched]:
    made = _over(loopback)
    yield made
    made.spool.close()


def _print(intent: int, text: str) -> Job:
    return Job(intent, JobKind.PRINT, Receipt((Text(text),)))


def test_jobs_are_done_in_the_order_asked(watched: Watched, loopback: LoopbackPrinter) -> None:
    watched.spool.submit(Job(1, JobKind.DRAWER))
    for intent in range(2, 12):
        watched.spool.submit(_print(intent, f"sale {intent}"))
    assert [(result.intent, result.outcome) for result in watched.ended(11)] == [
        (intent, Outcome.DONE) for intent in range(1, 12)
    ]
    said = [line for line in told(loopback.events()) if not line.startswith(("<feed", "<cut"))]
    assert said == ["<kick>", *(f"sale {intent}" for intent in range(2, 12))]


@pytest.mark.expects_log("intent 7 was submitted twice")
def test_an_intent_submitted_twice_is_printed_once(watched: Watched, loopback: LoopbackPrinter) -> None:
    watched.spool.submit(_print(7, "once"))
    watched.ended(1)
    watched.spool.submit(_print(7, "once"))
    watched.spool.submit(_print(8, "next"))
    assert [result.intent for result in watched.ended(2)] == [7, 8]
    assert loopback.events().count(Cut()) == 2


def test_a_receipt_without_paper_has_failed_and_is_not_tried_again(watched: Watched, loopback: LoopbackPrinter) -> None:
    assert watched.until(lambda: watched.spool.health().condition is Condition.READY)
    loopback.become(Situation.PAPER_OUT)
    watched.spool.submit(_print(1, "lost"))
    result = watched.ended(1)[0]
    assert (result.outcome, result.why) == (Outcome.FAILED, "printer.paper_out")
    assert watched.until(lambda: watched.spool.health().condition is Condition.PAPER_OUT)
    loopback.become(Situation.WELL)
    assert watched.until(lambda: watched.spool.health().condition is Condition.READY)
    assert loopback.events() == ()


def test_a_receipt_cut_short_is_unknown_and_never_repeated_by_itself(
    watched: Watched, loopback: LoopbackPrinter
) -> None:
    assert watched.until(lambda: watched.spool.health().works)
    loopback.become(Situation.WELL, lines_left=1)
    watched.spool.submit(Job(1, JobKind.PRINT, Receipt((Text("one"), Text("two")))))
    result = watched.ended(1)[0]
    assert (result.outcome, result.why) == (Outcome.UNKNOWN, "printer.uncertain")
    assert result.params["condition"] == Condition.PAPER_OUT
    loopback.become(Situation.WELL)
    assert loopback.until(lambda events: Cut() in events)
    watched.spool.submit(_print(2, "three"))
    watched.ended(2)
    assert [line for line in told(loopback.events()) if not line.startswith("<")] == ["one", "two", "three"]


def test_health_that_changes_wakes_the_till(watched: Watched, loopback: LoopbackPrinter) -> None:
    for situation, condition in (
        (Situation.WELL, Condition.READY),
        (Situation.COVER_OPEN, Condition.COVER_OPEN),
        (Situation.CLOSES, Condition.UNREACHABLE),
        (Situation.PAPER_LOW, Condition.PAPER_LOW),
    ):
        loopback.become(situation)
        assert watched.until(functools.partial(_is, watched.spool, condition)), condition


def _is(spool: Spool, condition: Condition) -> bool:
    return spool.health().condition is condition


class Fragile(NoPrinter):
    """A printer of which a test says what it does."""

    def __init__(self) -> None:
        super().__init__()
        self.opened = 0
        self.lost = False
        self.stale = False
        """Lost since it was opened: it prints again only when it is opened again."""
        self.hold: threading.Event | None = None
        self.printing = threading.Event()
        self.printed: list[Receipt] = []
        self.bug: type[Exception] | None = None
        self.closed = threading.Event()

    def open(self) -> None:
        self.opened += 1
        if self.lost:
            raise Fault("printer.unreachable")
        self.stale = False
        super().open()

    def close(self) -> None:
        super().close()
        self.closed.set()

    def health(self) -> Health:
        known = super().health()
        return Health(known.state, Condition.UNREACHABLE) if self.lost else known

    def print(self, receipt: Receipt) -> None:
        self.printing.set()
        self.stale = self.stale or self.lost
        if self.stale:
            raise Fault("printer.unreachable")
        if self.hold:
            assert self.hold.wait(PATIENCE_S)
        if self.bug:
            raise self.bug("a driver's bug")
        self.printed.append(receipt)


@pytest.mark.expects_log("a job for the counter's devices failed")
def test_a_drivers_bug_ends_one_job_and_not_the_counter() -> None:
    printer = Fragile()
    watched = Watched(Spool(printer, None))
    printer.bug = ZeroDivisionError
    watched.spool.submit(_print(1, "bug"))
    assert watched.ended(1)[0] == JobResult(1, JobKind.PRINT, Outcome.UNKNOWN, "devices.driver_error")
    printer.bug = None
    watched.spool.submit(_print(2, "well"))
    assert watched.ended(2)[1].outcome is Outcome.DONE
    watched.spool.close()


def test_a_printer_that_was_lost_is_opened_again_by_itself() -> None:
    printer = Fragile()
    watched = Watched(Spool(printer, None, health_every_s=0.01))
    assert watched.until(lambda: watched.spool.health().condition is Condition.UNKNOWN and printer.opened == 1)
    printer.lost = True
    assert watched.until(lambda: watched.spool.health().condition is Condition.UNREACHABLE)
    printer.lost = False
    assert watched.until(lambda: watched.spool.health().works)
    assert printer.opened >= 2
    watched.spool.submit(_print(1, "again"))
    assert watched.ended(1)[0].outcome is Outcome.DONE
    watched.spool.close()


def test_a_job_for_a_printer_that_was_lost_opens_it_first() -> None:
    printer = Fragile()
    watched = Watched(Spool(printer, None, health_every_s=3_600))
    printer.lost = True
    watched.spool.submit(_print(1, "lost"))
    assert watched.ended(1)[0].outcome is Outcome.FAILED
    assert watched.until(lambda: watched.spool.health().condition is Condition.UNREACHABLE)
    printer.lost = False
    watched.spool.submit(_print(2, "there"))
    assert watched.ended(2)[1].outcome is Outcome.DONE
    watched.spool.close()


def test_a_full_queue_says_so_and_the_till_does_not_wait() -> None:
    printer = Fragile()
    printer.hold = threading.Event()
    watched = Watched(Spool(printer, None))
    watched.spool.submit(_print(0, "in hand"))
    assert printer.printing.wait(PATIENCE_S)
    for intent in range(1, QUEUE_MAX + 1):
        watched.spool.submit(_print(intent, "queued"))
    with pytest.raises(Fault, match=r"devices\.queue_full"):
        watched.spool.submit(_print(999, "too many"))
    printer.hold.set()
    assert len(watched.ended(QUEUE_MAX + 1)) == QUEUE_MAX + 1
    watched.spool.close()


def test_closing_lets_the_job_in_hand_end_and_begins_no_other() -> None:
    printer = Fragile()
    printer.hold = threading.Event()
    spool = Spool(printer, None)
    spool.submit(_print(1, "in hand"))
    assert printer.printing.wait(PATIENCE_S)
    spool.submit(_print(2, "queued"))
    closing = threading.Thread(target=spool.close)
    closing.start()
    with spool._changed:
        assert spool._changed.wait_for(lambda: spool._closing, PATIENCE_S)
    printer.hold.set()
    closing.join(PATIENCE_S)
    assert printer.closed.is_set()
    assert [result.intent for result in spool.results()] == [1]
    assert len(printer.printed) == 1
    with pytest.raises(Fault, match=r"devices\.closed"):
        spool.submit(_print(3, "too late"))


def test_closing_does_not_wait_for_ever_for_a_printer_that_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool_module, "PRINT_TIMEOUT_S", 0.02)
    monkeypatch.setattr(spool_module, "CLOSE_GRACE_S", 0.02)
    printer = Fragile()
    printer.hold = threading.Event()
    spool = Spool(printer, None)
    spool.submit(_print(1, "hangs"))
    assert printer.printing.wait(PATIENCE_S)
    spool.close()
    assert spool._worker.is_alive()
    printer.hold.set()
    spool._worker.join(PATIENCE_S)


def test_a_drawer_that_is_not_there_is_not_said_to_be_open(loopback: LoopbackPrinter) -> None:
    printer = TcpPrinter(loopback.host, loopback.port, EscPos(42, None), limits=PATIENT)
    watched = Watched(Spool(printer, None))
    watched.spool.submit(Job(1, JobKind.DRAWER))
    result = watched.ended(1)[0]
    assert (result.outcome, result.why) == (Outcome.FAILED, "devices.no_drawer")
    watched.spool.close()
    assert Kick() not in loopback.events()


def test_a_till_without_a_printer_says_that_nothing_was_printed() -> None:
    watched = Watched(Spool(NoPrinter(), None))
    watched.spool.submit(_print(1, "nowhere"))
    assert (watched.ended(1)[0].outcome, watched.results[0].why) == (Outcome.FAILED, "printer.none")
    watched.spool.close()
