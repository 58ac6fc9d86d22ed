"""Plays keys into a window as the window system would: a scanner's bursts, a person's typing.

The demo and the tests use it. Every press goes to the window (not to a widget) with a time stamp of its own, so that
the scanner filter judges it as it judges real hardware.
"""

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

SCANNER_GAP_MS = 4
PERSON_GAP_MS = 140
_NAMED = {
    "Enter": Qt.Key.Key_Return,
    "Tab": Qt.Key.Key_Tab,
    "Esc": Qt.Key.Key_Escape,
    "Del": Qt.Key.Key_Delete,
    "Ins": Qt.Key.Key_Insert,
    "Backspace": Qt.Key.Key_Backspace,
    "Up": Qt.Key.Key_Up,
    "Down": Qt.Key.Key_Down,
    "Left": Qt.Key.Key_Left,
    "Right": Qt.Key.Key_Right,
    "PageUp": Qt.Key.Key_PageUp,
    "PageDown": Qt.Key.Key_PageDown,
    **{f"F{number}": Qt.Key(int(Qt.Key.Key_F1) + number - 1) for number in range(1, 13)},
}
_TEXTS = {"Enter": "\r", "Tab": "\t", "Esc": "\x1b", "Del": "\x7f", "Backspace": "\b"}


class KeyPlayer:
    """A scanner and a person at one window; `now_ms` is the window system's clock."""

    def __init__(self, window: QWidget, now_ms: int = 1_000) -> None:
        """The window must be shown."""
        self._window = window
        self.now_ms = now_ms
        window.activateWindow()
        self.settle()

    def scan(self, code: str, *, end: str = "Enter", gap_ms: int = SCANNER_GAP_MS, after_ms: int = 400) -> None:
        """Send a code as a wedge scanner does; `end` is Enter, Tab, Enter+Enter (CR+LF) or nothing."""
        for at, character in enumerate(code):
            self._press(_key_of(character), character, gap_ms if at else after_ms)
        for name in filter(None, end.split("+")):
            self._press(_NAMED[name], _TEXTS[name], gap_ms)

    def type(self, text: str, *, gap_ms: int = PERSON_GAP_MS) -> None:
        """Type as a person does."""
        for character in text:
            self._press(_key_of(character), character, gap_ms)
            self.settle()

    def press(self, *names: str, gap_ms: int = 400) -> None:
        """Press named keys one after the other: Enter, Esc, Del, F1 to F12, Up, Down, Ctrl+Z."""
        for name in names:
            self.now_ms += gap_ms
            modifiers = Qt.KeyboardModifier.NoModifier
            plain = name.removeprefix("Ctrl+")
            if plain != name:
                modifiers = Qt.KeyboardModifier.ControlModifier
            key = _NAMED.get(plain) or _key_of(plain)
            self._send(key, modifiers, _TEXTS.get(plain, "" if plain in _NAMED or plain != name else plain))
            self.settle()

    def settle(self) -> None:
        """Let what was sent be dealt with, and what became larger find its room."""
        for _ in range(2):
            QCoreApplication.processEvents()

    def _press(self, key: Qt.Key, text: str, after_ms: int) -> None:
        self.now_ms += after_ms
        self._send(key, Qt.KeyboardModifier.NoModifier, text)

    def _send(self, key: Qt.Key, modifiers: Qt.KeyboardModifier, text: str) -> None:
        handle = self._window.windowHandle()
        assert handle is not None, "the window is not shown"
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, modifiers, text)
            event.setTimestamp(self.now_ms)
            QCoreApplication.sendEvent(handle, event)


def _key_of(character: str) -> Qt.Key:
    code = ord(character.upper())
    return Qt.Key(code) if 0x20 <= code <= 0x7E else Qt.Key.Key_unknown  # noqa: PLR2004 - the ASCII keys of Qt
