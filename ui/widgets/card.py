"""The white card with a hairline on which everything lies, and the hairline itself."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget


class Card(QFrame):
    """A card whose contents stand under each other."""

    def __init__(self, parent: QWidget | None = None, *, margin_px: int = 14, gap_px: int = 8) -> None:
        """Make an empty card."""
        super().__init__(parent)
        self.setProperty("look", "card")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(margin_px, margin_px, margin_px, margin_px)
        self.column.setSpacing(gap_px)

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
