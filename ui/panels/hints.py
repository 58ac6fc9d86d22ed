"""What the middle column shows while nothing is searched: what is nearly earned, and the keys that save a hand.

Also the way to sell what has no code, which is all that a till without a catalogue can do.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from ui.face import Face
from ui.widgets.buttons import Button

_KEYS = (
    ("* 3 Enter", "ui.hint_next_quantity"),
    ("+  −", "ui.hint_step"),
    ("F7", "ui.hint_quantity"),
    ("Del", "ui.hint_void"),
    ("Ctrl+Z", "ui.hint_undo"),
    ("F9  /", "ui.hint_search"),
    ("F11", "ui.hint_hold"),
    ("F12  F12", "ui.hint_exact"),
)
NEAR_MOST = 2


class HintPanel(QWidget):
    """Offers nearly earned over a quiet table of keys."""

    def __init__(self, face: Face, by_department: Callable[[], object], parent: QWidget | None = None) -> None:
        """Lay out the keys; `by_department` sells goods that have no code."""
        super().__init__(parent)
        self._face = face
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 8, 4, 4)
        column.setSpacing(12)
        self._near = QLabel()
        self._near.setWordWrap(True)
        self._near.setProperty("look", "saving")
        self._near.hide()
        column.addWidget(self._near)
        self._title = QLabel()
        self._title.setProperty("look", "meta")
        column.addWidget(self._title)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(14)
        grid.setColumnStretch(1, 1)
        self._words: list[tuple[QLabel, str]] = []
        for at, (keys, message_id) in enumerate(_KEYS):
            key = QLabel(keys)
            key.setProperty("look", "keycap")
            words = QLabel()
            words.setProperty("look", "quiet")
            words.setWordWrap(True)
            grid.addWidget(key, at, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(words, at, 1)
            self._words.append((words, message_id))
        column.addLayout(grid)
        column.addStretch(1)
        self.by_department = Button("act", by_department)
        column.addWidget(self.by_department)
        face.changed.connect(self._put_on)
        self._put_on()

    def show_near(self, offers: tuple[str, ...]) -> None:
        """Show what is nearly earned."""
        words = "\n".join(offers[:NEAR_MOST])
        if words != self._near.text():
            self._near.setText(words)
            self._near.setVisible(bool(words))

    def _put_on(self) -> None:
        self._title.setText(self._face.say("ui.keys"))
        self.by_department.show_words(self._face.say("ui.by_department"), "F8")
        for words, message_id in self._words:
            words.setText(self._face.say(message_id))
