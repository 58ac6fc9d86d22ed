"""A line looked at closely, discounts, prices, notes, a price check: by keys and by touch, in place, never a dialog."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from pos_app.domain.basket import ManualDiscount
from pos_app.selling.reasons import REASONS, ReasonFor
from tests.ui.conftest import AtTheTill
from tests.ui.places import on_start, purpose, rows, tap, typed_key
from tests.ui.shop_counter import TILES
from tests.ui.shop_desk import LI_WEI, PIN, SHELF, ZHANG
from ui.asked import Purpose
from ui.keys import Act

NOODLES, COFFEE = SHELF[0].code, SHELF[1].code


# Quick keys


def test_quick_keys_stand_where_nothing_is_searched_and_a_tap_sells(till: AtTheTill, qtbot: QtBot) -> None:
    start = till.sell.middle.start
    assert till.sell.middle.page is start
    assert [tab.text() for tab in start.tiles.tabs] == ["Bread", "Bags"]
    QTest.mouseClick(start.tiles.keys[0], Qt.MouseButton.LeftButton)
    assert till.asked("add_product") == [TILES[0].tiles[0].product_id]
    till.keys.scan(COFFEE)
    assert len(till.lines()) == 2


def test_the_pages_turn_by_keys_and_by_touch(till: AtTheTill, qtbot: QtBot) -> None:
    start = till.sell.middle.start
    till.keys.press("Right")
    assert [key.shown.name for key in start.tiles.keys] == ["Bag", "Fruit by hand"]
    till.keys.press("Right")
    assert start.tiles.keys[0].shown.name == "Country loaf 0"
    QTest.mouseClick(start.tiles.tabs[1], Qt.MouseButton.LeftButton)
    assert start.tiles.keys[0].shown.name == "Bag"


def test_a_department_key_asks_its_price(till: AtTheTill, qtbot: QtBot) -> None:
    till.keys.press("Right")
    QTest.mouseClick(till.sell.middle.start.tiles.keys[1], Qt.MouseButton.LeftButton)
    assert purpose(till) is Purpose.OPEN_PRICE
    till.keys.type("350")
    till.keys.press("Enter")
    assert till.asked("sell_by_department") == [(0, "fruit", 350)]


def test_digits_and_enter_are_a_number_and_quick_keys_speak_the_language(till: AtTheTill) -> None:
    till.keys.type("4011")
    till.keys.press("Enter")
    assert till.asked("scan") == ["4011"]
    till.opened.face.put_on(language="zh-Hans")
    assert till.sell.middle.start.tiles.keys[0].shown.name == "乡村面包0"


# A line looked at closely


def test_enter_or_a_tap_opens_the_line_and_its_acts(till: AtTheTill, qtbot: QtBot) -> None:
    till.keys.scan(NOODLES)
    till.keys.scan(COFFEE)
    till.keys.press("Enter")
    panel = till.sell.middle.line
    assert till.sell.middle.page is panel
    assert panel.name.text() == "Roasted Coffee 250 g"
    till.keys.press("Up")
    assert panel.name.text() == "Dark Noodles 330 g"
    QTest.mouseClick(panel.buttons[Act.QUANTITY], Qt.MouseButton.LeftButton)
    assert purpose(till) is Purpose.QUANTITY
    till.keys.press("Esc")
    lines = till.sell.basket.lines
    place = lines.visualRect(lines.row_model.index(1, 0)).center()
    QTest.mouseClick(lines.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert panel.isVisible()
    assert panel.name.text() == "Roasted Coffee 250 g"
    till.keys.press("Del")
    assert on_start(till)
    assert len(till.lines()) == 1


def test_words_typed_beside_a_line_are_searched(till: AtTheTill) -> None:
    till.keys.scan(NOODLES)
    till.keys.press("Enter")
    till.keys.type("tea")
    assert till.sell.middle.page is till.sell.middle.results
    till.keys.press("Esc")
    assert on_start(till)


def test_a_half_typed_pin_does_not_outlive_a_lock(till: AtTheTill) -> None:
    till.keys.scan(NOODLES)
    till.keys.press("Ctrl+O")
    till.keys.type("12")
    till.keys.press("Ctrl+L")
    till.keys.type(PIN)
    till.keys.press("Enter")
    assert purpose(till) is None
    assert till.sell.middle.entry.secret.text() == ""


def test_a_scan_leaves_the_line_and_sells(till: AtTheTill) -> None:
    till.keys.scan(NOODLES)
    till.keys.press("Enter")
    till.keys.scan(COFFEE)
    assert on_start(till)
    assert len(till.lines()) == 2


# Discount, price, note, who served


def test_a_discount_takes_percent_or_amount_of_line_or_basket(till: AtTheTill) -> None:
    till.keys.scan(NOODLES)
    till.keys.press("F8")
    till.keys.type("10")
    till.keys.press("Down", "Enter")
    second = REASONS[ReasonFor.DISCOUNT][1]
    assert till.asked("discount_line") == [(1, ManualDiscount(second, rate_ppm=100_000), "", "")]
    till.keys.press("F8", "F8")
    till.keys.type("250")
    till.keys.press("F1")
    first = REASONS[ReasonFor.DISCOUNT][0]
    assert till.asked("discount_line")[1] == (1, ManualDiscount(first, amount=250), "", "")
    till.keys.press("F8", "F8", "F8")
    till.keys.type("5")
    till.keys.press("Enter")
    assert till.asked("discount_basket") == [(ManualDiscount(first, rate_ppm=50_000), "", "")]
    till.keys.press("F8")
    till.keys.type("0")
    till.keys.press("Enter")
    assert till.asked("discount_line")[2] == (1, None, "", "")


def test_a_price_above_the_limit_is_approved_in_place(till: AtTheTill) -> None:
    till.keys.scan(NOODLES)
    till.keys.press("Ctrl+P")
    till.keys.type("100")
    till.keys.press("Enter")
    assert purpose(till) is Purpose.APPROVAL
    assert rows(till) == [ZHANG.name]
    till.keys.press("Enter")  # no PIN yet
    assert purpose(till) is Purpose.APPROVAL
    till.keys.type("9999")
    till.keys.press("Enter")
    reason = REASONS[ReasonFor.PRICE][0]
    assert till.asked("override_price") == [((1, 100, reason, "")), (1, 100, reason, ZHANG.id)]
    assert purpose(till) is None
    assert till.lines()


def test_a_reason_is_taken_by_a_tap(till: AtTheTill, qtbot: QtBot) -> None:
    till.keys.scan(NOODLES)
    till.keys.press("F8")
    till.keys.type("20")
    tap(qtbot, till, 2)
    reason = REASONS[ReasonFor.DISCOUNT][2]
    assert till.asked("discount_line") == [(1, ManualDiscount(reason, rate_ppm=200_000), "", "")]


def test_a_note_and_who_served(till: AtTheTill) -> None:
    till.keys.scan(NOODLES)
    till.keys.press("Ctrl+N")
    till.keys.type("gift - wrap/box?")
    till.keys.press("Enter")
    assert till.asked("note") == [("gift - wrap/box?", 1)]
    till.keys.press("Ctrl+S", "F2")
    assert till.asked("set_associate") == [(ZHANG.id, 1)]
    till.keys.press("Ctrl+S", "Ctrl+S", "F1")
    till.keys.press("Ctrl+N", "Ctrl+N", "Ctrl+N", "Ctrl+N")
    till.keys.type("for the office")
    till.keys.press("Enter")
    assert till.asked("set_associate")[1] == (LI_WEI.id, None)
    assert till.asked("note")[1] == ("for the office", None)


def test_with_an_empty_basket_nothing_is_asked(till: AtTheTill) -> None:
    for key in ("F8", "Ctrl+P", "Ctrl+N", "Ctrl+S", "Enter"):
        till.keys.press(key)
        assert purpose(till) is None


# A price that is only asked for


def test_a_price_check_sells_nothing_until_it_is_wanted(till: AtTheTill, qtbot: QtBot) -> None:
    typed_key(till, qtbot, "=")
    till.keys.scan(NOODLES)
    assert till.asked("price_check") == [NOODLES]
    assert till.sell.middle.price.name.text() == "Dark Noodles 330 g"
    assert till.lines() == []
    till.keys.scan(NOODLES)
    assert len(till.asked("price_check")) == 2
    QTest.mouseClick(till.sell.middle.price.sell, Qt.MouseButton.LeftButton)
    assert len(till.lines()) == 1
    till.keys.press("Esc")
    till.keys.scan(NOODLES)
    assert len(till.lines()) == 2


def test_a_receipt_code_that_is_asked_for_comes_up_on_a_narrow_till(till: AtTheTill) -> None:
    till.window.resize(480, 800)
    till.keys.scan(SHELF[0].code)
    for key in ("F12", "F12", "Ctrl+B"):
        till.keys.press(key)
    till.keys.settle()
    code = till.sell.basket.receipt.code
    assert code.visibleRegion().boundingRect().size() == code.size()
    till.keys.scan(SHELF[1].code)
    till.keys.settle()
    assert till.sell.basket.lines.isVisible()


@pytest.mark.parametrize("size", [(480, 800), (1024, 768), (1280, 800)])
def test_the_receipt_of_the_sale_just_made_is_in_sight_while_the_change_stands(
    till: AtTheTill, size: tuple[int, int]
) -> None:
    till.window.resize(*size)
    till.keys.scan(SHELF[0].code)
    till.keys.press("F12", "F12")
    till.keys.settle()
    row = till.sell.basket.receipt
    before: tuple[QWidget, ...] = (row.words, row.paper, row.qr, till.sell.side.totals.figure)
    for part in before:
        assert part.visibleRegion().boundingRect().size() == part.size()
    till.keys.press("Ctrl+B")
    till.keys.settle()
    shown: tuple[QWidget, ...] = (row.words, row.paper, row.code)
    for part in shown:
        assert part.visibleRegion().boundingRect().size() == part.size()
    till.keys.scan(SHELF[1].code)
    till.keys.settle()
    assert not row.isVisible()
    assert till.sell.basket.lines.isVisible()


def test_the_key_that_turns_the_quick_keys_shows_them_on_a_narrow_till(till: AtTheTill) -> None:
    till.window.resize(480, 800)
    till.keys.settle()
    assert not till.sell.middle.start.tiles.isVisible()
    till.keys.press("Right")
    assert till.sell.middle.start.tiles.isVisible()
    assert [tab.isChecked() for tab in till.sell.middle.start.tiles.tabs] == [False, True]


def test_no_key_of_the_keypad_moves_when_the_totals_say_more_or_less(till: AtTheTill) -> None:
    till.window.resize(1280, 800)
    till.keys.settle()
    keypad = till.sell.side.keypad
    before = keypad.mapTo(till.window, keypad.rect().topLeft())
    for code in (SHELF[0].code, SHELF[1].code, SHELF[0].code):
        till.keys.scan(code)
        till.keys.settle()
        assert keypad.mapTo(till.window, keypad.rect().topLeft()) == before
