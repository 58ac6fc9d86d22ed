"""Puts `ScanBurst` before every window of the till, so that a scanner works wherever the focus is.

It judges key presses where the window system hands them over (the QWindow), before any widget or shortcut sees them,
takes scans out, and plays back what was held and turned out to be typing.
A test or the demo reaches it by sending key events to the window's `windowHandle()`.
"""

import time
from collections.abc import Callable
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from ui.scan_burst import SILENCE_MS, KeyKind, ScanBurst, Stroke, Verdict
from ui.us_keyboard import us_character

_ENDS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab})
_CONTROL_ENDS = frozenset({Qt.Key.Key_J, Qt.Key.Key_M, Qt.Key.Key_I})
_MODIFIERS = frozenset(
    {
        Qt.Key.Key_Shift,
        Qt.Key.Key_Control,
        Qt.Key.Key_Alt,
        Qt.Key.Key_AltGr,
        Qt.Key.Key_Meta,
        Qt.Key.Key_CapsLock,
        Qt.Key.Key_NumLock,
    }
)
_TOUCHES = frozenset({QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin})
_SHORTCUT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
GS = "\x1d"  # GS1 separator; wedges send it as Ctrl+]


class Alarm(Protocol):
    """A one-shot timer of the bridge: the filter owns none."""

    def start(self, after_ms: int) -> None:
        """Ring once after so many ms; starting again moves the ring."""

    def stop(self) -> None:
        """Do not ring."""


@runtime_checkable
class ActsOnKeys(Protocol):
    """A text field in which some characters are commands: those wait until it is clear that no scan begins."""

    def acts_on(self, text: str) -> bool:
        """Whether this character would do something that putting the text back does not undo."""


class ScannerFilter(QObject):
    """Emits `scanned` with a whole code, `scan_was_cut` with what came of an incomplete one.

    `touched` says that somebody pressed anything, for the idle lock.
    """

    scanned = Signal(str)
    paced = Signal(int, int)  # before `scanned`: keys, and milliseconds from the first to the last
    scan_was_cut = Signal(str)
    touched = Signal()

    def __init__(self, make_alarm: Callable[[Callable[[], None]], Alarm], burst: ScanBurst | None = None) -> None:
        """Take the bridge's alarm maker; `burst` carries the scanner's settings."""
        super().__init__()
        self._burst = burst or ScanBurst()
        self._alarm = make_alarm(self._on_silence)
        self._held: dict[int, QKeyEvent] = {}  # by stroke identity, until played or scanned
        self._put_back: Callable[[], None] | None = None

    def watch(self, application: QGuiApplication) -> None:
        """Stand before every window from now on.

        A filter on the whole application would be called some two hundred times a scan, for every paint and timer.
        Keys go to the window that has the focus, so it is enough to look when that changes.
        """
        application.focusWindowChanged.connect(self._stand_before_windows)
        self._stand_before_windows()

    def leave(self, application: QGuiApplication) -> None:
        """Let the keys of every window go by."""
        application.focusWindowChanged.disconnect(self._stand_before_windows)
        for window in application.allWindows():
            window.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Judge key presses at the window; everything else goes by untouched."""
        kind = event.type()
        if kind not in _TOUCHES or not isinstance(watched, QWindow):
            return False
        self.touched.emit()
        if not isinstance(event, QKeyEvent):
            return False
        stroke = stroke_of(event)
        undo = None
        if stroke.kind is KeyKind.CHARACTER and not self._burst.continues(stroke):
            undo = _undo_of(QApplication.focusWidget(), stroke.text)
        verdict = self._burst.key(stroke, can_take_back=undo is not None)
        if verdict.let_pass and stroke.kind is KeyKind.CHARACTER:
            self._put_back = undo
        held = verdict.wait and not verdict.let_pass
        if held:
            self._held[id(stroke)] = _copy(event)
        self._carry_out(verdict)
        return not verdict.let_pass

    def _stand_before_windows(self) -> None:
        for window in QGuiApplication.allWindows():
            window.installEventFilter(self)

    def _on_silence(self) -> None:
        self._carry_out(self._burst.silence())

    def _carry_out(self, verdict: Verdict) -> None:
        if verdict.take_back and self._put_back is not None:
            self._put_back()
        for stroke in verdict.replay:
            event = self._held.pop(id(stroke), None)
            target = QApplication.focusWidget() or QApplication.activeWindow()
            if event is not None and target is not None:
                QCoreApplication.sendEvent(target, event)
        if verdict.wait:
            self._alarm.start(SILENCE_MS)
            return
        self._alarm.stop()
        if verdict.scan is not None:
            self._held.clear()
            self.paced.emit(*self._burst.pace)
            self.scanned.emit(verdict.scan)
        elif verdict.fragment is not None:
            self._held.clear()
            self.scan_was_cut.emit(verdict.fragment)


def stroke_of(event: QKeyEvent) -> Stroke:
    """Read a Qt key press as the state machine wants it; an event without a time stamp takes this machine's clock."""
    at_ms = event.timestamp() or time.monotonic_ns() // 1_000_000
    return Stroke(at_ms, _kind_of(event), event.text(), us_character(event))


def _kind_of(event: QKeyEvent) -> KeyKind:
    key = event.key()
    if key in _MODIFIERS:
        return KeyKind.MODIFIER
    if event.isAutoRepeat():
        return KeyKind.OTHER
    if key in _ENDS or event.text() == "\n":  # X11 has a Linefeed key of its own
        return KeyKind.END
    if event.modifiers() & _SHORTCUT:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and key in _CONTROL_ENDS:
            return KeyKind.END
        return KeyKind.CHARACTER if event.text() == GS else KeyKind.OTHER
    return KeyKind.CHARACTER if event.text().isprintable() and event.text() else KeyKind.OTHER


def _copy(event: QKeyEvent) -> QKeyEvent:
    """Keep a key press beyond its delivery: Qt's own object lives no longer than that."""
    kept = QKeyEvent(
        event.type(),
        event.key(),
        event.modifiers(),
        event.nativeScanCode(),
        event.nativeVirtualKey(),
        event.nativeModifiers(),
        event.text(),
        event.isAutoRepeat(),
        event.count(),
    )
    kept.setTimestamp(event.timestamp())
    return kept


def _undo_of(widget: QWidget | None, text: str) -> Callable[[], None] | None:
    """Return what puts a text field back to how it is now; None where a key does more than stand in a field."""
    if not isinstance(widget, QLineEdit) or widget.isReadOnly():
        return None
    if isinstance(widget, ActsOnKeys) and widget.acts_on(text):
        return None
    text, cursor = widget.text(), widget.cursorPosition()
    start, length = widget.selectionStart(), len(widget.selectedText())

    def put_back() -> None:
        widget.setText(text)
        widget.setCursorPosition(cursor)
        if start >= 0:
            widget.setSelection(start, length)

    return put_back
