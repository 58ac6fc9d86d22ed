"""A figure in the largest type that fits: for painted prices and totals, of which never a digit may be missing."""

from PySide6.QtGui import QFont, QFontMetrics

STRETCH_LEAST_PERCENT = 50


def fitted(font: QFont, text: str, width_px: int, least_px: int) -> QFont:
    """Return the font, smaller down to `least_px` where the text is too wide, and beyond that narrower."""
    needed = QFontMetrics(font).horizontalAdvance(text)
    if needed <= width_px or width_px <= 0:
        return font
    smaller = QFont(font)
    smaller.setPixelSize(max(least_px, font.pixelSize() * width_px // needed))
    while (needed := QFontMetrics(smaller).horizontalAdvance(text)) > width_px and smaller.pixelSize() > least_px:
        smaller.setPixelSize(smaller.pixelSize() - 1)
    percent = 100
    while needed > width_px and percent > STRETCH_LEAST_PERCENT:
        percent -= 2
        smaller.setStretch(percent)
        needed = QFontMetrics(smaller).horizontalAdvance(text)
    return smaller
