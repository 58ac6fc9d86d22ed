"""The open order in place of the board: who and where, its lines, what is asked, and what can be done with its keys."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pos_app.domain.orders_state import OrderState
from pos_app.pickup.view import LineView, OpenOrderView, PickupView
from ui.face import Face
from ui.layout.arrangement import Arrangement, arrange
from ui.panels import pickup_words
from ui.panels.pickup_ask import AskPanel
from ui.widgets.buttons import Button, two_abreast
from ui.widgets.card import Card
from ui.widgets.found_list import FoundList
from ui.widgets.label import Label
from ui.widgets.scrolled_part import ScrolledPart

_ICON_PX = 20
_STATES = {
    OrderState.WAITING: ("inbox", "ink2"),
    OrderState.PICKING: ("scan-barcode", "ink2"),
    OrderState.READY: ("package-check", "brand_ink"),
    OrderState.HANDING_OVER: ("user-round", "ink2"),
    OrderState.LATE: ("clock-alert", "warn"),
    OrderState.PARTLY: ("boxes", "warn"),
    OrderState.DONE: ("circle-check", "brand_ink"),
    OrderState.CANCELLED: ("octagon-alert", "bad"),
}
Act = tuple[str, str, Callable[[], object]]
"""Words, key, and what it does."""


class OrderPanel(QWidget):
    """Shows an `OpenOrderView`; the screen gives the acts and decides what is asked."""

    def __init__(self, face: Face, keys: Callable[[QKeyEvent], bool]) -> None:
        """Begin with nothing."""
        super().__init__()
        self._face = face
        self._lines: tuple[LineView, ...] = ()
        self._narrow: bool | None = None
        self.facts_card, self.lines_card = Card(gap_px=4), Card(margin_px=10)
        self._icon, self.state, self.title, self.facts = Label(), Label(), Label(), Label()
        self.title.setProperty("look", "title")
        for label in (self.title, self.facts, self.state):
            label.setWordWrap(True)
            label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.facts.setProperty("look", "quiet")
        head = self.facts_card.row()
        head.addWidget(self._icon)
        head.addWidget(self.state, 1)
        self.facts_card.column.addWidget(self.title)
        self.facts_card.column.addWidget(self.facts)
        self.lines = FoundList(face)
        self.lines_card.column.addWidget(self.lines, 1)
        self.ask = AskPanel(face, keys)
        self.main = Button("pay", lambda: self._act(0), focusable=True)
        self.others = tuple(Button("act", partial(self._act, at + 1), focusable=True) for at in range(4))
        self._acts: tuple[Act | None, ...] = ()
        self._build()

    def _build(self) -> None:
        grid = two_abreast(self.others)
        told = QWidget()
        side = QVBoxLayout(told)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(10)
        side.addWidget(self.facts_card)
        side.addWidget(self.ask)
        side.addStretch(1)
        self.told = ScrolledPart(told)
        self.ask.list.selectionModel().currentRowChanged.connect(self._follow_choice)
        self._below = QVBoxLayout()
        self._below.setSpacing(8)
        self._below.addLayout(grid)
        self._below.addWidget(self.main)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(14)
        self._right = QWidget()
        within = QVBoxLayout(self._right)
        within.setContentsMargins(0, 0, 0, 0)
        within.setSpacing(10)
        within.addWidget(self.told, 1)
        within.addLayout(self._below)
        self._foot = QWidget()
        self._foot_row = QHBoxLayout(self._foot)
        self._foot_row.setContentsMargins(0, 0, 0, 0)
        self._box.addWidget(self.lines_card, 58)
        self._box.addWidget(self._right, 42)
        self._box.addWidget(self._foot)
        self._foot.hide()

    def show_order(self, order: OpenOrderView, view: PickupView, now_ms: int) -> None:
        """Show the order at wall time `now_ms`; the line that was scanned last is chosen."""
        face = self._face
        icon, token = _STATES[order.state]
        self._icon.setPixmap(face.icon(icon, token, _ICON_PX).pixmap(_ICON_PX, _ICON_PX))
        self.state.setText(pickup_words.state(face, order))
        self.title.setText(pickup_words.headline(order))
        self.facts.setText(pickup_words.facts(face, order, now_ms, view.zone))
        chosen, before = self.lines.currentIndex().row(), self._lines
        self._lines = order.lines
        handing = order.needs is not None or any(line.hands for line in order.lines)
        self.lines.row_model.show(tuple(pickup_words.line_row(face, line, handing=handing) for line in order.lines))
        self.lines.setAccessibleName(face.say("ui.pickup.lines"))
        newest = next((at for at, line in enumerate(order.lines) if line.number == order.newest), None)
        if newest is not None and before != order.lines:
            self.lines.choose(newest)
        elif order.lines:
            self.lines.choose(max(0, chosen))

    def show_acts(self, main: Act | None, others: tuple[Act, ...]) -> None:
        """Show what can be done; an act that cannot now is not there."""
        self._acts = (main, *others)
        self.main.setVisible(main is not None)
        if main is not None:
            self.main.show_words(main[0], main[1])
        for at, button in enumerate(self.others):
            button.setVisible(at < len(others))
            if at < len(others):
                button.show_words(others[at][0], others[at][1])

    def press(self, key: str) -> bool:
        """Do the act that has this key; return whether one has."""
        for act in self._acts:
            if act is not None and act[1] == key:
                act[2]()
                return True
        return False

    def line(self) -> LineView | None:
        """Return the chosen line."""
        at = self.lines.currentIndex().row()
        return self._lines[at] if 0 <= at < len(self._lines) else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the width: beside each other, or facts, question, lines and acts under each other."""
        super().resizeEvent(event)
        window = self.window()
        narrow = arrange(window.width(), window.height()) is Arrangement.ONE_COLUMN
        if narrow is self._narrow:
            return
        self._narrow = narrow
        for part in (self.lines_card, self._right, self._foot):
            self._box.removeWidget(part)
        within = self._right.layout()
        assert isinstance(within, QVBoxLayout)
        if narrow:
            within.removeItem(self._below)
            self._foot_row.addLayout(self._below)
        elif self._foot_row.count():
            self._foot_row.removeItem(self._below)
            within.addLayout(self._below)
        self._foot.setVisible(narrow)
        self._box.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        self._box.setSpacing(8 if narrow else 14)
        if narrow:
            self._box.addWidget(self._right)
            self._box.addWidget(self.lines_card, 1)
            self._box.addWidget(self._foot)
        else:
            self._box.addWidget(self.lines_card, 58)
            self._box.addWidget(self._right, 42)
            self._box.addWidget(self._foot)

    def _follow_choice(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self.told.show_row(self.ask.list)

    def _act(self, at: int) -> None:
        act = self._acts[at] if at < len(self._acts) else None
        if act is not None:
            act[2]()
