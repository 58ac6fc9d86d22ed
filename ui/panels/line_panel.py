"""One line looked at closely: what it is, where its price came from, what each offer gave or why not, and what to do.

Opened by Enter or a tap on the line; the desk explains the price only then.
"""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos_app.domain.product import name_in
from pos_app.selling.detail_view import LineDetailView
from ui import explained
from ui.face import Face
from ui.keys import Act
from ui.widgets.buttons import Button, two_abreast
from ui.widgets.found_list import FoundList
from ui.widgets.label import words_label

_ACTS = (
    (Act.QUANTITY, "ui.quantity", "F7"),
    (Act.DISCOUNT, "ui.discount", "F8"),
    (Act.PRICE, "ui.change_price", "Ctrl+P"),
    (Act.NOTE, "ui.note", "Ctrl+N"),
    (Act.SERVED_BY, "ui.served_by", "Ctrl+S"),
    (Act.VOID, "ui.void", "Del"),
)


class LinePanel(QWidget):
    """Shows a `LineDetailView`; emits the act that a button stands for."""

    act_asked = Signal(object)  # Act

    def __init__(self, face: Face, parent: QWidget | None = None) -> None:
        """Begin with no line."""
        super().__init__(parent)
        self._face = face
        self._shown: tuple[LineDetailView, str] | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.name, self.about = words_label("title"), words_label("quiet")
        for words in (self.name, self.about):
            column.addWidget(words)
        self.story = FoundList(face)
        column.addWidget(self.story, 1)
        self.buttons = {act: Button("low-act", partial(self.act_asked.emit, act)) for act, _, _ in _ACTS}
        column.addLayout(two_abreast(self.buttons.values()))
        face.changed.connect(self._put_on)
        self._put_on()

    def show_line(self, detail: LineDetailView, currency: str) -> None:
        """Show a line."""
        self._shown = (detail, currency)
        self.name.setText(name_in(detail.names, self._face.language))
        self.about.setText(explained.about(self._face, detail, currency))
        self.story.row_model.show(explained.story(self._face, detail, currency))
        self.story.setAccessibleName(self._face.say("ui.why_this_price"))

    def _put_on(self) -> None:
        for act, words, key in _ACTS:
            self.buttons[act].show_words(self._face.say(words), key)
        if self._shown is not None:
            self.show_line(*self._shown)
