"""The keypad: digits in reading distance, Enter, and the three acts that go with a line.

Keys are told on by `pressed`; the screen gives them to whichever field is being typed in.
"""

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from ui.face import Face
from ui.widgets.buttons import Button
from ui.widgets.card import Card

_DIGITS = ("7", "8", "9", "4", "5", "6", "1", "2", "3")
_GAP_PX, _MARGIN_PX = 8, 12
WIDTH_LEAST_PX = 4 * 45 + 3 * _GAP_PX + 2 * _MARGIN_PX
"""Four keys beside each other, none narrower than a finger."""
BACKSPACE = "\b"
ENTER = "\r"


class PadKey(Button):
    """A key that is as wide as the grid makes it, whatever is written on it: all of a row are the same."""

    def sizeHint(self) -> QSize:
        """Ask for height alone."""
        return QSize(0, super().sizeHint().height())


class Keypad(Card):
    """Digits, several noughts at once, backspace and Enter; quantity, discount and void under them."""

    pressed = Signal(str)
    quantity_asked = Signal()
    discount_asked = Signal()
    void_asked = Signal()

    def __init__(self, face: Face, parent: QWidget | None = None, *, acts: bool = True) -> None:
        """Lay out five rows; without `acts` the last row is gone and Enter stands beside the nought."""
        super().__init__(parent, margin_px=_MARGIN_PX)
        self._face = face
        grid = QGridLayout()
        grid.setSpacing(_GAP_PX)
        self.column.addLayout(grid)
        self._keys = {text: self._key(text, text) for text in (*_DIGITS, "0")}
        for at, text in enumerate(_DIGITS):
            grid.addWidget(self._keys[text], at // 3, at % 3)
        self.noughts = self._key("00", "00")
        self.backspace = self._key(BACKSPACE, "")
        self.enter = self._key(ENTER, "")
        self.quantity = self._act(self.quantity_asked.emit)
        self.discount = self._act(self.discount_asked.emit)
        self.void = self._act(self.void_asked.emit)
        zero = self._keys["0"]
        last_rows = ((self.noughts, zero, self.backspace), (self.quantity, self.discount, self.void, self.enter))
        for row, widgets in enumerate(last_rows if acts else ((self.backspace, zero, self.enter),), start=3):
            across = QHBoxLayout()
            across.setSpacing(_GAP_PX)
            for widget in widgets:
                across.addWidget(widget, 1)
            grid.addLayout(across, row, 0, 1, 3)
        for button in () if acts else (self.noughts, self.quantity, self.discount, self.void):
            button.setParent(self)  # or it would stay when the keypad goes
            button.hide()
        for row in range(5 if acts else 4):
            grid.setRowStretch(row, 1)
        for column in range(3):
            grid.setColumnStretch(column, 1)
        self.setMinimumWidth(WIDTH_LEAST_PX)
        face.changed.connect(self._put_on)
        self._put_on()

    def show_decimals(self, places: int) -> None:
        """Let the noughts key type as many noughts as the currency has decimals (at least two)."""
        self.noughts.show_words("0" * max(places, 2))

    def _key(self, sends: str, words: str) -> Button:
        button = PadKey("key", partial(self._press, sends))
        button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        button.show_words(words)
        return button

    def _press(self, sends: str) -> None:
        self.pressed.emit(self.noughts.text() if sends == "00" else sends)

    def _act(self, act: object) -> Button:
        button = PadKey("act", act)  # type: ignore[arg-type]  # a bound signal is called like a function
        button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        return button

    def _put_on(self) -> None:
        side = self._face.px(22)
        for button, name, words in (
            (self.backspace, "delete", "ui.backspace"),
            (self.enter, "corner-down-left", "ui.enter"),
        ):
            button.setIcon(self._face.icon(name, "ink", side))
            button.setIconSize(QSize(side, side))
            button.setAccessibleName(self._face.say(words))
        self.quantity.show_words(self._face.say("ui.quantity"), "F7", "\n")
        self.discount.show_words(self._face.say("ui.discount_key"), "F8", "\n")
        self.void.show_words(self._face.say("ui.void"), "Del", "\n")
        self.setAccessibleName(self._face.say("ui.keypad"))
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # digits stand the same in every script
