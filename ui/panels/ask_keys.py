"""What a finger needs under a question: Back and OK, letters for words, a keypad for a PIN or a figure.

A panel stands `row` under its field and the keypad beside or under itself. Every key does what its key on a keyboard
does: digits go into the field that is typed in.
"""

from collections.abc import Callable

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from ui.face import Face
from ui.widgets.buttons import Button
from ui.widgets.fields import FigureField
from ui.widgets.keypad import BACKSPACE, ENTER, Keypad

_ICON_PX, _GAP_PX = 20, 8
_EDGES_PX = 32
"""Of OK, beside its words."""


class AskKeys(QWidget):
    """Back, OK and the key of the letters in a row; `keypad` is its own widget, to be put where there is room."""

    letters = Signal()
    """The key of the on-screen keyboard was touched."""

    def __init__(self, face: Face, take: Callable[[], object], back: Callable[[], object]) -> None:
        """`take` does what Enter does, `back` what Esc does."""
        super().__init__()
        self._face, self._take = face, take
        self._field: QLineEdit | None = None
        self.letters_key = Button("act", self.letters.emit, focusable=True)
        self.back, self.take = Button("act", back, focusable=True), Button("pay", take, focusable=True)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP_PX)
        for button in (self.letters_key, self.back, self.take):
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)  # all as high as OK
            row.addWidget(button, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.keypad = Keypad(face, acts=False)
        self.keypad.pressed.connect(self._pad)
        face.changed.connect(self._put_on)
        self._put_on()

    def serve(self, field: QLineEdit | None, *, words: bool, enters: bool) -> None:
        """Type into `field` (None: nothing is typed); `words` need letters, `enters`: OK takes what is typed."""
        self._field = field
        self.setVisible(field is not None and enters)
        self.letters_key.setVisible(words)
        self._name_ok()
        self.keypad.setVisible(field is not None and not words)
        self.keypad.enter.setVisible(enters)

    def _pad(self, key: str) -> None:
        field = self._field
        if key == ENTER:
            self._take()
        elif isinstance(field, FigureField):
            field.backspace_digit() if key == BACKSPACE else field.type_digits(key)
        elif field is not None:
            field.backspace() if key == BACKSPACE else field.insert(key)

    def _put_on(self) -> None:
        say, side = self._face.say, self._face.px(_ICON_PX)
        self.letters_key.show_words(say("ui.keyboard"))
        self.letters_key.setText(f" {self.letters_key.text()}")  # the icon stands apart from the word
        self.letters_key.setIcon(self._face.icon("keyboard", "ink", side))
        self.letters_key.setIconSize(QSize(side, side))
        self.back.show_words(say("ui.back"), "Esc")
        self._name_ok()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Name Enter where there is room for it now."""
        super().resizeEvent(event)
        self._name_ok()

    def _name_ok(self) -> None:
        """Print Enter on OK where there is room: three keys in a row have none on a scaled screen."""
        words, keys = self._face.say("ui.ok"), (self.letters_key, self.back, self.take)
        across = [key for key in keys if self._row.indexOf(key) >= 0 and not key.isHidden()]
        room_px = (self.width() - _GAP_PX * (len(across) - 1)) // len(across) - _EDGES_PX
        self.take.ensurePolished()  # measured in its own type
        fits = self.take.fontMetrics().horizontalAdvance(f"{words}  Enter") <= room_px
        self.take.show_words(words, "Enter" if fits else "")
        self.take.setAccessibleName(f"{words}, Enter")
