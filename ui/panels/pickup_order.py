"""The open order in place of the board: who and where, its lines, what is asked, and what can be done with its keys."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from pos_app.pickup.view import LineView, OpenOrderView, PickupView
from ui.face import Face
from ui.layout.arrangement import Arrangement, arrange
from ui.panels import pickup_words
from ui.panels.pickup_ask import Ask
from ui.panels.pickup_facts import PickupFacts
from ui.panels.pickup_question import PickupQuestion
from ui.widgets.buttons import Button, two_abreast
from ui.widgets.card import Card
from ui.widgets.found_list import FoundList
from ui.widgets.label import Label
from ui.widgets.scrolled_part import FirstToGive
from ui.widgets.strip import Strip

Act = tuple[str, str, Callable[[], object]]
"""Words, key, and what it does."""
_SHARES = (58, 42)
_GAP_PX, _NARROW_GAP_PX = 14, 8
_ALL_ABOVE_PX = 800
"""A lower window has no room for all the facts, a question, its keys and what was wrong above the keypad."""


class OrderPanel(QWidget):
    """Shows an `OpenOrderView`; the screen gives the acts and decides what is asked.

    In a narrow window a question that is answered by choosing or typing stands in the place of the lines.
    """

    def __init__(self, face: Face, keys: Callable[[QKeyEvent], bool], back: Callable[[], object]) -> None:
        """Begin with nothing; `keys` and `back` are the question's."""
        super().__init__()
        self._face = face
        self._lines: tuple[LineView, ...] = ()
        self._narrow: bool | None = None
        self.about, self.lines_card = PickupFacts(face), Card(margin_px=10, gap_px=4)
        self.state, self.facts = self.about.state, self.about.facts
        self._lines_name, self.heads = Label(), Label()
        self.lines = FoundList(face)
        self.ask = PickupQuestion(face, keys, back)
        self.held = Strip(face)
        """Who else has the order in hand: where its main act would stand."""
        self.main = Button("pay", lambda: self._act(0), focusable=True)
        self.others = tuple(Button("act", partial(self._act, at + 1), focusable=True) for at in range(4))
        self._acts: tuple[Act | None, ...] = ()
        self._build()

    def _build(self) -> None:
        head = self.lines_card.row()
        head.setContentsMargins(8, 0, 8, 0)
        for label in (self._lines_name, self.heads):
            label.setProperty("look", "meta")
        head.addWidget(self._lines_name, 1)
        head.addWidget(self.heads)
        self.lines_card.column.addWidget(self.lines, 1)
        told = QWidget()
        told.setMinimumHeight(1)  # words that wrap guess a least height; the height at this width counts
        side = QVBoxLayout(told)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(10)
        side.addWidget(self.about)
        side.addWidget(self.ask)
        side.addStretch(1)
        self.told = FirstToGive(told)
        self.ask.list.selectionModel().currentRowChanged.connect(self._follow_choice)
        self._below = QVBoxLayout()
        self._below.setSpacing(8)
        self._below.addLayout(two_abreast(self.others))
        for part in (self.held, self.ask.keypad, self.main):
            self._below.addWidget(part)
        self._right, self._foot = QWidget(), QWidget()
        within = QVBoxLayout(self._right)
        within.setContentsMargins(0, 0, 0, 0)
        within.setSpacing(10)
        within.addWidget(self.told, 1)
        within.addLayout(self._below)
        self._foot_row = QHBoxLayout(self._foot)
        self._foot_row.setContentsMargins(0, 0, 0, 0)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._place()

    def show_order(self, order: OpenOrderView, view: PickupView, now_ms: int) -> None:
        """Show the order at wall time `now_ms`; the line that was scanned last is chosen."""
        face = self._face
        self.about.show_order(order, view, now_ms)
        chosen, before = self.lines.currentIndex().row(), self._lines
        self._lines = order.lines
        handing = order.needs is not None or any(line.hands for line in order.lines)
        self.lines.row_model.show(tuple(pickup_words.line_row(face, line, handing=handing) for line in order.lines))
        self.lines.setAccessibleName(face.say("ui.pickup.lines"))
        self._lines_name.setText(face.say("ui.pickup.lines"))
        self.heads.setText(pickup_words.heads(face, order, handing=handing))
        newest = next((at for at, line in enumerate(order.lines) if line.number == order.newest), None)
        if newest is not None and before != order.lines:
            self.lines.choose(newest)
        elif order.lines:
            self.lines.choose(max(0, chosen))
        if order.elsewhere:
            self.held.tell("warn", pickup_words.held(face, order, now_ms, view.zone))
        else:
            self.held.dismiss()

    def show_ask(self, ask: Ask | None) -> None:
        """Show what is asked; None for nothing."""
        self.ask.show_ask(ask)
        self._share()

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
        if narrow is not self._narrow:
            self._narrow = narrow
            self._place()
        self._share()

    def _place(self) -> None:
        narrow = bool(self._narrow)
        within = self._right.layout()
        assert isinstance(within, QVBoxLayout)
        for part in (self.lines_card, self._right, self._foot):
            self._box.removeWidget(part)
        for row in (within, self._foot_row):
            row.removeItem(self._below)
        (self._foot_row if narrow else within).addLayout(self._below)
        self._foot.setVisible(narrow)
        self._box.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        self._box.setSpacing(_NARROW_GAP_PX if narrow else _GAP_PX)
        parts = (self._right, self.lines_card) if narrow else (self.lines_card, self._right)
        for part in (*parts, self._foot):
            self._box.addWidget(part)
        self._share()

    def _share(self) -> None:
        """Share the room: an answer that is chosen or typed in a narrow window needs the room of the lines."""
        ask = self.ask.ask
        alone = bool(self._narrow) and ask is not None and bool(ask.rows or ask.field)
        typed = self.ask.is_typed_in
        self.lines_card.setVisible(not alone)
        low = self.window().height() < self._face.px(_ALL_ABOVE_PX) and not self.ask.keypad.isHidden()
        self.about.facts.setVisible(not (typed and (alone or low)))
        self.about.setVisible(not (typed and ask is not None and ask.rows))  # who approves, the PIN and the keypad
        self._box.setStretchFactor(self.lines_card, 1 if self._narrow else _SHARES[0])
        self._box.setStretchFactor(self._right, int(alone) if self._narrow else _SHARES[1])

    def _follow_choice(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self.told.show_row(self.ask.list)

    def _act(self, at: int) -> None:
        act = self._acts[at] if at < len(self._acts) else None
        if act is not None:
            act[2]()
