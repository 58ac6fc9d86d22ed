"""A till without a keyboard: the setting brings letters to the screen, and a touch of a field brings them up."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from pos_app.words import say
from tests.ui.conftest import AtTheTill
from tests.ui.shop_desk import PIN
from ui.widgets.rail import RailButton


def test_a_touch_of_the_search_brings_the_letters_and_they_type_there(touched: AtTheTill) -> None:
    dock, search = touched.window.dock, touched.sell.middle.entry.search
    assert dock.keyboard.isHidden()
    QTest.mouseClick(search, Qt.MouseButton.LeftButton)
    assert dock.keyboard.isVisible()
    dock.keyboard.key("t").click()
    dock.keyboard.key("e").click()
    touched.keys.settle()
    assert search.text() == "te"
    dock.toggle()
    assert dock.keyboard.isHidden()


def test_a_till_with_a_keyboard_has_none_on_the_screen(till: AtTheTill) -> None:
    QTest.mouseClick(till.sell.middle.entry.search, Qt.MouseButton.LeftButton)
    assert till.window.dock.keyboard.isHidden()


def test_on_a_handheld_letters_and_language_are_both_in_reach_before_anybody_signs_in(touched: AtTheTill) -> None:
    touched.window.resize(480, 800)
    touched.keys.press("Ctrl+L")
    touched.keys.settle()
    shown = {button.accessibleName() for button in touched.window.rail.findChildren(RailButton) if button.isVisible()}
    assert {say("en", "ui.keyboard"), say("en", "ui.language")} <= shown
    touched.keys.type(PIN)
    touched.keys.press("Enter")
    touched.keys.settle()
    lock = touched.window._lock
    assert lock.isVisible()
    assert lock.geometry().right() <= touched.window.rail.width(), "signed in, a switch gives way to the screens"
