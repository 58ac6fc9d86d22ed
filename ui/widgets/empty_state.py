"""What a list shows when there is nothing in it: a calm picture, and words that say what to do."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.face import Face
from ui.widgets.label import Label


def empty_state(face: Face, icon: str, parent: QWidget | None = None) -> tuple[QWidget, Label]:
    """Return a calm picture with words under it, for a list with nothing in it."""
    empty = QWidget(parent)
    column = QVBoxLayout(empty)
    picture = Label()
    picture.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    words = Label()
    words.setProperty("look", "hint")
    words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    words.setWordWrap(True)
    column.addStretch(2)
    column.addWidget(picture)
    column.addWidget(words)
    column.addStretch(3)

    def put_on() -> None:
        picture.setPixmap(face.icon(icon, "ink3", 44).pixmap(44, 44))

    face.changed.connect(put_on)
    put_on()
    return empty, words
