"""The board: four columns of orders beside each other, or one at a time under tabs where it is narrow."""

from functools import partial

from PySide6.QtCore import QModelIndex, QSize, Signal
from PySide6.QtGui import QIcon, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from pos_app.pickup.view import BoardView, Column
from ui.face import Face
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.empty_state import empty_state
from ui.widgets.found_list import FoundList, FoundRow
from ui.widgets.label import Label

FOUR_COLUMNS_PX = 860
"""In a narrower board no column has room for a number, a name and how long it waits: one column, and tabs."""
_ICON_PX, _TAB_ICON_PX = 20, 18
ICONS = {
    Column.WAITING: ("inbox", "ink2"),
    Column.READY: ("package-check", "brand_ink"),
    Column.HANDING_OVER: ("user-round", "ink2"),
    Column.LATE: ("clock-alert", "warn"),
}


class BoardColumn(Card):
    """One column: icon, word and count, then its orders, the oldest first."""

    taken = Signal(str)

    def __init__(self, face: Face, column: Column) -> None:
        """Begin empty."""
        super().__init__(margin_px=6, gap_px=6)
        self._face, self._column = face, column
        self._icon = Label()
        self.title = Label()
        self.title.setProperty("look", "quiet")
        head = self.row()
        head.setContentsMargins(10, 6, 10, 2)
        head.addWidget(self._icon)
        head.addWidget(self.title, 1)
        self.list = FoundList(face, over=True)
        self.list.setMinimumWidth(1)
        empty, self._empty_words = empty_state(face, ICONS[column][0])
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(empty)
        self.column.addWidget(self._stack, 1)
        self._more = Label()
        self._more.setProperty("look", "meta")
        self._more.setWordWrap(True)
        self.column.addWidget(self._more)
        self.list.clicked.connect(self._clicked)

    def show_orders(self, rows: tuple[FoundRow, ...], more: int) -> None:
        """Show the orders; `more` stand beyond them."""
        face = self._face
        name = face.say(f"ui.pickup.column.{self._column}")
        self.title.setText(f"{name} · {len(rows) + more}")
        self.list.setAccessibleName(self.title.text())
        self.list.row_model.show(rows)
        self._empty_words.setText(face.say(f"ui.pickup.none.{self._column}"))
        self._stack.setCurrentIndex(0 if rows else 1)
        self._more.setText(face.say("ui.pickup.more", count=more) if more else "")
        self._more.setVisible(bool(more))
        icon, token = ICONS[self._column]
        self._icon.setPixmap(face.icon(icon, token, _ICON_PX).pixmap(_ICON_PX, _ICON_PX))

    def _clicked(self, index: QModelIndex) -> None:
        self.taken.emit(self.list.row_model.rows[index.row()].key)


class BoardPanel(QWidget):
    """Emits `taken` with the order that was chosen; arrows move through columns and rows."""

    taken = Signal(str)

    def __init__(self, face: Face) -> None:
        """Begin with four columns beside each other."""
        super().__init__()
        self._face = face
        self.columns = {column: BoardColumn(face, column) for column in Column}
        self._at = Column.WAITING
        self._narrow: bool | None = None
        self.tabs = {column: Button("tab", partial(self.show_column, column), focusable=True) for column in Column}
        self._tab_row = QWidget()
        across = QHBoxLayout(self._tab_row)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(8)
        for column, tab in self.tabs.items():
            tab.setCheckable(True)
            across.addWidget(tab, 1)
            self.columns[column].taken.connect(self.taken)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(8)
        down.addWidget(self._tab_row)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._box.setSpacing(10)
        down.addLayout(self._box, 1)
        for widget in self.columns.values():
            self._box.addWidget(widget, 1)
        self._stand(narrow=False)

    def show_board(self, board: BoardView, rows: dict[Column, tuple[FoundRow, ...]]) -> None:
        """Show every column."""
        for column, widget in self.columns.items():
            more = board.more.get(column, 0)
            widget.show_orders(rows.get(column, ()), more)
            count = len(rows.get(column, ())) + more
            self.tabs[column].show_words(self._face.say(f"ui.pickup.column.{column}"), str(count), "\n")
            self._mark(column, count)
        self._choose_something()

    def _mark(self, column: Column, count: int) -> None:
        """Mark the tab of late orders, so that they are seen from the other columns too."""
        if column is Column.LATE:
            icon, token = ICONS[column]
            self.tabs[column].setIcon(self._face.icon(icon, token, _TAB_ICON_PX) if count else QIcon())
            self.tabs[column].setIconSize(QSize(_TAB_ICON_PX, _TAB_ICON_PX))

    def show_column(self, column: Column) -> None:
        """Bring a column up, and choose in it."""
        self._at = column
        for other, widget in self.columns.items():
            self.tabs[other].setChecked(other is column)
            widget.setVisible(not self._narrow or other is column)
            if other is not column:
                widget.list.setCurrentIndex(QModelIndex())
        self._choose_something()

    def step(self, *, rows: int = 0, columns: int = 0) -> None:
        """Choose another row, or the nearest row of another column."""
        if columns:
            order = list(Column)
            self.show_column(order[(order.index(self._at) + columns) % len(order)])
        elif rows:
            self.columns[self._at].list.step(rows)

    def take_chosen(self) -> bool:
        """Take the chosen order; return whether there was one."""
        row = self.columns[self._at].list.current()
        if row is None:
            return False
        self.taken.emit(row.key)
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the width."""
        super().resizeEvent(event)
        self._stand(narrow=self.width() < self._face.px(FOUR_COLUMNS_PX))

    def _stand(self, *, narrow: bool) -> None:
        if narrow is self._narrow:
            return
        self._narrow = narrow
        self._tab_row.setVisible(narrow)
        self.show_column(self._at)

    def _choose_something(self) -> None:
        shown = self.columns[self._at].list
        if shown.row_model.rows and not shown.currentIndex().isValid():
            shown.choose(0)
