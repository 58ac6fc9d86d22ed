"""Money is taken by function keys and fingers, never by what a scanner can send."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from pos_app.selling.view import Mode, Sound
from pos_app.settings import Settings
from pos_app.words import LANGUAGES
from tests.ui.conftest import AtTheTill
from tests.ui.shop_desk import PIN, SHELF, ShopDesk
from ui.app import open_window
from ui.key_player import KeyPlayer
from ui.widgets.buttons import MoneyButton

NOODLES, COFFEE = SHELF[0], SHELF[1]  # 176.23 and 86.85
Scan = Callable[..., AtTheTill]


def test_a_cash_sale_is_two_keys_after_the_last_scan(scanned: Scan) -> None:
    till = scanned(NOODLES.code)
    till.keys.press("F12", "F12")
    assert till.asked("pay_cash") == [None]
    assert till.desk.view.mode is Mode.CHANGE
    assert Sound.PAID in till.sounds


def test_digits_are_the_amount_with_the_currencys_decimals(scanned: Scan) -> None:
    till = scanned(NOODLES.code)
    till.keys.press("F12")
    till.keys.type("20000")
    assert till.sell.middle.pay.amount.text() == "200.00"
    assert till.sell.side.pay.text() == "Cash ¥200.00  F12"
    till.keys.press("F1")
    assert till.asked("pay_cash") == [20_000]
    assert till.sell.side.totals.figure.shown == "¥23.77"


@pytest.mark.parametrize(("typed", "taken"), [("200", 20_000), ("200.5", 20_050), ("200.05", 20_005)])
def test_digits_are_whole_coins_where_the_setting_says_so(qtbot: QtBot, typed: str, taken: int) -> None:
    desk = ShopDesk()
    opened = open_window(desk, Settings(keypad_decimals=False))
    qtbot.addWidget(opened.window)
    with qtbot.waitExposed(opened.window):
        opened.window.show()
    keys = KeyPlayer(opened.window)
    keys.type(PIN)
    keys.press("Enter")
    keys.scan(NOODLES.code)
    keys.press("F12")
    keys.type(typed)
    keys.press("F1")
    opened.close()
    assert [value for name, value in desk.asked if name == "pay_cash"] == [taken]


def test_change_due_stays_until_the_next_scan(scanned: Scan) -> None:
    till = scanned(NOODLES.code)
    till.keys.press("F12", "F12", "F12")
    assert till.asked("pay_cash") == [None]
    assert till.sell.side.totals._caption.text() == "Change due"
    till.keys.scan(COFFEE.code)
    assert till.sell.side.totals._caption.text() == "To pay"
    assert till.lines() == [("1", COFFEE.names["en"])]


def test_esc_clears_the_change_for_who_scans_nothing_next(scanned: Scan) -> None:
    till = scanned(NOODLES.code)
    till.keys.press("F12", "F12", "Esc")
    assert till.asked("next_sale") == [None]


def test_no_key_of_a_scanner_completes_a_sale(scanned: Scan) -> None:
    till = scanned(NOODLES.code)
    till.keys.press("F12")
    for code in ("20000", "690123456789", NOODLES.code, "   ", "12 34"):
        for end in ("Enter", "Tab", "Enter+Enter", "Tab+Enter", ""):
            till.keys.scan(code, end=end)
            till.keys.press("Enter", "Tab", "Enter")
            till.keys.type("  ")
    assert till.desk.view.mode is Mode.PAYING
    assert till.asked("pay_cash") == till.asked("pay_other") == []


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Select])
def test_a_money_button_with_the_focus_ignores_what_a_scanner_sends(scanned: Scan, key: Qt.Key) -> None:
    till = scanned(NOODLES.code)
    till.keys.press("F12")
    for button in till.window.findChildren(MoneyButton):
        button.setFocus()
        QTest.keyClick(button, key)
    assert till.desk.view.mode is Mode.PAYING


def test_f12_held_down_does_not_walk_through_the_payment(scanned: Scan) -> None:
    till = scanned(NOODLES.code)
    till.keys.press("F12")
    for _ in range(5):
        repeat = QKeyEvent(
            QEvent.Type.KeyPress, Qt.Key.Key_F12, Qt.KeyboardModifier.NoModifier, "", autorep=True, count=1
        )
        QCoreApplication.sendEvent(till.window.windowHandle(), repeat)
    assert till.desk.view.mode is Mode.PAYING
    assert till.asked("pay_cash") == []


def test_too_little_cash_is_refused_and_taken_as_a_part_by_its_own_key(scanned: Scan) -> None:
    till = scanned(NOODLES.code)
    till.keys.press("F12")
    assert till.sell.middle.pay.part.isHidden()
    till.keys.type("10000")
    till.keys.press("F1")
    assert "¥76.23" in till.sell.basket.no.words.text()
    assert till.desk.view.mode is Mode.PAYING
    till.keys.press("F3")
    assert till.sell.side.totals.figure.shown == "¥76.23"
    assert till.sell.side.totals._caption.text() == "Still to pay"
    assert till.sell.middle.pay.amount.text() == ""


def test_the_large_key_says_what_comes_of_what_is_typed(scanned: Scan) -> None:
    till = scanned(NOODLES.code)
    till.keys.press("F12")
    key = till.sell.side.pay
    assert (key.text(), key.after) == ("Exact cash  F12", "")
    till.keys.type("1000")
    assert (key.text(), key.after) == ("Part in cash ¥10.00  F12", "¥166.23 remains to pay")
    assert key.accessibleName() == "Part in cash ¥10.00, ¥166.23 remains to pay, F12"
    till.opened.face.put_on(language="zh-Hans")
    assert (key.text(), key.after) == ("部分现金 ¥10.00  F12", "还需支付 ¥166.23")
    till.opened.face.put_on(language="en")
    till.keys.type("00")
    assert (key.text(), key.after) == ("Cash ¥1,000.00  F12", "Change ¥823.77")


def test_f12_takes_the_part_that_it_says_and_the_sale_goes_on(scanned: Scan, qtbot: QtBot) -> None:
    till = scanned(NOODLES.code)
    till.keys.press("F12")
    till.keys.type("10000")
    till.keys.press("F12")
    assert till.desk.view.payment is not None
    assert till.sell.side.totals.figure.shown == "¥76.23"
    assert till.sell.side.pay.text() == "Exact cash  F12"
    qtbot.waitUntil(lambda: till.sell.middle.pay.rested)
    till.keys.press("F12")
    assert till.desk.view.mode is Mode.CHANGE


def test_a_quick_second_tap_after_a_part_does_not_pay_the_rest(scanned: Scan) -> None:
    till = scanned(NOODLES.code)
    till.keys.press("F12")
    till.keys.type("10000")
    for _ in range(2):
        QTest.mouseClick(till.sell.side.pay, Qt.MouseButton.LeftButton)
    assert till.desk.view.mode is Mode.PAYING
    assert till.sell.side.totals.figure.shown == "¥76.23"


@pytest.mark.parametrize("keypad", [False, True])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("moment", ["begun", "typed", "taken", "reference"])
def test_no_way_to_pay_lies_below_the_edge_of_a_narrow_till(
    scanned: Scan, moment: str, language: str, keypad: bool
) -> None:
    till = scanned(NOODLES.code)
    till.opened.face.put_on(language=language)
    till.window.resize(480, 800)
    till.keys.press("F12")
    if keypad and not till.sell.side.keypad.isVisible():
        till.sell.columns.tabs[-1].click()
    if moment != "begun":
        till.keys.type("10000")
    if moment == "taken":
        till.keys.press("F3")
    elif moment == "reference":
        till.keys.press("F2")
    till.keys.settle()
    till.keys.settle()
    pay = till.sell.middle.pay
    assert pay.other.visibleRegion().boundingRect().size() == pay.other.size()
    for key in (pay.cash, pay.part, pay.back_one, pay.back, pay.field):
        assert key.isHidden() or key.visibleRegion().boundingRect().size() == key.size(), key.accessibleName()
    assert pay.cash.isVisible() is not keypad, "the large key under the keypad is the one for cash"
    assert pay.back_one.isVisible() is (moment == "taken")


def test_a_part_in_cash_comes_and_goes_and_moves_no_other_tender(scanned: Scan) -> None:
    till = scanned(NOODLES.code)
    till.keys.press("F12")
    pay = till.sell.middle.pay
    places = [button.geometry().getRect() for button in (pay.cash, pay.other)]
    till.keys.type("10000")
    till.keys.settle()
    assert pay.part.isVisible()
    assert [button.geometry().getRect() for button in (pay.cash, pay.other)] == places


def test_another_tender_asks_for_its_reference_first(scanned: Scan) -> None:
    till = scanned(NOODLES.code)
    till.keys.press("F12", "F2")
    till.keys.type("V-881")
    till.keys.press("Enter")
    assert till.asked("pay_other") == []
    till.keys.press("F2")
    assert till.asked("pay_other") == [None]


def test_a_quick_note_is_one_tap(scanned: Scan) -> None:
    till = scanned(NOODLES.code)
    till.keys.press("F12")
    note = next(button for button in till.sell.middle.pay.notes.keys if button.text() == "¥200.00")
    QTest.mouseClick(note, Qt.MouseButton.LeftButton)
    assert till.asked("pay_cash") == [20_000]


def test_a_sale_by_touch_is_two_taps_on_one_spot(scanned: Scan) -> None:
    till = scanned(NOODLES.code)
    for _ in range(2):
        QTest.mouseClick(till.sell.side.pay, Qt.MouseButton.LeftButton)
        till.keys.settle()
    assert till.asked("pay_cash") == [None]


def test_esc_clears_the_amount_and_then_leaves_with_the_basket_whole(scanned: Scan) -> None:
    till = scanned(NOODLES.code)
    till.keys.press("F12")
    till.keys.type("5")
    till.keys.press("Esc")
    assert till.sell.middle.paying
    till.keys.press("Esc")
    assert not till.sell.middle.paying
    assert till.lines() == [("1", NOODLES.names["en"])]


def test_scans_during_payment_wait_in_the_tray(scanned: Scan) -> None:
    till = scanned(NOODLES.code)
    till.keys.press("F12")
    till.keys.type("200")
    till.keys.scan(COFFEE.code)
    till.keys.scan(COFFEE.code)
    assert till.sell.middle.pay.amount.text() == "2.00"
    assert till.sell.basket.tray.words.text() == "Scanned during payment: 2"
    assert till.lines() == [("1", NOODLES.names["en"])]
    till.keys.press("F10")
    assert not till.sell.basket.tray.isVisible()
    assert till.asked("tray_discard") == [None]
