"""Strips under each other, as one part that a layout puts elsewhere: in a narrow window they stand below the tabs."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ui.widgets.strip import Strip


class Strips(QWidget):
    """Strips under each other; takes no room, and no gap, while none of them speaks."""

    def __init__(self, *strips: Strip) -> None:
        """Hold them in this order."""
        super().__init__()
        self._strips = strips
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for strip in strips:
            column.addWidget(strip)
            strip.installEventFilter(self)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.hide()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Come with the first strip, go with the last."""
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self.setVisible(any(not strip.isHidden() for strip in self._strips))
        return False
