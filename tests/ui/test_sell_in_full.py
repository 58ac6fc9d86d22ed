"""All that a cashier does beside scanning and paying: by keys and by touch, in place, never in a dialog."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from pos_app.domain.basket import ManualDiscount
from pos_app.selling.reasons import REASONS, ReasonFor
from pos_app.selling.view import Mode, Paper
from pos_app.words import say
from tests.ui.conftest import AtTheTill
from tests.ui.shop_counter import TILES
from tests.ui.shop_desk import LI_WEI, PIN, SHELF, ZHANG
from ui.asked import Purpose
from ui.keys import SHEET, Act, KeyRow
from ui.widgets.qr_image import qr_image

NOODLES, COFFEE = SHELF[0].code, SHELF[1].code


def purpose(till: AtTheTill) -> Purpose | None:
    return till.sell.acting.asking.purpose


def on_start(till: AtTheTill) -> bool:
    return till.sell.middle.page is till.sell.middle.start


def rows(till: AtTheTill) -> list[str]:
    return [row.name for row in till.sell.middle.listed.list.row_model.rows]


def typed_key(till: AtTheTill, qtbot: QtBot, key: str) -> None:
    """Type a character that a scan may begin with: the filter lets it by when no scan follows."""
    before = purpose(till)
    till.keys.type(key)
    qtbot.waitUntil(lambda: purpose(till) is not before)


def tap(qtbot: QtBot, till: AtTheTill, row: int) -> None:
    """Tap a row of the list that is open."""
    choices = till.sell.middle.choices
    assert choices is not None
    place = choices.list.visualRect(choices.list.row_model.index(row, 0)).center()
    QTest.mouseClick(choices.list.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)


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
    for key in ("F7", "F8", "Ctrl+P", "Ctrl+N", "Ctrl+S", "Enter"):
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
    picture = till.sell.grab().toImage()
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
    row = till.sell.middle.start.receipt
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
