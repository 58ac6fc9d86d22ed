"""A small round field of one colour: what a legend shows beside its words."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPixmap


def swatch(colour: QColor, side_px: int) -> QPixmap:
    """Return the field as a picture of `side_px`."""
    picture = QPixmap(side_px, side_px)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(picture.rect(), side_px / 4, side_px / 4)
    painter.end()
    return picture
