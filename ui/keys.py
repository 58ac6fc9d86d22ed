"""The keys of the sell screen by the acts they stand for; what a key does is decided by the screen.

Function keys act on their first press only: a key held down must not walk from Pay into the payment.
"""

import enum

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

Key = Qt.Key


class Act(enum.Enum):
    """What a cashier means by a key."""

    CASH = enum.auto()
    OTHER_TENDER = enum.auto()
    PART_IN_CASH = enum.auto()
    QUANTITY = enum.auto()
    ANSWER = enum.auto()
    SEARCH = enum.auto()
    TRAY_KEEP = enum.auto()  # search, unless scans wait in the tray
    TRAY_DISCARD = enum.auto()
    HOLD = enum.auto()
    PAY = enum.auto()
    DELETE = enum.auto()
    UNDO = enum.auto()
    REDO = enum.auto()
    MORE = enum.auto()
    LESS = enum.auto()
    NEXT_QUANTITY = enum.auto()
    UP = enum.auto()
    DOWN = enum.auto()
    PAGE_UP = enum.auto()
    PAGE_DOWN = enum.auto()
    ENTER = enum.auto()
    BACK = enum.auto()


_FUNCTION = {
    Key.Key_F1: Act.CASH,
    Key.Key_F2: Act.OTHER_TENDER,
    Key.Key_F3: Act.PART_IN_CASH,
    Key.Key_F7: Act.QUANTITY,
    Key.Key_F8: Act.ANSWER,
    Key.Key_F9: Act.TRAY_KEEP,
    Key.Key_F10: Act.TRAY_DISCARD,
    Key.Key_F11: Act.HOLD,
    Key.Key_F12: Act.PAY,
}
_MOVING = {
    Key.Key_Up: Act.UP,
    Key.Key_Down: Act.DOWN,
    Key.Key_PageUp: Act.PAGE_UP,
    Key.Key_PageDown: Act.PAGE_DOWN,
}
_ONCE = {
    Key.Key_Delete: Act.DELETE,
    Key.Key_Return: Act.ENTER,
    Key.Key_Enter: Act.ENTER,
    Key.Key_Escape: Act.BACK,
}
_TYPED = {"+": Act.MORE, "-": Act.LESS, "*": Act.NEXT_QUANTITY, "/": Act.SEARCH}
_WITH_CONTROL = {Key.Key_Z: Act.UNDO, Key.Key_Y: Act.REDO}


def act_of(event: QKeyEvent, *, field_is_empty: bool) -> Act | None:
    """Return what the key means, None when it is for the field.

    Characters that are commands, and Delete, act only while nothing is typed.
    """
    key = Key(event.key())
    if key in _MOVING:
        return _MOVING[key]
    if event.isAutoRepeat():
        return None
    control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
    if control:
        shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        return Act.REDO if shift and key == Key.Key_Z else _WITH_CONTROL.get(key)
    if key in _FUNCTION:
        return _FUNCTION[key]
    if key in _ONCE:
        return _ONCE[key] if key != Key.Key_Delete or field_is_empty else None
    return _TYPED.get(event.text()) if field_is_empty else None
