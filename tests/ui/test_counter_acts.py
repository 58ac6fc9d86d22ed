"""Commands by name, people at the till, training, baskets on hold, split payments and receipts by choice."""

from collections.abc import Callable

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from pos_app.selling.reasons import REASONS, ReasonFor
from pos_app.selling.view import HeldView, Mode, Paper
from pos_app.words import say
from tests.ui.conftest import AtTheTill
from tests.ui.places import on_start, purpose, rows, tap, typed_key
from tests.ui.shop_desk import LI_WEI, PIN, SHELF, ZHANG
from ui.asked import Purpose
from ui.face import Face
from ui.keys import SHEET, KeyRow
from ui.shown import held_row
from ui.widgets.qr_image import qr_image

NOODLES, COFFEE = SHELF[0].code, SHELF[1].code


# Lists of everything


def test_the_palette_finds_an_act_by_its_name(till: AtTheTill) -> None:
    till.keys.press("Ctrl+K")
    till.keys.type("drawer")
    assert rows(till) == [say("en", "ui.do.no_sale")]
    till.keys.press("Enter")
    assert purpose(till) is Purpose.NO_SALE


def test_only_its_own_key_or_a_tap_opens_the_drawer(till: AtTheTill, qtbot: QtBot) -> None:
    till.keys.press("Ctrl+K")
    till.keys.type("drawer")
    till.keys.press("Enter", "Enter", "Enter")
    till.keys.type("1")
    till.keys.press("Enter", "Tab")
    assert till.asked("no_sale") == []
    till.keys.press("F1")
    assert till.asked("no_sale") == [(REASONS[ReasonFor.NO_SALE][0],)]
    till.keys.press("Ctrl+K")
    till.keys.type("drawer")
    till.keys.press("Enter")
    tap(qtbot, till, 1)
    assert till.asked("no_sale")[1] == (REASONS[ReasonFor.NO_SALE][1],)


def test_the_key_sheet_shows_every_key_and_speaks_the_language(till: AtTheTill, qtbot: QtBot) -> None:
    till.opened.face.put_on(language="zh-Hans")
    typed_key(till, qtbot, "?")
    shown = till.sell.middle.listed.list.row_model.rows
    assert [(row.amount, row.name) for row in shown] == [
        (row.keys, say("zh-Hans", row.message_id)) for row in SHEET if row.keys
    ]
    till.keys.press("Esc")
    assert on_start(till)


@pytest.mark.parametrize("row", [row for row in SHEET if row.act is not None], ids=lambda row: row.message_id)
def test_no_act_of_the_palette_opens_a_dialog_or_fails(till: AtTheTill, row: KeyRow) -> None:
    assert row.act is not None
    assert till.sell.acting.do(row.act)
    assert not any(isinstance(widget, QDialog) for widget in QApplication.topLevelWidgets())


# People


def test_another_operator_works_on_in_two_actions_with_the_basket(till: AtTheTill) -> None:
    till.keys.scan(NOODLES)
    till.keys.press("Ctrl+O")
    assert rows(till) == [ZHANG.name]
    till.keys.type(PIN)
    till.keys.press("Enter")
    assert till.asked("switch_operator") == [(ZHANG.id, PIN)]
    assert len(till.lines()) == 1


def test_a_lock_covers_the_basket_and_a_pin_uncovers_it(till: AtTheTill) -> None:
    till.keys.scan(NOODLES)
    till.keys.press("Ctrl+L")
    assert till.desk.view.mode is Mode.LOCKED
    assert not till.sell.isVisible()
    till.keys.scan(COFFEE)
    assert len(till.desk.view.lines) == 1
    till.keys.type(PIN)
    till.keys.press("Enter")
    assert till.asked("sign_in") == [LI_WEI.id, LI_WEI.id]
    assert till.sell.isVisible()
    assert len(till.lines()) == 1


def test_training_is_framed_and_needs_a_manager(till: AtTheTill) -> None:
    till.keys.press("Ctrl+K")
    till.keys.type("training")
    till.keys.press("Enter")
    assert purpose(till) is Purpose.APPROVAL
    till.keys.type(PIN)
    till.keys.press("Enter")
    assert till.desk.view.training
    around = till.sell.parentWidget()  # the frame stands over whatever screen is open
    assert around is not None
    picture = around.grab().toImage()
    warn = till.opened.face.colour(till.opened.face.theme.warn)
    edge = {picture.pixelColor(x, 3).name() for x in range(0, picture.width(), 3)}
    assert warn.name() in edge
    till.keys.press("Ctrl+K")
    till.keys.type("training")
    till.keys.press("Enter")
    till.keys.type(PIN)
    till.keys.press("Enter")
    assert not till.desk.view.training


# On hold


def test_a_basket_on_hold_is_named_afterwards_or_not(till: AtTheTill, scanned: Callable[..., AtTheTill]) -> None:
    scanned(NOODLES)
    till.keys.press("F11")
    till.keys.type("blue coat")
    till.keys.press("Enter")
    assert till.asked("name_held") == [("blue coat", "")]
    scanned(NOODLES)
    till.keys.press("F11")
    scanned(COFFEE)  # the next customer needs no name
    assert purpose(till) is None
    assert till.lines() == [("1", "Roasted Coffee 250 g")]
    till.keys.press("F11")
    till.keys.type("4011")
    till.keys.press("Enter")
    assert till.asked("scan")[-1] == "4011"
    till.keys.press("Del")
    scanned(COFFEE)
    till.keys.type("mrs wang")
    till.keys.press("F11")
    assert till.asked("hold") == ["", "", "", "mrs wang"]


@pytest.mark.parametrize(
    ("age_ms", "told"),
    [
        (0, "just now"),
        (59_999, "just now"),
        (60_000, "1 min ago"),
        (3_599_999, "59 min ago"),
        (3 * 3_600_000, "3 h ago"),
    ],
)
def test_a_basket_on_hold_is_listed_with_its_name_its_age_and_who_held_it(age_ms: int, told: str) -> None:
    held = HeldView("one", "blue coat", 3, 5_000, 1_000_000, "Li Wei")
    row = held_row(Face(), held, "CNY", 1_000_000 + age_ms)
    assert (row.name, row.amount) == ("blue coat", "¥50.00")
    assert row.detail == f"3 items · {told} · Li Wei"
    assert held_row(Face(), msgspec.structs.replace(held, name=""), "CNY", 0).name == "Basket"


# Paying


def test_a_split_payment_lists_its_parts_and_gives_the_last_one_back(till: AtTheTill) -> None:
    till.keys.scan(NOODLES)
    till.keys.press("F12")
    till.keys.type("5000")
    till.keys.press("F3")
    pay = till.sell.middle.pay
    assert "50.00" in pay._taken.text()
    till.keys.press("Del")
    assert pay._taken.isHidden()
    till.keys.type("5000")
    till.keys.press("Del")  # with an amount typed it takes nothing back, and edits the field
    assert till.desk.view.payment is not None
    till.keys.press("Esc", "F12")
    assert till.desk.view.mode is Mode.CHANGE


def test_how_the_receipt_is_given_is_chosen_before_and_after(till: AtTheTill, qtbot: QtBot) -> None:
    till.keys.scan(NOODLES)
    till.keys.press("F12", "Ctrl+R", "Ctrl+R")
    assert till.desk.view.payment is not None
    assert till.desk.view.payment.paper is Paper.NONE
    till.keys.press("F12")
    row = till.sell.basket.receipt
    assert row.isVisible()
    assert not row.code.isVisible()
    till.keys.press("Ctrl+B")
    assert row.code.isVisible()
    assert till.desk.view.change is not None
    assert row.code.text == till.desk.view.change.receipt
    QTest.mouseClick(row.paper, Qt.MouseButton.LeftButton)
    assert till.asked("receipt") == [(Paper.QR,), (Paper.PRINT,)]
    till.keys.scan(NOODLES)
    assert not row.isVisible()


def test_an_older_receipt_is_found_by_its_number(till: AtTheTill) -> None:
    till.keys.press("Ctrl+K")
    till.keys.type("older")
    till.keys.press("Enter")
    till.keys.type("0042")
    assert rows(till) == ["0217-03-1A2B-000042"]
    told = till.sell.middle.listed.list.row_model.rows[0].detail
    assert "9 Oct 2025" in told
    assert "16:53" in told, "the store's hour, in Shanghai, wherever this computer stands"
    till.keys.press("Enter")
    assert till.asked("reprint") == [("s1",)]


def test_the_change_is_large_until_the_next_scan(till: AtTheTill) -> None:
    till.keys.scan(NOODLES)
    till.keys.press("F12", "F12")
    figure = till.sell.side.totals.figure
    assert QFontMetrics(till.opened.face.font("total")).height() > 46
    till.keys.type("tea")
    assert till.desk.view.mode is Mode.CHANGE
    before = figure.accessibleName()
    till.keys.press("Esc")
    assert figure.accessibleName() == before


def test_a_receipt_as_qr_has_its_quiet_zone_and_its_three_corners() -> None:
    picture = qr_image("0217-03-1A2B-000042")
    side = picture.width()

    def dark(x: int, y: int) -> bool:
        return picture.pixelColor(x, y).value() == 0

    assert not any(dark(at, edge) for at in range(side) for edge in (0, 3, side - 1, side - 4))
    for x, y in ((4, 4), (side - 11, 4), (4, side - 11)):  # finder patterns: seven modules, ISO/IEC 18004
        assert [dark(x + at, y + 3) for at in range(7)] == [True, False, True, True, True, False, True]
    assert qr_image("0217-03-1A2B-000043") != picture
