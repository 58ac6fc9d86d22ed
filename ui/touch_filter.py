"""Stands before the window of a till and keeps from it what a finger did not mean.

Qt makes a mouse of the first finger on the screen. What happens to a finger and not to a mouse: its touch is taken back
(a palm, and Qt lifts the mouse where it is), another one comes down beside it, or a quick second tap comes when what
the first one pressed is gone. Some systems make a right click of a long touch: no menu opens over a sale, where it
would take the keys and the scans. `Window` puts it before itself; keys and scans go by.
"""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QMouseEvent, QPointingDevice, QTouchEvent
from PySide6.QtWidgets import QAbstractButton, QWidget
from shiboken6 import isValid

from ui.widgets.buttons import Button
from ui.widgets.let_go import let_go

SECOND_TAP_MS = 500
"""So long a tap may be meant for what the last one pressed; to see what came up and aim at it takes longer."""
FINGER_PX = 44
"""Two taps nearer than that are at one place."""
_LONG_AGO_MS = -2 * SECOND_TAP_MS
_TOUCHES = frozenset({QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.TouchEnd})
_PRESSES = frozenset({QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick})
_JUDGED = _TOUCHES | _PRESSES | {QEvent.Type.MouseButtonRelease, QEvent.Type.ContextMenu, QEvent.Type.TouchCancel}
"""Keys are not: a scan is some thirty of them."""


class TouchFilter(QObject):
    """Judges presses where the window system hands them over, before any widget sees them."""

    def __init__(self, window: QWidget) -> None:
        """Begin with nothing down."""
        super().__init__(window)
        self._window = window
        self._pressed: QWidget | None = None
        self._said = ""
        self._at, self._at_ms = QPoint(), _LONG_AGO_MS
        self._down = self._taken_back = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take out what was not meant."""
        kind = event.type()
        if kind not in _JUDGED:
            return False
        if isinstance(event, QMouseEvent):
            if event.button() == Qt.MouseButton.LeftButton:
                return self._judge(watched, event)
            return event.button() == Qt.MouseButton.RightButton
        if kind == QEvent.Type.ContextMenu:
            return True
        if kind in _TOUCHES and isinstance(event, QTouchEvent) and event.pointCount() > 1:
            self._second_finger()
        elif kind == QEvent.Type.TouchCancel:
            self._taken_back = True
        return False

    def _judge(self, watched: QObject, event: QMouseEvent) -> bool:
        if event.type() in _PRESSES:
            return self._press(event) or self._is_a_press_too(watched, event)
        return event.type() == QEvent.Type.MouseButtonRelease and self._release(watched)

    def _press(self, event: QMouseEvent) -> bool:
        """Let a press go by, but for the second of two quick taps that meets something else than the first."""
        at, at_ms = event.position().toPoint(), event.timestamp()
        under = self._window.childAt(at)
        quick = at_ms - self._at_ms <= SECOND_TAP_MS and (at - self._at).manhattanLength() <= FINGER_PX
        self._at_ms = at_ms
        self._down, self._taken_back = not quick or self._is_meant(under), False
        if self._down:
            self._pressed, self._said, self._at = under, _words(under), at
        return not self._down

    def _is_a_press_too(self, watched: QObject, event: QMouseEvent) -> bool:
        """Make a press of a double click on a key: where a finger can draw, the gesture would swallow it."""
        finger = event.pointerType() == QPointingDevice.PointerType.Finger
        double = event.type() == QEvent.Type.MouseButtonDblClick
        if not (finger and double and isinstance(self._pressed, QAbstractButton)):
            return False
        press = QMouseEvent(
            QEvent.Type.MouseButtonPress,
            event.position(),
            event.globalPosition(),
            event.button(),
            event.buttons(),
            event.modifiers(),
        )
        press.setTimestamp(event.timestamp())
        QCoreApplication.sendEvent(watched, press)
        return True

    def _is_meant(self, under: QWidget | None) -> bool:
        """Tell whether what the first tap pressed is there still, and takes another."""
        if under is not self._pressed:
            return self._window.childAt(self._at) is self._pressed
        return not isinstance(under, Button) or under.takes_again(self._said)

    def _release(self, watched: QObject) -> bool:
        """Let a release go by to what was pressed, where that is still seen and the finger was lifted by a person."""
        was_down, taken_back, pressed = self._down, self._taken_back, self._pressed
        self._down = self._taken_back = False
        if not was_down:
            return True
        gone = pressed is not None and not (isValid(pressed) and pressed.isVisible())
        if taken_back:
            self._at_ms = _LONG_AGO_MS  # it was no tap: one that comes now is the first
        if taken_back or gone:
            self._down, self._pressed = True, None  # for the release that is sent instead, which comes here too
            let_go(watched)
        return taken_back or gone

    def _second_finger(self) -> None:
        """Of two fingers at once one may be a palm: neither takes money."""
        pressed = self._pressed
        if self._down and isinstance(pressed, Button) and isValid(pressed) and pressed.weighs:
            pressed.let_go()


def _words(part: QWidget | None) -> str:
    return part.text() if isinstance(part, Button) else ""
