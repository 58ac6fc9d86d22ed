"""The white card with a hairline on which everything lies, and the hairline itself."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

RADIUS_PX = 14


class Card(QFrame):
    """A card whose contents stand under each other."""

    def __init__(self, parent: QWidget | None = None, *, margin_px: int = 14, gap_px: int = 8) -> None:
        """Make an empty card."""
        super().__init__(parent)
        self.setProperty("look", "card")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(margin_px, margin_px, margin_px, margin_px)
        self.column.setSpacing(gap_px)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground and hairline in the palette's colours: a card with pages in it wears no style sheet."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Mid), 1))
        painter.setBrush(self.palette().color(QPalette.ColorRole.Base))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS_PX, RADIUS_PX)
        painter.end()

    def row(self, gap_px: int = 8) -> QHBoxLayout:
        """Add a row at the bottom and return it."""
        row = QHBoxLayout()
        row.setSpacing(gap_px)
        self.column.addLayout(row)
        return row


def hairline() -> QFrame:
    """Return a horizontal rule."""
    rule = QFrame()
    rule.setProperty("look", "rule")
    return rule
