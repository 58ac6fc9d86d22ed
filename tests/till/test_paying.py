"""Taking the money: cash, change, rounding, other tenders, parts; a sale is made once, whatever is pressed twice."""

from __future__ import annotations

from pathlib import Path

from pos_app.demo import shop
from pos_app.domain.basket import ManualDiscount
from pos_app.domain.money import cash_rounded
from pos_app.domain.tender import TenderKind
from pos_app.selling.view import Mode, Sound
from pos_app.till import Till
from tests.shop_floor import FakeCounter
from tests.till.counter_top import (
    PLAIN,
    PRICE,
    after_a_crash,
    drafts,
    last_sale,
    pay,
    refusal,
    sales,
    scan,
)

TOTAL = PRICE[PLAIN[0]]


def _uneven(till: Till) -> int:
    """Sell something for an amount that is no multiple of the smallest coin."""
    till.sell_open("pantry", 1_234)
    return 1_234


def test_exact_cash(till: Till, counter: FakeCounter) -> None:
    scan(till, PLAIN[0])
    till.start_payment()
    assert till.view.mode is Mode.PAYING
    assert till.pay_cash().sound is Sound.PAID
    change = till.view.change
    assert change is not None
    assert (till.view.mode, change.change, change.due) == (Mode.CHANGE, 0, cash_rounded(TOTAL, 10))
    assert (counter.kicks, len(counter.printed)) == (1, 1)
    assert drafts(till) == []


def test_a_note_gives_change(till: Till) -> None:
    scan(till, PLAIN[0])
    pay(till, 10_000)
    change = till.view.change
    assert change is not None
    assert (change.given, change.change) == (10_000, 10_000 - cash_rounded(TOTAL, 10))
    sale = last_sale(till)
    assert sum(tender.settles for tender in sale.tenders) == sale.due


def test_cash_is_rounded_to_the_smallest_coin_and_nothing_else_is(till: Till, counter: FakeCounter) -> None:
    _uneven(till)
    assert (till.view.totals.total, till.view.totals.due_cash) == (1_234, 1_230)
    pay(till)
    assert (last_sale(till).due, last_sale(till).rounding) == (1_230, -4)
    _uneven(till)
    till.start_payment()
    till.pay_other(None, "voucher 7")
    assert (last_sale(till).due, last_sale(till).rounding) == (1_234, 0)
    assert counter.kicks == 1, "no cash, no drawer"


def test_a_payment_in_parts(till: Till) -> None:
    _uneven(till)
    till.start_payment()
    till.pay_other(1_000, "card slip 5")
    assert till.view.payment is not None
    assert (till.view.payment.paid, till.view.payment.missing) == (1_000, 230)
    assert refusal(lambda: till.pay_cash(100)) == "tender.not_enough"
    till.pay_cash(100, part=True)
    till.pay_cash(200)
    sale = last_sale(till)
    assert [tender.kind for tender in sale.tenders] == [TenderKind.OTHER, TenderKind.CASH, TenderKind.CASH]
    assert sum(tender.settles for tender in sale.tenders) == sale.due == 1_230
    assert all(intent.state == "finished" for intent in till._journal.intents.of(sale.basket.sale_id)[:2])


def test_back_to_the_basket_tells_what_to_give_back(till: Till) -> None:
    _uneven(till)
    till.start_payment()
    till.pay_other(1_000, "slip")
    told = till.back_to_basket()
    assert told.said is not None
    assert (told.said.message_id, told.said.params["amount_minor"]) == ("till.give_back_amount", 1_000)
    assert till.view.mode is Mode.SELLING
    assert till.view.payment is None
    pay(till)
    assert len(last_sale(till).tenders) == 1


def test_a_scan_in_the_tray_does_not_hide_what_to_give_back(till: Till) -> None:
    _uneven(till)
    till.start_payment()
    till.pay_cash(100, part=True)
    scan(till, PLAIN[0])
    told = till.back_to_basket()
    assert told.said is not None
    assert told.said.message_id == "till.give_back_amount"
    assert told.line == 2
    assert len(till.view.lines) == 2


def test_unlikely_amounts_are_refused_and_the_payment_stays(till: Till) -> None:
    _uneven(till)
    till.start_payment()
    for given, said in (
        (6_901_234_567_890, "tender.amount_unlikely"), (1_233, "tender.not_in_coins"), (-10, "tender.no_amount"),
        (0, "tender.no_amount"),
    ):  # fmt: skip
        assert refusal(lambda amount=given: till.pay_cash(amount)) == said  # type: ignore[misc]
    assert refusal(lambda: till.pay_other(1_235, "x")) == "tender.above_due"
    assert refusal(lambda: till.pay_other(None, " ")) == "tender.reference_required"
    assert refusal(lambda: till.pay_other(None, "a\nb")) == "tender.reference_unfit"
    assert till.view.mode is Mode.PAYING
    till.pay_cash()
    assert len(sales(till)) == 1


def test_a_sale_that_costs_nothing(till: Till, counter: FakeCounter) -> None:
    scan(till, PLAIN[0])
    discount = ManualDiscount("customer_request", rate_ppm=1_000_000)
    till.discount_basket(discount, "supervisor", shop.PINS["supervisor"])
    assert till.view.totals.total == 0
    pay(till)
    assert (last_sale(till).due, last_sale(till).tenders, counter.kicks) == (0, (), 0)
    assert till.view.mode is Mode.CHANGE


def test_an_amount_below_half_a_coin_is_paid_with_nothing(till: Till) -> None:
    till.sell_open("pantry", 4)
    pay(till)
    assert (last_sale(till).due, last_sale(till).rounding) == (0, -4)


def test_pay_pressed_three_times_sells_once_and_keeps_the_change_in_sight(till: Till) -> None:
    scan(till, PLAIN[0])
    till.start_payment()
    till.pay_cash(10_000)
    change = till.view.change
    assert refusal(till.pay_cash) == "till.not_paying"
    assert refusal(till.start_payment) == "till.no_basket"
    assert refusal(till.undo) == "till.no_basket"
    assert refusal(lambda: till.pay_other(None, "x")) == "till.not_paying"
    assert (till.view.mode, till.view.change) == (Mode.CHANGE, change)
    assert len(sales(till)) == 1


def test_the_next_scan_clears_the_change_and_a_refused_one_does_not(till: Till) -> None:
    scan(till, PLAIN[0])
    pay(till, 10_000)
    assert refusal(lambda: till.scan("4006381333932")) == "code.bad_check_digit"
    assert till.view.mode is Mode.CHANGE
    scan(till, PLAIN[1])
    assert (till.view.mode, till.view.change, len(till.view.lines)) == (Mode.SELLING, None, 1)


def test_nothing_touches_the_basket_while_it_is_being_paid(till: Till) -> None:
    scan(till, PLAIN[0])
    till.start_payment()
    for command in (lambda: till.void(1), till.undo, till.hold, till.next_sale, till.abandon, till.start_payment,
                    lambda: till.add_product(PLAIN[1]), lambda: till.set_next_quantity(2_000), till.sign_off,
                    lambda: till.sell_open("pantry", 1), lambda: till.recall("x")):  # fmt: skip
        assert refusal(command) == "till.finish_payment_first"
    till.pay_cash()
    assert last_sale(till).due == cash_rounded(TOTAL, 10)


def test_discount_limits_are_looked_at_again_before_payment(till: Till) -> None:
    till.sell_open("pantry", 1_000)
    till.sell_open("pantry", 1_000)
    till.discount_basket(ManualDiscount("customer_request", amount=200))
    till.void(2)
    assert refusal(till.start_payment) == "basket.approval_needed"
    till.undo()
    till.start_payment()


def test_money_taken_in_part_is_told_after_a_crash(till: Till, folder: Path, tmp_path: Path) -> None:
    _uneven(till)
    till.start_payment()
    till.pay_cash(500, part=True)
    till.pay_other(300, "slip")
    with after_a_crash(folder, tmp_path / "crash", signed_on=False) as again:
        told = again.sign_in("cashier", shop.PINS["cashier"])
        assert told.said is not None
        assert (told.said.message_id, told.said.params["amount_minor"]) == ("till.part_paid_before", 800)
        pay(again)
        assert len(last_sale(again).tenders) == 1
    with after_a_crash(tmp_path / "crash", tmp_path / "second", signed_on=False) as third:
        assert third.sign_in("cashier", shop.PINS["cashier"]).said is None, "told once"


def test_the_drawer_opens_without_a_sale_on_record(till: Till, counter: FakeCounter) -> None:
    head = till._journal.head.seq
    assert refusal(lambda: till.no_sale("")) == "basket.reason_required"
    till.no_sale("change")
    assert (counter.kicks, till._journal.head.seq) == (1, head + 1)


def test_the_last_receipt_is_printed_again_as_a_duplicate(till: Till, counter: FakeCounter, folder: Path) -> None:
    assert refusal(till.reprint_last) == "till.no_such_receipt"
    scan(till, PLAIN[0])
    pay(till)
    till.reprint_last()
    assert [receipt.duplicate for receipt in counter.printed] == [False, True]
    assert counter.kicks == 1


def test_receipt_numbers_have_no_gap(till: Till) -> None:
    for product in PLAIN[:5]:
        scan(till, product)
        till.start_payment()
        assert refusal(lambda: till.pay_cash(7)) in {"tender.not_in_coins", "tender.not_enough"}
        till.pay_cash()
    assert sorted(sale.receipt.number for sale in sales(till)) == [1, 2, 3, 4, 5]
