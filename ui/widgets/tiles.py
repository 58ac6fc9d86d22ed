"""Quick keys for goods without a code at hand: pages of tiles, each with its department's colour, a name and a price.

The sell screen shows them while nothing is searched for. The widget knows no product and no page of the feed: it shows
what it is given and says by signals what was touched. Tab reaches it, arrows walk the tiles, Enter or Space takes one.
"""

from functools import partial
from itertools import zip_longest

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from ui.face import Face
from ui.widgets.buttons import Button
from ui.widgets.drawn import draw_by_finger
from ui.widgets.tile_key import HEIGHT_PX, TileFace, TileKey

__all__ = ["TileFace", "Tiles"]

GAP_PX = 8
TILE_WIDTH_LEAST_PX = 92
TAB_WIDTH_LEAST_PX = 96
TILES_MOST = 200  # of one page; a page of the feed has some twenty
PAGES_MOST = 24


class Tiles(QWidget):
    """Page names over a grid of tiles."""

    taken = Signal(str)
    page_asked = Signal(int)

    def __init__(self, face: Face, parent: QWidget | None = None) -> None:
        """Begin with no page."""
        super().__init__(parent)
        self._face = face
        self._tabs: list[Button] = []
        self._keys: list[TileKey] = []
        self._tiles: tuple[TileFace, ...] = ()
        self._pages: tuple[str, ...] = ()
        self._columns = self._tab_columns = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_PX)
        self._tab_grid = QGridLayout()
        self._tab_grid.setSpacing(GAP_PX)
        column.addLayout(self._tab_grid)
        self._area, self._grid = _scrolled()
        column.addWidget(self._area, 1)
        face.changed.connect(self._put_on)

    @property
    def keys(self) -> tuple[TileKey, ...]:
        """Return the tiles that are shown, in reading order."""
        return tuple(self._keys[: len(self._tiles)])

    @property
    def tabs(self) -> tuple[Button, ...]:
        """Return the page names that are shown."""
        return tuple(self._tabs[: len(self._pages)])

    def show_pages(self, names: tuple[str, ...], current: int = 0) -> None:
        """Show the page names, none when there is one page only, with the open one marked."""
        self._pages = names[:PAGES_MOST] if len(names) > 1 else ()
        while len(self._tabs) < len(self._pages):
            tab = Button("tab", partial(self.page_asked.emit, len(self._tabs)), self, focusable=True)
            tab.setCheckable(True)
            self._follow(self._tabs[-1] if self._tabs else None, tab)
            self._tabs.append(tab)
        for at, (tab, name) in enumerate(zip_longest(self._tabs, self._pages)):
            tab.setVisible(name is not None)
            tab.show_words(name or "")
            tab.setChecked(at == current)
        self._tab_columns = 0
        self._lay_out()

    def show_tiles(self, tiles: tuple[TileFace, ...]) -> None:
        """Show these tiles; only what differs is painted."""
        if tiles == self._tiles:
            return
        self._tiles = tiles[:TILES_MOST]
        while len(self._keys) < len(self._tiles):
            key = TileKey(self._face, self.taken.emit, self._walk, self)
            self._follow(next(iter((*self._keys[-1:], *self._tabs[-1:])), None), key)
            self._keys.append(key)
        for key, shown in zip_longest(self._keys, self._tiles):
            key.setVisible(shown is not None)
            if shown is not None:
                key.show_tile(shown)
        self._columns = 0
        self._lay_out()
        self._area.verticalScrollBar().setValue(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the tiles in as many columns as their names need."""
        super().resizeEvent(event)
        self._lay_out()

    def sizeHint(self) -> QSize:
        """Ask for three columns."""
        return QSize(3 * TILE_WIDTH_LEAST_PX + 2 * GAP_PX, 400)

    def minimumSizeHint(self) -> QSize:
        """One column can still be used."""
        return QSize(TILE_WIDTH_LEAST_PX, 120)

    def _lay_out(self) -> None:
        room, least = self.width() + GAP_PX, self._face.px(TAB_WIDTH_LEAST_PX)
        columns = max(1, min(len(self._pages), room // (least + GAP_PX)))
        if columns != self._tab_columns:
            _fill(self._tab_grid, self.tabs, columns)
            self._tab_columns = columns
        columns = self._columns_for_names()
        if columns != self._columns:
            _fill(self._grid, self.keys, columns)
            self._columns = columns

    def _columns_for_names(self) -> int:
        """As many as have room; fewer while a name is not read whole and the rows are still all in sight."""
        bar = self._area.verticalScrollBar().sizeHint().width()
        room = self.width() + GAP_PX
        columns = max(1, (room - bar) // (self._face.px(TILE_WIDTH_LEAST_PX) + GAP_PX))
        tab_rows = -(-len(self._pages) // max(1, self._tab_columns))
        high = self.height() - tab_rows * (self.tabs[0].sizeHint().height() + GAP_PX if self.tabs else 0)
        row = self._face.px(HEIGHT_PX) + GAP_PX
        for fewer in range(columns, 0, -1):
            if -(-len(self.keys) // fewer) * row - GAP_PX > high:
                break
            if all(key.name_is_whole(room // fewer - GAP_PX) for key in self.keys):
                return fewer
        return columns

    def _follow(self, last: QWidget | None, new: QWidget) -> None:
        """Let Tab reach what was made later after what stands before it, not after the whole window."""
        before = last or self.previousInFocusChain()
        while before is not None and before is not self and not self._may_stand_before(before):
            before = before.previousInFocusChain()
        if before is not None and before is not self:
            QWidget.setTabOrder(before, new)

    def _may_stand_before(self, widget: QWidget) -> bool:
        own = widget in self._keys or widget in self._tabs
        return own or (bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and not self.isAncestorOf(widget))

    def _walk(self, tile: TileKey, across: int, down: int) -> None:
        """Move the focus to the tile beside this one, if there is one."""
        at = self._keys.index(tile)
        column, to = at % self._columns + across, at + across + down * self._columns
        if 0 <= column < self._columns and 0 <= to < len(self._tiles):
            self._keys[to].setFocus(Qt.FocusReason.TabFocusReason)
            self._area.ensureWidgetVisible(self._keys[to], 0, GAP_PX)

    def _put_on(self) -> None:
        self._columns = self._tab_columns = 0
        self._lay_out()


def _fill(grid: QGridLayout, parts: tuple[QWidget, ...], columns: int) -> None:
    for part in parts:
        grid.removeWidget(part)
    for at, part in enumerate(parts):
        grid.addWidget(part, at // columns, at % columns)
    for column in range(max(columns, grid.columnCount())):
        grid.setColumnStretch(column, 1 if column < columns else 0)


def _scrolled() -> tuple[QScrollArea, QGridLayout]:
    area, inside = QScrollArea(), QWidget()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setProperty("look", "bare")
    inside.setProperty("look", "bare")
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, 0, 0)
    grid = QGridLayout()
    grid.setSpacing(GAP_PX)
    column.addLayout(grid)
    column.addStretch(1)
    area.setWidget(inside)
    draw_by_finger(area)
    return area, grid
