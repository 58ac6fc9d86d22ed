"""The one place where the cashier types on the sell screen: words to search, a figure or a PIN that was asked for.

It always holds the focus while selling, so that a digit, a letter or a command key has one place to go. Beside it stand
the way back, the key of the letters where a finger is alone, the kinds of what is asked for, and what Enter takes where
its list is out of sight.
"""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from ui.face import Face
from ui.widgets.buttons import Button
from ui.widgets.fields import PIN_LENGTH_MOST, EntryField, FigureField
from ui.widgets.kinds_row import Kinds, KindsRow
from ui.widgets.label import Label

_CHOSEN_EDGES_PX = 32
_LETTERS_PX, _LETTERS_ICON_PX = 56, 22


class EntryBar(QWidget):
    """A search field that becomes a figure field, or a PIN field, while that is asked for."""

    words_changed = Signal(str)
    text_changed = Signal(str)  # what is typed into a form
    turned = Signal()  # something else is asked for
    back_asked = Signal()
    letters_asked = Signal()  # the on-screen keyboard, or to put it away
    kind_asked = Signal(object)  # what opens the form of that kind
    list_asked = Signal()  # to see the list of which one is chosen

    def __init__(self, face: Face, keys: Callable[[QKeyEvent], bool], parent: QWidget | None = None) -> None:
        """`keys` sees each key before the field does."""
        super().__init__(parent)
        self._face = face
        self._next_quantity = self._chosen = ""
        self._offers_letters, self._is_typed = False, True
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.prompt = Label()
        self.prompt.setProperty("look", "quiet")
        self.prompt.setWordWrap(True)
        self.search = EntryField(keys)
        self.search.setProperty("look", "search")
        self.figure = FigureField(face, keys)
        self._glass = self.search.addAction(QIcon(), QLineEdit.ActionPosition.LeadingPosition)
        self.secret = EntryField(keys)
        self.secret.setProperty("look", "pin")
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.secret.setMaxLength(PIN_LENGTH_MOST)
        self.text = EntryField(keys)
        self.back = Button("quiet", self.back_asked.emit, focusable=True)
        across = QHBoxLayout()
        across.setSpacing(8)
        for field in (self.search, self.figure, self.secret, self.text):
            across.addWidget(field, 1)
        self.letters = Button("low-act", self.letters_asked.emit, focusable=True)
        across.addWidget(self.letters)
        across.addWidget(self.back)
        self.kinds = KindsRow(self.kind_asked.emit)
        self.chosen = Button("act", self.list_asked.emit, focusable=True)
        column.addWidget(self.prompt)
        column.addLayout(across)
        column.addWidget(self.kinds)
        column.addWidget(self.chosen)
        self.chosen.hide()
        self.search.textChanged.connect(self.words_changed)
        self.text.textChanged.connect(self.text_changed)
        face.changed.connect(self._put_on)
        self._put_on()
        self.ask_words()

    @property
    def asking(self) -> bool:
        """Whether a figure or a PIN is asked for."""
        return self.field is not self.search

    @property
    def asks_words(self) -> bool:
        """Whether words are asked for, and typed: the search asks for nothing."""
        return self.field is self.text and self._is_typed

    @property
    def field(self) -> EntryField:
        """Return the field that is typed in now."""
        return next(field for field in (self.figure, self.secret, self.text, self.search) if not field.isHidden())

    def show_back(self, *, there_is_one: bool) -> None:
        """Show the way back that Esc is, for a finger."""
        self.back.setVisible(there_is_one)

    def offer_letters(self, *, wanted: bool) -> None:
        """Have a key for the on-screen keyboard while words are typed, or have none."""
        self._offers_letters = wanted
        self._show_letters()

    def show_kinds(self, kinds: Kinds) -> None:
        """Show of which kind what is asked for is, and the others."""
        self.kinds.show_kinds(kinds)

    def show_chosen(self, name: str) -> None:
        """Say which row Enter takes; "" while its list is seen."""
        self._chosen = name
        self.chosen.setVisible(bool(name))
        self._say_chosen()

    def ask_words(self) -> None:
        """Go back to the search field; what stood there stays."""
        self.prompt.hide()
        self.kinds.show_kinds(())
        self.secret.clear()
        self._open(self.search)

    def ask_figure(self, prompt: str, places: int) -> None:
        """Ask for a figure with so many decimals."""
        self.figure.begin(places)
        self._ask(self.figure, prompt)

    def ask_secret(self, prompt: str) -> None:
        """Ask for a PIN."""
        self.secret.clear()
        self._ask(self.secret, prompt)

    def ask_text(self, prompt: str) -> None:
        """Ask for words, or for one of a list."""
        self.text.clear()
        self.text.setPlaceholderText("")
        self._ask(self.text, prompt)

    def type_nothing(self) -> None:
        """Have nothing typed until something else is asked for: keys answer, and no letters are needed."""
        self._is_typed = False
        self._show_letters()
        self.turned.emit()

    def show_next_quantity(self, quantity: str) -> None:
        """Say how many the next scan sells; "" for one."""
        if quantity != self._next_quantity:
            self._next_quantity = quantity
            self._put_on()

    def type(self, text: str) -> None:
        """Type from the keypad."""
        if self.field is self.figure:
            self.figure.type_digits(text)
        else:
            self.field.insert(text)

    def backspace(self) -> None:
        """Take one character back."""
        if self.field is self.figure:
            self.figure.backspace_digit()
        else:
            self.field.backspace()

    def clear(self) -> None:
        """Take all back that is typed."""
        self.field.clear()

    def say_prompt(self, prompt: str) -> None:
        """Ask for the same in other words."""
        self.prompt.setText(prompt)
        self.field.setAccessibleName(prompt)

    def _ask(self, field: EntryField, prompt: str) -> None:
        self._open(field)
        self.say_prompt(prompt)
        self.prompt.show()

    def _open(self, field: EntryField) -> None:
        for other in (self.search, self.figure, self.secret, self.text):
            other.setVisible(other is field)
        self._is_typed = True
        self._show_letters()
        field.setFocus()
        self.turned.emit()

    def _show_letters(self) -> None:
        typed = self.field is self.search or self.asks_words
        self.letters.setVisible(self._offers_letters and typed)

    def _say_chosen(self) -> None:
        if self._chosen:
            words = self._face.say("ui.chosen", name=self._chosen)
            room_px = max(self.width() - _CHOSEN_EDGES_PX, 0)
            self.chosen.show_words(
                self.chosen.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room_px) if room_px else words
            )
            self.chosen.setAccessibleName(words)

    def _put_on(self) -> None:
        self.back.show_words(self._face.say("ui.back"), "Esc")
        side = self._face.px(_LETTERS_ICON_PX)
        self.letters.setIcon(self._face.icon("keyboard", "ink2", side))
        self.letters.setIconSize(QSize(side, side))
        self.letters.setAccessibleName(self._face.say("ui.keyboard"))
        self.letters.setFixedWidth(self._face.px(_LETTERS_PX))
        self._say_chosen()
        hints = [self._face.say("ui.search_hint"), self._face.say("ui.search_hint_short")]
        if self._next_quantity:
            quantity = self._face.say("ui.next_quantity", count=self._next_quantity)
            hints = [*(f"{quantity} · {hint}" for hint in hints), quantity]
        self.search.show_hints(*hints)
        self.search.setAccessibleName(self._face.say("ui.search"))
        for picture in self.search.findChildren(QToolButton):  # Qt makes a button of it, which a screen reader finds
            picture.setAccessibleName(self._face.say("ui.search"))
        self._glass.setIcon(self._face.icon("search", "ink3", 20))
