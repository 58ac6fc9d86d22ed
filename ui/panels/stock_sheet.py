"""The open sheet: the line worked on last in large, the others under it, and a keypad for its quantity.

Digits go into the figure; Enter, the keypad's tick or the next scan takes them. On a narrow window the keypad stands in
place of the list while a quantity is typed.
"""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from pos_app.domain.money import MILLI
from pos_app.stockroom.view import LineView, SheetView
from ui.face import Face
from ui.layout.arrangement import ONE_COLUMN_BELOW_PX, Arrangement, arrange
from ui.panels import stock_words
from ui.shown import joined
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.empty_state import empty_state
from ui.widgets.fields import FigureField
from ui.widgets.found_list import FoundList
from ui.widgets.keypad import BACKSPACE, ENTER, WIDTH_LEAST_PX, Keypad
from ui.widgets.label import words_label
from ui.widgets.strip import Strip

_KEYPAD_PX = 330
_LIST_LEAST_PX = 110
"""Of the list: a panel with less left under the line has room for the line alone."""
_MOST_PX = 16_777_215  # Qt's QWIDGETSIZE_MAX: no limit
WEIGHT_PLACES = 3


class SheetPanel(QWidget):
    """Shows a `SheetView`; tells what was typed for its line by `quantity_typed` (thousandths) and `stepped`."""

    quantity_typed = Signal(object)  # int, and the 32 bits of Signal(int) do not hold every quantity
    stepped = Signal(int)

    def __init__(self, face: Face, keys: Callable[[QKeyEvent], bool]) -> None:
        """`keys` sees each key of the figure first."""
        super().__init__()
        self._face = face
        self._narrow: bool | None = None
        self._line: LineView | None = None
        self._chosen = ""
        self.sheet: SheetView | None = None
        self.line_card, self.list_card = Card(margin_px=14, gap_px=6), Card(margin_px=10, gap_px=4)
        self.name, self.code = words_label("title"), words_label("meta")
        self._keys, self._touched = keys, False
        self.figure = FigureField(face, self._figure_key)
        self.figure.textEdited.connect(self._touch)
        self.figure.setProperty("look", "count")  # read at arm's length
        self.figure.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.less = Button("key", lambda: self.stepped.emit(-1), focusable=True)
        self.more = Button("key", lambda: self.stepped.emit(1), focusable=True)
        self.strip = Strip(face)
        self.count = words_label("meta")
        self.list = FoundList(face)
        self.list.setMinimumHeight(48)
        self._empty, self._empty_words = empty_state(face, "scan-barcode")
        self.keypad = Keypad(face, acts=False)
        self._build()
        self.keypad.pressed.connect(self._pad)
        self.list.clicked.connect(self._clicked)

    def _build(self) -> None:
        column = self.line_card.column
        column.addWidget(self.name)
        column.addWidget(self.code)
        across = QHBoxLayout()
        across.setSpacing(10)
        for button, words in ((self.less, "\N{MINUS SIGN}"), (self.more, "+")):
            button.setText(words)
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Minimum)  # as high as the figure
        across.addWidget(self.less)
        across.addWidget(self.figure, 1)
        across.addWidget(self.more)
        column.addLayout(across)
        column.addWidget(self.strip)
        self._lines = QStackedWidget()
        self._lines.addWidget(self.list)
        self._lines.addWidget(self._empty)
        self._lines.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)  # what the line leaves
        self.list_card.column.addWidget(self.count)
        self.list_card.column.addWidget(self._lines, 1)
        self._left = QVBoxLayout()
        self._left.setSpacing(10)
        self.line_card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
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
        return self._touched

    @property
    def key(self) -> str:
        """Return the line that a quantity is for."""
        return "" if self._line is None else self._line.key

    def show_sheet(self, sheet: SheetView) -> None:
        """Show the sheet; a newer line than the one shown in large takes its place."""
        before, self.sheet = self.sheet, sheet
        newest = sheet.lines[0] if sheet.lines else None
        moved = before is None or before.id != sheet.id or before.lines[:1] != sheet.lines[:1]
        if moved:
            self._chosen = "" if newest is None else newest.key
            self._touched = False
        self._line = next((line for line in sheet.lines if line.key == self._chosen), newest)
        self._show_line(sheet)
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
        if self._narrow is not None and not (self._narrow and self.keypad.isVisible()):
            self.list_card.setVisible(self._list_has_room())

    def _show_line(self, sheet: SheetView) -> None:
        line, face = self._line, self._face
        self.line_card.setVisible(line is not None)
        if line is None:
            self.show_keypad(on=False)
            return
        self.name.setText(stock_words.product_name(face, line))
        caption, counted = face.say(f"ui.stock.figure.{sheet.kind}"), stock_words.amount(face, line.quantity, line.unit)
        self.code.setText(joined(caption, line.code))
        if not self.typed:
            self.figure.begin(WEIGHT_PLACES if line.weighed else 0)
            self.figure.type_digits(str(line.quantity if line.weighed else line.quantity // MILLI))
        self.figure.setAccessibleName(f"{caption}: {counted}")
        self.less.setAccessibleName(face.say("ui.stock.one_less"))
        self.more.setAccessibleName(face.say("ui.stock.one_more"))
        look, words = stock_words.difference(face, sheet, line)
        if words and not (self._narrow and self.keypad.isVisible()):
            self.strip.tell(look, words)
        else:
            self.strip.dismiss()

    def taken(self) -> int | None:
        """Return the typed quantity in thousandths, and clear it; None when nothing is typed."""
        value, line = (self.figure.value() if self._touched else None), self._line
        self._touched = False
        if self._narrow:
            self.show_keypad(on=False)
        if value is None or line is None:
            return None
        return value if line.weighed else value * MILLI

    def step(self, by: int) -> None:
        """Choose the row so many further down."""
        self.list.step(by)
        self._choose()

    def show_keypad(self, *, on: bool) -> None:
        """On a narrow window: let the keypad stand in place of the list, or not."""
        if self._narrow:
            typing = on and self._line is not None
            self.keypad.setVisible(typing)
            self.list_card.setVisible(not typing and self._list_has_room())
            if typing:
                self.strip.hide()

    def _list_has_room(self) -> bool:
        """Tell whether the line, with its words wrapped, leaves the list a row and a half."""
        if self._line is None:
            return True
        beside = 0 if self._narrow else self.keypad.minimumWidth() + self._box.spacing()
        line_px = self.line_card.heightForWidth(self.width() - beside)
        return self.height() >= line_px + self._left.spacing() + self._face.px(_LIST_LEAST_PX)

    def toggle_keypad(self) -> None:
        """Do the other of the two."""
        self.show_keypad(on=self.keypad.isHidden())

    def _choose(self) -> None:
        row = self.list.current()
        if row is not None and self.sheet is not None and any(line.key == row.key for line in self.sheet.lines):
            self._chosen, self._touched = row.key, False
            self.show_sheet(self.sheet)

    def _clicked(self, index: QModelIndex) -> None:
        self.list.choose(index.row())
        self._choose()

    def _figure_key(self, event: QKeyEvent) -> bool:
        """The first key that is typed into a figure takes the place of all of it."""
        if not self._touched and (event.text().isdigit() or event.key() == Qt.Key.Key_Backspace):
            self.figure.clear()
            self._touched = True
        return self._keys(event)

    def _touch(self) -> None:
        self._touched = True

    def _pad(self, key: str) -> None:
        if key != ENTER and not self._touched:
            self.figure.clear()
            self._touched = True
        if key == BACKSPACE:
            self.figure.backspace_digit()
        elif key == ENTER:
            quantity = self.taken()
            if quantity is not None:
                self.quantity_typed.emit(quantity)
        else:
            self.figure.type_digits(key)

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
        if not narrow:
            self.keypad.setFixedWidth(WIDTH_LEAST_PX if tight else _KEYPAD_PX)
        self.show_keypad(on=self._touched or (narrow and self.keypad.isVisible()))
        if not narrow:
            self.list_card.setVisible(self._list_has_room())

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
