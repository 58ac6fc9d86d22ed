"""What a key does at the pickup desk, wherever the focus is: Esc goes back, arrows choose, Enter takes, F12 hands over.

The screen and its fields give every key here first; what is left over is typed.
"""

from collections.abc import Callable

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from ui.panels.pickup_pages import PickupPages

Key = Qt.Key
_NAMED = {
    Key.Key_F7: "F7", Key.Key_F8: "F8", Key.Key_F11: "F11", Key.Key_F12: "F12", Key.Key_Insert: "Ins",
    Key.Key_Delete: "Del",
}  # fmt: skip
_HANDS_OVER = "F12"


class Ways(msgspec.Struct, frozen=True):
    """What keys lead to beside the pages' own acts."""

    back: Callable[[], object]
    find: Callable[[], object]
    """Let an order be found."""
    refuse: Callable[[], bool]
    """Say why an order cannot be handed over that has no such act; False: nothing is to be said."""
    finding: Callable[[], bool]
    """Whether something is typed to be found."""


def take_key(event: QKeyEvent, pages: PickupPages, ways: Ways) -> bool:
    """Do what a key stands for; return whether it stood for anything."""
    key = Key(event.key())
    typing = ways.finding() or pages.typing()
    if key == Key.Key_Escape:
        ways.back()
    elif key in (Key.Key_Up, Key.Key_Down):
        pages.step(-1 if key == Key.Key_Up else 1)
    elif key in (Key.Key_Return, Key.Key_Enter):
        pages.enter()
    elif key in (Key.Key_Left, Key.Key_Right) and not typing and pages.on_board:
        pages.board.step(columns=-1 if key == Key.Key_Left else 1)
    elif key == Key.Key_F9 or (event.text() == "/" and not typing):
        ways.find()
    elif event.isAutoRepeat():
        return False
    elif key in _NAMED and not (typing and key == Key.Key_Delete):
        name = _NAMED[key]
        return pages.press(name) or (name == _HANDS_OVER and pages.on_order and ways.refuse())
    elif event.text() in ("+", "-") and not typing and pages.on_order:
        return pages.press(event.text())
    else:
        return False
    return True
