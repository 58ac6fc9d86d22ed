"""A tile's picture, as the feed gives it: decoded once, and none rather than a bad or too large one."""

from functools import lru_cache
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImageReader, QPixmap

from pos_app.domain.store_rows import PICTURE_BYTES_MAX

SIDE_PX: Final = 30
"""A picture stands beside the price, in a square of this side."""
SIDE_MOST_PX: Final = 1_024
"""A larger picture is not decoded: the file is small, what it unpacks to need not be."""


@lru_cache(maxsize=256)
def picture(data: bytes, side_px: int) -> QPixmap | None:
    """Return the picture that `data` (PNG, JPEG or whatever Qt reads) holds, within a square; None when it is none."""
    if not data or len(data) > PICTURE_BYTES_MAX:
        return None
    held = QByteArray(data)
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    size = reader.size()
    if not size.isValid() or size.isEmpty() or max(size.width(), size.height()) > SIDE_MOST_PX:
        return None
    reader.setScaledSize(size.scaled(QSize(side_px, side_px), Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return None if image.isNull() else QPixmap.fromImage(image)
