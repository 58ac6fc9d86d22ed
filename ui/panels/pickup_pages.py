"""The pages of the pickup screen in one place, and what a key does on the one that is shown: board, found, order."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from ui.face import Face
from ui.panels.choices import Choices
from ui.panels.pickup_board import BoardPanel
from ui.panels.pickup_order import OrderPanel
from ui.widgets.card import Card


class PickupPages(QStackedWidget):
    """Emits `taken` with the order that was chosen on the board or among the found ones."""

    taken = Signal(str)

    def __init__(self, face: Face, keys: Callable[[QKeyEvent], bool], back: Callable[[], object]) -> None:
        """`keys` sees each key of the open order's field first; `back` is what Esc does."""
        super().__init__()
        self.board = BoardPanel(face)
        self.found = Choices(face, "search")
        self.order = OrderPanel(face, keys, back)
        self.listed = Card(margin_px=10)
        self.listed.column.addWidget(self.found, 1)
        for page in (self.board, self.listed, self.order):
            self.addWidget(page)
        self.board.taken.connect(self.taken)
        self.found.taken.connect(self.taken)

    @property
    def on_board(self) -> bool:
        """Tell whether the board is shown."""
        return self.currentWidget() is self.board

    @property
    def on_order(self) -> bool:
        """Tell whether the open order is shown."""
        return self.currentWidget() is self.order

    def turn_to(self, page: QWidget) -> None:
        """Show a page."""
        if self.currentWidget() is not page:
            self.setCurrentWidget(page)

    def press(self, key: str) -> bool:
        """Do the open order's act of this key; return whether one has it."""
        return self.on_order and (self.order.ask.press(key) or self.order.press(key))

    def step(self, by: int) -> None:
        """Choose another row of what is shown."""
        ask = self.order.ask
        if self.on_board:
            self.board.step(rows=by)
        elif not self.on_order:
            self.found.list.step(by)
        elif ask.ask is not None and ask.ask.rows:
            ask.list.step(by)
        else:
            self.order.lines.step(by)

    def enter(self) -> None:
        """Take what is chosen."""
        if self.on_board:
            self.board.take_chosen()
        elif self.on_order:
            self.order.ask.enter()
        else:
            self.found.take_chosen()

    def typing(self) -> bool:
        """Tell whether an answer is being typed into the open order's question."""
        field = self.order.ask.field
        return field.hasFocus() and bool(field.text())
