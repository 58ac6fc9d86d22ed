"""The keys of the sell screen by the acts they stand for, and the one list of them that people read.

What a key does is decided by the screen. Function keys act on their first press only: a key held down must not walk
from Pay into the payment. No key that a scanner sends (Enter, Tab, digits) takes money or opens the drawer.
"""

import enum

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

Key = Qt.Key


class Act(enum.Enum):
    """What a cashier means by a key."""

    FIRST = enum.auto()  # F1 to F6: tenders in Pay, rows of a list, else the rail's screens
    SECOND = enum.auto()
    THIRD = enum.auto()
    FOURTH = enum.auto()
    FIFTH = enum.auto()
    SIXTH = enum.auto()
    QUANTITY = enum.auto()
    DISCOUNT = enum.auto()
    SEARCH = enum.auto()
    TRAY_KEEP = enum.auto()  # search, unless scans wait in the tray
    TRAY_DISCARD = enum.auto()  # the member, unless scans wait in the tray
    MEMBER = enum.auto()
    HOLD = enum.auto()
    PAY = enum.auto()
    ANSWER = enum.auto()  # the open question; without one, goods that have no code
    DELETE = enum.auto()
    VOID = enum.auto()  # the word on a key: never the answer to a question, which Del may be
    UNDO = enum.auto()
    REDO = enum.auto()
    MORE = enum.auto()
    LESS = enum.auto()
    NEXT_QUANTITY = enum.auto()
    PRICE_CHECK = enum.auto()
    PRICE = enum.auto()
    NOTE = enum.auto()
    SERVED_BY = enum.auto()
    SWITCH = enum.auto()
    LOCK = enum.auto()
    RECEIPT = enum.auto()
    RECEIPT_CODE = enum.auto()
    PALETTE = enum.auto()
    KEY_SHEET = enum.auto()
    UP = enum.auto()
    DOWN = enum.auto()
    PAGE_UP = enum.auto()
    PAGE_DOWN = enum.auto()
    PAGE_BEFORE = enum.auto()  # of the quick keys
    PAGE_AFTER = enum.auto()
    ENTER = enum.auto()
    BACK = enum.auto()
    CAMERA = enum.auto()
    NO_SALE = enum.auto()  # from here on without a key: by the palette
    RECEIPTS = enum.auto()
    ABANDON = enum.auto()
    TRAINING = enum.auto()
    SIGN_OFF = enum.auto()
    EXCEPTIONS = enum.auto()


NUMBERED = (Act.FIRST, Act.SECOND, Act.THIRD, Act.FOURTH, Act.FIFTH, Act.SIXTH)
_FUNCTION = {
    **{Key(int(Key.Key_F1) + at): act for at, act in enumerate(NUMBERED)},
    Key.Key_F7: Act.QUANTITY,
    Key.Key_F8: Act.DISCOUNT,
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
_TURNING = {Key.Key_Left: Act.PAGE_BEFORE, Key.Key_Right: Act.PAGE_AFTER}
_ONCE = {
    Key.Key_Delete: Act.DELETE,
    Key.Key_Insert: Act.ANSWER,
    Key.Key_Return: Act.ENTER,
    Key.Key_Enter: Act.ENTER,
    Key.Key_Escape: Act.BACK,
}
_TYPED = {
    "+": Act.MORE,
    "-": Act.LESS,
    "*": Act.NEXT_QUANTITY,
    "/": Act.SEARCH,
    "=": Act.PRICE_CHECK,
    "?": Act.KEY_SHEET,
}
_WITH_CONTROL = {
    Key.Key_Z: Act.UNDO,
    Key.Key_Y: Act.REDO,
    Key.Key_K: Act.PALETTE,
    Key.Key_L: Act.LOCK,
    Key.Key_O: Act.SWITCH,
    Key.Key_P: Act.PRICE,
    Key.Key_N: Act.NOTE,
    Key.Key_S: Act.SERVED_BY,
    Key.Key_R: Act.RECEIPT,
    Key.Key_B: Act.RECEIPT_CODE,
    Key.Key_T: Act.CAMERA,
}
TYPED = frozenset(_TYPED.values())


def act_of(event: QKeyEvent, *, field_is_empty: bool) -> Act | None:  # noqa: PLR0911 - one for each kind of key
    """Return what the key means, None when it is for the field.

    Characters that are commands, Delete, Left and Right act only while nothing is typed.
    """
    key = Key(event.key())
    if key in _MOVING:
        return _MOVING[key]
    if key in _TURNING:
        return _TURNING[key] if field_is_empty else None
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


class KeyRow(msgspec.Struct, frozen=True):
    """One row of the key sheet and of the palette; without an act it is only told."""

    keys: str
    message_id: str
    act: Act | None = None


SHEET = (
    KeyRow("F12", "ui.do.pay", Act.PAY),
    KeyRow("F12  F12", "ui.do.exact"),
    KeyRow("* 3 Enter", "ui.do.next_quantity", Act.NEXT_QUANTITY),
    KeyRow("+  −", "ui.do.step"),
    KeyRow("F7", "ui.do.quantity", Act.QUANTITY),
    KeyRow("F8", "ui.do.discount", Act.DISCOUNT),
    KeyRow("Ctrl+P", "ui.do.price", Act.PRICE),
    KeyRow("Del", "ui.do.void", Act.VOID),
    KeyRow("Enter", "ui.do.line"),
    KeyRow("Ctrl+Z", "ui.do.undo", Act.UNDO),
    KeyRow("Ctrl+Y", "ui.do.redo", Act.REDO),
    KeyRow("F9  /", "ui.do.search", Act.SEARCH),
    KeyRow("4011 Enter", "ui.do.plu"),
    KeyRow("←  →", "ui.do.tiles"),
    KeyRow("=", "ui.do.price_check", Act.PRICE_CHECK),
    KeyRow("Ctrl+T", "ui.do.camera", Act.CAMERA),
    KeyRow("Ins", "ui.do.answer", Act.ANSWER),
    KeyRow("F10", "ui.do.member", Act.MEMBER),
    KeyRow("F11", "ui.do.hold", Act.HOLD),
    KeyRow("F9  F10", "ui.do.tray"),
    KeyRow("F1 … F6", "ui.do.numbered"),
    KeyRow("Del", "ui.do.take_back"),
    KeyRow("Ctrl+R", "ui.do.receipt", Act.RECEIPT),
    KeyRow("Ctrl+B", "ui.do.receipt_code", Act.RECEIPT_CODE),
    KeyRow("", "ui.do.receipts", Act.RECEIPTS),
    KeyRow("Ctrl+N", "ui.do.note", Act.NOTE),
    KeyRow("Ctrl+S", "ui.do.served_by", Act.SERVED_BY),
    KeyRow("", "ui.do.no_sale", Act.NO_SALE),
    KeyRow("", "ui.do.abandon", Act.ABANDON),
    KeyRow("Ctrl+O", "ui.do.switch", Act.SWITCH),
    KeyRow("Ctrl+L", "ui.do.lock", Act.LOCK),
    KeyRow("", "ui.do.sign_off", Act.SIGN_OFF),
    KeyRow("", "ui.do.training", Act.TRAINING),
    KeyRow("Ctrl+G", "ui.do.exceptions", Act.EXCEPTIONS),
    KeyRow("Ctrl+K", "ui.do.palette"),
    KeyRow("?", "ui.do.key_sheet", Act.KEY_SHEET),
    KeyRow("Esc", "ui.do.back"),
)
"""Every key of the sell screen in the order that people learn them; the documents repeat this list."""
