"""An on-screen keyboard for tills without one: Latin letters, digits and punctuation, into the field with the focus.

It never takes the focus, and each key is an ordinary key press for the field, so that what a key does there (a search,
a command, Enter) it does from here too. Chinese is typed with the system's own input method.
"""

from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.face import Face
from ui.widgets.buttons import Button

KEY_PX = 46
GAP_PX = 6
"""Between two rows; beside each other keys touch, and the gap that is seen belongs to both: no finger falls between."""
BELOW_PX = 10
_LETTERS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_SIGNS = ("1234567890", '-/:;()&@"', ".,?!'#+*%")
_SHIFT, _BACK, _SIGN, _SPACE, _ENTER, _CLOSE = "shift", "back", "sign", "space", "enter", "close"
_ICONS = {_BACK: "delete", _ENTER: "corner-down-left", _CLOSE: "x"}
_NAMES = {
    _SHIFT: "ui.key_shift",
    _BACK: "ui.key_backspace",
    _SIGN: "ui.key_signs",
    _SPACE: "ui.key_space",
    _ENTER: "ui.key_enter",
    _CLOSE: "ui.key_close",
}
_STRETCH = {_SPACE: 4, _ENTER: 2, _SHIFT: 2, _BACK: 2, _SIGN: 2, _CLOSE: 1}


class Keyboard(QWidget):
    """Four rows of keys; `closed` is said when the person has done."""

    closed = Signal()

    def __init__(self, face: Face, parent: QWidget | None = None) -> None:
        """Begin with small letters."""
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, BELOW_PX)
        self._column.setSpacing(GAP_PX)
        self._face = face
        self._upper = self._signs = False
        self._letters: list[list[Button]] = []
        self._named: dict[str, Button] = {}
        for row in _LETTERS:
            across = self._row()
            if row is _LETTERS[2]:
                self._add(across, _SHIFT)
            keys = [Button("soft-key", partial(self._touched, len(self._letters), at)) for at in range(len(row))]
            for key in keys:
                across.addWidget(key, 1)
            self._letters.append(keys)
            if row is _LETTERS[2]:
                self._add(across, _BACK)
        across = self._row()
        for name in (_SIGN, _CLOSE, _SPACE, _ENTER):
            self._add(across, name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # Latin letters stand as on every keyboard
        face.changed.connect(self._put_on)
        self._put_on()

    def key(self, text: str) -> Button:
        """Return the key that types this character in the layer shown, or a named one; KeyError for none."""
        if text in self._named:
            return self._named[text]
        for row, keys in enumerate(self._letters):
            for at, key in enumerate(keys):
                if self._text(row, at) == text:
                    return key
        raise KeyError(text)

    def sizeHint(self) -> QSize:
        """Four rows of keys for a finger."""
        return QSize(460, 4 * self._face.px(KEY_PX) + 3 * GAP_PX + BELOW_PX)

    def _row(self) -> QHBoxLayout:
        across = QHBoxLayout()
        across.setSpacing(0)
        self._column.addLayout(across)
        return across

    def _add(self, across: QHBoxLayout, name: str) -> None:
        key = Button("soft-key", partial(self._named_touched, name))
        self._named[name] = key
        across.addWidget(key, _STRETCH[name])

    def _text(self, row: int, at: int) -> str:
        text = (_SIGNS if self._signs else _LETTERS)[row]
        letter = text[at] if at < len(text) else ""
        return letter.upper() if self._upper and not self._signs else letter

    def _touched(self, row: int, at: int) -> None:
        text = self._text(row, at)
        _press(Qt.Key(ord(text.upper())), text)
        if self._upper:
            self._upper = False
            self._put_on()

    def _named_touched(self, name: str) -> None:
        if name == _SHIFT:
            self._upper = not self._upper
        elif name == _SIGN:
            self._signs = not self._signs
        elif name == _CLOSE:
            self.closed.emit()
        else:
            key, text = {
                _BACK: (Qt.Key.Key_Backspace, "\b"),
                _SPACE: (Qt.Key.Key_Space, " "),
                _ENTER: (Qt.Key.Key_Return, "\r"),
            }[name]
            _press(key, text)
            return
        self._put_on()

    def _put_on(self) -> None:
        for row, keys in enumerate(self._letters):
            for at, key in enumerate(keys):
                key.show_words(self._text(row, at))
                key.setVisible(bool(self._text(row, at)))
        for name, key in self._named.items():
            key.setAccessibleName(self._face.say(_NAMES[name]))
            if name in _ICONS:
                key.setIcon(self._face.icon(_ICONS[name], "ink", 20))
        self._named[_SHIFT].setText("⇩" if self._upper else "⇧")
        self._named[_SIGN].setText("abc" if self._signs else "?123")
        for key in (*self._named.values(), *(key for keys in self._letters for key in keys)):
            key.setFixedHeight(self._face.px(KEY_PX))
            key.setMinimumWidth(44)


def _press(key: Qt.Key, text: str) -> None:
    """Press and release a key at whoever has the focus; nobody hears it when nobody has."""
    focus = QApplication.focusWidget()
    if focus is not None:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QCoreApplication.sendEvent(focus, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text))
