"""Two parts of a screen in the middle of the window: beside each other, or under each other where it is narrow.

The first gives way where both do not have their width: it is the one with a list.
"""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QWidget

from ui.layout.arrangement import Arrangement, arrange

HEIGHT_MOST_PX = 620
FIRST_STRETCH = 100  # all the width up to its most, before the margins beside it get any
FIRST_LEAST_PX = 120
_MOST_PX = 16_777_215  # Qt's QWIDGETSIZE_MAX: no limit


class TwoParts(QWidget):
    """Holds two parts of so much width at most; on a narrow window each is as wide as the window."""

    def __init__(self, first: QWidget, second: QWidget, *, widths_px: tuple[int, int], first_high_px: int) -> None:
        """`first_high_px` is the height of the first part when it stands over the second."""
        super().__init__()
        self._parts, self._widths, self._first_high = (first, second), widths_px, first_high_px
        self._narrow: bool | None = None
        self._box = QHBoxLayout(self)
        self._box.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.addStretch(1)
        self._box.addWidget(first, FIRST_STRETCH)
        self._box.addWidget(second)
        self._box.addStretch(1)
        self._stand(narrow=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the window's size."""
        super().resizeEvent(event)
        window = self.window()
        self._stand(narrow=arrange(window.width(), window.height()) is Arrangement.ONE_COLUMN)
        self._share()

    def event(self, event: QEvent) -> bool:
        """Share the height anew when a part needs another one."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._share()
        return super().event(event)

    def _share(self) -> None:
        """The first part, a list that scrolls, leaves the second what it needs: a keypad cannot scroll."""
        if self._narrow:
            left = self.height() - self._box.spacing() - self._parts[1].minimumSizeHint().height()
            self._parts[0].setMaximumHeight(max(FIRST_LEAST_PX, min(self._first_high, left)))

    def _stand(self, *, narrow: bool) -> None:
        if narrow is self._narrow:
            return
        self._narrow = narrow
        self._box.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        self._box.setSpacing(8 if narrow else 14)
        for at in (0, 3):
            self._box.setStretch(at, 0 if narrow else 1)
        self._parts[1].setMinimumWidth(0 if narrow else self._widths[1])
        self._box.setStretch(1, 0 if narrow else FIRST_STRETCH)
        for part, width in zip(self._parts, self._widths, strict=True):
            part.setMaximumWidth(_MOST_PX if narrow else width)
            part.setMaximumHeight(_MOST_PX if narrow else HEIGHT_MOST_PX)
        self._box.setStretch(2, 1 if narrow else 0)
