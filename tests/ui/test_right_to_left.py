"""What does not turn where one reads from the right: amounts, the digits of the keypad, the letters of the keyboard."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from ui.face import Face
from ui.widgets.figure_text import FigureText
from ui.widgets.keyboard import Keyboard
from ui.widgets.keypad import Keypad

RIGHT, LEFT = Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignLeft


@pytest.fixture
def from_the_right(qapp: QApplication) -> Iterator[None]:
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    yield
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def drawn(align: Qt.AlignmentFlag, direction: Qt.LayoutDirection) -> QImage:
    figure = FigureText(Face(), "body", align=align)
    figure.setLayoutDirection(direction)
    figure.show_text("−¥5.15")
    figure.resize(120, 24)
    return figure.grab().toImage()


def test_the_minus_of_an_amount_stands_before_it_at_the_turned_side(qapp: QApplication) -> None:
    del qapp
    ltr, rtl = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft
    assert drawn(RIGHT, rtl) == drawn(LEFT, ltr)
    assert drawn(LEFT, rtl) == drawn(RIGHT, ltr)
    assert drawn(LEFT, ltr) != drawn(RIGHT, ltr)


@pytest.mark.usefixtures("from_the_right")
def test_letters_and_digits_stand_as_on_every_keyboard() -> None:
    letters, digits = Keyboard(Face()), Keypad(Face())
    for pad in (letters, digits):
        pad.resize(600, 300)
        pad.ensurePolished()
        layout = pad.layout()
        assert layout is not None
        layout.activate()
        pad.grab()
    assert letters.key("q").x() < letters.key("w").x() < letters.key("p").x()
    assert digits._keys["7"].x() < digits._keys["8"].x() < digits._keys["9"].x()
