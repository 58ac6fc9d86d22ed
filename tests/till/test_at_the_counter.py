"""What a cashier does beside selling: a closer look, a price, a paper again, a lock, a handing over, training."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pos_app.clock import SetClock
from pos_app.demo import shop
from pos_app.devices import JobKind
from pos_app.domain.basket import ManualDiscount, PriceSource
from pos_app.domain.entries import NoSale, SignedOff
from pos_app.domain.feed import Level
from pos_app.domain.priced import Why
from pos_app.domain.store_rows import StockLevel
from pos_app.selling.lamp import Link, SyncSeen
from pos_app.selling.reasons import MOST, REASONS, ReasonFor
from pos_app.selling.view import LampState, Mode, Paper
from pos_app.till import Till
from pos_app.words import LANGUAGES, say
from tests.shop_floor import FakeCounter, open_till
from tests.till.counter_top import (
    DRINKS,
    PLAIN,
    PRICE,
    UNKNOWN,
    after_a_crash,
    code,
    drafts,
    feed,
    last_sale,
    name,
    names,
    pay,
    refusal,
    scan,
)

MANAGER = ("manager", shop.PINS["manager"])
SUPERVISOR = ("supervisor", shop.PINS["supervisor"])
CASHIER = ("cashier", shop.PINS["cashier"])


def jobs(counter: FakeCounter, kind: JobKind) -> int:
    return sum(job.kind is kind for job in counter.jobs)


def paper_of(till: Till) -> Paper:
    assert till.view.change is not None
    return till.view.change.paper


# A closer look


def test_a_line_says_what_it_costs_and_why(till: Till) -> None:
    scan(till, DRINKS[0], PLAIN[0])
    told = till.line_detail(1)
    view = till.view.lines[0]
    assert (told.unit_price, told.gross, told.net, told.code) == (view.unit_price, view.gross, view.amount, view.code)
    assert told.source is PriceSource.LIST
    assert sum(rule.amount for rule in told.rules) == told.gross - told.net
    assert all(rule.why is not Why.NOT_TARGETED for rule in told.rules)
    assert sum(tax.amount for tax in told.taxes) > 0
    assert any(rule.missing for rule in told.rules) == any(near.missing for near in till.view.near)
    assert refusal(lambda: till.line_detail(9)) == "basket.no_such_line"


def test_a_line_changed_by_hand_says_who_and_why(till: Till) -> None:
    scan(till, PLAIN[0])
    till.override_price(1, 1, "price_match", *SUPERVISOR)
    till.set_associate("manager", 1)
    till.note("bruised", 1)
    told = till.line_detail(1)
    assert (told.unit_price, told.list_price, told.reason) == (1, PRICE[PLAIN[0]], "price_match")
    people = {operator.id: operator.name for operator in till.operators()}
    assert (told.approved_by, told.associate, told.note) == (people["supervisor"], people["manager"], "bruised")


def test_who_served_goes_onto_one_line_or_all_and_into_the_sale(till: Till) -> None:
    scan(till, PLAIN[0], PLAIN[1])
    till.set_associate("manager", 2)
    till.set_associate("supervisor")
    assert refusal(lambda: till.set_associate("nobody")) == "staff.unknown_operator"
    till.undo()
    pay(till)
    assert [line.associate for line in last_sale(till).basket.lines] == ["", "manager"]


def test_a_discount_above_the_limit_needs_somebody_else(till: Till) -> None:
    scan(till, PLAIN[0])
    half = ManualDiscount("damaged", rate_ppm=500_000)
    assert refusal(lambda: till.discount_line(1, half)) == "basket.approval_needed"
    assert refusal(lambda: till.discount_line(1, half, *CASHIER)) == "till.approve_oneself"
    till.discount_line(1, half, *SUPERVISOR)
    told = till.line_detail(1)
    assert told.discount_ppm == 500_000
    assert told.rules[0].amount == told.gross - told.net
    assert {operator.id for operator in till.approvers()} == {"supervisor", "manager"}


def test_a_price_is_told_without_selling(till: Till, folder: Path) -> None:
    level = StockLevel(PLAIN[0], shop.STORE, 20_000)
    feed(folder, [(Level.STORE, "stock", PLAIN[0], level)])
    till.tick()
    asked = till.price_check(code(PLAIN[0]))
    assert (asked.price, asked.product_id) == (PRICE[PLAIN[0]], PLAIN[0])
    assert asked.on_hand == 20_000
    assert till.view.lines == ()
    assert drafts(till) == []
    assert refusal(lambda: till.price_check(UNKNOWN)) == "till.price_of_unknown"
    scan(till, PLAIN[0], PLAIN[0])
    pay(till)
    assert till.price_check(code(PLAIN[0])).on_hand == 18_000


# Lock and handing over


def test_a_locked_till_takes_a_pin_alone_and_keeps_the_basket(till: Till) -> None:
    scan(till, PLAIN[0])
    till.lock()
    assert till.view.mode is Mode.LOCKED
    for command in (till.undo, till.start_payment, till.sign_off, lambda: till.scan(code(PLAIN[1]))):
        assert refusal(command) == "till.locked"
    assert refusal(lambda: till.sign_in("cashier", "0000")) == "staff.wrong_pin"
    assert till.view.mode is Mode.LOCKED
    till.sign_in(*CASHIER)
    assert (till.view.mode, names(till)) == (Mode.SELLING, [name(PLAIN[0])])


def test_a_payment_goes_on_after_a_lock(till: Till) -> None:
    scan(till, PLAIN[0])
    till.start_payment()
    till.pay_cash(10, part=True)
    till.lock()
    assert refusal(lambda: till.pay_cash(None)) == "till.locked"
    till.sign_in(*CASHIER)
    payment = till.view.payment
    assert payment is not None
    assert payment.paid == 10
    till.pay_cash(None)
    assert till.view.mode is Mode.CHANGE


def test_somebody_else_takes_over_with_the_basket(till: Till) -> None:
    scan(till, PLAIN[0])
    told = till.switch_operator(*SUPERVISOR)
    people = {operator.id: operator.name for operator in till.operators()}
    assert told.said is not None
    assert told.said.params == {
        "name": people["supervisor"],
        "drawer": people["cashier"],
        "basket": people["cashier"],
    }
    view = till.view
    assert view.operator is not None
    assert (view.operator.id, view.begun_by, view.drawer_of) == ("supervisor", people["cashier"], people["cashier"])
    assert names(till) == [name(PLAIN[0])]
    scan(till, PLAIN[1])
    assert drafts(till)[0].operator == "cashier"
    pay(till)
    assert last_sale(till).operator == "supervisor"
    scan(till, PLAIN[0])
    assert till.view.begun_by == ""
    assert refusal(lambda: till.switch_operator("cashier", "0000")) == "staff.wrong_pin"
    assert till.view.operator is not None
    assert till.view.operator.id == "supervisor"


def test_who_began_a_basket_is_known_after_a_crash(till: Till, folder: Path, tmp_path: Path) -> None:
    scan(till, PLAIN[0])
    till.switch_operator(*SUPERVISOR)
    scan(till, PLAIN[1])
    with after_a_crash(folder, tmp_path / "copy", signed_on=False) as again:
        again.sign_in(*SUPERVISOR)
        assert again.view.begun_by == next(each.name for each in again.operators() if each.id == "cashier")


def test_a_lock_is_opened_by_somebody_else_as_a_handing_over(till: Till) -> None:
    scan(till, PLAIN[0])
    till.lock()
    till.sign_in(*SUPERVISOR)
    assert till.view.mode is Mode.SELLING
    assert till.view.begun_by
    assert names(till) == [name(PLAIN[0])]


# Receipts


def test_a_receipt_that_nobody_wants_is_not_printed(till: Till, counter: FakeCounter) -> None:
    scan(till, PLAIN[0])
    till.start_payment()
    till.choose_paper(Paper.NONE)
    till.pay_cash(None)
    assert jobs(counter, JobKind.PRINT) == 0
    assert paper_of(till) is Paper.NONE
    till.print_receipt()
    (first,) = [job for job in counter.jobs if job.kind is JobKind.PRINT]
    assert first.receipt is not None
    assert not first.receipt.duplicate
    till.print_receipt()
    second = [job for job in counter.jobs if job.kind is JobKind.PRINT][-1]
    assert second.receipt is not None
    assert second.receipt.duplicate
    scan(till, PLAIN[0])
    pay(till)
    assert paper_of(till) is Paper.PRINT  # the next customer is asked afresh
    assert refusal(lambda: till.choose_paper(Paper.QR)) == "till.not_paying"


def test_a_receipt_as_a_code_uses_no_paper(till: Till, counter: FakeCounter) -> None:
    scan(till, PLAIN[0])
    till.start_payment()
    till.choose_paper(Paper.QR)
    till.pay_cash(None)
    assert till.view.change is not None
    assert till.view.change.paper is Paper.QR
    assert jobs(counter, JobKind.PRINT) == 0


def test_an_older_receipt_is_printed_again_as_a_duplicate(till: Till, counter: FakeCounter) -> None:
    for product in PLAIN[:2]:
        scan(till, product)
        pay(till)
    newest, older = till.recent_receipts()
    assert older.total == PRICE[PLAIN[0]]
    assert newest.code.endswith("000002")
    assert str(newest.zone) == "Asia/Shanghai", "told in the store's zone, not in the computer's"
    till.reprint(older.sale_id)
    printed = [job for job in counter.jobs if job.kind is JobKind.PRINT][-1]
    assert printed.receipt is not None
    assert printed.receipt.duplicate
    assert refusal(lambda: till.reprint("no-such-sale")) == "till.no_such_receipt"


# Tenders, names


def test_the_last_tender_is_taken_back_and_forgotten(till: Till, folder: Path, tmp_path: Path) -> None:
    scan(till, PLAIN[0])
    till.start_payment()
    till.pay_other(10, "voucher 7")
    till.pay_cash(20, part=True)
    told = till.take_back()
    assert told.said is not None
    assert told.said.params["amount_minor"] == 20
    payment = till.view.payment
    assert payment is not None
    assert (payment.paid, payment.tenders) == (10, (("other", 10),))
    with after_a_crash(folder, tmp_path / "copy") as again:
        assert again.view.lines
    till.take_back()
    assert refusal(till.take_back) == "tender.none_to_take_back"
    till.pay_cash(None)
    assert len(last_sale(till).tenders) == 1


def test_a_basket_on_hold_gets_its_name_afterwards(till: Till) -> None:
    scan(till, PLAIN[0])
    till.hold()
    till.name_held("Mrs Wang, blue coat")
    (held,) = till.held()
    assert held.name == "Mrs Wang, blue coat"
    assert refusal(lambda: till.name_held("x" * 41)) == "basket.text_unfit"
    till.recall(held.sale_id)
    assert refusal(lambda: till.name_held("late")) == "till.not_held"


# Training


def test_training_counts_for_nothing(till: Till, counter: FakeCounter) -> None:
    scan(till, PLAIN[0])
    pay(till)
    before = [total for total in till._journal.totals(till._register.day) if total.what != "training"]
    stock = till.price_check(code(PLAIN[0])).on_hand
    drawers = jobs(counter, JobKind.DRAWER)
    assert refusal(till.start_training) == "till.manager_needed"
    assert refusal(lambda: till.start_training(*SUPERVISOR)) == "till.may_not_approve"
    till.start_training(*MANAGER)
    assert till.view.training
    scan(till, PLAIN[0])
    assert refusal(till.hold) == "till.not_in_training"
    assert refusal(lambda: till.stop_training(*MANAGER)) == "till.basket_in_the_way"
    pay(till)
    assert last_sale(till).training
    assert (last_sale(till).receipt.kind, last_sale(till).receipt.number) == ("training", 1)
    printed = [job for job in counter.jobs if job.kind is JobKind.PRINT][-1]
    assert printed.receipt is not None
    assert say(last_sale(till).language, "receipt.training") in str(printed.receipt)
    assert jobs(counter, JobKind.DRAWER) == drawers
    assert refusal(lambda: till.no_sale("change_money")) == "till.not_in_training"
    scan(till, PLAIN[0])
    till.abandon("customer_left")
    till.stop_training(*MANAGER)
    after = [total for total in till._journal.totals(till._register.day) if total.what != "training"]
    assert after == before
    assert till.price_check(code(PLAIN[0])).on_hand == stock
    scan(till, PLAIN[0])
    pay(till)
    assert (last_sale(till).training, last_sale(till).receipt.number) == (False, 2)


def test_a_crash_ends_the_training_and_its_basket_sells_nothing(till: Till, folder: Path, tmp_path: Path) -> None:
    till.start_training(*MANAGER)
    scan(till, PLAIN[0])
    with after_a_crash(folder, tmp_path / "copy") as again:
        assert not again.view.training
        assert again.view.lines == ()
        assert drafts(again) == []


# What the lamp counts


def test_the_lamp_counts_sales_that_are_safe_here_and_not_what_else_is_unsent(
    new_folder: Callable[[str], Path], clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_till(new_folder("offline"), clock=clock, counter=FakeCounter()) as till:
        sent = till._journal.position
        station = till._station
        monkeypatch.setattr(
            till, "_station", station._replace(sync=lambda: SyncSeen(Link.OFFLINE, till._journal.position - sent))
        )
        assert (till.lamp().state, till.lamp().count) == (LampState.OFFLINE, 0)
        till.no_sale("change_money")
        assert till.lamp().count == 0
        scan(till, PLAIN[0])
        pay(till)
        assert till.lamp().count == 1
        till.sign_off()
        assert till.lamp().count == 1


def test_one_sale_is_one_sale() -> None:
    assert say("en", "ui.lamp.offline", count=1) == "Offline: 1 sale safe on this till"
    assert say("en", "ui.lamp.offline", count=2) == "Offline: 2 sales safe on this till"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_can_be_read_and_has_a_key(language: str) -> None:
    for asked_for in ReasonFor:
        assert 0 < len(REASONS[asked_for]) <= MOST
        for reason in REASONS[asked_for]:
            assert say(language, f"reason.{reason}") != f"reason.{reason}"


def test_what_is_written_of_a_handing_over_and_a_drawer(till: Till) -> None:
    till.no_sale("check_drawer")
    till.switch_operator(*SUPERVISOR)
    bodies = _bodies(till)
    assert [body.reason for body in bodies if isinstance(body, NoSale)] == ["check_drawer"]
    assert [body.reason for body in bodies if isinstance(body, SignedOff)] == ["switched"]


def _bodies(till: Till) -> list[object]:
    from pos_app.domain.chain import open_body

    rows = till._journal._pen.connection.execute("SELECT body FROM entry ORDER BY position")
    return [open_body(body) for (body,) in rows]
