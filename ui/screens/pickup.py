"""The pickup screen: the board, the field that finds an order, and the order that is open in its place.

A scan works wherever the focus is: a code of ours opens or proves an order, goods are picked for the open one. No key
that a scanner sends hands anything over: that is F12, or a finger.
"""

from collections.abc import Callable

from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from pos_app.pickup.view import Asks, OpenOrderView, PickupView
from pos_app.selling.view import Mode, Told
from pos_app.settings import Settings
from ui.bridge import Bridge
from ui.face import Face
from ui.layout.arrangement import LOW_BELOW_PX, ONE_COLUMN_BELOW_PX
from ui.panels import pickup_words
from ui.panels.alone_hint import AloneHint
from ui.panels.finder import Finder
from ui.panels.pickup_acts import PickupActs
from ui.panels.pickup_asks import PickupAsks
from ui.panels.pickup_keys import Ways, take_key
from ui.panels.pickup_pages import PickupPages
from ui.panels.pickup_telling import PickupTelling
from ui.screen import Screen
from ui.widgets.buttons import Button
from ui.widgets.label import Label, words_label
from ui.widgets.strip import Strip

_MINUTE_MS = 60_000


class PickupScreen(Screen):
    """The pickup desk's screen."""

    def __init__(self, face: Face, bridge: Bridge, _settings: Settings) -> None:
        """The window builds it only when there is a pickup desk."""
        super().__init__()
        assert bridge.rooms is not None
        assert bridge.rooms.pickup is not None
        self._face, self._bridge, self._desk = face, bridge, bridge.rooms.pickup
        self._seen: PickupView | None = None
        self._minute = -1
        self._title = Label()
        self._title.setProperty("look", "title")
        self.finder = Finder(face, self._key, lambda: self._letters(wanted=True))
        self.field = self.finder.field
        self.back = Button("quiet", self._step_back, focusable=True)
        self.strip = Strip(face)
        self.alone = AloneHint(face, bridge)
        self.as_of = words_label("meta")
        self.pages = PickupPages(face, self._key, self._step_back)
        self.board, self.found, self.order = self.pages.board, self.pages.found, self.pages.order
        self.asks = PickupAsks(face, self._desk, self._do)
        self.acts = PickupActs(face, self._desk, self.order, self.asks, self._do)
        self._ways = Ways(self._step_back, self.field.setFocus, self._refuse, lambda: bool(self.field.text()))
        self._build()
        self.pages.taken.connect(self._open)
        self.order.lines.selectionModel().currentRowChanged.connect(lambda _now, _before: self._show_acts())
        self.order.ask.keys.letters.connect(lambda: self._letters(wanted=True))
        self.field.textChanged.connect(lambda _text: self._show())
        bridge.also(self._on_tick)
        self._telling = PickupTelling(face, bridge, self._desk, self.strip, self.isVisible)
        face.changed.connect(self._put_on)
        self._put_on()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._title)
        head.addWidget(self.finder, 1)
        head.addWidget(self.back)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.strip)
        column.addWidget(self.alone)
        column.addWidget(self.as_of)
        column.addWidget(self.pages, 1)

    # -- what comes in

    def begin(self) -> None:
        """Show the board, or the order that is open, with the focus where the hand goes first."""
        self.strip.dismiss()
        self.show_view()
        self._focus()

    def show_subject(self, subject: str) -> None:
        """Show the order of a code that was scanned on another screen."""
        opened = self._desk.view.order
        if opened is None or opened.id != subject:
            self._open(subject)
        self.show_view()

    def take_scan(self, code: str) -> None:
        """Open, prove or pick what was scanned."""
        self.field.clear()
        self.asks.nothing()
        self._do(lambda: self._desk.scan(code))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a key that reached no field."""
        if not self._key(event):
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where a finger may be alone, offer letters; where it is narrow the bar below says which desk this is."""
        super().resizeEvent(event)
        narrow = self.width() < ONE_COLUMN_BELOW_PX
        self.finder.letters.setVisible(narrow or self.window().height() < LOW_BELOW_PX)
        self._title.setVisible(not narrow)

    def hideEvent(self, event: QHideEvent) -> None:
        """What was new on the board has been seen; nothing is to be typed here any more."""
        super().hideEvent(event)
        self._letters(wanted=False)
        self._desk.seen()

    def _letters(self, *, wanted: bool) -> None:
        self.keyboard.emit(wanted)

    def _key(self, event: QKeyEvent) -> bool:
        return take_key(event, self.pages, self._ways)

    def _refuse(self) -> bool:
        """Let the desk refuse a hand-over that the screen does not offer: it says what stands in the way."""
        if self.asks.purpose is not None:
            return False
        self._do(self._desk.hand_over)
        return True

    def _step_back(self) -> None:
        order = self._desk.view.order
        if self.field.text():
            self.field.clear()
        elif self.asks.purpose is not None:
            self.asks.nothing()
        elif order is not None and order.asks is not Asks.NOTHING:
            self._do(self._desk.stop_handover)
        elif order is not None:
            self._do(self._desk.close)
        else:
            self.left.emit()
            return
        self.show_view()

    def _open(self, order_id: str) -> None:
        self.asks.nothing()
        self.field.clear()
        self._do(lambda: self._desk.open(order_id))

    def _do(self, command: Callable[[], Told]) -> bool:
        """Run a command, and show what holds then."""
        done = self._telling.run(command, self.asks.takes)
        self.show_view()
        return done

    # -- what is shown

    def show_view(self) -> None:
        """Ask the desk, and show what it says."""
        if self._bridge.view.mode in (Mode.SIGNED_OUT, Mode.LOCKED):
            return
        self.take_view(self._desk.view)

    def take_view(self, view: PickupView) -> None:
        """Show what a desk says."""
        if view.order is None:
            self.asks.nothing()
        self._seen, self._minute = view, self._desk.now_ms() // _MINUTE_MS
        self._show()

    def _show(self) -> None:
        view = self._seen
        if view is None:
            return
        text, now_ms = self.finder.text, self._desk.now_ms()
        self._show_age(view, now_ms)
        if text:
            self._show_found(text, view, now_ms)
        elif view.order is not None:
            self._show_order(view.order, view)
        else:
            self._show_board(view, now_ms)

    def _show_age(self, view: PickupView, now_ms: int) -> None:
        """Say over the board and what was found how old it is, from a minute on; an open order says its own."""
        heard_ms = view.board.as_of_ms
        old = heard_ms > 0 and now_ms - heard_ms >= _MINUTE_MS
        if old:
            words = pickup_words.as_of(self._face, "ui.pickup.board_as_of", heard_ms, now_ms, view.zone)
            self.as_of.setText(words)
        self.as_of.setVisible(old and (view.order is None or bool(self.finder.text)))

    def _show_found(self, text: str, view: PickupView, now_ms: int) -> None:
        face, ready = self._face, view.board.names_ready
        rows = tuple(pickup_words.found_row(face, card, now_ms) for card in self._desk.find(text))
        words = face.say("ui.pickup.nothing_found" if ready else "ui.pickup.loading_names")
        self.found.show_rows("" if ready else face.say("ui.pickup.loading_names"), rows, words)
        self.alone.about("pickup_find")
        self.pages.turn_to(self.pages.listed)

    def _show_board(self, view: PickupView, now_ms: int) -> None:
        rows = {
            column: tuple(pickup_words.card_row(self._face, card, now_ms, view.zone) for card in cards)
            for column, cards in view.board.columns.items()
        }
        self.board.show_board(view.board, rows)
        self.alone.about("pickup_new")
        self.pages.turn_to(self.board)

    def _show_order(self, order: OpenOrderView, view: PickupView) -> None:
        settled = self.pages.on_order and not self.order.ask.is_typed_in
        self.order.show_order(order, view, self._desk.now_ms())
        self.order.show_ask(self.asks.ask(view))
        self._show_acts()
        self.alone.about("pickup_hand_over" if order.can_hand_over else "pickup_pick" if order.can_pick else "")
        self.pages.turn_to(self.order)
        if not settled and not self.order.ask.is_typed_in:
            self._letters(wanted=False)  # what they were for is over; those that just came for the field stay
        if self.isVisible():
            self._focus()

    def _show_acts(self) -> None:
        """Show what can be done with the open order and its chosen line."""
        order = self._seen.order if self._seen is not None else None
        if order is not None:
            self.order.show_acts(*self.acts.of(order))

    def _on_tick(self) -> None:
        self._telling.news()
        if self.isVisible():
            moved = self._desk.view is not self._seen
            if moved or self._desk.now_ms() // _MINUTE_MS != self._minute:
                self.show_view()

    def _focus(self) -> None:
        wanted = self.order.ask.field if self.pages.on_order and self.order.ask.is_typed_in else self.field
        if not wanted.hasFocus():
            wanted.setFocus()

    def _put_on(self) -> None:
        self._title.setText(self._face.say("ui.pickup"))
        self.finder.show_words(self._face.say("ui.pickup.find_short"), self._face.say("ui.pickup.find"))
        self.back.show_words(self._face.say("ui.back"), "Esc")
        if self._seen is not None:
            self._show()
