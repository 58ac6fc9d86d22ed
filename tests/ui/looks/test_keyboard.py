"""The on-screen keyboard: types where the focus is, takes no focus, and comes only when it is asked for."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.face import Face
from ui.layout.keyboard_dock import KeyboardDock
from ui.widgets.keyboard import Keyboard


class Desk:
    """A window with one field and the dock."""

    def __init__(self, qtbot: QtBot, *, by_touch: bool = False) -> None:
        self.window = QWidget()
        qtbot.addWidget(self.window)
        inside = QWidget(self.window)
        column = QVBoxLayout(inside)
        self.field = QLineEdit()
        column.addWidget(self.field)
        face = Face()
        self.dock = KeyboardDock(face, self.window, column, by_touch=by_touch)
        face.dress(self.window)
        self.window.resize(800, 400)
        inside.setGeometry(0, 0, 800, 400)
        with qtbot.waitExposed(self.window):
            self.window.show()
        self.window.activateWindow()
        self.field.setFocus()
        qtbot.waitUntil(self.field.hasFocus)

    def tap(self, *keys: str) -> str:
        for key in keys:
            QTest.mouseClick(self.dock.keyboard.key(key), Qt.MouseButton.LeftButton)
        return self.field.text()


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    """Return a field with the keyboard shown."""
    made = Desk(qtbot)
    made.dock.toggle()
    return made


def test_letters_capitals_digits_and_signs(desk: Desk) -> None:
    assert desk.tap("t", "e", "a", "space", "shift", "Q", "q", "sign", "7", "-", "sign", "z") == "tea Qq7-z"
    assert desk.tap("back", "back") == "tea Qq7"
    assert desk.field.hasFocus()


def test_enter_is_the_fields_enter(desk: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(desk.field.returnPressed, timeout=1_000):
        desk.tap("enter")


def test_it_is_put_away_by_its_own_key(desk: Desk) -> None:
    assert desk.dock.keyboard.isVisible()
    desk.tap("close")
    assert not desk.dock.keyboard.isVisible()


def test_a_touched_field_brings_it_up_only_where_the_setting_says_so(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    QTest.mouseClick(desk.field, Qt.MouseButton.LeftButton)
    assert not desk.dock.keyboard.isVisible()
    desk = Desk(qtbot, by_touch=True)
    QTest.mouseClick(desk.field, Qt.MouseButton.LeftButton)
    assert desk.dock.keyboard.isVisible()


def test_keys_are_large_enough_for_a_finger(desk: Desk) -> None:
    keyboard: Keyboard = desk.dock.keyboard
    for key in ("q", "m", "space", "enter", "shift"):
        assert min(keyboard.key(key).width(), keyboard.key(key).height()) >= 44
        assert keyboard.key(key).accessibleName()
