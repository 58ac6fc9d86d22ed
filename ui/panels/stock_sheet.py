"""The open sheet: the line worked on last in large, the others under it, and a keypad for its quantity.

Digits go into the figure; Enter, the keypad's tick or the next scan takes them. On a narrow window the keypad stands in
place of the list while a quantity is typed.
"""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from pos_app.stockroom.view import SheetView
from ui.face import Face
from ui.layout.arrangement import ONE_COLUMN_BELOW_PX, Arrangement, arrange
from ui.panels import stock_words
from ui.panels.stock_line import LineCard
from ui.widgets.card import Card
from ui.widgets.empty_state import empty_state
from ui.widgets.found_list import FoundList
from ui.widgets.keypad import ENTER, WIDTH_LEAST_PX, Keypad
from ui.widgets.label import words_label

_KEYPAD_PX = 330
_LIST_LEAST_PX = 110
"""Of the list: a panel with less left under the line has room for the line alone."""
_MOST_PX = 16_777_215  # Qt's QWIDGETSIZE_MAX: no limit


class SheetPanel(QWidget):
    """Shows a `SheetView`; tells what was typed for its line by `quantity_typed` (thousandths) and `stepped`."""

    quantity_typed = Signal(object)  # int, and the 32 bits of Signal(int) do not hold every quantity
    stepped = Signal(int)
    edited = Signal()

    def __init__(self, face: Face, keys: Callable[[QKeyEvent], bool]) -> None:
        """`keys` sees each key of the figure first."""
        super().__init__()
        self._face = face
        self._narrow: bool | None = None
        self._chosen = ""
        self.sheet: SheetView | None = None
        self.line_card, self.list_card = LineCard(face, keys), Card(margin_px=10, gap_px=4)
        self.figure, self.strip = self.line_card.figure, self.line_card.strip
        self.less, self.more = self.line_card.less, self.line_card.more
        self.count = words_label("meta")
        self.list = FoundList(face)
        self.list.setMinimumHeight(48)
        self._empty, self._empty_words = empty_state(face, "scan-barcode")
        self.keypad = Keypad(face, acts=False)
        self._build()
        self.line_card.stepped.connect(self.stepped)
        self.line_card.edited.connect(self.edited)
        self.keypad.pressed.connect(self._pad)
        self.list.clicked.connect(self._clicked)

    def _build(self) -> None:
        self._lines = QStackedWidget()
        self._lines.addWidget(self.list)
        self._lines.addWidget(self._empty)
        self._lines.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)  # what the line leaves
        self.list_card.column.addWidget(self.count)
        self.list_card.column.addWidget(self._lines, 1)
        self._left = QVBoxLayout()
        self._left.setSpacing(10)
        self._left.addWidget(self.line_card)
        self._left.addWidget(self.list_card, 1)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(14)
        self._box.addLayout(self._left, 1)
        self._box.addWidget(self.keypad)

    @property
    def keypad_by_key(self) -> bool:
        """Tell whether the keypad has no place of its own: it comes for a key, in place of the list."""
        window = self.window()
        return arrange(window.width(), window.height()) is Arrangement.ONE_COLUMN

    @property
    def typed(self) -> bool:
        """Tell whether a quantity is typed that nobody has taken yet."""
        return self.line_card.typed

    @property
    def key(self) -> str:
        """Return the line that a quantity is for."""
        line = self.line_card.line
        return "" if line is None else line.key

    def show_sheet(self, sheet: SheetView) -> None:
        """Show the sheet; a newer line than the one shown in large takes its place."""
        before, self.sheet = self.sheet, sheet
        newest = sheet.lines[0] if sheet.lines else None
        moved = before is None or before.id != sheet.id or before.lines[:1] != sheet.lines[:1]
        if moved:
            self._chosen = "" if newest is None else newest.key
            self.line_card.forget()
        self.line_card.show_line(sheet, next((line for line in sheet.lines if line.key == self._chosen), newest))
        if newest is None:
            self.show_keypad(on=False)
        face = self._face
        rows = (
            *(stock_words.line_row(face, line, sheet.kind) for line in sheet.lines),
            *(stock_words.missing_row(face, line) for line in sheet.missing),
        )
        self.list.row_model.show(rows)
        self.count.setText(face.say("ui.stock.lines", count=len(sheet.lines)))
        self.list.setAccessibleName(stock_words.headline(face, sheet))
        self._empty_words.setText(face.say("ui.stock.scan_to_begin"))
        self._lines.setCurrentWidget(self.list if rows else self._empty)
        at = next((at for at, row in enumerate(rows) if row.key == self._chosen), 0)
        self.list.choose(at)
        if self._narrow is not None:
            self._share_height()

    def taken(self) -> int | None:
        """Return the typed quantity in thousandths, and clear it; None when nothing is typed."""
        quantity = self.line_card.quantity
        self.line_card.forget()
        if self._narrow:
            self.show_keypad(on=False)
        return quantity

    def step(self, by: int) -> None:
        """Choose the row so many further down."""
        self.list.step(by)
        self._choose()

    def show_keypad(self, *, on: bool) -> None:
        """On a narrow window: let the keypad stand in place of the list, or not."""
        if self._narrow:
            self.keypad.setVisible(on and self.line_card.line is not None)
            self._share_height()

    def _share_height(self) -> None:
        """Leave out what has no room beside the line: the list without a row and a half, then the strip."""
        padded = self._narrow and not self.keypad.isHidden()
        self.line_card.give_room(strip=True)
        if padded:
            left = self.height() - self._line_px()
            self.line_card.give_room(strip=left >= self.keypad.minimumSizeHint().height())
        room = self.line_card.line is None or self.height() - self._line_px() >= self._face.px(_LIST_LEAST_PX)
        self.list_card.setVisible(not padded and room)

    def _line_px(self) -> int:
        """Return the height of the line with its words wrapped, and of the gap under it."""
        beside = 0 if self._narrow else self.keypad.minimumWidth() + self._box.spacing()
        return self.line_card.heightForWidth(self.width() - beside) + self._left.spacing()

    def toggle_keypad(self) -> None:
        """Do the other of the two."""
        self.show_keypad(on=self.keypad.isHidden())

    def _choose(self) -> None:
        row = self.list.current()
        if row is not None and self.sheet is not None and any(line.key == row.key for line in self.sheet.lines):
            self._chosen = row.key
            self.line_card.forget()
            self.show_sheet(self.sheet)

    def _clicked(self, index: QModelIndex) -> None:
        self.list.choose(index.row())
        self._choose()

    def _pad(self, key: str) -> None:
        if key != ENTER:
            self.line_card.pad(key)
            return
        quantity = self.taken()
        if quantity is not None:
            self.quantity_typed.emit(quantity)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the keypad stand beside the lines, or in their place where it is narrow."""
        super().resizeEvent(event)
        narrow = self.keypad_by_key
        tight = self.width() < ONE_COLUMN_BELOW_PX
        for button in (self.less, self.more):
            button.setFixedWidth(56 if tight and not narrow else 80)
        if narrow is not self._narrow:
            self._narrow = narrow
            self._stand(narrow=narrow)
        if narrow:
            self.show_keypad(on=self.typed or not self.keypad.isHidden())
        else:
            self.keypad.setFixedWidth(WIDTH_LEAST_PX if tight else _KEYPAD_PX)
            self._share_height()

    def _stand(self, *, narrow: bool) -> None:
        if narrow:
            self._box.removeWidget(self.keypad)
            self.keypad.setMinimumWidth(0)
            self.keypad.setMaximumWidth(_MOST_PX)
            self._left.addWidget(self.keypad, 1)
            self.keypad.hide()
        else:
            self._left.removeWidget(self.keypad)
            self._box.addWidget(self.keypad)
            self.keypad.show()
            self.list_card.show()
