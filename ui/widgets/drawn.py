"""What a finger can draw up and down; what it came down on to do so is not pressed by it.

Qt lets a finger draw an area and, beside that, makes a mouse of the same finger: it presses the button it came down
on, the button goes along under it, and where it is lifted is a click.
"""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QAbstractScrollArea, QApplication, QScroller, QWidget

from ui.widgets.let_go import let_go

_MOUSE = frozenset(
    {
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.MouseButtonRelease,
        QEvent.Type.MouseButtonDblClick,
    }
)
_DRAWING = frozenset({QScroller.State.Dragging, QScroller.State.Scrolling})


def draw_by_finger(area: QAbstractScrollArea) -> None:
    """Let a finger draw what the area shows: a tap presses, drawing and stopping what still runs does not."""
    QScroller.grabGesture(area.viewport(), QScroller.ScrollerGestureType.TouchGesture)
    _Drawn(area)


class _Drawn(QObject):
    """Keeps the finger's mouse from the area, from the first draw until the finger is lifted and nothing runs on.

    It stands before the whole application, so only as long as that.
    """

    def __init__(self, area: QAbstractScrollArea) -> None:
        super().__init__(area.viewport())
        self._area, self._stands = area, False
        application = QApplication.instance()
        assert application is not None, "a widget has one"
        self._application = application
        self._scroller = QScroller.scroller(area.viewport())
        self._scroller.stateChanged.connect(self._on_state)

    def _on_state(self, state: QScroller.State) -> None:
        if state not in _DRAWING or self._stands:
            return
        for pressed in self._pressed():
            let_go(pressed)
        self._stand_before()

    def _stand_before(self) -> None:
        self._stands = True
        self._application.installEventFilter(self)

    def _stand_aside(self) -> None:
        self._stands = False
        self._application.removeEventFilter(self)

    def _pressed(self) -> list[QWidget]:
        down: list[QWidget] = [button for button in self._area.findChildren(QAbstractButton) if button.isDown()]
        lists = (self._area, *self._area.findChildren(QAbstractItemView))
        return [*down, *(rows.viewport() for rows in lists if isinstance(rows, QAbstractItemView))]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the mouse away from what is drawn; the lifted finger, or the next one that comes down, ends it."""
        if event.type() not in _MOUSE or not isinstance(watched, QWidget):
            return False
        viewport = self._area.viewport()
        if watched is not viewport and not viewport.isAncestorOf(watched):
            return False
        draws = self._scroller.state() in _DRAWING
        begins = event.type() == QEvent.Type.MouseButtonPress
        if not draws and (begins or event.type() == QEvent.Type.MouseButtonRelease):
            self._stand_aside()
        return draws or not begins
