"""Who is at the till: signing on and off, the lock-out, and approval in place by somebody else."""

from __future__ import annotations

from pathlib import Path

from pos_app.clock import SetClock
from pos_app.demo import shop
from pos_app.domain.basket import ManualDiscount
from pos_app.domain.feed import Level
from pos_app.domain.store_rows import Operator
from pos_app.selling.view import Mode
from pos_app.staff import TRIES_FREE, WAIT_FIRST_MS
from pos_app.till import Till
from tests.shop_floor import PIN_HASHES, open_till
from tests.till.counter_top import PLAIN, PRICE, feed, last_sale, names, pay, refusal, scan

SUPERVISOR = ("supervisor", shop.PINS["supervisor"])


def test_nothing_sells_while_nobody_is_signed_on(folder: Path) -> None:
    with open_till(folder, signed_on=False) as till:
        for command in (
            lambda: till.scan("1"), lambda: till.add_product(PLAIN[0]), till.start_payment,
            lambda: till.sell_open("pantry", 5), till.hold, lambda: till.recall("x"), till.undo,
            till.abandon, till.next_sale, till.sign_off,
            lambda: till.no_sale("change"),
        ):  # fmt: skip
            assert refusal(command) == "till.signed_out"
        for pay_command in (till.pay_cash, lambda: till.pay_other(None, "x")):
            assert refusal(pay_command) == "till.not_paying"


def test_a_change_of_operator_keeps_the_basket_and_the_sale_names_who_took_the_money(till: Till) -> None:
    scan(till, PLAIN[0])
    assert refusal(lambda: till.sign_in(*SUPERVISOR)) == "till.already_signed_on"
    till.sign_off()
    assert (till.view.mode, till.view.operator) == (Mode.SIGNED_OUT, None)
    till.sign_in(*SUPERVISOR)
    assert len(names(till)) == 1
    pay(till)
    assert last_sale(till).operator == "supervisor"


def test_one_shift_goes_on_through_sign_ins_and_restarts(folder: Path) -> None:
    with open_till(folder) as till:
        scan(till, PLAIN[0])
        pay(till)
        shift = last_sale(till).shift
        till.sign_off()
    with open_till(folder, signed_on=False) as again:
        again.sign_in(*SUPERVISOR)
        scan(again, PLAIN[0])
        pay(again)
        assert last_sale(again).shift == shift


def test_wrong_pins_lock_out_at_the_till(folder: Path, clock: SetClock) -> None:
    with open_till(folder, clock=clock, signed_on=False) as till:
        for pin in ["9", "", "abc", "\ud800", "1" * 5_000][:TRIES_FREE]:
            assert refusal(lambda wrong=pin: till.sign_in("cashier", wrong)) == "staff.wrong_pin"  # type: ignore[misc]
        assert refusal(lambda: till.sign_in("cashier", shop.PINS["cashier"])) == "staff.wait"
        clock.jump(clock.wall_ms() - 10 * 86_400_000)
        clock.advance(WAIT_FIRST_MS)
        till.sign_in("cashier", shop.PINS["cashier"])


def test_a_discount_above_the_limit_asks_for_a_supervisor(till: Till) -> None:
    scan(till, PLAIN[0])
    half = ManualDiscount("damaged", rate_ppm=500_000)
    assert refusal(lambda: till.discount_line(1, half)) == "basket.approval_needed"
    assert refusal(lambda: till.discount_basket(half)) == "basket.approval_needed"
    assert refusal(lambda: till.override_price(1, 1, "damaged")) == "basket.approval_needed"
    assert till.view.totals.total == PRICE[PLAIN[0]]
    till.discount_line(1, half, *SUPERVISOR)
    assert till.view.operator is not None
    assert till.view.operator.id == "cashier", "the cashier is not signed off"
    pay(till)
    (line,) = last_sale(till).basket.lines
    assert line.discount is not None
    assert line.discount.approved_by == "supervisor"


def test_an_approval_cannot_be_claimed_by_the_caller(till: Till) -> None:
    scan(till, PLAIN[0])
    forged = ManualDiscount("damaged", rate_ppm=500_000, approved_by="manager")
    assert refusal(lambda: till.discount_line(1, forged)) == "basket.approval_needed"


def test_nobody_approves_for_themselves_and_a_cashier_for_nobody(till: Till, folder: Path) -> None:
    other = Operator("cashier-2", "Other", PIN_HASHES["cashier"])
    feed(folder, [(Level.STORE, "operator", "cashier-2", other)])
    till.tick()
    scan(till, PLAIN[0])
    half = ManualDiscount("damaged", rate_ppm=500_000)
    pin = shop.PINS["cashier"]
    assert refusal(lambda: till.discount_line(1, half, "cashier", pin)) == "till.approve_oneself"
    assert refusal(lambda: till.discount_line(1, half, "cashier-2", pin)) == "till.may_not_approve"
    till.sign_off()
    till.sign_in(*SUPERVISOR)
    assert refusal(lambda: till.discount_line(1, half, *SUPERVISOR)) == "till.approve_oneself"


def test_wrong_pins_of_an_approver_count_like_wrong_sign_ins(till: Till) -> None:
    scan(till, PLAIN[0])
    half = ManualDiscount("damaged", rate_ppm=500_000)
    for _ in range(TRIES_FREE):
        assert refusal(lambda: till.discount_line(1, half, "supervisor", "0000")) == "staff.wrong_pin"
    assert refusal(lambda: till.discount_line(1, half, *SUPERVISOR)) == "staff.wait"


def test_an_operator_who_left_cannot_sign_in(till: Till, folder: Path, clock: SetClock) -> None:
    gone = Operator("gone", "Gone", PIN_HASHES["cashier"], valid_to_ms=clock.wall_ms())
    feed(folder, [(Level.STORE, "operator", "gone", gone)])
    till.tick()
    till.sign_off()
    assert refusal(lambda: till.sign_in("gone", shop.PINS["cashier"])) == "staff.expired"
