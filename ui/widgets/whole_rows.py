"""Gives a list the height of whole rows: half a name at its end is read as somebody else's. Used at sign-in."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.face import Face
from ui.widgets.found_list import ROW_PX, FoundList


class WholeRows(QWidget):
    """Holds a list; what is left under its last whole row stays empty."""

    def __init__(self, face: Face, rows: FoundList) -> None:
        """Take the list over."""
        super().__init__()
        self._face, self._rows = face, rows
        rows.setParent(self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        face.changed.connect(self._fit)

    def sizeHint(self) -> QSize:
        """Ask for what the list would like."""
        return self._rows.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Ask for one row."""
        return QSize(self._rows.minimumSizeHint().width(), self._face.px(ROW_PX))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the room that there is."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        row = self._face.px(ROW_PX)
        self._rows.setGeometry(0, 0, self.width(), self.height() // row * row or self.height())
