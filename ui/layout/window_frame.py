"""Puts the window's rail at the left, or at the bottom of a narrow window, and makes the status line fit."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QBoxLayout, QWidget

from ui.layout.arrangement import Arrangement, arrange
from ui.widgets.rail import BAR_BUTTON_PX, WIDTH_PX, Rail, RailButton
from ui.widgets.status_line import StatusLine

PLACE_LEAST_PX = 760  # of the window: below it the words and the lamp need the room of who works here
_MOST_PX = 16_777_215  # Qt's QWIDGETSIZE_MAX: no limit
_UP, _ACROSS = QBoxLayout.Direction.BottomToTop, QBoxLayout.Direction.LeftToRight
_DOWN = QBoxLayout.Direction.TopToBottom
_BAR_GAP_PX, _RAIL_GAP_PX = 2, 6
_BAR_MARGINS, _RAIL_MARGINS = (8, 4, 8, 4), (6, 14, 6, 10)


class WindowFrame(QObject):
    """Follows the size of the window; `window` has one box layout with the rail first."""

    def __init__(self, window: QWidget, rail: Rail, status: StatusLine) -> None:
        """Begin as a wide window."""
        super().__init__(window)
        self._window, self._rail, self._status = window, rail, status
        self.arrangement = Arrangement.COLUMNS
        window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Look at each new size."""
        if event.type() == QEvent.Type.Resize:
            width = self._window.width()
            self._status.place.setVisible(width >= PLACE_LEAST_PX)
            self._follow(arrange(width, self._window.height()))
        return False

    def _follow(self, wanted: Arrangement) -> None:
        if wanted is self.arrangement:
            return
        self.arrangement = wanted
        narrow = wanted is Arrangement.ONE_COLUMN
        across, column = self._window.layout(), self._rail.layout()
        assert isinstance(across, QBoxLayout)
        assert isinstance(column, QBoxLayout)
        across.setDirection(_UP if narrow else _ACROSS)
        column.setDirection(_ACROSS if narrow else _DOWN)
        column.setContentsMargins(*(_BAR_MARGINS if narrow else _RAIL_MARGINS))
        self._rail.setMinimumWidth(0 if narrow else WIDTH_PX)
        self._rail.setMaximumWidth(_MOST_PX if narrow else WIDTH_PX)
        column.setSpacing(_BAR_GAP_PX if narrow else _RAIL_GAP_PX)
        for button in self._rail.findChildren(RailButton):
            button.setMinimumWidth(BAR_BUTTON_PX if narrow else 0)
        self._rail.fit()
        self._rail.setProperty("edge", "top" if narrow else "right")
        small = wanted is not Arrangement.COLUMNS
        self._status.words.setWordWrap(small)
        self._status.words.setProperty("look", "meta" if small else "quiet")
        for dressed in (self._rail, self._status.words):
            dressed.style().unpolish(dressed)
            dressed.style().polish(dressed)
