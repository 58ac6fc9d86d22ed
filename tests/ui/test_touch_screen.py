"""What real fingers do and a mouse cannot: two at once, a quick second tap, a touch taken back, a long one, a sweep."""

from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtCore import QElapsedTimer
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from pos_app.cli.demo_workstation import codes
from pos_app.selling.view import Mode
from tests.ui.conftest import AtTheTill
from tests.ui.finger import Finger
from tests.ui.hand import Hand, Size, digit, down, paying, place, row, tile
from tests.ui.pickup_counter import AtTheDesk
from tests.ui.shop_desk import SHELF
from ui.asked import Purpose
from ui.screens.devices import DevicesScreen
from ui.touch_filter import SECOND_TAP_MS

NOODLES, COFFEE, RICE = SHELF[0], SHELF[1], SHELF[2]
LONG_MS = 700
SIZES = pytest.mark.parametrize("size", [(480, 800), (1280, 800)], ids=["480x800", "1280x800"])
Scan = Callable[..., AtTheTill]


# -- two quick taps


@SIZES
def test_two_quick_taps_are_two_digits(till: AtTheTill, size: Size) -> None:
    hand = Hand(till, size)
    hand.tap_twice(digit(till, "7"))
    assert till.sell.middle.entry.search.text() == "77"


@SIZES
@pytest.mark.parametrize("key", ["F7", "F8", "F12"])
def test_a_figure_that_a_quick_hand_types_is_whole(scanned: Scan, key: str, size: Size) -> None:
    till = scanned(NOODLES.code)
    hand = Hand(till, size)
    till.keys.press(key)
    for each in "1225":
        hand.tap(digit(till, each))
    assert till.sell.middle.field.text().replace(".", "").lstrip("0") == "1225"


def device_key(till: AtTheTill, key: str) -> QAbstractButton:
    till.keys.press("Ctrl+D")
    page = till.window.screen_now
    assert isinstance(page, DevicesScreen)
    return next(each for each in page.findChildren(QAbstractButton) if each.accessibleName().endswith(key))


@SIZES
def test_two_quick_taps_on_a_key_of_a_page_that_a_finger_can_draw_are_two(till: AtTheTill, size: Size) -> None:
    hand = Hand(till, size)
    sound = device_key(till, "F9")
    for taps in (1, 2, 3):
        hand.tap(sound)
        assert len(till.rooms.sounds.played) == taps


def test_two_quick_taps_on_a_tile_that_stays_are_two(till: AtTheTill) -> None:
    hand = Hand(till, (1280, 800))
    hand.tap_twice(tile(till))
    assert len(till.lines()) == 2


def test_a_quick_second_tap_presses_nothing_of_what_took_the_place_of_the_tile(till: AtTheTill) -> None:
    for _ in range(12):
        till.keys.scan(COFFEE.code)
    hand = Hand(till, (480, 800))
    hand.tap_twice(tile(till))
    assert len(till.lines()) == 13
    assert till.sell.acting.asking.purpose is None, "the line that came up under the finger is not opened"


def test_a_tap_that_is_not_quick_presses_what_came_up(till: AtTheTill, qtbot: QtBot) -> None:
    for _ in range(12):
        till.keys.scan(COFFEE.code)
    hand = Hand(till, (480, 800))
    where, clock = place(till, tile(till)), QElapsedTimer()
    hand.tap(till.window, where)
    clock.start()
    qtbot.waitUntil(lambda: clock.hasExpired(SECOND_TAP_MS))
    hand.tap(till.window, where)
    assert till.sell.acting.asking.purpose is Purpose.LINE


@SIZES
@pytest.mark.parametrize("tender", ["cash", "note"])
def test_a_quick_second_tap_on_a_tender_begins_no_other_sale(scanned: Scan, tender: str, size: Size) -> None:
    till = scanned(NOODLES.code)
    hand = Hand(till, size)
    till.keys.press("F12")
    pay = till.sell.middle.pay
    tapped = pay.cash if tender == "cash" else pay.notes.keys[0]
    assert tapped.isVisible()
    hand.tap_twice(tapped)
    assert len(till.asked("pay_cash")) == 1
    assert till.desk.view.mode is Mode.CHANGE, "the change stays in sight"
    assert till.lines() == []


@SIZES
def test_two_taps_on_pay_are_a_sale_in_exact_cash_and_a_third_is_nothing(scanned: Scan, size: Size) -> None:
    till = scanned(NOODLES.code)
    hand = Hand(till, size)
    hand.tap_twice(till.sell.side.pay)
    hand.tap(till.sell.side.pay)
    assert till.asked("pay_cash") == [None]
    assert till.desk.view.mode is Mode.CHANGE


@SIZES
def test_a_basket_is_put_on_hold_once(scanned: Scan, size: Size) -> None:
    till = scanned(NOODLES.code)
    Hand(till, size).tap_twice(till.sell.basket.hold)
    assert till.asked("hold") == [""]
    assert till.asked("name_held") == []


@SIZES
def test_the_drawer_is_tried_once(till: AtTheTill, size: Size) -> None:
    hand = Hand(till, size)
    drawer = device_key(till, "F8")
    for _ in range(2):  # what was answered may have moved it
        hand.tap(drawer)
    assert till.rooms.devices.tried == ["test_drawer"]


def test_an_order_is_not_given_by_the_tap_that_asked_for_it_and_a_quick_second_one(at: AtTheDesk, qtbot: QtBot) -> None:
    at.keys.scan(codes()["order-ready"][0])
    main, finger = at.screen.order.main, Finger(at.opened.window, qtbot)
    for _ in range(2):
        finger.tap(main)
        at.keys.settle()
    assert at.order.asks == "ready_to_give"


# -- two fingers, and a palm


@SIZES
def test_a_palm_on_the_keypad_and_a_finger_on_a_tile_sell_no_line_twice(till: AtTheTill, size: Size) -> None:
    hand = Hand(till, size)
    palm_on = till.sell.side.keypad.enter if size[0] > 700 else till.sell.side.pay
    hand.down(0, palm_on)
    hand.down(1, tile(till))
    hand.up(1)
    hand.up(0)
    assert len(till.lines()) <= 1
    assert down(till) == []


@SIZES
@pytest.mark.parametrize("first_up", [0, 1])
def test_a_palm_on_pay_beside_a_finger_pays_nothing(scanned: Scan, first_up: int, size: Size) -> None:
    till = scanned(NOODLES.code)
    hand = Hand(till, size)
    beside = tile(till)
    hand.down(0, till.sell.side.pay)
    hand.down(1, beside)
    hand.up(first_up)
    hand.up(1 - first_up)
    assert till.desk.view.mode is Mode.SELLING
    assert down(till) == []
    hand.tap(till.sell.side.pay)
    assert paying(till), "one finger alone does"


@SIZES
def test_a_touch_that_the_screen_takes_back_presses_nothing(scanned: Scan, size: Size) -> None:
    till = scanned(NOODLES.code)
    hand = Hand(till, size)
    hand.down(0, till.sell.side.pay)
    hand.taken_back(0)
    assert down(till) == []
    assert till.desk.view.mode is Mode.SELLING
    hand.tap(till.sell.side.pay)
    assert paying(till), "a tap right after it is a tap"


# -- a long one, and one that slides


@SIZES
def test_a_finger_held_long_is_one_digit_and_one_piece(till: AtTheTill, size: Size, qtbot: QtBot) -> None:
    hand = Hand(till, size)
    for part in (digit(till, "7"), tile(till)):
        clock = QElapsedTimer()
        clock.start()
        hand.down(0, part)
        qtbot.waitUntil(partial(clock.hasExpired, LONG_MS))
        hand.up(0)
        if till.sell.middle.entry.search.text():
            assert till.sell.middle.entry.search.text() == "7"
            till.sell.middle.entry.search.clear()
            till.keys.settle()
    assert len(till.lines()) == 1
    assert [each for each in till.window.findChildren(QAbstractButton) if each.autoRepeat()] == []


@SIZES
def test_a_finger_that_slides_from_one_key_to_another_presses_neither(till: AtTheTill, size: Size) -> None:
    hand = Hand(till, size)
    seven, nine = digit(till, "7"), digit(till, "9")
    for end in (place(till, nine), place(till, till.sell.side.totals)):
        hand.down(0, seven)
        hand.slide(0, end)
        hand.up(0)
    assert till.sell.middle.entry.search.text() == ""
    assert down(till) == []


@SIZES
def test_a_sweep_over_a_few_lines_opens_and_chooses_none(scanned: Scan, size: Size) -> None:
    till = scanned(NOODLES.code, COFFEE.code, RICE.code)
    hand = Hand(till, size)
    chosen = till.sell.basket.chosen
    hand.down(0, till.window, row(till, 0))
    hand.slide(0, row(till, 1))
    hand.up(0)
    assert till.sell.basket.chosen == chosen
    assert till.sell.acting.asking.purpose is None
    hand.tap(till.window, row(till, 0))
    assert till.sell.acting.asking.form is not None
    assert till.sell.acting.asking.form.target == 1


@SIZES
def test_a_sweep_from_the_status_line_presses_nothing(scanned: Scan, size: Size) -> None:
    till = scanned(NOODLES.code)
    hand = Hand(till, size)
    hand.down(0, till.window.status)
    hand.slide(0, place(till, till.sell.side.pay))
    hand.up(0)
    assert till.desk.view.mode is Mode.SELLING
    assert down(till) == []
