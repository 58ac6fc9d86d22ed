"""One finger on a touch screen: Qt makes of it what it makes of a real one, a gesture and a mouse."""

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

STEP_PX = 10


class Finger:
    """Comes down on a part of the window, moves and is lifted."""

    def __init__(self, window: QWidget, qtbot: QtBot) -> None:
        self._window, self._qtbot, self._device = window, qtbot, QTest.createTouchDevice()
        self._at = QPoint()

    def down(self, part: QWidget, at: QPoint | None = None) -> None:
        """Come down on the middle of a part, or on a place in it."""
        self._at = part.mapTo(self._window, part.rect().center() if at is None else at)
        QTest.touchEvent(self._window, self._device).press(0, self._at, self._window).commit()

    def draw(self, towards_px: int, drawn: Callable[[], bool]) -> None:
        """Move up (below 0) or down by so many pixels at most, step by step, and wait there until it is drawn."""
        step, end = QPoint(0, STEP_PX if towards_px > 0 else -STEP_PX), self._at.y() + towards_px

        def moved() -> bool:
            if self._at.y() != end:
                self._at += step
            QTest.touchEvent(self._window, self._device).move(0, self._at, self._window).commit()
            return drawn()

        self._qtbot.waitUntil(moved)

    def up(self) -> None:
        """Be lifted where it is."""
        QTest.touchEvent(self._window, self._device).release(0, self._at, self._window).commit()

    def tap(self, part: QWidget, at: QPoint | None = None) -> None:
        """Come down and be lifted."""
        self.down(part, at)
        self.up()
