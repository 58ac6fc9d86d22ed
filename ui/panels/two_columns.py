"""Two columns of cards that scroll, and stand under each other on a narrow screen: devices, settings, first run."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from ui.face import Face
from ui.widgets.scrolled_part import lay_bare

ONE_COLUMN_BELOW_PX = 760
GAP_PX = 14


class TwoColumns(QScrollArea):
    """`left` and `right` take the cards; they share the width as `shares` says."""

    def __init__(self, face: Face, shares: tuple[int, int] = (60, 40)) -> None:
        """Begin empty."""
        super().__init__()
        self._face = face
        self.left, self.right = QVBoxLayout(), QVBoxLayout()
        inside = QWidget()
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight, inside)
        self._both.setContentsMargins(0, 0, 0, 0)
        self._both.setSpacing(GAP_PX)
        for column, share in zip((self.left, self.right), shares, strict=True):
            column.setSpacing(GAP_PX)
            self._both.addLayout(column, share)
        lay_bare(self)
        self.setWidget(inside)
        inside.setAutoFillBackground(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Turn the columns with the width."""
        super().resizeEvent(event)
        narrow = event.size().width() < self._face.px(ONE_COLUMN_BELOW_PX)
        direction = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self._both.direction() != direction:
            self._both.setDirection(direction)
        QTimer.singleShot(0, self._follow)  # when the cards have their places

    def _follow(self) -> None:
        """Keep in sight what is typed: the on-screen keyboard takes half of a small screen."""
        focus = QApplication.focusWidget()
        if isinstance(focus, QLineEdit) and self.isAncestorOf(focus):
            self.ensureWidgetVisible(focus, 0, GAP_PX)
