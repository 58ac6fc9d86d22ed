"""The line of a sheet that is worked on, in large: its goods, the figure, and how that differs from what should be.

While a figure is typed everything here speaks of that figure, which counts once it is taken.
"""

from collections.abc import Callable

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy

from pos_app.domain.money import MILLI
from pos_app.stockroom.view import LineView, SheetView
from ui.face import Face
from ui.panels import stock_words
from ui.shown import joined
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.fields import FigureField
from ui.widgets.keypad import BACKSPACE
from ui.widgets.label import words_label
from ui.widgets.strip import Strip


class LineCard(Card):
    """Shows one `LineView`; `stepped` by one less or more, `edited` when a figure is typed."""

    stepped = Signal(int)
    edited = Signal()

    def __init__(self, face: Face, keys: Callable[[QKeyEvent], bool]) -> None:
        """`keys` sees each key of the figure first."""
        super().__init__(margin_px=14, gap_px=6)
        self._face, self._keys = face, keys
        self._sheet: SheetView | None = None
        self.line: LineView | None = None
        self.typed = False
        """Whether a figure is typed that nobody has taken yet."""
        self.name, self.code = words_label("title"), words_label("meta")
        self.figure = FigureField(face, self._figure_key)
        self.figure.textEdited.connect(self._touch)
        self.figure.setProperty("look", "count")  # read at arm's length
        self.figure.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.unit = words_label("title")
        self.unit.setWordWrap(False)
        self.less = Button("key", lambda: self.stepped.emit(-1), focusable=True)
        self.more = Button("key", lambda: self.stepped.emit(1), focusable=True)
        self.strip = Strip(face)
        self._strip_has_room, self._quiet = True, False
        self._build()

    def _build(self) -> None:
        self.column.addWidget(self.name)
        self.column.addWidget(self.code)
        across = QHBoxLayout()
        across.setSpacing(10)
        for button, words in ((self.less, "\N{MINUS SIGN}"), (self.more, "+")):
            button.setText(words)
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Minimum)  # as high as the figure
        across.addWidget(self.less)
        across.addWidget(self.figure, 1)
        across.addWidget(self.unit)
        across.addWidget(self.more)
        self.column.addLayout(across)
        self.column.addWidget(self.strip)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    @property
    def quantity(self) -> int | None:
        """Return the typed thousandths; None while nothing is typed."""
        value, line = (self.figure.value() if self.typed else None), self.line
        if value is None or line is None:
            return None
        return value if line.weighed else value * MILLI

    def show_line(self, sheet: SheetView, line: LineView | None) -> None:
        """Show a line of a sheet; a figure that is being typed stays."""
        self._sheet, self.line = sheet, line
        self.setVisible(line is not None)
        if line is None:
            return
        face = self._face
        self.name.setText(stock_words.product_name(face, line))
        self.unit.setText(stock_words.unit(face, line.unit))
        self.unit.setVisible(line.weighed)
        if not self.typed:
            self.figure.begin(stock_words.WEIGHT_PLACES if line.weighed else 0)
            self.figure.type_digits(str(line.quantity if line.weighed else line.quantity // MILLI))
        self.less.setAccessibleName(face.say("ui.stock.one_less"))
        self.more.setAccessibleName(face.say("ui.stock.one_more"))
        self._say()

    def give_room(self, *, strip: bool) -> None:
        """Leave the strip out where there is no room for it."""
        self._strip_has_room = strip
        self._say()

    def be_quiet(self, *, on: bool) -> None:
        """Say no difference while the screen's own strip has something to say, where one strip has room."""
        if on is not self._quiet:
            self._quiet = on
            self._say()

    def forget(self) -> None:
        """Drop what is typed."""
        self.typed = False

    def pad(self, key: str) -> None:
        """Type a key of the keypad; the first one takes the place of the whole figure."""
        if not self.typed:
            self.figure.clear()
        if key == BACKSPACE:
            self.figure.backspace_digit()
        else:
            self.figure.type_digits(key)
        self._touch()

    def _figure_key(self, event: QKeyEvent) -> bool:
        """The first key that is typed into a figure takes the place of all of it."""
        if not self.typed and (event.text().isdigit() or event.key() == Qt.Key.Key_Backspace):
            self.figure.clear()
            self.typed = True
        return self._keys(event)

    def _touch(self) -> None:
        self.typed = True
        self._say()
        self.edited.emit()

    def _say(self) -> None:
        """Say what the figure is and how it differs: the typed one, as long as one is typed."""
        line, sheet, face = self.line, self._sheet, self._face
        if line is None or sheet is None:
            return
        typed = self.quantity
        now = line if typed is None else msgspec.structs.replace(line, quantity=typed)
        caption = face.say(f"ui.stock.{'figure' if typed is None else 'typed'}.{sheet.kind}")
        self.code.setText(joined(caption, line.code))
        self.figure.setAccessibleName(f"{caption}: {stock_words.amount(face, now.quantity, line.unit)}")
        look, words = stock_words.difference(face, sheet, now)
        waits = line.weighed and typed is None and not line.quantity  # not weighed yet: nothing to compare
        if words and not waits and self._strip_has_room and not self._quiet:
            self.strip.tell(look, words)
        else:
            self.strip.dismiss()
