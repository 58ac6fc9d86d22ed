"""Scans during a payment: they wait in sight, never drift into the sale being paid, and are never lost."""

from __future__ import annotations

from pos_app.demo import shop
from pos_app.selling.questions import WAITING_MAX
from pos_app.selling.tray import SCANS_MAX
from pos_app.selling.view import Mode, QuestionKind, Sound
from pos_app.till import Till
from tests.shop_floor import code_of
from tests.till.counter_top import (
    PLAIN,
    UNKNOWN,
    last_sale,
    name,
    names,
    only_question,
    questions,
    refusal,
    scan,
)

WRONG = "4006381333932"


def _paying(till: Till) -> None:
    scan(till, PLAIN[0])
    till.start_payment()


def test_a_scan_during_payment_waits_in_the_tray(till: Till) -> None:
    _paying(till)
    told = till.scan(code_of(PLAIN[1]))
    assert (told.sound, till.view.tray) == (Sound.APPROVAL, (code_of(PLAIN[1]),))
    till.pay_cash()
    assert [line.item.product_id for line in last_sale(till).basket.lines] == [PLAIN[0]]


def test_scans_kept_begin_the_next_basket(till: Till) -> None:
    _paying(till)
    scan(till, PLAIN[1], PLAIN[2])
    till.tray_next_sale()
    assert till.view.tray == ()
    till.pay_cash()
    assert till.view.mode is Mode.CHANGE
    scan(till, PLAIN[3])
    assert names(till) == [name(each) for each in PLAIN[1:4]]


def test_the_next_sale_begins_with_them_when_asked(till: Till) -> None:
    _paying(till)
    scan(till, PLAIN[1])
    till.tray_next_sale()
    till.pay_cash()
    assert till.next_sale().line == 1
    assert (till.view.mode, names(till)) == (Mode.SELLING, [name(PLAIN[1])])


def test_discarded_scans_are_gone(till: Till) -> None:
    _paying(till)
    scan(till, PLAIN[1])
    till.tray_discard()
    till.pay_cash()
    till.next_sale()
    assert (till.view.lines, till.view.tray) == ((), ())


def test_undecided_scans_stay_in_sight_and_come_into_the_next_basket(till: Till) -> None:
    _paying(till)
    scan(till, PLAIN[1])
    till.pay_cash()
    assert till.view.tray == (code_of(PLAIN[1]),)
    scan(till, PLAIN[2])
    assert names(till) == [name(PLAIN[1]), name(PLAIN[2])]
    assert not till.view.tray


def test_scans_kept_for_the_next_sale_do_not_come_into_this_one(till: Till) -> None:
    _paying(till)
    scan(till, PLAIN[1])
    till.tray_next_sale()
    scan(till, PLAIN[2])
    till.back_to_basket()
    scan(till, PLAIN[3])
    assert names(till) == [name(PLAIN[0]), name(PLAIN[2]), name(PLAIN[3])]
    till.start_payment()
    till.pay_cash()
    till.next_sale()
    assert names(till) == [name(PLAIN[1])]


def test_a_kept_scan_that_is_refused_becomes_a_question_and_hides_no_other(till: Till) -> None:
    _paying(till)
    for text in (WRONG, UNKNOWN, code_of(PLAIN[1]), "\x00\x01"):
        till.scan(text)
    till.pay_cash()
    scan(till, PLAIN[2])
    assert names(till) == [name(PLAIN[1]), name(PLAIN[2])]
    assert questions(till) == [QuestionKind.UNKNOWN_CODE] * 3


def test_a_refused_scan_after_the_sale_loses_nothing_of_the_tray(till: Till) -> None:
    _paying(till)
    scan(till, PLAIN[1])
    till.tray_next_sale()
    till.pay_cash()
    assert refusal(lambda: till.scan(WRONG)) == "code.bad_check_digit"
    assert names(till) == [name(PLAIN[1])]
    assert till.view.mode is Mode.SELLING


def test_going_back_takes_every_scan_along(till: Till) -> None:
    _paying(till)
    for text in (WRONG, code_of(PLAIN[1])):
        till.scan(text)
    till.back_to_basket()
    assert names(till) == [name(PLAIN[0]), name(PLAIN[1])]
    till.set_aside(only_question(till).number)


def test_the_tray_has_a_limit_and_takes_no_nonsense(till: Till) -> None:
    _paying(till)
    assert refusal(lambda: till.scan(" \r\n")) == "code.empty"
    assert refusal(lambda: till.scan("9" * 1_001)) == "code.too_long"
    for _ in range(SCANS_MAX):
        till.scan("X")
    assert refusal(lambda: till.scan("X")) == "till.tray_full"
    till.back_to_basket()
    assert len(till.view.questions) == WAITING_MAX
    assert len(till.view.tray) == SCANS_MAX - WAITING_MAX, "what could not be asked about stays in sight"
    till.set_aside(till.view.questions[0].number)
    scan(till, PLAIN[1])
    assert len(till.view.tray) == SCANS_MAX - WAITING_MAX - 1


def test_a_typed_quantity_is_not_for_what_waited(till: Till) -> None:
    _paying(till)
    scan(till, PLAIN[1])
    till.tray_next_sale()
    till.pay_cash()
    till.set_next_quantity(5_000)
    scan(till, PLAIN[2])
    assert [line.quantity for line in till.view.lines] == [1_000, 5_000]


def test_the_tray_stays_with_the_till_when_the_operator_changes(till: Till) -> None:
    _paying(till)
    scan(till, PLAIN[1])
    till.tray_next_sale()
    till.pay_cash()
    till.sign_off()
    assert refusal(till.next_sale) == "till.signed_out"
    till.sign_in("manager", shop.PINS["manager"])
    till.next_sale()
    assert names(till) == [name(PLAIN[1])]
