"""The one label of the screens: what it says is shown letter by letter.

A `QLabel` by itself guesses whether its text is markup. Names come from outside (a customer types their own in the
online shop), so a guess would let them hide words, change sizes or fetch a file.
"""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


class Label(QLabel):
    """A label that never reads its text as markup."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        """Show `text`."""
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)


def words_label(look: str = "") -> Label:
    """Return a label that wraps and is as high as its words."""
    label = Label()
    label.setWordWrap(True)
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    if look:
        label.setProperty("look", look)
    return label
