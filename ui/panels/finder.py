"""The field that finds goods or orders; where a finger may be alone, with a key that brings letters to the screen."""

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.face import Face
from ui.widgets.buttons import Button
from ui.widgets.fields import EntryField

_ICON_PX = 22


class Finder(QWidget):
    """A field, and beside it the key of the letters; the screen says when that key is wanted."""

    def __init__(self, face: Face, keys: Callable[[QKeyEvent], bool], letters: Callable[[], object]) -> None:
        """`keys` sees each key of the field first; `letters` brings the on-screen keyboard up, or puts it away."""
        super().__init__()
        self._face = face
        self.field = EntryField(keys)
        self.letters = Button("act", letters, focusable=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.field, 1)
        row.addWidget(self.letters)

    @property
    def text(self) -> str:
        """Return what is typed."""
        return self.field.text().strip()

    def show_words(self, hint: str, name: str) -> None:
        """Dress and say everything anew: the `hint` while nothing is typed, the `name` for a screen reader."""
        face, side = self._face, self._face.px(_ICON_PX)
        self.field.setPlaceholderText(hint)
        self.field.setAccessibleName(name)
        self.letters.setIcon(face.icon("keyboard", "ink2", side))
        self.letters.setIconSize(QSize(side, side))
        self.letters.setAccessibleName(face.say("ui.keyboard"))
        self.letters.setFixedWidth(face.px(56))
