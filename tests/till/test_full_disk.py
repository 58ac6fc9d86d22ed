"""A disk that fails: payment and basket stay, nothing is printed, no drawer opens, and trying again works."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_app.devices import JobKind
from pos_app.domain.errors import Fault
from pos_app.selling.view import LampState, Mode
from pos_app.till import Till
from tests.shop_floor import FakeCounter, code_of
from tests.till.counter_top import (
    ALCOHOL,
    PLAIN,
    UNKNOWN,
    drafts,
    fault,
    last_sale,
    names,
    pay,
    sales,
    scan,
)


class Disk:
    """The journal's pen, which fails from the `at`-th write on while `broken`."""

    def __init__(self, till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
        self.broken = False
        self.writes_left = 0
        pen = till._journal._pen
        write = pen.write

        def failing(act: object, *, urgent: bool = False) -> object:
            if self.broken:
                if self.writes_left <= 0:
                    raise Fault("journal.disk_full")
                self.writes_left -= 1
            return write(act, urgent=urgent)  # type: ignore[arg-type]

        monkeypatch.setattr(pen, "write", failing)

    def fail_after(self, writes: int) -> None:
        self.broken, self.writes_left = True, writes


@pytest.fixture
def disk(till: Till, monkeypatch: pytest.MonkeyPatch) -> Iterator[Disk]:
    made = Disk(till, monkeypatch)
    yield made
    made.broken = False


def test_a_sale_that_the_disk_refuses_leaves_payment_and_basket(till: Till, disk: Disk, counter: FakeCounter) -> None:
    scan(till, PLAIN[0], PLAIN[1])
    till.start_payment()
    before = till.view
    disk.fail_after(0)
    assert fault(lambda: till.pay_cash(10_000)) == "journal.disk_full"
    assert fault(till.pay_cash) == "journal.disk_full"
    assert till.view == before
    assert (counter.jobs, sales(till), len(drafts(till))) == ([], [], 1)
    disk.broken = False
    till.pay_cash(10_000)
    assert (till.view.mode, len(sales(till)), counter.kicks, len(counter.printed)) == (Mode.CHANGE, 1, 1, 1)
    assert last_sale(till).receipt.number == 1


def test_every_change_that_the_disk_refuses_changed_nothing(till: Till, disk: Disk) -> None:
    scan(till, PLAIN[0], ALCOHOL[0])
    till.scan(UNKNOWN)
    number, age = till.view.questions[0].number, till.view.questions[1].number
    till.set_next_quantity(2_000)
    scan(till, PLAIN[1])
    till.undo()
    view, saved = till.view, drafts(till)
    disk.fail_after(0)
    for command in (
        lambda: till.scan(code_of(PLAIN[2])), lambda: till.scan("ELSE"), lambda: till.void(1), till.undo, till.redo,
        lambda: till.set_quantity(1, 5_000), lambda: till.set_aside(number), lambda: till.hold("x"), till.abandon,
        lambda: till.sell_by_department(number, "pantry", 100), lambda: till.confirm_age(age),
        lambda: till.refuse_age(age), lambda: till.note("x"), lambda: till.sell_open("pantry", 5), till.sign_off,
        lambda: till.no_sale("change"),
    ):  # fmt: skip
        assert fault(command) == "journal.disk_full"
        assert (till.view, drafts(till)) == (view, saved)
    disk.broken = False
    till.redo()
    assert len(till.view.lines) == 3


def test_a_first_scan_that_the_disk_refuses_begins_no_basket(till: Till, disk: Disk) -> None:
    disk.fail_after(0)
    assert fault(lambda: scan(till, PLAIN[0])) == "journal.disk_full"
    assert till._basket.basket is None
    assert till._basket.taxes is None
    disk.broken = False
    scan(till, PLAIN[0])
    assert len(till.view.lines) == 1


def test_a_recall_that_the_disk_refuses_leaves_the_basket_on_hold(till: Till, disk: Disk) -> None:
    scan(till, PLAIN[0])
    till.hold()
    (held,) = till.held()
    disk.fail_after(0)
    assert fault(lambda: till.recall(held.sale_id)) == "journal.disk_full"
    assert (till.view.held, till.held(), till.view.lines) == (1, (held,), ())
    disk.broken = False
    till.recall(held.sale_id)
    assert till.view.held == 0


def test_a_tray_that_the_disk_refuses_keeps_its_scans(till: Till, disk: Disk) -> None:
    scan(till, PLAIN[0])
    till.start_payment()
    scan(till, PLAIN[1], PLAIN[2])
    till.pay_cash()
    disk.fail_after(1)
    assert fault(lambda: scan(till, PLAIN[3])) == "journal.disk_full"
    assert (len(names(till)), len(till.view.tray)) == (1, 1)
    disk.broken = False
    scan(till, PLAIN[3])
    assert (len(names(till)), len(till.view.tray)) == (3, 0)


def test_a_part_that_cannot_be_written_down_is_not_taken(till: Till, disk: Disk) -> None:
    scan(till, PLAIN[0])
    till.start_payment()
    disk.fail_after(0)
    assert fault(lambda: till.pay_cash(10, part=True)) == "journal.disk_full"
    assert till.view.payment is not None
    assert till.view.payment.paid == 0


@pytest.mark.parametrize("writes", range(1, 5))
def test_a_disk_that_fails_right_after_the_sale_cannot_bring_the_basket_back(
    till: Till, disk: Disk, counter: FakeCounter, writes: int
) -> None:
    scan(till, PLAIN[0])
    till.start_payment()
    disk.fail_after(writes)  # the sale itself is one write, each wish one more
    till.pay_cash()
    assert (till.view.mode, till.view.lines, drafts(till)) == (Mode.CHANGE, (), [])
    till.tick()
    disk.broken = False
    for _ in range(3):
        till.tick()
    assert [job.kind for job in counter.jobs] == [JobKind.DRAWER, JobKind.PRINT]
    assert till._journal.intents.open() == []
    assert len(sales(till)) == 1


def test_a_drawer_that_could_not_be_asked_for_does_not_open_minutes_later(
    till: Till, disk: Disk, counter: FakeCounter
) -> None:
    scan(till, PLAIN[0])
    till.start_payment()
    disk.fail_after(1)
    till.pay_cash()
    for _ in range(100):
        till.tick()
    disk.broken = False
    till.tick()
    assert [job.kind for job in counter.jobs] == [JobKind.PRINT]


def test_a_result_that_the_disk_refuses_is_recorded_when_it_can_be(
    till: Till, disk: Disk, counter: FakeCounter
) -> None:
    scan(till, PLAIN[0])
    pay(till)
    disk.fail_after(0)
    till.tick()
    disk.broken = False
    till.tick()
    assert till._journal.intents.open() == []


def test_a_printer_that_takes_no_job_does_not_stop_the_sale(till: Till, counter: FakeCounter) -> None:
    def full(job: object) -> None:
        raise Fault("devices.queue_full")

    scan(till, PLAIN[0])
    counter.submit = full  # type: ignore[method-assign]
    pay(till)
    assert (till.view.mode, len(sales(till))) == (Mode.CHANGE, 1)
    till.tick()
    assert till.lamp().state is LampState.PRINTER
    assert fault(till.reprint_last) == "till.paper_failed"


@pytest.mark.expects_log("cannot be made")
def test_a_paper_that_cannot_be_made_does_not_stop_the_sale(
    till: Till, counter: FakeCounter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError("a mistake in the receipt")

    scan(till, PLAIN[0])
    with monkeypatch.context() as patched:
        patched.setattr("pos_app.selling.asking.Paper", broken)
        pay(till)
    assert till.view.mode is Mode.CHANGE
    scan(till, PLAIN[1])
    pay(till)
    assert len(counter.printed) == 1
    till.reprint_last()


def test_a_database_that_may_not_grow_is_a_fault_and_not_a_loss(till: Till, folder: Path) -> None:
    scan(till, PLAIN[0])
    connection = till._journal._pen.connection
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    till._journal._pen.ballast.release()
    connection.execute(f"PRAGMA max_page_count = {pages}")
    refused = None
    for product in PLAIN[1:]:
        before = till.view
        try:
            till.scan(f"(01)0{code_of(product)}(21)" + "S" * 20)
        except Fault as error:
            refused = error.message_id
            assert till.view == before
            break
    assert refused == "journal.disk_full"
    connection.execute("PRAGMA max_page_count = 1000000")
    lines = len(till.view.lines)
    pay(till)
    assert len(last_sale(till).basket.lines) == lines
