"""What real fingers do and a mouse cannot: two at once, a quick second tap, a touch taken back, a long one, a sweep."""

from collections.abc import Callable, Iterator
from functools import partial

import pytest
from PySide6.QtCore import QCoreApplication, QElapsedTimer, QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QTouchEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QScrollBar, QScroller, QWidget
from pytestqt.qtbot import QtBot

from pos_app.selling.view import Mode
from pos_app.settings import Settings
from tests.ui.conftest import AtTheTill
from tests.ui.finger import Finger
from tests.ui.shop_desk import PIN, SHELF, ShopDesk
from tests.ui.shop_rooms import ShopRooms
from ui.app import open_window
from ui.asked import Purpose
from ui.panels.setting_rows import ChoiceRow, FieldRow
from ui.screens.devices import DevicesScreen
from ui.screens.settings import SettingsScreen
from ui.touch_filter import SECOND_TAP_MS

NOODLES, COFFEE, RICE = SHELF[0], SHELF[1], SHELF[2]
UNKNOWN, OTHER_UNKNOWN = "9999999999994", "9999999999987"
LONG_MS = 700
SIZES = pytest.mark.parametrize("size", [(480, 800), (1280, 800)], ids=["480x800", "1280x800"])
Scan = Callable[..., AtTheTill]
Size = tuple[int, int]


class Hand:
    """Fingers, by their number, on the screen of a till."""

    def __init__(self, till: AtTheTill, size: Size) -> None:
        till.window.resize(*size)
        till.keys.settle()
        self._window, self._device = till.window, QTest.createTouchDevice()
        self._at: dict[int, QPoint] = {}

    def down(self, number: int, part: QWidget, at: QPoint | None = None) -> None:
        """Come down on the middle of a part, or on a place in it; the others stay where they are."""
        self._at[number] = part.mapTo(self._window, part.rect().center() if at is None else at)
        touch = self._stay(number)
        touch.press(number, self._at[number], self._window).commit()

    def slide(self, number: int, to: QPoint) -> None:
        """Slide to a place of the window."""
        start = self._at[number]
        for step in range(1, 9):
            self._at[number] = start + (to - start) * step / 8
            self._stay().commit()

    def up(self, number: int) -> None:
        """Be lifted where it is."""
        touch = self._stay(number)
        touch.release(number, self._at.pop(number), self._window).commit()

    def tap(self, part: QWidget, at: QPoint | None = None) -> None:
        """Come down and be lifted."""
        self.down(0, part, at)
        self.up(0)

    def tap_twice(self, part: QWidget) -> None:
        """Tap twice at one place of the screen, whatever stands there by then."""
        place = part.mapTo(self._window, part.rect().center())
        for _ in range(2):
            self.tap(self._window, place)

    def taken_back(self, number: int) -> None:
        """Be no finger: the screen takes the touch back, and Qt lifts the mouse that it made of it where it stands."""
        handle = self._window.windowHandle()
        assert handle is not None
        QCoreApplication.sendEvent(handle, QTouchEvent(QEvent.Type.TouchCancel, self._device))
        self.up(number)

    def _stay(self, but: int | None = None) -> QTest.QTouchEventSequence:
        touch = QTest.touchEvent(self._window, self._device)
        for number, at in self._at.items():
            if number != but:
                touch.move(number, at, self._window)
        return touch


def place(till: AtTheTill, part: QWidget) -> QPoint:
    return part.mapTo(till.window, part.rect().center())


def digit(till: AtTheTill, which: str) -> QAbstractButton:
    key = till.sell.side.keypad._keys[which]
    if not key.isVisible():
        till.sell.columns.tabs[-1].click()
        till.keys.settle()
    return key


def tile(till: AtTheTill) -> QWidget:
    if not till.sell.middle.start.isVisible():
        till.sell.columns.show_middle()
        till.keys.settle()
    return till.sell.middle.start.tiles.keys[0]


def down(till: AtTheTill) -> list[QAbstractButton]:
    return [each for each in till.window.findChildren(QAbstractButton) if each.isDown()]


def paying(till: AtTheTill) -> bool:
    return till.desk.view.mode is Mode.PAYING


def row(till: AtTheTill, at: int) -> QPoint:
    lines = till.sell.basket.lines
    return lines.viewport().mapTo(till.window, lines.visualRect(lines.row_model.index(at, 0)).center())


# -- two quick taps


@SIZES
def test_two_quick_taps_are_two_digits(till: AtTheTill, size: Size) -> None:
    hand = Hand(till, size)
    hand.tap_twice(digit(till, "7"))
    assert till.sell.middle.entry.search.text() == "77"


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
    till.keys.press("Ctrl+D")
    page = till.window.screen_now
    assert isinstance(page, DevicesScreen)
    drawer = next(each for each in page.findChildren(QAbstractButton) if each.accessibleName().endswith("F8"))
    for _ in range(2):  # what was answered may have moved it
        hand.tap(drawer)
    assert till.rooms.devices.tried == ["test_drawer"]


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


# -- what changes under the finger


@SIZES
def test_a_scan_while_the_finger_draws_the_lines_is_sold_once_and_seen(scanned: Scan, size: Size, qtbot: QtBot) -> None:
    till = scanned(*(NOODLES.code, COFFEE.code) * 10)
    Hand(till, size)
    lines = till.sell.basket.lines
    bar, finger = lines.verticalScrollBar(), Finger(till.window, qtbot)
    top = bar.value()
    finger.down(lines.viewport())
    finger.draw(150, lambda: bar.value() < top - 60)
    till.keys.scan(RICE.code)
    till.keys.settle()
    finger.up()
    qtbot.waitUntil(lambda: QScroller.scroller(lines.viewport()).state() == QScroller.State.Inactive)
    assert len(till.lines()) == 21
    assert till.sell.basket.chosen == 21
    assert bar.value() == bar.maximum(), "the newest line is in sight"
    assert till.sell.acting.asking.purpose is None


@SIZES
def test_a_key_that_came_to_mean_another_thing_under_the_finger_is_not_pressed(scanned: Scan, size: Size) -> None:
    till = scanned(NOODLES.code)
    hand = Hand(till, size)
    hand.down(0, till.sell.side.pay)
    till.keys.press("F12")
    hand.slide(0, place(till, till.sell.side.pay) + QPoint(3, 2))
    hand.up(0)
    assert till.desk.view.mode is Mode.PAYING, "Pay was meant, not the exact cash"


@SIZES
def test_an_answer_is_to_the_question_that_the_finger_came_down_on(scanned: Scan, size: Size) -> None:
    till = scanned(UNKNOWN, OTHER_UNKNOWN)
    hand = Hand(till, size)
    strip = till.sell.basket.question
    first, second = (question.number for question in till.desk.view.questions)
    hand.down(0, strip.buttons[1])
    till.keys.press("Del")
    hand.up(0)
    assert till.asked("set_aside") == [first]
    hand.tap(strip.buttons[1])
    assert till.asked("set_aside") == [first, second]


@SIZES
def test_what_a_panel_left_under_the_finger_is_not_pressed(scanned: Scan, size: Size) -> None:
    till = scanned(NOODLES.code)
    hand = Hand(till, size)
    for part in (till.sell.side.pay, till.sell.basket.hold, till.sell.basket.lines.viewport()):
        hand.down(0, part)
        till.window.bridge.do(till.desk.lock)
        till.keys.settle()
        hand.up(0)
        assert down(till) == []
        assert till.window.screen_now is till.window.screens["sign_in"]
        till.keys.type(PIN)
        till.keys.press("Enter")
        assert till.desk.view.mode is Mode.SELLING
        assert down(till) == []
    assert till.asked("hold") == []


# -- fields


@pytest.fixture
def settings(qtbot: QtBot) -> Iterator[tuple[AtTheTill, SettingsScreen]]:
    """Return a till on which a touch of a field brings the letters up, with its settings open."""
    desk, rooms = ShopDesk(), ShopRooms()
    opened = open_window(desk, Settings(on_screen_keyboard=True), rooms=rooms.rooms)
    qtbot.addWidget(opened.window)
    with qtbot.waitExposed(opened.window):
        opened.window.show()
    till = AtTheTill(opened, desk, [], rooms)
    till.keys.type(PIN)
    till.keys.press("Enter", "Ctrl+,")
    page = till.window.screen_now
    assert isinstance(page, SettingsScreen)
    yield till, page
    opened.close()


def test_a_finger_that_draws_across_a_field_does_not_type_there(
    settings: tuple[AtTheTill, SettingsScreen], qtbot: QtBot
) -> None:
    till, page = settings
    till.window.resize(480, 800)
    kind, port = page.rows["printer.kind"], page.rows["printer.port"]
    assert isinstance(kind, ChoiceRow)
    assert isinstance(port, FieldRow)
    kind.buttons["tcp"].click()
    till.keys.settle()
    area, letters = page._columns, till.window.dock.keyboard
    area.ensureWidgetVisible(port.field, 0, 8)
    till.keys.settle()
    finger, before = Finger(till.window, qtbot), area.verticalScrollBar().value()
    finger.down(port.field)
    assert area.verticalScrollBar().value() == before, "nothing moves under the finger"
    finger.draw(150, lambda: area.verticalScrollBar().value() < before - 60)
    finger.up()
    qtbot.waitUntil(lambda: QScroller.scroller(area.viewport()).state() == QScroller.State.Inactive)
    assert not port.field.hasFocus()
    assert not letters.isVisible()
    assert port.field.selectedText() == ""
    area.ensureWidgetVisible(port.field, 0, 8)
    finger.tap(port.field)
    assert port.field.hasFocus()
    assert letters.isVisible()


@SIZES
def test_no_menu_opens_anywhere(scanned: Scan, size: Size, qtbot: QtBot) -> None:
    till = scanned(*[NOODLES.code] * 20)
    Hand(till, size)
    menus: list[QWidget] = []

    def close_menu() -> None:
        menu = QApplication.activePopupWidget()
        if menu is not None:
            menus.append(menu)
            menu.close()

    closing = QTimer()
    closing.timeout.connect(close_menu)
    closing.start(20)
    handle = till.window.windowHandle()
    seen = [part for part in till.window.findChildren(QWidget) if part.isVisible()]
    assert [part for part in seen if isinstance(part, QScrollBar)]
    for part in seen:
        QTest.mouseClick(handle, Qt.MouseButton.RightButton, Qt.KeyboardModifier.NoModifier, place(till, part))
        close_menu()
    assert menus == []
