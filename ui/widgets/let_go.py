"""Lets a key (or a list) that a finger holds down go, as if the finger had slid far off it: nothing is pressed."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QMouseEvent

_FAR_OFF = QPointF(-10_000, -10_000)


def far_off() -> QMouseEvent:
    """Return the release of a mouse far off every widget."""
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    kind, keys = QEvent.Type.MouseButtonRelease, Qt.KeyboardModifier.NoModifier
    return QMouseEvent(kind, _FAR_OFF, _FAR_OFF, left, none, keys)


def let_go(held: QObject) -> None:
    """Tell a widget, or the window for whatever is down in it, that the mouse was released far off."""
    QCoreApplication.sendEvent(held, far_off())
