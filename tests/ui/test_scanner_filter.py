"""A scanner works wherever the focus is, and what is typed stays typed."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from tests.ui.conftest import AtTheTill
from tests.ui.shop_desk import SHELF
from ui.scan_burst import SILENCE_MS
from ui.screens.sign_in import SignInScreen

EAN = SHELF[0].code
NAME = SHELF[0].names["en"]


@pytest.mark.parametrize("end", ["Enter", "Tab", "Enter+Enter", "Enter+Tab"])
def test_one_scan_is_one_line_whatever_ends_it(till: AtTheTill, end: str) -> None:
    till.keys.scan(EAN, end=end)
    assert till.lines() == [("1", NAME)]
    assert till.sell.middle.entry.search.text() == ""


def test_scans_follow_each_other_as_fast_as_a_scanner_can(till: AtTheTill) -> None:
    for _ in range(50):
        till.keys.scan(EAN, gap_ms=1, after_ms=6)
    assert till.asked("scan") == [EAN] * 50


def test_a_scan_into_half_typed_words_leaves_the_words_and_their_results(till: AtTheTill) -> None:
    till.keys.type("tea")
    till.keys.scan(EAN)
    assert till.sell.middle.entry.search.text() == "tea"
    assert till.lines() == [("1", NAME)]


def test_a_scan_reaches_the_basket_when_a_button_has_the_focus(till: AtTheTill) -> None:
    till.window._buttons["sell"].setFocus()
    till.keys.scan(EAN)
    assert till.lines() == [("1", NAME)]


def test_a_scan_that_begins_with_a_command_key_is_still_a_scan(till: AtTheTill) -> None:
    till.keys.scan(EAN)
    till.keys.scan("+A99912345")
    till.keys.scan("*39ABC123*")
    assert till.asked("scan") == [EAN, "+A99912345", "*39ABC123*"]
    assert till.asked("set_quantity") == []
    assert not till.sell.middle.entry.asking


def test_a_command_key_typed_alone_acts_after_a_moment(till: AtTheTill, qtbot: object) -> None:
    from pytestqt.qtbot import QtBot

    assert isinstance(qtbot, QtBot)
    till.keys.scan(EAN)
    till.keys.type("+")
    qtbot.waitUntil(lambda: till.lines() == [("2", NAME)], timeout=SILENCE_MS * 20)


def test_the_linefeed_key_that_some_wedges_send_ends_a_scan(till: AtTheTill) -> None:
    till.keys.scan(EAN, end="")
    till.keys._press(Qt.Key.Key_unknown, "\n", 4)
    assert till.lines() == [("1", NAME)]


def test_a_code_read_through_a_foreign_layout_is_read_by_its_keys(till: AtTheTill) -> None:
    for at, (foreign, scan_code) in enumerate(zip("ФИС12345", (38, 56, 54, 10, 11, 12, 13, 14), strict=True)):
        press = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, scan_code, 0, 0, foreign)
        press.setTimestamp(9_000 + at * 4)
        QCoreApplication.sendEvent(till.window.windowHandle(), press)
    till.keys.now_ms = 9_000 + 8 * 4
    till.keys._press(Qt.Key.Key_Return, "\r", 0)
    assert till.asked("scan") == ["abc12345"]


def test_an_incomplete_scan_is_told_and_nothing_is_sold(till: AtTheTill) -> None:
    till.keys.scan("690")
    assert till.lines() == []
    assert till.sell.middle.entry.search.text() == ""
    assert "690" in till.sell.basket.no.words.text()
    assert till.sounds


def test_enter_right_after_a_scan_does_nothing(till: AtTheTill) -> None:
    till.keys.type("tea")
    till.keys.scan(EAN)
    till.keys.press("Enter", gap_ms=200)
    assert till.lines() == [("1", NAME)]
    till.keys.press("Enter", gap_ms=400)
    assert len(till.lines()) == 2


def test_nobody_sells_while_signed_out(locked: AtTheTill) -> None:
    locked.keys.scan(EAN)
    assert locked.asked("scan") == []
    sign_in = locked.window.screens["sign_in"]
    assert isinstance(sign_in, SignInScreen)
    assert sign_in.no.words.text() == "Sign in first: the scan was not sold"
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.property("look") == "pin"


def test_a_scan_leaves_a_half_typed_pin_alone(locked: AtTheTill) -> None:
    locked.keys.type("12")
    locked.keys.scan(EAN)
    locked.keys.type("34")
    locked.keys.press("Enter")
    assert locked.asked("sign_in") == ["17"]
    assert locked.desk.view.operator is not None
