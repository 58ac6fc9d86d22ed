"""Lists of rows with a number each: only what changed is told to the view, so only that is painted again.

`RowModel.show` takes the whole list each time, as a desk returns it, and works out the difference. Used by the
basket, the search results and the held baskets.
"""

from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QMouseEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QTableView,
    QWidget,
)

from ui.face import Face
from ui.widgets.drawn import draw_by_finger
from ui.widgets.let_go import far_off

ROW_ROLE = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


class Row(Protocol):
    """One row to show: comparable as a value, and able to say itself aloud."""

    @property
    def spoken(self) -> str:
        """What a screen reader says."""


R = TypeVar("R", bound=Row)


class RowModel(QAbstractTableModel, Generic[R]):
    """One column of rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self.rows: tuple[R, ...] = ()

    def rowCount(self, parent: Index | None = None) -> int:
        """Return the number of rows; a row has no children."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """One painted column."""
        return 0 if parent is not None and parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own variant
        """Return the row itself for the delegate, its spoken form for a screen reader."""
        if not index.isValid():
            return None
        if role == ROW_ROLE:
            return self.rows[index.row()]
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole):
            return self.rows[index.row()].spoken
        return None

    def show(self, rows: tuple[R, ...]) -> None:
        """Show these rows; tell the view the few that came, went or changed."""
        old, nowhere = self.rows, QModelIndex()
        shorter = min(len(old), len(rows))
        ends = 0  # rows at the end that stay: a line taken out of the middle moves them up
        while ends < shorter and len(old) != len(rows) and old[-1 - ends] == rows[-1 - ends]:
            ends += 1
        common, more = shorter - ends, len(rows) - len(old)
        if more > 0:
            self.beginInsertRows(nowhere, common, common + more - 1)
            self.rows = old[:common] + rows[common : common + more] + old[common:]
            self.endInsertRows()
        elif more < 0:
            self.beginRemoveRows(nowhere, common, common - more - 1)
            self.rows = old[:common] + old[common - more :]
            self.endRemoveRows()
        self.rows = rows
        for at in range(common):
            if old[at] != rows[at]:
                self.dataChanged.emit(self.index(at, 0), self.index(at, 0))


class RowList(QTableView, Generic[R]):
    """A calm table of one painted column with rows of one height; never takes the focus from the entry field."""

    def __init__(self, face: Face, delegate: QStyledItemDelegate, row_px: int, parent: QWidget | None = None) -> None:
        """`row_px` is the height at 100 % type."""
        super().__init__(parent)
        self._face = face
        self._row_px = row_px
        self.row_model: RowModel[R] = RowModel()
        self._held: R | None = None
        self.setModel(self.row_model)
        self.setItemDelegate(delegate)
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setCornerButtonEnabled(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        draw_by_finger(self)
        face.changed.connect(self._put_on)
        self._put_on()

    def current(self) -> R | None:
        """Return the chosen row."""
        at = self.currentIndex().row()
        return self.row_model.rows[at] if 0 <= at < len(self.row_model.rows) else None

    def choose(self, at: int) -> None:
        """Choose a row by its place, within the rows there are, and bring it into view."""
        rows = len(self.row_model.rows)
        if rows:
            index = self.row_model.index(max(0, min(at, rows - 1)), 0)
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def step(self, by: int) -> None:
        """Choose the row so many further down (or up)."""
        self.choose(self.currentIndex().row() + by)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Keep in mind what a finger came down on."""
        self._held = self._under(event)
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Be pressed by the second of two quick taps as by the first."""
        self.mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take a tap for the row it began on: rows that were sorted anew meanwhile are not what was meant."""
        if self._under(event) == self._held:
            super().mouseReleaseEvent(event)
        else:
            super().mouseReleaseEvent(far_off())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the one column as wide as the view."""
        super().resizeEvent(event)
        self.setColumnWidth(0, self.viewport().width())

    def _under(self, event: QMouseEvent) -> R | None:
        at = self.rowAt(event.position().toPoint().y())
        return self.row_model.rows[at] if 0 <= at < len(self.row_model.rows) else None

    def _put_on(self) -> None:
        """Take colours by palette, not by style sheet: so the view is opaque, and what lies under it is not painted."""
        surface, palette = self._face.colour(self._face.theme.surface), self.palette()
        for role in (QPalette.ColorRole.Base, QPalette.ColorRole.Window, QPalette.ColorRole.Highlight):
            palette.setColor(role, surface)
        self.setPalette(palette)
        self.viewport().setPalette(palette)
        self.verticalHeader().setMinimumSectionSize(self._face.px(self._row_px))
        self.verticalHeader().setDefaultSectionSize(self._face.px(self._row_px))
        self.viewport().update()
