"""A table of figures: fixed rows, words at the left, figures at the right."""

from typing import Any

import msgspec
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from ui.face import Face
from ui.widgets.drawn import draw_by_finger

ROW_PX = 44
Index = QModelIndex | QPersistentModelIndex


class Column(msgspec.Struct, frozen=True):
    """One column; a column of figures stands at the right."""

    words: str
    figures: bool = False


class TableModel(QAbstractTableModel):
    """Rows of text under columns."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin with no column."""
        super().__init__(parent)
        self.columns: tuple[Column, ...] = ()
        self.rows: tuple[tuple[str, ...], ...] = ()

    def show(self, columns: tuple[Column, ...], rows: tuple[tuple[str, ...], ...]) -> None:
        """Show these rows; each has a text for every column."""
        assert all(len(row) == len(columns) for row in rows)
        self.beginResetModel()
        self.columns, self.rows = columns, rows
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """Return the number of rows."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """Return the number of columns."""
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own variant
        """Return text and its side."""
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.rows[index.row()][index.column()]
        return self._side(index.column()) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own variant
        """Return a column's words."""
        if orientation is not Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].words
        return self._side(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def _side(self, column: int) -> Qt.AlignmentFlag:
        figures = self.columns[column].figures
        return (Qt.AlignmentFlag.AlignRight if figures else Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignVCenter


class Table(QTableView):
    """Shows a `TableModel`; Tab reaches it, arrows choose a row."""

    def __init__(self, face: Face, parent: QWidget | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self._face = face
        self.table_model = TableModel()
        self.setModel(self.table_model)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("look", "table")
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionsClickable(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        draw_by_finger(self)
        face.changed.connect(self._put_on)
        self._put_on()

    def show_rows(self, columns: tuple[Column, ...], rows: tuple[tuple[str, ...], ...]) -> None:
        """Show these rows."""
        self.table_model.show(columns, rows)

    def _put_on(self) -> None:
        theme, palette = self._face.theme, self.palette()
        for role, token in (
            (QPalette.ColorRole.Base, theme.surface),
            (QPalette.ColorRole.Text, theme.ink),
            (QPalette.ColorRole.Highlight, theme.brand_soft),
            (QPalette.ColorRole.HighlightedText, theme.ink),
        ):
            palette.setColor(role, self._face.colour(token))
        self.setPalette(palette)
        self.setFont(self._face.font("body"))
        self.verticalHeader().setMinimumSectionSize(self._face.px(ROW_PX))
        self.verticalHeader().setDefaultSectionSize(self._face.px(ROW_PX))
