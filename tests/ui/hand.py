"""Fingers on the screen of a till, and the parts of the sell screen that they come down on."""

from PySide6.QtCore import QCoreApplication, QEvent, QPoint
from PySide6.QtGui import QTouchEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget

from pos_app.selling.view import Mode
from tests.ui.conftest import AtTheTill

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
