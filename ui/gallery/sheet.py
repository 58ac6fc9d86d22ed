"""Lays pictures of one size beside each other on a sheet, each under the name of its dress, large enough to be read.

A person who looks at sheets sees a state in every theme and language at one glance.
"""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from ui.gallery.dress import Dress
from ui.theme.tokens import THEMES

WIDTH_MOST_PX = 1280
"""Of one picture: a larger one is drawn smaller, with letters that still can be read."""
NAME_PX, GAP_PX = 24, 12
GROUND, INK = "#808080", "#FFFFFF"
COLOURS, EXACT_COLOURS = 256, 128
"""Of a sheet: the colours of all themes are exact."""


def sheet(painted: Sequence[tuple[Dress, QImage]]) -> QImage:
    """Return one picture of several, which have one size and come theme by theme.

    The themes stand beside each other when the pictures are upright, else below each other.
    """
    shown = _smaller(painted[0][1].size())
    places = [divmod(at, len(THEMES)) for at in range(len(painted))]
    if shown.height() > shown.width():
        places = [(column, row) for row, column in places]
    across, down = shown.width() + GAP_PX, shown.height() + NAME_PX + GAP_PX
    columns, rows = (1 + max(along) for along in zip(*places, strict=True))
    together = QImage(columns * across + GAP_PX, rows * down + GAP_PX, QImage.Format.Format_RGB32)
    together.fill(QColor(GROUND))
    painter = QPainter(together)
    name = QFont()
    name.setPixelSize(NAME_PX - 9)
    painter.setFont(name)
    painter.setPen(QColor(INK))
    for (column, row), (dress, picture) in zip(places, painted, strict=True):
        corner = QPoint(GAP_PX + column * across, GAP_PX + row * down)
        painter.drawText(QRect(corner, QSize(shown.width(), NAME_PX)), Qt.AlignmentFlag.AlignVCenter, dress.name)
        painter.drawImage(corner + QPoint(0, NAME_PX), _fitting(picture, shown))
    painter.end()
    return together


def _smaller(size: QSize) -> QSize:
    if size.width() <= WIDTH_MOST_PX:
        return size
    return QSize(WIDTH_MOST_PX, size.height() * WIDTH_MOST_PX // size.width())


def _fitting(picture: QImage, shown: QSize) -> QImage:
    if picture.size() == shown:
        return picture
    return picture.scaled(shown, mode=Qt.TransformationMode.SmoothTransformation)
