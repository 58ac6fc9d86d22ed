"""The pickup screen: the board, the field that finds an order, and the order that is open in its place.

A scan works wherever the focus is: a code of ours opens or proves an order, goods are picked for the open one. No key
that a scanner sends hands anything over: that is F12, or a finger.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from pos_app.domain.errors import Fault, Refusal
from pos_app.domain.orders_state import OrderState
from pos_app.pickup.view import Asks, OpenOrderView, PickupView
from pos_app.selling.view import Mode, Said, Sound, Told
from pos_app.settings import Settings
from ui.bridge import Bridge
from ui.face import Face
from ui.panels import pickup_words
from ui.panels.alone_hint import AloneHint
from ui.panels.choices import Choices
from ui.panels.pickup_asks import PickupAsks, Purpose
from ui.panels.pickup_board import BoardPanel
from ui.panels.pickup_order import Do, OrderPanel
from ui.screen import Screen
from ui.shown import sentence
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.fields import EntryField
from ui.widgets.label import Label, words_label
from ui.widgets.strip import Strip

Key = Qt.Key
_NAMED = {
    Key.Key_F7: "F7", Key.Key_F8: "F8", Key.Key_F11: "F11", Key.Key_F12: "F12", Key.Key_Insert: "Ins",
    Key.Key_Delete: "Del",
}  # fmt: skip
_MINUTE_MS = 60_000
_TO_PICK = (OrderState.WAITING, OrderState.LATE)


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
        self.field = EntryField(self._key)
        self.back = Button("quiet", self._step_back, focusable=True)
        self.strip = Strip(face)
        self.alone = AloneHint(face, bridge)
        self.as_of = words_label("meta")
        self.board = BoardPanel(face)
        self.found = Choices(face, "search")
        self.order = OrderPanel(face, self._key)
        self.asks = PickupAsks(face, self._desk, self._do)
        self._stack = QStackedWidget()
        self._build()
        self.board.taken.connect(self._open)
        self.found.taken.connect(self._open)
        self.order.lines.selectionModel().currentRowChanged.connect(lambda _now, _before: self._show_acts())
        self.field.textChanged.connect(lambda _text: self._show())
        bridge.also(self._on_tick)
        bridge.failed.connect(self._show_no)
        face.changed.connect(self._put_on)
        self._put_on()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._title)
        head.addWidget(self.field, 1)
        head.addWidget(self.back)
        self._listed = Card(margin_px=10)
        self._listed.column.addWidget(self.found, 1)
        for page in (self.board, self._listed, self.order):
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.strip)
        column.addWidget(self.alone)
        column.addWidget(self.as_of)
        column.addWidget(self._stack, 1)

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

    def hideEvent(self, event: QHideEvent) -> None:
        """What was new on the board has been seen."""
        super().hideEvent(event)
        self._desk.seen()

    def _key(self, event: QKeyEvent) -> bool:
        key = Key(event.key())
        typing = bool(self.field.text()) or (self.order.ask.field.hasFocus() and bool(self.order.ask.field.text()))
        if key == Key.Key_Escape:
            self._step_back()
        elif key in (Key.Key_Up, Key.Key_Down):
            self._move(-1 if key == Key.Key_Up else 1)
        elif key in (Key.Key_Return, Key.Key_Enter):
            self._enter()
        elif key in (Key.Key_Left, Key.Key_Right) and not typing and self._stack.currentWidget() is self.board:
            self.board.step(columns=-1 if key == Key.Key_Left else 1)
        elif key == Key.Key_F9 or (event.text() == "/" and not typing):
            self.field.setFocus()
        elif event.isAutoRepeat():
            return False
        elif key in _NAMED and not (typing and key == Key.Key_Delete):
            return self._press(_NAMED[key])
        elif event.text() in ("+", "-") and not typing and self._stack.currentWidget() is self.order:
            return self._press(event.text())
        else:
            return False
        return True

    def _press(self, key: str) -> bool:
        return self._stack.currentWidget() is self.order and (self.order.ask.press(key) or self.order.press(key))

    def _move(self, by: int) -> None:
        page = self._stack.currentWidget()
        if page is self._listed:
            self.found.list.step(by)
        elif page is self.board:
            self.board.step(rows=by)
        elif self.order.ask.ask is not None and self.order.ask.ask.rows:
            self.order.ask.list.step(by)
        else:
            self.order.lines.step(by)

    def _enter(self) -> None:
        page = self._stack.currentWidget()
        if page is self._listed:
            self.found.take_chosen()
        elif page is self.board:
            self.board.take_chosen()
        else:
            self.order.ask.enter()

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
        self.strip.dismiss()
        heard: list[Told] = []

        def run() -> Told:
            heard.append(command())
            return self._but_for_the_strip(heard[0])

        done = self._bridge.do(run, self._asks_for)
        if heard:
            self._tell(heard[0])
        self.show_view()
        return done

    def _asks_for(self, no: Refusal) -> bool:
        """Ask for the supervisor whom a hand-over alone needs."""
        if no.message_id != "pickup.supervisor_needed" or not self.asks.alone_reason:
            return False
        self.asks.purpose = Purpose.ALONE_APPROVAL
        return True

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
        text, now_ms, face = self.field.text().strip(), self._desk.now_ms(), self._face
        self._show_age(view, now_ms)
        if text:
            rows = tuple(pickup_words.found_row(face, card, now_ms) for card in self._desk.find(text))
            words = face.say("ui.pickup.nothing_found" if view.board.names_ready else "ui.pickup.loading_names")
            self.found.show_rows("" if view.board.names_ready else face.say("ui.pickup.loading_names"), rows, words)
            self.alone.about("pickup_find")
            self._turn_to(self._listed)
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
        self.as_of.setVisible(old and (view.order is None or bool(self.field.text().strip())))

    def _show_board(self, view: PickupView, now_ms: int) -> None:
        rows = {
            column: tuple(pickup_words.card_row(self._face, card, now_ms, view.zone) for card in cards)
            for column, cards in view.board.columns.items()
        }
        self.board.show_board(view.board, rows)
        self.alone.about("pickup_new")
        self._turn_to(self.board)

    def _show_order(self, order: OpenOrderView, view: PickupView) -> None:
        self.order.show_order(order, view, self._desk.now_ms())
        self.order.ask.show_ask(self.asks.ask(view))
        self._show_acts()
        self.alone.about("pickup_hand_over" if order.can_hand_over else "pickup_pick" if order.can_pick else "")
        self._turn_to(self.order)
        ask = self.order.ask.ask
        if self.isVisible():
            wanted = self.order.ask.field if ask is not None and ask.field else self.field
            if not wanted.hasFocus():
                wanted.setFocus()

    def _show_acts(self) -> None:
        """Show what can be done with the open order and its chosen line."""
        order = self._seen.order if self._seen is not None else None
        if order is not None:
            self.order.show_acts(*self._acts(order))

    def _turn_to(self, page: QWidget) -> None:
        if self._stack.currentWidget() is not page:
            self._stack.setCurrentWidget(page)

    def _acts(self, order: OpenOrderView) -> tuple[Do | None, tuple[Do, ...]]:
        """Return the one act that leads on, and the others."""
        say, desk = self._face.say, self._desk
        if self.asks.purpose is not None:
            return None, ()
        if order.asks is not Asks.NOTHING:
            if order.asks is Asks.ALONE:
                alone = say("ui.pickup.hand_over_alone")
                return (alone, "F12", lambda: self.asks.give_alone(self.order.ask.chosen())), ()
            go = order.asks is Asks.READY_TO_GIVE
            acts: list[Do] = [
                (say("ui.pickup.more_of"), "+", lambda: self._choose(1)),
                (say("ui.pickup.less_of"), "-", lambda: self._choose(-1)),
            ]
            words = say("ui.pickup.hand_over_now")
            return ((words, "F12", lambda: self._do(desk.hand_over)) if go else None), tuple(acts if go else ())
        slip: Do = (say("ui.pickup.slip"), "F7", lambda: self._do(desk.print_slip))
        if order.state in (OrderState.DONE, OrderState.CANCELLED):
            wrong: Do = (say("ui.pickup.wrong_person"), "F11", lambda: self._ask_for(Purpose.WRONG_PERSON))
            ended = [slip, wrong] if order.can_report else [slip]
            again = self._take_back() if order.state is OrderState.DONE else None
            return None, (*ended, again) if again is not None else tuple(ended)
        others: list[Do] = [slip]
        if order.state in _TO_PICK and order.can_pick:
            others = [(say("ui.pickup.start"), "F7", lambda: self._do(desk.start_picking))]
        reject: Do = (say("ui.pickup.reject"), "Del", lambda: self._ask_for(Purpose.REJECT))
        others.append(self._take_back() or reject)
        ready: Do = (say("ui.pickup.ready"), "F8", lambda: self._ask_for(Purpose.PLACE))
        give: Do = (say("ui.pickup.hand_over"), "F12", lambda: self._do(desk.begin_handover))
        # Where nothing is to be picked, the customer may stand here before it was said where the order lies.
        nothing_to_pick = order.can_ready and order.can_hand_over
        others.append(give if nothing_to_pick else (say("ui.pickup.pick_one"), "+", lambda: self._pick(1)))
        others.append((say("ui.pickup.put_back"), "-", lambda: self._pick(-1)))
        if order.can_ready:
            return ready, tuple(others)
        return (give if order.can_hand_over else None), tuple(others)

    def _take_back(self) -> Do | None:
        """Return the act that takes the rejection of the chosen line back; None for a line that was not rejected."""
        line = self.order.line()
        if line is None or line.rejected <= 0 or max(line.missing, line.set_aside):
            return None
        return self._face.say("ui.pickup.take_back"), "Del", lambda: self._do(lambda: self._desk.take_back(line.number))

    def _ask_for(self, purpose: Purpose) -> None:
        self.asks.nothing()
        self.asks.purpose, self.asks.line = purpose, self.order.line()
        self.show_view()

    def _pick(self, way: int) -> None:
        line = self.order.line()
        if line is not None:
            most = max(1, line.missing if way > 0 else line.set_aside + line.surplus)
            self._do(lambda: self._desk.pick(line.number, way * min(pickup_words.one(line), most)))

    def _choose(self, way: int) -> None:
        line = self.order.line()
        if line is not None:
            step = pickup_words.one(line)
            self._do(lambda: self._desk.choose(line.number, line.hands + way * step))

    def _on_tick(self) -> None:
        try:
            heard = self._desk.tick()
        except (Refusal, Fault) as no:
            self._bridge.failed.emit(no)
            heard = ()
        for told in heard:
            self._bridge.do(partial(self._but_for_the_strip, told))
            self._tell(told)
        if self.isVisible():
            moved = self._desk.view is not self._seen
            if moved or self._desk.now_ms() // _MINUTE_MS != self._minute:
                self.show_view()

    def _but_for_the_strip(self, told: Told) -> Told:
        """Return what the status line says: nothing that stands in the strip before the eyes."""
        return Told(told.sound, None if self.isVisible() and told.sound is Sound.UNKNOWN else told.said)

    def _tell(self, told: Told) -> None:
        """Say in the strip what must not be overseen."""
        if told.said is not None and told.sound is Sound.UNKNOWN:
            said = told.said
            self.strip.tell("warn", lambda: sentence(self._face, said))

    def _show_no(self, no: Refusal | Fault | Said) -> None:
        if self.isVisible():
            self.strip.tell("bad" if isinstance(no, Fault) else "warn", lambda: sentence(self._face, no))
            self._bridge.warn()

    def _focus(self) -> None:
        ask = self.order.ask.ask
        on_order = self._stack.currentWidget() is self.order
        (self.order.ask.field if on_order and ask is not None and ask.field else self.field).setFocus()

    def _put_on(self) -> None:
        self._title.setText(self._face.say("ui.pickup"))
        self.field.setPlaceholderText(self._face.say("ui.pickup.find"))
        self.field.setAccessibleName(self._face.say("ui.pickup.find"))
        self.back.show_words(self._face.say("ui.back"), "Esc")
        if self._seen is not None:
            self._show()
