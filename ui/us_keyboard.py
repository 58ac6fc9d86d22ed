"""What a US keyboard would have typed: scanners leave the factory as US keyboards.

Under a Cyrillic, Greek or Arabic layout the same physical keys give other letters. The window systems report the
physical key (evdev code + 8 under X11 and Wayland, PC set 1 elsewhere); both number the main block alike.
"""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent

_X11_OFFSET = 8
_ROWS = (
    (2, "1234567890-=", "!@#$%^&*()_+"),
    (16, "qwertyuiop[]", "QWERTYUIOP{}"),
    (30, "asdfghjkl;'`", 'ASDFGHJKL:"~'),
    (43, "\\zxcvbnm,./", "|ZXCVBNM<>?"),
    (57, " ", " "),
)
_PLAIN = {first + at: character for first, row, _ in _ROWS for at, character in enumerate(row)}
_SHIFTED = {first + at: character for first, _, row in _ROWS for at, character in enumerate(row)}


def us_character(event: QKeyEvent) -> str:
    """Return the character of the physical key on a US layout, or "" where the platform does not tell."""
    if not event.nativeScanCode():
        return event.text() if event.text().isascii() else ""
    offset = _X11_OFFSET if QGuiApplication.platformName() in {"xcb", "wayland", "offscreen"} else 0
    shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
    keys = _SHIFTED if shifted else _PLAIN
    return keys.get(event.nativeScanCode() - offset, event.text() if event.text().isascii() else "")
