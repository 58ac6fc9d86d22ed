"""What the open order asks for, in place: words, a field, a short list, and at most two acts with their keys."""

from collections.abc import Callable
from functools import partial

import msgspec
from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy

from ui.face import Face
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.fields import PIN_LENGTH_MOST, EntryField
from ui.widgets.found_list import ROW_PX, FoundList, FoundRow
from ui.widgets.label import Label

_ROWS_SEEN = 6.5
"""Rows that stand without scrolling; of more, half a row says that there are more."""


class Ask(msgspec.Struct, frozen=True):
    """One question. `field` is "" for none, text, digits or secret; `take` gets what was chosen and typed."""

    name: str
    words: str
    take: Callable[[str, str], object]
    field: str = ""
    prompt: str = ""
    rows: tuple[FoundRow, ...] = ()
    acts: tuple[tuple[str, str, Callable[[], object]], ...] = ()
    """Words, key, and what it does."""
    enters: bool = True
    """Whether Enter and a touch on a row take it; a hand-over waits for its own key."""


class AskPanel(Card):
    """Shows one `Ask`, or nothing; Enter takes, the acts have their own keys."""

    def __init__(self, face: Face, keys: Callable[[QKeyEvent], bool]) -> None:
        """`keys` sees each key of the field first."""
        super().__init__(margin_px=14, gap_px=8)
        self._face = face
        self.ask: Ask | None = None
        self.words = Label()
        self.words.setWordWrap(True)
        self.words.setProperty("look", "title")
        self.words.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.list = FoundList(face)
        self.field = EntryField(keys)
        self.column.addWidget(self.words)
        self.column.addWidget(self.list)
        self.column.addWidget(self.field)
        offers = QHBoxLayout()
        offers.setSpacing(8)
        self.buttons = tuple(Button("act", partial(self._act, at), focusable=True) for at in range(2))
        for button in self.buttons:
            offers.addWidget(button, 1)
        self.column.addLayout(offers)
        self.list.clicked.connect(self._clicked)
        self.hide()

    def show_ask(self, ask: Ask | None) -> None:
        """Show a question; the same one again keeps what is typed."""
        before, self.ask = self.ask, ask
        self.setVisible(ask is not None)
        if ask is None:
            self.field.clear()
            return
        same = before is not None and before.name == ask.name
        self.words.setText(ask.words)
        self.list.setVisible(bool(ask.rows))
        self.list.row_model.show(ask.rows)
        self.list.setAccessibleName(ask.words)
        self.list.setFixedHeight(int(self._face.px(ROW_PX) * min(len(ask.rows), _ROWS_SEEN)) + 2)
        self.field.setVisible(bool(ask.field))
        self.field.setPlaceholderText(ask.prompt)
        self.field.setAccessibleName(ask.prompt or ask.words)
        secret = ask.field == "secret"
        self.field.setEchoMode(QLineEdit.EchoMode.Password if secret else QLineEdit.EchoMode.Normal)
        self.field.setMaxLength(PIN_LENGTH_MOST if secret else 40)
        for at, button in enumerate(self.buttons):
            button.setVisible(at < len(ask.acts))
            if at < len(ask.acts):
                button.show_words(ask.acts[at][0], ask.acts[at][1])
        if not same:
            self.field.clear()
            if ask.rows:
                self.list.choose(0)

    @property
    def is_typed_in(self) -> bool:
        """Tell whether the question has a field to be answered in."""
        return self.ask is not None and bool(self.ask.field)

    def enter(self) -> bool:
        """Take what is chosen and typed; return whether the question takes anything."""
        ask = self.ask
        if ask is None or not (ask.field or ask.rows) or not ask.enters:
            return False
        row = self.list.current() if ask.rows else None
        typed = self.field.text().strip()
        if ask.field:
            self.field.clear()
        ask.take(row.key if row is not None else "", typed)
        return True

    def chosen(self) -> str:
        """Return the key of the chosen row; empty for none."""
        row = self.list.current()
        return "" if row is None else row.key

    def press(self, key: str) -> bool:
        """Do the act that has this key; return whether one has."""
        for act in self.ask.acts if self.ask is not None else ():
            if act[1] == key:
                act[2]()
                return True
        return False

    def _act(self, at: int) -> None:
        if self.ask is not None and at < len(self.ask.acts):
            self.ask.acts[at][2]()

    def _clicked(self, index: QModelIndex) -> None:
        self.list.choose(index.row())
        if self.ask is not None and not self.ask.field:
            self.enter()
