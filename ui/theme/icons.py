"""Lucide icons (ISC, see icons/LICENSE), drawn in a token's colour.

Every widget that shows an icon asks `icon` or `pixmap`. A drawn icon is kept, so painting a row never parses SVG.
"""

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

_FOLDER = Path(__file__).parent / "icons"
_KEPT = 2_048  # some 60 icons in 6 colours and 2 resolutions, for the 3 themes and 3 sizes of type: 12 MB at most


@lru_cache(maxsize=64)
def _drawing(name: str) -> str:
    return (_FOLDER / f"{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=_KEPT)
def pixmap(name: str, colour: str, side_px: int, pixel_ratio: float = 1.0) -> QPixmap:
    """Draw an icon as a square of `side_px` logical pixels; FileNotFoundError for a name that is not vendored."""
    renderer = QSvgRenderer(QByteArray(_drawing(name).replace("currentColor", colour).encode()))
    picture = QPixmap(round(side_px * pixel_ratio), round(side_px * pixel_ratio))
    picture.setDevicePixelRatio(pixel_ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    renderer.render(painter, QRectF(0, 0, side_px, side_px))
    painter.end()
    return picture


def icon(name: str, colour: str, side_px: int = 24, *, disabled: str | None = None) -> QIcon:
    """Return an icon for a button, with a second colour for its disabled state."""
    drawn = QIcon()
    for ratio in (1.0, 2.0):
        drawn.addPixmap(pixmap(name, colour, side_px, ratio), QIcon.Mode.Normal)
        if disabled is not None:
            drawn.addPixmap(pixmap(name, disabled, side_px, ratio), QIcon.Mode.Disabled)
    return drawn
