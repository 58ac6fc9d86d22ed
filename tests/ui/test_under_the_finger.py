"""What changes, or could open, under a finger that is down: nothing of it is pressed when the finger is lifted."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollBar, QScroller, QWidget
from pytestqt.qtbot import QtBot

from pos_app.selling.view import Mode
from tests.ui.conftest import AtTheTill
from tests.ui.finger import Finger
from tests.ui.hand import Hand, Size, down, place
from tests.ui.shop_desk import PIN, SHELF
from ui.panels.setting_rows import ChoiceRow, FieldRow
from ui.screens.settings import SettingsScreen

NOODLES, COFFEE, RICE = SHELF[0], SHELF[1], SHELF[2]
UNKNOWN, OTHER_UNKNOWN = "9999999999994", "9999999999987"
SIZES = pytest.mark.parametrize("size", [(480, 800), (1280, 800)], ids=["480x800", "1280x800"])
Scan = Callable[..., AtTheTill]


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
def settings(touched: AtTheTill) -> tuple[AtTheTill, SettingsScreen]:
    """Return that till with its settings open."""
    touched.keys.press("Ctrl+,")
    page = touched.window.screen_now
    assert isinstance(page, SettingsScreen)
    return touched, page


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
