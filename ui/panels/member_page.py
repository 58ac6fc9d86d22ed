"""The member in the middle column: who was found, who buys, and what can be done for them. Nothing in clear by itself.

A revealed field stands in its own strip for as long as its owner says.
"""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ui.face import Face, Words, said
from ui.panels.choices import Choices
from ui.widgets.buttons import Button, two_abreast
from ui.widgets.found_list import FoundRow
from ui.widgets.label import words_label
from ui.widgets.strip import Strip

ACTS = ("ui.member.enrol", "ui.member.take_off", "ui.member.show_phone", "ui.member.show_name", "ui.member.erase")
"""By function key, F1 first."""
LIST_ABOVE_ALL = 100
"""Of the room, in parts: the list takes what there is, without one the acts stand right under the words."""


class MemberPage(QWidget):
    """Shows rows, the buyer and the acts; emits the number of the act, and the id of the row that was taken."""

    act_asked = Signal(int)
    taken = Signal(str)

    def __init__(self, face: Face, parent: QWidget | None = None) -> None:
        """Begin with nobody."""
        super().__init__(parent)
        self._face = face
        self._words: tuple[Words, Words] = ("", "")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.name, self.about = words_label("title"), words_label("quiet")
        for label in (self.name, self.about):
            column.addWidget(label)
        self.clear = Strip(face)
        self.note = Strip(face)
        for strip in (self.clear, self.note):
            strip.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)  # as high as its words
            column.addWidget(strip)
        self.results = Choices(face, "user-round")
        column.addWidget(self.results, LIST_ABOVE_ALL)
        self.buttons = tuple(Button("low-act", partial(self.act_asked.emit, at)) for at in range(1, len(ACTS) + 1))
        column.addLayout(two_abreast(self.buttons))
        column.addStretch(1)
        self._column = column
        self.results.taken.connect(self.taken)
        face.changed.connect(self._put_on)
        self._put_on()

    def take_hint(self, hint: QWidget) -> None:
        """Let a hint stand under the words."""
        self._column.insertWidget(self._column.indexOf(self.about) + 1, hint)

    def show_words(self, name: Words, about: Words) -> None:
        """Show whom it is about, or what to do."""
        self._words = (name, about)
        self._say()

    def show_rows(self, rows: tuple[FoundRow, ...]) -> None:
        """Show who was found."""
        self.results.show_rows("", rows, "")
        self.results.list.setAccessibleName(self._face.say("ui.member.found"))
        self.results.setVisible(bool(rows))

    def show_acts(self, *, buys: bool, about_somebody: bool) -> None:
        """Let the acts be pressed that mean something now."""
        may = (True, buys, about_somebody, about_somebody, about_somebody)
        for button, enabled in zip(self.buttons, may, strict=True):
            button.setEnabled(enabled)

    def hide_clear(self) -> None:
        """Keep no field in clear, shown or not."""
        if self.clear.words.text():
            self.clear.tell("warn", "")
            self.clear.dismiss()

    def hideEvent(self, event: QHideEvent) -> None:
        """Let nothing stand in clear on a page that nobody looks at."""
        self.hide_clear()
        super().hideEvent(event)

    @property
    def chosen(self) -> str:
        """Return the id of the chosen row, "" for none."""
        row = self.results.list.current()
        return row.key if row is not None and self.results.list.row_model.rows else ""

    def _say(self) -> None:
        for label, words in ((self.name, self._words[0]), (self.about, self._words[1])):
            label.setText(said(words))
            label.setVisible(bool(said(words)))

    def _put_on(self) -> None:
        for at, (button, words) in enumerate(zip(self.buttons, ACTS, strict=True), 1):
            button.show_words(self._face.say(words), f"F{at}")
        self._say()
