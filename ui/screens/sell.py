"""The sell screen: basket, search, totals and keypad, with the payment in place of the search.

It shows the desk's view and turns keys and taps into the desk's commands. It decides nothing about the sale.
"""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout

from pos_app.domain.money import MILLI
from pos_app.domain.product import Unit
from pos_app.selling.view import LineView, Mode, Said
from pos_app.settings import Settings
from ui import shown
from ui.asked import Asked, Purpose
from ui.bridge import Bridge
from ui.face import Face
from ui.keys import Act, act_of
from ui.layout.sell_columns import SellColumns
from ui.panels.answering import Answering
from ui.panels.asking import Asking
from ui.panels.basket import BasketCard
from ui.panels.finding import Finding
from ui.panels.middle import MiddleCard
from ui.panels.till_side import TillSide
from ui.screen import Screen
from ui.widgets.keypad import BACKSPACE, ENTER

PAGE_ROWS = 8


class SellScreen(Screen):
    """The cashier's screen."""

    def __init__(self, face: Face, bridge: Bridge, settings: Settings) -> None:
        """The settings say whether digits in Pay carry the currency's decimals."""
        super().__init__()
        self._face, self._bridge, self._desk = face, bridge, bridge.desk
        self.basket = BasketCard(face, self._hold)
        self.middle = MiddleCard(face, self.take_key, self._by_department, implied_decimals=settings.keypad_decimals)
        self.side = TillSide(face, self._pay)
        self._answering = Answering(face, bridge, self.basket)
        self._do = self._answering.do
        self._asking = Asking(face, bridge, self.middle, self._do)
        self._answering.asking = self._asking
        self._finding = Finding(face, bridge, self.middle, self._asking, self._do)
        self.columns = SellColumns(face, self.basket, self.middle, self.side)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(self.columns)
        self._acts = self._selling_acts()
        self._pay_acts = self._paying_acts()
        self._connect()

    def _connect(self) -> None:
        self._bridge.view_changed.connect(self.show_view)
        self._bridge.newest_changed.connect(self.basket.set_newest)
        self._bridge.newest_changed.connect(self.columns.show_basket)
        self._bridge.lamp_changed.connect(self.side.show_lamp)
        self._face.changed.connect(self.show_view)
        pay, keypad = self.middle.pay, self.side.keypad
        pay.cash_taken.connect(lambda given: self._do(lambda: self._desk.pay_cash(given)))
        pay.part_taken.connect(lambda given: self._do(lambda: self._desk.pay_cash(given, part=True)))
        pay.other_taken.connect(lambda amount, words: self._do(lambda: self._desk.pay_other(amount, words)))
        pay.left.connect(lambda: self._do(self._desk.back_to_basket))
        pay.amount_changed.connect(lambda: self.side.show_pay(self._bridge.view, self._typed()))
        keypad.pressed.connect(self._press)
        keypad.quantity_asked.connect(self._ask_quantity)
        keypad.void_asked.connect(self._delete)

    def _selling_acts(self) -> dict[Act, Callable[[], object]]:
        return {
            Act.QUANTITY: self._ask_quantity,
            Act.ANSWER: self._answer,
            Act.SEARCH: self._finding.again,
            Act.TRAY_KEEP: self._keep_or_search,
            Act.TRAY_DISCARD: lambda: self._answering.offer("F10"),
            Act.HOLD: self._hold,
            Act.PAY: self._pay,
            Act.DELETE: self._delete,
            Act.UNDO: self._answering.undo,
            Act.REDO: lambda: self._do(self._desk.redo),
            Act.MORE: lambda: self._step(MILLI),
            Act.LESS: lambda: self._step(-MILLI),
            Act.NEXT_QUANTITY: lambda: self._asking.ask(Asked(Purpose.NEXT_QUANTITY)),
            Act.UP: lambda: self._move(-1),
            Act.DOWN: lambda: self._move(1),
            Act.PAGE_UP: lambda: self._move(-PAGE_ROWS),
            Act.PAGE_DOWN: lambda: self._move(PAGE_ROWS),
            Act.ENTER: self._enter,
            Act.BACK: self._back,
        }

    def _paying_acts(self) -> dict[Act, Callable[[], object]]:
        pay = self.middle.pay
        return {
            Act.CASH: pay.take_cash,
            Act.OTHER_TENDER: pay.take_other,
            Act.PART_IN_CASH: pay.take_part,
            Act.PAY: self._pay,
            Act.BACK: pay.step_back,
            Act.TRAY_KEEP: lambda: self._answering.offer("F9"),
            Act.TRAY_DISCARD: lambda: self._answering.offer("F10"),
            Act.ENTER: lambda: self._bridge.told.emit(Said("ui.choose_tender")),
        }

    # -- what comes in

    def take_key(self, event: QKeyEvent) -> bool:
        """Act on a key; False leaves it to the field."""
        act = act_of(event, field_is_empty=not self.middle.field.text())
        if act is None:
            return False
        typed = act in (Act.MORE, Act.LESS, Act.NEXT_QUANTITY, Act.SEARCH) and bool(event.text())
        if typed and (self.middle.paying or self._asking.purpose is not None):
            return self.middle.field is not self.middle.pay.reference  # no command character belongs in a figure
        acts = self._pay_acts if self.middle.paying else self._acts
        acts.get(act, lambda: None)()
        return True

    def begin(self) -> None:
        """Put the focus where the cashier types."""
        self.middle.focus_field()

    def take_scan(self, code: str) -> None:
        """Sell what was scanned; a quantity typed for the next scan counts, a half-typed one for a line does not."""
        if self._asking.purpose is Purpose.NEXT_QUANTITY:
            self._asking.enter()
        elif self._asking.purpose is Purpose.QUANTITY:
            self._asking.nothing()
        self._do(lambda: self._desk.scan(code))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Bring a key that reached no field to the field: the cashier need not look where the focus is."""
        if self.middle.field.hasFocus():
            super().keyPressEvent(event)
        elif not self.take_key(event) and event.text().isprintable() and event.text():
            self.middle.focus_field()
            QCoreApplication.sendEvent(self.middle.field, event)

    # -- what is shown

    def show_view(self) -> None:
        """Show the desk's view; only what differs is painted."""
        view = self._bridge.view
        if view.mode is Mode.SIGNED_OUT:
            return
        paying = view.mode is Mode.PAYING
        if self.middle.show_paying(paying):
            if paying:
                self._asking.nothing()
                self.middle.entry.search.clear()
                self.middle.pay.begin(view.currency)
            self.middle.focus_field()
        if view.payment is not None:
            self.middle.pay.show_payment(view.payment)
        self.basket.show_view(view)
        self.side.show_view(view, self._typed())
        one = view.next_quantity == MILLI
        self.middle.entry.show_next_quantity("" if one else self._face.quantity(view.next_quantity))
        self.middle.hints.show_near(tuple(shown.near(self._face, near, view.currency) for near in view.near))
        self._answering.show_view()

    def _typed(self) -> int | None:
        return self.middle.pay.amount.value() if self.middle.paying else None

    # -- the acts

    def _pay(self) -> None:
        mode = self._bridge.view.mode
        if mode is Mode.PAYING:
            self.middle.pay.take_cash()
        elif mode is Mode.SELLING:
            self._do(self._desk.start_payment)

    def _press(self, key: str) -> None:
        if key == BACKSPACE:
            self.middle.backspace()
        elif key != ENTER:
            self.middle.type(key)
        else:
            (self._pay_acts if self.middle.paying else self._acts)[Act.ENTER]()

    def _chosen_line(self) -> LineView | None:
        view, number = self._bridge.view, self.basket.chosen
        if view.mode is not Mode.SELLING:
            return None
        return next((line for line in view.lines if line.number == number), None)

    def _delete(self) -> None:
        """Answer the open question with Del's answer, else take the chosen line out."""
        if self._answering.offer("Del"):
            return
        line = self._chosen_line()
        if line is not None and self._do(lambda: self._desk.void(line.number)):
            self._answering.show_voided(line)

    def _step(self, by: int) -> None:
        line = self._chosen_line()
        if line is not None:
            self._do(lambda: self._desk.step(line.number, by))

    def _move(self, by: int) -> None:
        choices = self.middle.choices
        (choices.list if choices is not None else self.basket.lines).step(by)

    def _ask_quantity(self) -> None:
        line = self._chosen_line()
        if line is not None:
            self._asking.ask(Asked(Purpose.QUANTITY, line.number, weighed=line.unit is not Unit.EACH))

    def _enter(self) -> None:
        if self._asking.purpose is not None:
            self._asking.enter()
        else:
            self._finding.enter()

    def _answer(self) -> None:
        if not self._answering.offer("F8"):
            self._by_department()

    def _by_department(self) -> None:
        """Sell what has no code: digits that were typed already are its price."""
        typed = self.middle.entry.search.text().strip()
        self.middle.entry.search.clear()
        self._asking.ask(Asked(Purpose.OPEN_PRICE))
        if typed.isascii() and typed.isdigit():
            self.middle.entry.type(typed)

    def _keep_or_search(self) -> None:
        if not self._answering.offer("F9"):
            self._finding.again()

    def _hold(self) -> None:
        view = self._bridge.view
        if view.lines and view.mode is Mode.SELLING:
            self._do(self._desk.hold)
        elif view.mode is not Mode.PAYING:
            self._finding.toggle_held()

    def _back(self) -> None:
        """One step back: a figure, an open list, the typed words, the change. Never the basket."""
        self.basket.no.dismiss()
        if self._asking.purpose is not None or self.middle.page is self.middle.held:
            self._asking.nothing()
        elif self._bridge.view.mode is Mode.CHANGE and not self.middle.entry.search.text():
            self._do(self._desk.next_sale)
        else:
            self.middle.entry.search.clear()
