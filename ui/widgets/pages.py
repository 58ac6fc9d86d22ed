"""Pages of which one is seen, and which together ask for no more room than that one needs.

Qt's own stack asks for the room of its largest page: a short list would then scroll because a long panel lies under it.
"""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget


class Pages(QStackedWidget):
    """A stack that needs no more than the page that is open, at the width that it has."""

    def __init__(self) -> None:
        """Begin without pages."""
        super().__init__()
        self.currentChanged.connect(self._ask_anew)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask anew when words wrap otherwise."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return what the open page would like."""
        page = self.currentWidget()
        return super().sizeHint() if page is None else page.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return what the open page needs, with its words wrapped at this width."""
        page = self.currentWidget()
        if page is None:
            return super().minimumSizeHint()
        least, layout = page.minimumSizeHint(), page.layout()
        if layout is not None and layout.hasHeightForWidth():
            least.setHeight(layout.totalMinimumHeightForWidth(max(self.width(), least.width())))
        if page.minimumHeight():
            least.setHeight(page.minimumHeight())  # set by hand, it holds
        return least

    def hasHeightForWidth(self) -> bool:
        """Say no: Qt would ask all pages, and for what each would like instead of what it needs."""
        return False

    def _ask_anew(self, _at: int) -> None:
        """Tell everybody above: to a stack that is hidden in a tab Qt's own news of it would come late."""
        above: QWidget | None = self
        while above is not None:
            above.updateGeometry()
            above = above.parentWidget()
