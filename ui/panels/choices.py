"""A titled list to choose from: search results, departments, held baskets.

Arrows choose, Enter takes, a tap does both.
"""

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.face import Face
from ui.widgets.empty_state import empty_state
from ui.widgets.found_list import FoundList, FoundRow
from ui.widgets.label import Label


class Choices(QWidget):
    """Emits `taken` with the key of the row that was chosen."""

    taken = Signal(str)

    def __init__(self, face: Face, icon: str, parent: QWidget | None = None) -> None:
        """`icon` is the picture of the empty list."""
        super().__init__(parent)
        self._face = face
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        head = QHBoxLayout()
        self._title = Label()
        self._title.setProperty("look", "meta")
        head.addWidget(self._title, 1)
        column.addLayout(head)
        self.list = FoundList(face)
        self._empty, self._empty_words = empty_state(face, icon)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._empty)
        column.addWidget(self._stack, 1)
        self.list.clicked.connect(self._clicked)

    def show_rows(self, title: str, rows: tuple[FoundRow, ...], empty_words: str) -> None:
        """Show rows with the first one chosen, or the words for none."""
        self._title.setText(title)
        self._title.setVisible(bool(title))
        self.list.setAccessibleName(title or self._face.say("ui.search"))
        self.list.row_model.show(rows)
        self._empty_words.setText(empty_words)
        self._stack.setCurrentWidget(self.list if rows else self._empty)
        if rows:
            self.list.choose(0)

    def say_again(self, title: str, rows: tuple[FoundRow, ...], empty_words: str) -> None:
        """Show the same rows in other words; the chosen one stays chosen."""
        chosen = self.list.current()
        self.show_rows(title, rows, empty_words)
        self.choose("" if chosen is None else chosen.key)

    def choose(self, key: str) -> None:
        """Choose the row of this key, the first one where there is none."""
        rows = self.list.row_model.rows
        self.list.choose(next((at for at, row in enumerate(rows) if row.key == key), 0))

    def take_chosen(self) -> bool:
        """Take the chosen row; return whether there was one."""
        row = self.list.current()
        if row is None:
            return False
        self.taken.emit(row.key)
        return True

    def _clicked(self, index: QModelIndex) -> None:
        self.taken.emit(self.list.row_model.rows[index.row()].key)
