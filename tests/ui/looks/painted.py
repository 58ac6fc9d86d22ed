"""What the large key truly paints: each line, the type it is painted in, and the room it is painted into.

For the looks and for the tests of the key: they ask the painter, not the sum that chose the type.
"""

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStylePainter

from ui.widgets import pay_key
from ui.widgets.pay_key import PayKey

Line = tuple[str, QRect, int]
"""The words, where they are painted, and how wide they are in the type they are painted in (px)."""


def lines_of(key: PayKey) -> list[Line]:
    """Paint the key and return the lines that the painter was given."""
    drawn: list[Line] = []

    class Recording(QStylePainter):
        def drawText(self, where: QRect, flags: Qt.AlignmentFlag, text: str) -> None:  # type: ignore[override]  # noqa: N802 - Qt's name
            drawn.append((text, QRect(where), self.fontMetrics().horizontalAdvance(text)))
            QPainter.drawText(self, where, flags, text)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(pay_key, "QStylePainter", Recording)
        key.grab()
    return drawn


def cut_off(key: PayKey) -> list[str]:
    """Return the lines that do not fit the key as it stands."""
    lines = lines_of(key)
    unpainted = {text for text in (key.text().replace("&&", "&"), key.after) if text} - {text for text, _, _ in lines}
    return [
        *(f"{text!r} is not painted" for text in sorted(unpainted)),
        *(f"{text!r} too wide: {wide} in {where.width()}" for text, where, wide in lines if wide > where.width()),
        *(f"{text!r} stands out of its key" for text, where, _ in lines if not key.rect().contains(where)),
    ]
