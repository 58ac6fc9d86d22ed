"""A part of a screen that stands in full where there is room, and scrolls where a low window has less."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QWidget,
)

from ui.widgets.drawn import draw_by_finger

LEAST_PX = 48
"""Of its height: a line can be read, and the bar be held."""


def lay_bare(area: QScrollArea) -> None:
    """Let an area scroll what it holds up and down, by a finger too, and be nothing itself: no frame, no focus."""
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.viewport().setAutoFillBackground(False)
    draw_by_finger(area)


class ScrolledPart(QScrollArea):
    """Asks for the height that `part` needs at its width, and takes less."""

    def __init__(self, part: QWidget) -> None:
        """Take the part; it never scrolls sideways."""
        super().__init__()
        self._part = part
        lay_bare(self)
        self.setWidget(part)
        part.setAutoFillBackground(False)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        part.installEventFilter(self)
        for field in part.findChildren(QLineEdit):
            field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ask anew when the part needs another height; a field that is typed in is brought into sight."""
        if watched is self._part and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
            QTimer.singleShot(0, self._follow)
        elif isinstance(watched, QLineEdit) and event.type() == QEvent.Type.FocusIn:
            self._follow()
        return super().eventFilter(watched, event)

    def show_row(self, view: QAbstractItemView) -> None:
        """Bring the chosen row of a list of the part into sight."""
        row = view.visualRect(view.currentIndex())
        middle = view.viewport().mapTo(self._part, row.center())
        self.ensureVisible(middle.x(), middle.y(), 0, row.height() // 2 + 8)

    def _follow(self) -> None:
        focus = QApplication.focusWidget()
        if isinstance(focus, QLineEdit) and self._part.isAncestorOf(focus):
            self.ensureWidgetVisible(focus, 0, 8)

    def hasHeightForWidth(self) -> bool:
        """Say yes: words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return what the part needs at this width."""
        return self._part.heightForWidth(width) if self._part.hasHeightForWidth() else self._part.sizeHint().height()

    def sizeHint(self) -> QSize:
        """Return what the part would like."""
        return self._part.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return what the part needs across, and a line of its height."""
        return QSize(self._part.minimumSizeHint().width(), LEAST_PX)


class FirstToGive(ScrolledPart):
    """A part that gives its height before anything beside it does: what it stands over is always seen in full."""

    def __init__(self, part: QWidget) -> None:
        """Take the part; a layout hears of its height at one width, the present one."""
        super().__init__(part)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def hasHeightForWidth(self) -> bool:
        """Say no: Qt would take that height for the least one."""
        return False

    def sizeHint(self) -> QSize:
        """Return what the part needs at this width."""
        return QSize(super().sizeHint().width(), self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        """Return a line, or less where the part is no higher."""
        return QSize(super().minimumSizeHint().width(), min(LEAST_PX, self.heightForWidth(self.width())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask anew when words wrap otherwise."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()
