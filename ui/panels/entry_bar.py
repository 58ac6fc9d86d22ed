"""The one place where the cashier types on the sell screen: words to search, or a figure that was asked for.

It always holds the focus while selling, so that a digit, a letter or a command key has one place to go.
"""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from ui.face import Face
from ui.widgets.fields import EntryField, FigureField


class EntryBar(QWidget):
    """A search field that becomes a figure field while a figure is asked for."""

    words_changed = Signal(str)

    def __init__(self, face: Face, keys: Callable[[QKeyEvent], bool], parent: QWidget | None = None) -> None:
        """`keys` sees each key before the field does."""
        super().__init__(parent)
        self._face = face
        self._next_quantity = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.prompt = QLabel()
        self.prompt.setProperty("look", "quiet")
        self.prompt.setWordWrap(True)
        self.search = EntryField(keys)
        self.search.setProperty("look", "search")
        self.figure = FigureField(face, keys)
        self._glass = self.search.addAction(QIcon(), QLineEdit.ActionPosition.LeadingPosition)
        for widget in (self.prompt, self.search, self.figure):
            column.addWidget(widget)
        self.search.textChanged.connect(self.words_changed)
        face.changed.connect(self._put_on)
        self._put_on()
        self.ask_words()

    @property
    def asking(self) -> bool:
        """Whether a figure is asked for."""
        return not self.figure.isHidden()

    @property
    def field(self) -> EntryField:
        """Return the field that is typed in now."""
        return self.figure if self.asking else self.search

    def ask_words(self) -> None:
        """Go back to the search field; what stood there stays."""
        self.prompt.hide()
        self.figure.hide()
        self.search.show()
        self.search.setFocus()

    def ask_figure(self, prompt: str, places: int) -> None:
        """Ask for a figure with so many decimals."""
        self.figure.begin(places)
        self.prompt.setText(prompt)
        self.figure.setAccessibleName(prompt)
        self.prompt.show()
        self.figure.show()
        self.search.hide()
        self.figure.setFocus()

    def show_next_quantity(self, quantity: str) -> None:
        """Say how many the next scan sells; "" for one."""
        if quantity != self._next_quantity:
            self._next_quantity = quantity
            self._put_on()

    def type(self, text: str) -> None:
        """Type from the keypad."""
        if self.asking:
            self.figure.type_digits(text)
        else:
            self.search.insert(text)

    def backspace(self) -> None:
        """Take one character back."""
        if self.asking:
            self.figure.backspace_digit()
        else:
            self.search.backspace()

    def _put_on(self) -> None:
        hint = self._face.say("ui.search_hint")
        if self._next_quantity:
            hint = f"{self._face.say('ui.next_quantity', count=self._next_quantity)} · {hint}"
        self.search.setPlaceholderText(hint)
        self.search.setAccessibleName(self._face.say("ui.search"))
        self._glass.setIcon(self._face.icon("search", "ink3", 20))
