"""Short lines that stand in one row where the width has room for it: a handheld is low, a column beside it narrow.

Used by the form of a new member. A number never stands on another line than the word that says what it is.
"""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent

from ui.shown import joined
from ui.widgets.label import Label


class RowOrLines(Label):
    """Shows lines one under another, or all in a row while that fits."""

    _lines = ""

    def __init__(self) -> None:
        """Begin empty."""
        super().__init__()
        self.setWordWrap(True)

    def show_lines(self, lines: str) -> None:
        """Show these lines."""
        self._lines = lines
        self._lay()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Measure anew at another width."""
        super().resizeEvent(event)
        self._lay()

    def changeEvent(self, event: QEvent) -> None:
        """Measure anew in another type."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._lay()

    def _lay(self) -> None:
        row = joined(*self._lines.split("\n"))
        fits = self.fontMetrics().horizontalAdvance(row) <= self.contentsRect().width()
        said = row if fits else self._lines
        if said != self.text():
            self.setText(said)
