"""The sell screen: basket, quick keys or search, totals and keypad, with the payment in place of the search.

It shows the desk's view and turns keys and taps into acts (`ui.panels.acting`). It decides nothing about the sale.
"""

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout

from pos_app.domain.money import MILLI
from pos_app.domain.product import name_in
from pos_app.selling.view import RECEIPT, Mode, Opens
from pos_app.settings import Settings
from ui import shown
from ui.asked import Purpose
from ui.bridge import Bridge
from ui.expected import expected
from ui.face import Face
from ui.keys import TYPED, Act, act_of
from ui.layout.arrangement import LOW_BELOW_PX, ONE_COLUMN_BELOW_PX
from ui.layout.sell_columns import SellColumns
from ui.panels.acting import Acting
from ui.panels.basket import BasketCard
from ui.panels.middle import MiddleCard
from ui.panels.receipt_row import ReceiptRow
from ui.panels.till_side import TillSide
from ui.scan_burst import SILENCE_MS
from ui.screen import Screen
from ui.widgets.camera_view import CameraView
from ui.widgets.keypad import BACKSPACE, ENTER

GIVES_WAY = (
    Purpose.QUANTITY, Purpose.LINE, Purpose.HOLD_NAME, Purpose.COMMAND, Purpose.RECEIPT, Purpose.MEMBER,
    Purpose.REVEAL, Purpose.ERASE,
)  # fmt: skip
"""What a scan leaves: it means another line, or nothing was begun. A typed price or PIN waits."""


TYPED_AFTER_MS = SILENCE_MS + 20
"""The first digit of a scan stands in the search until it is known for one: no key says Clear for it."""


class SellScreen(Screen):
    """The cashier's screen."""

    def __init__(self, face: Face, bridge: Bridge, settings: Settings) -> None:
        """The settings say whether digits in Pay carry the currency's decimals."""
        super().__init__()
        self._face, self._bridge, self._desk = face, bridge, bridge.desk
        self._tiles_turn = -1
        self._typed_soon = QTimer(self, singleShot=True, interval=TYPED_AFTER_MS)
        self._typed_soon.timeout.connect(self._show_void)
        do = self._do
        receipt = ReceiptRow(face, lambda: do(Act.RECEIPT), lambda: do(Act.RECEIPT_CODE))
        self.basket = BasketCard(face, lambda: do(Act.HOLD), lambda: do(Act.PALETTE), lambda: do(Act.MEMBER), receipt)
        self.basket.member.setVisible(bridge.rooms is not None and bridge.rooms.members is not None)
        camera = CameraView(face, None if bridge.rooms is None else bridge.rooms.camera, bridge.knows)
        self.middle = MiddleCard(
            face,
            self.take_key,
            lambda: self.acting.without_code(),  # noqa: PLW0108 - it is made below
            camera,
            implied_decimals=settings.keypad_decimals,
        )
        self.side = TillSide(face, lambda: self._do(Act.PAY))
        self.acting = Acting(face, bridge, self.basket, self.middle)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        self.columns = SellColumns(face, self.basket, self.middle, self.side)
        across.addWidget(self.columns)
        self._connect()

    def _connect(self) -> None:
        run, desk = self.acting.answering.do, self._desk
        self._bridge.view_changed.connect(self.show_view)
        self._bridge.opens.connect(self._open)
        self._bridge.asked.connect(lambda _: self._show_void())
        for typed in (self.middle.entry.words_changed, self.middle.entry.text_changed):
            typed.connect(lambda _: self._typed_soon.start())
        self._bridge.newest_changed.connect(self.basket.set_newest)
        self._bridge.newest_changed.connect(self.columns.show_basket)
        self._bridge.newest_changed.connect(self._name_before_camera)
        self._bridge.newest_changed.connect(lambda _line: self._no_letters())  # what was searched for is sold
        self._bridge.lamp_changed.connect(self.side.show_lamp)
        self._face.changed.connect(self.show_view)
        pay, keypad = self.middle.pay, self.side.keypad
        pay.cash_taken.connect(lambda given: run(lambda: desk.pay_cash(given)))
        pay.part_taken.connect(lambda given: run(lambda: desk.pay_cash(given, part=True)))
        pay.other_taken.connect(lambda amount, words: run(lambda: desk.pay_other(amount, words)))
        pay.left.connect(lambda: run(desk.back_to_basket))
        pay.taken_back.connect(lambda: run(desk.take_back))
        pay.paper_asked.connect(lambda: self._do(Act.RECEIPT))
        pay.amount_changed.connect(lambda: self.side.show_pay(self._bridge.view, self._typed()))
        self.middle.camera.code.connect(self.take_scan)
        self.middle.entry.letters_asked.connect(lambda: self.keyboard.emit(True))  # noqa: FBT003 - a signal
        self.middle.entry.turned.connect(self._no_letters)
        keypad.pressed.connect(self._press)
        keypad.quantity_asked.connect(lambda: self._do(Act.QUANTITY))
        keypad.discount_asked.connect(lambda: self._do(Act.DISCOUNT))
        keypad.void_asked.connect(self.acting.voiding.by_touch)
        self.basket.lines.clicked.connect(lambda _index: self.acting.looking.show_line(self.acting.lines.chosen()))

    @property
    def expected(self) -> str:
        """Return what the cashier is to do; the prompt of a form says it there."""
        asks = self.acting.asking.purpose is not None or (
            self.middle.paying and self.middle.field is self.middle.pay.reference
        )
        return expected(self._bridge.view, form=asks)

    @property
    def takes_numbers(self) -> bool:
        """Tell whether F1 to F6 mean something in Pay or in what is asked for."""
        return self.middle.paying or self.acting.asking.purpose is not None

    # -- what comes in

    def take_key(self, event: QKeyEvent) -> bool:
        """Act on a key; False leaves it to the field."""
        act = act_of(event, field_is_empty=not self.middle.field.text())
        if act is None:
            return False
        typed, asked = act in TYPED and bool(event.text()), self.acting.asking.purpose
        checking = asked is Purpose.PRICE_CHECK and act in (Act.MORE, Act.PRICE_CHECK)
        if typed and not checking and (self.middle.paying or asked not in (None, Purpose.LINE)):
            field = self.middle.field  # no command character belongs in a figure; in words it is a character
            return field not in (self.middle.pay.reference, self.middle.entry.text, self.middle.entry.secret)
        return self._do(act)

    def begin(self) -> None:
        """Put the focus where the cashier types."""
        self._show_tiles()
        self.middle.focus_field()

    def _name_before_camera(self, number: int) -> None:
        """Let the camera's view call what it saw by its name, when that made a line."""
        names = next((line.names for line in self._bridge.view.lines if line.number == number), {})
        self.middle.camera.call_it(name_in(names, self._face.language))

    def take_scan(self, code: str) -> None:
        """Sell what was scanned; a quantity typed for the next scan counts, what else was half typed does not."""
        asking = self.acting.asking
        if self.acting.members.enrolling.take_scan(code):
            return
        if asking.purpose is Purpose.PRICE_CHECK and not self.middle.paying:
            self.acting.looking.check(code)
            return
        if asking.purpose is Purpose.NEXT_QUANTITY:
            asking.enter()
        elif asking.purpose in GIVES_WAY and not self.middle.paying:
            asking.nothing()
        self.acting.answering.do(lambda: self._desk.scan(code))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Bring a key that reached no field to the field: the cashier need not look where the focus is."""
        if self.middle.field.hasFocus():
            super().keyPressEvent(event)
        elif not self.take_key(event) and event.text().isprintable() and event.text():
            self.middle.focus_field()
            QCoreApplication.sendEvent(self.middle.field, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where a finger may be alone, offer letters for words."""
        super().resizeEvent(event)
        narrow, low = self.width() < ONE_COLUMN_BELOW_PX, self.window().height() < LOW_BELOW_PX
        self.middle.entry.offer_letters(wanted=narrow or low)

    def hideEvent(self, event: QHideEvent) -> None:
        """Let the letters that were brought up for words go with the screen."""
        super().hideEvent(event)
        self.keyboard.emit(False)  # noqa: FBT003 - a signal

    def _no_letters(self) -> None:
        """Put the letters away when no words are asked for any more."""
        if self.isVisible() and not self.middle.entry.asks_words:
            self.keyboard.emit(False)  # noqa: FBT003 - a signal

    def _open(self, opens: Opens) -> None:
        if opens.screen == RECEIPT:
            self.acting.counter.receipts(opens.subject)

    # -- what is shown

    def show_view(self) -> None:
        """Show the desk's view; only what differs is painted."""
        view = self._bridge.view
        if view.mode in (Mode.SIGNED_OUT, Mode.LOCKED):
            if self.acting.asking.purpose is not None:
                self.acting.asking.nothing()  # a half-typed PIN or price is not left lying about
            self.acting.members.forget()
            return
        paying = view.mode is Mode.PAYING
        if self.middle.show_paying(paying):
            if paying:
                self.acting.asking.nothing()
                self.middle.entry.search.clear()
                self.middle.pay.begin(view.currency)
            self.middle.focus_field()
        if view.payment is not None:
            self.middle.pay.show_payment(view.payment)
        self.basket.show_view(view)
        self.side.show_view(view, self._typed())
        self._show_void()
        one = view.next_quantity == MILLI
        self.middle.entry.show_next_quantity("" if one else self._face.quantity(view.next_quantity))
        self.middle.start.show_key(works=not view.questions)
        self.middle.start.show_near(tuple(shown.near(self._face, near, view.currency) for near in view.near))
        if view.tiles_turn != self._tiles_turn and self.isVisible():
            self._show_tiles()
        self.acting.answering.show_view()
        self.acting.looking.show_view()
        self.acting.members.show_view()

    def _show_tiles(self) -> None:
        self._tiles_turn = self._bridge.view.tiles_turn
        self.middle.start.show_tiles(self._bridge.ask(self._desk.tiles), self._bridge.view.currency)

    def _show_void(self) -> None:
        self.side.show_void(self._bridge.view, clears=self.acting.voiding.clears)

    def _typed(self) -> int | None:
        return self.middle.pay.amount.value() if self.middle.paying else None

    def _do(self, act: Act) -> bool:
        return self.acting.do(act)

    def _press(self, key: str) -> None:
        if key == BACKSPACE:
            self.middle.backspace()
        elif key == ENTER:
            self._do(Act.ENTER)
        else:
            self.middle.type(key)
