"""The keypad: digits in reading distance, Enter, and the three acts that go with a line.

Keys are told on by `pressed`; the screen gives them to whichever field is being typed in.
"""

from functools import partial

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.face import Face
from ui.widgets.buttons import Button
from ui.widgets.card import Card

_DIGITS = ("7", "8", "9", "4", "5", "6", "1", "2", "3")
_GAP_PX, _MARGIN_PX = 8, 12
WIDTH_LEAST_PX = 4 * 45 + 3 * _GAP_PX + 2 * _MARGIN_PX
"""Four keys beside each other, none narrower than a finger."""
_ROWS_MOST = 5
_EDGES_PX, _LINES_EDGES_PX = 8, 6
"""Of a key, beside its words, and over and under two lines of them."""
BACKSPACE = "\b"
ENTER = "\r"


class PadKey(Button):
    """A key that is as wide as the grid makes it, whatever is written on it: all of a row are the same.

    Where a scaled screen leaves no room for two lines, words and key stand in one; else the words alone.
    """

    _said: tuple[str, str, str] = "", "", ""

    def show_words(self, words: str, key: str = "", between: str = "  ") -> None:
        """Show words and key; a screen reader says both, whatever there is room for."""
        self._said = words, key, between
        if key and between == "\n":
            self._fit()
        else:
            super().show_words(words, key, between)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Print as much as there is room for."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Measure anew in another type."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        words, key, between = self._said
        if not key or between != "\n":
            return
        measured, printed = self.fontMetrics(), key
        if self.height() < 2 * measured.height() + _LINES_EDGES_PX:
            between = "  "
            if measured.horizontalAdvance(f"{words}{between}{key}") > self.width() - _EDGES_PX:
                printed = ""
        super().show_words(words, printed, between)
        self.setAccessibleName(f"{words}, {key}")

    def sizeHint(self) -> QSize:
        """Ask for height alone, and with two lines for no more than with one: a key grows where there is room."""
        lines = self._said[2] == "\n" and self.minimumHeight()
        return QSize(0, lines or super().sizeHint().height())


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
        self._high = QVBoxLayout()
        self._high.setSpacing(_GAP_PX)
        self.column.addLayout(self._high)
        self._across = tuple(QHBoxLayout() for _ in range(_ROWS_MOST))
        """Each row of its own: three keys or four, each as wide as the others of its row."""
        for across in self._across:
            across.setSpacing(_GAP_PX)
            self._high.addLayout(across)
        self._keys = {text: self._key(text, text) for text in (*_DIGITS, "0")}
        self.noughts = self._key("00", "00")
        self.backspace = self._key(BACKSPACE, "")
        self.enter = self._key(ENTER, "")
        self.quantity = self._act(self.quantity_asked.emit)
        self.discount = self._act(self.discount_asked.emit)
        self.void = self._act(self.void_asked.emit)
        for button in () if acts else (self.noughts, self.quantity, self.discount, self.void):
            button.setParent(self)  # or it would stay when the keypad goes
            button.hide()
        self._rows: tuple[tuple[Button, ...], ...] = ()
        self._acts, self._clears = acts, False
        self.lay_out(four_across=False)
        self.setMinimumWidth(WIDTH_LEAST_PX)
        face.changed.connect(self._put_on)
        self._put_on()

    def lacks_px(self, key_px: int) -> int:
        """Return how much higher than the least the keypad must be for every key to be so high."""
        rows = len(self._rows)
        return max(0, rows * key_px + (rows - 1) * _GAP_PX - self._high.minimumSize().height())

    def lay_out(self, *, four_across: bool) -> None:
        """Stand five rows high; `four_across` four, the acts beside the digits, for a narrow screen."""
        digits = [tuple(self._keys[text] for text in _DIGITS[at : at + 3]) for at in range(0, len(_DIGITS), 3)]
        zero, acts = self._keys["0"], (self.quantity, self.discount, self.void)
        if not self._acts:
            rows = (*digits, (self.backspace, zero, self.enter))
        elif four_across:
            beside = tuple((*row, act) for row, act in zip(digits, acts, strict=True))
            rows = (*beside, (self.noughts, zero, self.backspace, self.enter))
        else:
            rows = (*digits, (self.noughts, zero, self.backspace), (*acts, self.enter))
        if rows == self._rows:
            return
        self._rows = rows
        for act in acts:
            self._dress(act, "low-act" if four_across else "act")
        for at, across in enumerate(self._across):
            while across.takeAt(0) is not None:
                pass  # the key itself is the card's
            keys = rows[at] if at < len(rows) else ()
            for key in keys:
                across.addWidget(key, 1)
            self._high.setStretch(at, 1 if keys else 0)

    def show_decimals(self, places: int) -> None:
        """Let the noughts key type as many noughts as the currency has decimals (at least two)."""
        self.noughts.show_words("0" * max(places, 2))

    def rest_acts(self, *, rest: bool) -> None:
        """Let quantity and discount rest: in Pay there is no line to act on."""
        for button in (self.quantity, self.discount):
            button.setEnabled(not rest)

    def show_void(self, *, clears: bool, rests: bool) -> None:
        """Let Void rest where it would name another act; where it `clears` what is typed, let it say so."""
        self.void.setEnabled(not rests)
        if clears is not self._clears:
            self._clears = clears
            self._name_void()

    def _dress(self, act: Button, look: str) -> None:
        """Let the acts be no higher than digits where they stand in their rows, else high enough for two lines."""
        if act.property("look") != look:
            act.setProperty("look", look)
            act.style().unpolish(act)
            act.style().polish(act)

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
        self._name_void()
        self.setAccessibleName(self._face.say("ui.keypad"))
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # digits stand the same in every script

    def _name_void(self) -> None:
        say = self._face.say
        self.void.show_words(say("ui.clear") if self._clears else say("ui.void"), "" if self._clears else "Del", "\n")
