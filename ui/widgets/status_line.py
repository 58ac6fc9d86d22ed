"""The line at the bottom: what just happened on the left, the lamp and who works here on the right."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.face import Face
from ui.widgets.label import Label
from ui.widgets.lamp import LampPill

HEIGHT_PX = 44  # the lamp is a target


class StatusLine(QWidget):
    """Words, lamp, workstation."""

    def __init__(self, face: Face, parent: QWidget | None = None) -> None:
        """Begin with nothing said."""
        super().__init__(parent)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(10)
        self.words = Label()
        self.words.setProperty("look", "quiet")
        self.words.setWordWrap(True)
        self.lamp = LampPill(face)
        self.place = Label()
        self.place.setProperty("look", "quiet")
        across.addWidget(self.words, 1)
        across.addWidget(self.lamp)
        across.addWidget(self.place)
        face.changed.connect(lambda: self.setFixedHeight(face.px(HEIGHT_PX)))
        self.setFixedHeight(face.px(HEIGHT_PX))

    def say(self, words: str) -> None:
        """Show what just happened."""
        if self.words.text() != words:
            self.words.setText(words)
