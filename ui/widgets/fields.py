"""Where the cashier types: words for the search, and figures that carry their own decimals."""

import unicodedata
from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent, QPalette, QPointingDevice, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget

from ui.face import Face

COMMANDS = "+-*/=?"  # in an empty search field these act; a scan may begin with one of them
DIGITS_MOST = 12
WORDS_MOST = 120
PIN_LENGTH_MOST = 12
HINT_EDGES_PX = 24
"""What a hint leaves free: the field's frame and the room around its words."""
_PICTURE_GAP_PX = 8


class EntryField(QLineEdit):
    """A field that lets the screen see each key first."""

    def __init__(self, keys: Callable[[QKeyEvent], bool], parent: QWidget | None = None) -> None:
        """`keys` returns True when it has dealt with the key."""
        super().__init__(parent)
        self._keys = keys
        self._hints: tuple[str, ...] = ()
        self.textChanged.connect(self._slant)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # and a tap: Qt's own would take a finger that only draws
        self.setAcceptDrops(False)
        self.setMaxLength(WORDS_MOST)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ask the screen first."""
        if self._keys(event):
            event.accept()
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the focus, but for a finger only when it is lifted: it may draw what the field stands in."""
        if not _is_finger(event):
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Mark text, but by no finger: the next digit would take the place of what it drew across."""
        if not _is_finger(event):
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Be typed in where a finger tapped."""
        if _is_finger(event) and self.rect().contains(event.position().toPoint()):
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            super().mousePressEvent(event)
        super().mouseReleaseEvent(event)

    def setPlaceholderText(self, hint: str) -> None:
        """Show a hint while nothing is typed."""
        super().setPlaceholderText(hint)
        self._slant()

    def show_hints(self, *hints: str) -> None:
        """Show the first of these that stands whole in the field, else the last; no word is cut in the middle."""
        self._hints = hints
        self._choose_hint()

    def _choose_hint(self) -> None:
        if not self._hints:
            return
        picture_px = sum(each.width() + _PICTURE_GAP_PX for each in self.findChildren(QToolButton))
        room_px, measured = self.width() - picture_px - HINT_EDGES_PX, self.fontMetrics()
        fitting = (each for each in self._hints if measured.horizontalAdvance(each) <= room_px)
        hint = next(fitting, self._hints[-1])
        if hint != self.placeholderText():
            self.setPlaceholderText(hint)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Hint in as many words as there is room for."""
        super().resizeEvent(event)
        self._choose_hint()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the colours."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._slant()

    def showEvent(self, event: QShowEvent) -> None:
        """Follow the colours that changed meanwhile."""
        super().showEvent(event)
        self._slant()

    def _slant(self) -> None:
        """Write a hint slanted where it has the colour of what is typed: nobody may take it for that.

        Only while it is seen: another font costs a layout, and a switched theme must not pay for hidden fields.
        """
        if not self.isVisible():
            return
        colours = self.palette()
        one_colour = colours.color(QPalette.ColorRole.PlaceholderText) == colours.color(QPalette.ColorRole.Text)
        slanted = one_colour and bool(self.placeholderText()) and not self.text()
        font = QFont(self.font())  # with the size and weight that the style sheet gave it
        if slanted is not font.italic():
            font.setItalic(slanted)
            self.setFont(font)

    def acts_on(self, text: str) -> bool:
        """Whether this character is a command here (see scanner_filter.ActsOnKeys)."""
        return text in COMMANDS and not self.text()


def _is_finger(event: QMouseEvent) -> bool:
    return event.pointerType() == QPointingDevice.PointerType.Finger


class FigureField(EntryField):
    """Digits become a figure with its decimals: 1250 is 12.50 in a currency of two, 1.250 in kilograms."""

    value_changed = Signal(object)  # int; not Signal(int), which holds 32 bits only

    def __init__(self, face: Face, keys: Callable[[QKeyEvent], bool], parent: QWidget | None = None) -> None:
        """Begin empty, with no decimals."""
        super().__init__(keys, parent)
        self._face = face
        self._places = 0
        self._implied = True
        self.setProperty("look", "amount")
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers | Qt.InputMethodHint.ImhNoPredictiveText)
        self.textEdited.connect(self._tidy)
        self.textChanged.connect(lambda: self.value_changed.emit(self.value() or 0))

    def begin(self, places: int, *, implied: bool = True) -> None:
        """Begin afresh; with `implied` decimals every digit counts from the right, else a point is typed."""
        self._places, self._implied = places, implied
        self.clear()

    def value(self) -> int | None:
        """Return the figure in its smallest units, None while nothing is typed."""
        whole, _, decimals = self.text().partition(".")
        digits = (whole + decimals.ljust(self._places, "0")) if not self._implied else whole + decimals
        digits = "".join(character for character in digits if character in "0123456789")
        return int(digits) if digits else None

    def type_digits(self, digits: str) -> None:
        """Type from the keypad, at the end."""
        self.setText(self.text() + digits)
        self._tidy(self.text())

    def backspace_digit(self) -> None:
        """Take the last digit back."""
        self.setText(self.text()[:-1])
        self._tidy(self.text())

    def acts_on(self, _text: str) -> bool:
        """No character is a command while a figure is typed."""
        return False

    def _tidy(self, typed: str) -> None:
        text = unicodedata.normalize("NFKC", typed)  # digits of an input method are full-width
        wanted = self._implied_text(text) if self._implied else self._pointed_text(text)
        if wanted != self.text():
            self.setText(wanted)

    def _implied_text(self, text: str) -> str:
        digits = "".join(character for character in text if character in "0123456789").lstrip("0")[:DIGITS_MOST]
        if not digits and "0" not in text:
            return ""
        if not self._places:
            return digits or "0"
        padded = digits.rjust(self._places + 1, "0")
        return f"{padded[: -self._places]}.{padded[-self._places :]}" if digits else ""

    def _pointed_text(self, text: str) -> str:
        whole, point, decimals = text.replace(",", ".").partition(".")
        kept = "".join(character for character in whole if character in "0123456789")[:DIGITS_MOST]
        if not point or not self._places:
            return kept
        return f"{kept}.{''.join(c for c in decimals if c in '0123456789')[: self._places]}"
