"""A question of the stock screen, for a finger too: Back and OK under its field, a keypad for a figure or a PIN.

The keypad stands beside the question, or under it where it is narrow; the list of choices gives way to both.
"""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from pos_app.domain.money import MILLI
from ui.face import Face
from ui.layout.arrangement import ONE_COLUMN_BELOW_PX, Arrangement, arrange
from ui.panels.ask_keys import AskKeys
from ui.panels.pickup_ask import Ask, AskPanel
from ui.panels.stock_question import StockAsk
from ui.widgets.fields import FigureField
from ui.widgets.found_list import ROW_PX
from ui.widgets.keypad import WIDTH_LEAST_PX
from ui.widgets.label import words_label
from ui.widgets.scrolled_part import FirstToGive

_KEYPAD_PX = 330
_MOST_PX = 16_777_215  # Qt's QWIDGETSIZE_MAX: no limit
_KEYPAD_HIGH_PX = 440


class StockAskPanel(AskPanel):
    """An `AskPanel` with a figure to type and the keys of a finger."""

    def __init__(self, face: Face, keys: Callable[[QKeyEvent], bool], back: Callable[[], object]) -> None:
        """`keys` sees each key of a field first; `back` is what Esc does."""
        super().__init__(face, keys)
        self.figure = FigureField(face, keys)
        self.figure.setProperty("look", "count")
        self.figure.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.unit = words_label("title")
        self.unit.setWordWrap(False)
        self.keys = AskKeys(face, self.enter, back)
        at = self.column.indexOf(self.field) + 1
        across = QHBoxLayout()
        across.setSpacing(10)
        across.addWidget(self.figure, 1)
        across.addWidget(self.unit)
        self.column.insertLayout(at, across)
        self.column.addWidget(self.keys)

    @property
    def typed_in(self) -> QLineEdit | None:
        """Return the field that is typed in now."""
        ask = self.ask
        if isinstance(ask, StockAsk) and ask.figure is not None:
            return self.figure
        return self.field if ask is not None and ask.field else None

    def quantity(self) -> int:
        """Return the thousandths that are typed; 0 for none."""
        value, ask = self.figure.value() or 0, self.ask
        return value if isinstance(ask, StockAsk) and ask.figure else value * MILLI

    def show_ask(self, ask: Ask | None) -> None:
        """Show a question; the same one again keeps what is typed and chosen."""
        same = self.ask is not None and ask is not None and self.ask.name == ask.name
        super().show_ask(ask)
        for button, (words, key, _act) in zip(self.buttons, ask.acts if ask is not None else (), strict=False):
            button.show_words(words, key, "\n")  # as the acts of the screen
        figure = ask.figure if isinstance(ask, StockAsk) else None
        self.figure.setVisible(figure is not None)
        self.unit.setVisible(figure is not None and isinstance(ask, StockAsk) and bool(ask.unit))
        if not same:
            self.figure.begin(figure or 0)
        if isinstance(ask, StockAsk):
            self.unit.setText(ask.unit)
            self.figure.setPlaceholderText(ask.prompt)
            self.figure.setAccessibleName(", ".join(part for part in (ask.prompt, ask.unit) if part))
            if not same and not ask.preset:
                self.list.clearSelection()
                self.list.setCurrentIndex(QModelIndex())
        enters = ask is not None and ask.enters
        self.keys.serve(self.typed_in, words=ask is not None and ask.field == "text", enters=enters)


class StockAskPage(QWidget):
    """The panel with its keypad, in all the room there is; `fitted` when what stands in it may be other than before."""

    fitted = Signal()

    def __init__(self, face: Face, panel: StockAskPanel) -> None:
        """Take the panel."""
        super().__init__()
        self._face, self.panel, self.keypad = face, panel, panel.keys.keypad
        self._beside: bool | None = None
        panel.setMinimumHeight(1)  # the words' height at their width counts, not at the width they would like
        above = QVBoxLayout()
        self._scrolled = FirstToGive(panel)  # in a low window it scrolls before a key of the keypad is cut
        above.addWidget(self._scrolled)
        above.addStretch(1)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(14)
        self._box.addLayout(above, 1)
        # It takes what the panel leaves: its keys are as low as they may be before the panel scrolls.
        self.keypad.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        pad = QVBoxLayout()
        pad.addWidget(self.keypad, 1)
        pad.addStretch()
        self._box.addLayout(pad)

    def fit(self) -> None:
        """Stand for the window's size; the list gives way first, then the keys that are there twice."""
        window = self.window()
        beside = arrange(window.width(), window.height()) is not Arrangement.ONE_COLUMN
        if beside is not self._beside:
            self._beside = beside
            self._stand(beside=beside)
        self.keypad.setMinimumHeight(self.keypad.minimumSizeHint().height())
        if beside:
            self.keypad.setFixedWidth(WIDTH_LEAST_PX if self.width() < ONE_COLUMN_BELOW_PX else _KEYPAD_PX)
        pads = not self.keypad.isHidden()
        width = self.width() - (self.keypad.width() + self._box.spacing() if pads and beside else 0)
        room = self.height()
        if pads and not beside:
            room -= self.keypad.minimumHeight() + self._box.spacing()
        self._fit_list(width, room)
        if self.panel.heightForWidth(width) > room and pads and not self.keypad.enter.isHidden():
            self.panel.keys.hide()  # the keypad has Enter, and Back stands in the head then
            self._fit_list(width, room)
        fits = self.panel.heightForWidth(width) <= room
        policy = Qt.ScrollBarPolicy
        self._scrolled.setVerticalScrollBarPolicy(policy.ScrollBarAlwaysOff if fits else policy.ScrollBarAsNeeded)
        self.fitted.emit()

    def _fit_list(self, width: int, room: int) -> None:
        """Give the list what the rest of the panel leaves: all its rows, or one and the edge of the next at least."""
        choices, row = self.panel.list, self._face.px(ROW_PX)
        if not choices.isHidden():
            left = room - (self.panel.heightForWidth(width) - choices.minimumHeight())
            choices.setFixedHeight(min(row * len(choices.row_model.rows) + 2, max(row * 5 // 4, left)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the new size."""
        super().resizeEvent(event)
        self.fit()

    def _stand(self, *, beside: bool) -> None:
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        self._box.setDirection(way)
        self._box.setSpacing(14 if beside else 8)
        self._box.setStretch(0, 1 if beside else 0)
        self._box.setStretch(1, 0 if beside else 1)
        self.keypad.setMinimumWidth(0)
        self.keypad.setMaximumWidth(_MOST_PX)
        self.keypad.setMaximumHeight(_KEYPAD_HIGH_PX if beside else _MOST_PX)
