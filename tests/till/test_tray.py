"""Scans during a payment: they wait in sight, never drift into the sale being paid, and are never lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from pos_app.demo import shop
from pos_app.selling.questions import WAITING_MAX
from pos_app.selling.tray import SCANS_MAX
from pos_app.selling.view import Mode, QuestionKind, Sound
from pos_app.till import Till
from tests.shop_floor import code_of
from tests.till.counter_top import (
    PLAIN,
    UNKNOWN,
    after_a_crash,
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


def test_a_power_cut_in_the_middle_of_a_payment_loses_no_scan(till: Till, folder: Path, tmp_path: Path) -> None:
    _paying(till)
    scan(till, PLAIN[1])
    till.tray_next_sale()
    scan(till, PLAIN[2])
    with after_a_crash(folder, tmp_path / "crash") as again:
        assert names(again) == [name(PLAIN[0])], "nothing drifts into the basket that was being paid"
        assert again.view.tray == (code_of(PLAIN[2]),)
        again.start_payment()
        again.pay_cash()
        assert [line.item.product_id for line in last_sale(again).basket.lines] == [PLAIN[0]]
        again.next_sale()
        assert names(again) == [name(PLAIN[1]), name(PLAIN[2])]


def test_what_was_kept_for_the_next_sale_is_in_sight_after_a_restart(till: Till, folder: Path, tmp_path: Path) -> None:
    _paying(till)
    scan(till, PLAIN[1])
    till.tray_next_sale()
    till.pay_cash()
    with after_a_crash(folder, tmp_path / "crash") as again:
        assert again.view.tray == (code_of(PLAIN[1]),), "who finds it a day later decides about it"
        again.tray_discard()
        scan(again, PLAIN[2])
        assert names(again) == [name(PLAIN[2])]
    with after_a_crash(folder, tmp_path / "again") as again:
        assert again.view.tray == (code_of(PLAIN[1]),)
        scan(again, PLAIN[2])
        with after_a_crash(tmp_path / "again", tmp_path / "third") as third:
            assert (names(third), third.view.tray) == ([name(PLAIN[1]), name(PLAIN[2])], ())


def test_a_power_cut_while_the_tray_is_emptied_neither_loses_nor_doubles_a_scan(
    till: Till, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _paying(till)
    scan(till, PLAIN[1], PLAIN[2], PLAIN[3])
    write, cut = till._journal._pen.write, [0]

    def cutting(act: Callable[[sqlite3.Connection], object], *, urgent: bool = False) -> object:
        done = write(act, urgent=urgent)
        cut[0] += 1
        with after_a_crash(folder, tmp_path / str(cut[0])) as again:
            assert [*names(again), *(name(PLAIN[at]) for at in range(4) if code_of(PLAIN[at]) in again.view.tray)] == [
                name(each) for each in PLAIN[:4]
            ]
        return done

    monkeypatch.setattr(till._journal._pen, "write", cutting)
    till.back_to_basket()
    assert cut[0] == 3, "one write for each scan: the line and the tray that it left"


def test_scans_of_the_training_mode_are_kept_nowhere(till: Till, folder: Path, tmp_path: Path) -> None:
    till.start_training("manager", shop.PINS["manager"])
    _paying(till)
    scan(till, PLAIN[1])
    assert till.view.tray == (code_of(PLAIN[1]),)
    with after_a_crash(folder, tmp_path / "crash") as again:
        assert (again.view.tray, again.view.lines) == ((), ())


def test_what_was_scanned_in_training_never_comes_into_a_sale_nor_the_other_way_round(till: Till) -> None:
    _paying(till)
    scan(till, PLAIN[1])
    till.pay_cash()
    till.start_training("manager", shop.PINS["manager"])
    assert not till.view.tray
    scan(till, PLAIN[2])
    till.start_payment()
    scan(till, PLAIN[3])
    till.pay_cash()
    till.stop_training("manager", shop.PINS["manager"])
    assert till.view.tray == (code_of(PLAIN[1]),)
    scan(till, PLAIN[4])
    assert names(till) == [name(PLAIN[1]), name(PLAIN[4])]


@pytest.mark.expects_log("cannot be read")
def test_a_tray_that_rotted_on_disk_does_not_keep_the_till_from_starting(
    till: Till, folder: Path, tmp_path: Path
) -> None:
    _paying(till)
    scan(till, PLAIN[1])
    till._journal._pen.write(lambda disk: disk.execute("UPDATE draft SET basket = x'c1' WHERE slot = 0"))
    with after_a_crash(folder, tmp_path / "crash") as again:
        assert (names(again), again.view.tray) == ([name(PLAIN[0])], ())
