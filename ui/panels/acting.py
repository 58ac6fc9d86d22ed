"""What each act does on the sell screen: in the basket, in Pay, and wherever one is."""

from collections.abc import Callable
from functools import partial

from pos_app.domain.money import MILLI
from pos_app.selling.view import Mode, Opens, QuestionKind, Said
from ui.asked import Purpose
from ui.bridge import Bridge
from ui.face import Face
from ui.keys import NUMBERED, Act
from ui.panels.answering import Answering
from ui.panels.asking import Asking
from ui.panels.basket import BasketCard
from ui.panels.counter_forms import CounterForms
from ui.panels.finding import Finding
from ui.panels.goods_forms import GoodsForms
from ui.panels.line_acts import LineActs
from ui.panels.looking import Looking
from ui.panels.membering import Membering
from ui.panels.middle import MiddleCard
from ui.panels.palette import Palette
from ui.panels.voiding import Voiding

PAGE_ROWS = 8
LEFT_TO_THE_FIELD = frozenset({*NUMBERED, Act.PAGE_BEFORE, Act.PAGE_AFTER, Act.DELETE})
"""Keys that are the field's, or the window's, where they mean nothing here."""


class Acting:
    """Joins the parts of the sell screen; `do` is the one door of every key, button and command."""

    def __init__(self, face: Face, bridge: Bridge, basket: BasketCard, middle: MiddleCard) -> None:
        """The cards are the screen's."""
        self._bridge, self._desk, self._basket, self._middle = bridge, bridge.desk, basket, middle
        self.answering = Answering(face, bridge, basket)
        self._run = self.answering.do
        self.asking = Asking(face, bridge, middle, self._run)
        self.goods = GoodsForms(face, bridge, self.asking)
        self.lines = LineActs(bridge, basket, self.asking, self.goods, self._run)
        self.answering.asking, self.answering.forms = self.asking, self.goods
        self.finding = Finding(face, bridge, middle, self.asking, self._run)
        self.counter = CounterForms(face, bridge, self.asking)
        self.looking = Looking(face, bridge, middle, self.asking, self._run)
        self.members = Membering(face, bridge, middle, self.asking, self._run)
        self.palette = Palette(face, self.asking, self.do)
        self.voiding = Voiding(bridge, middle, self.asking, self.answering, self.lines.chosen)
        self._selling = self._selling_acts()
        self._paying = self._paying_acts()
        middle.entry.back_asked.connect(lambda: self.do(Act.BACK))
        middle.line.act_asked.connect(self.do)
        middle.price.wanted.connect(lambda product: self._run(lambda: self._desk.add_product(product)))
        middle.start.product_taken.connect(self._sell_tile)
        middle.start.department_taken.connect(lambda department: self.goods.by_department(department=department))

    def do(self, act: Act) -> bool:
        """Do an act; tell whether it means anything here."""
        doing = (self._paying if self._middle.paying else self._selling).get(act)
        if doing is None:
            return self._middle.paying  # in Pay every other command key rests
        return doing() is not False or act not in LEFT_TO_THE_FIELD

    def _selling_acts(self) -> dict[Act, Callable[[], object]]:
        desk = self._desk
        return {
            **{act: partial(self._numbered, at) for at, act in enumerate(NUMBERED, 1)},
            Act.QUANTITY: self.lines.quantity,
            Act.DISCOUNT: self.lines.discount,
            Act.PRICE: self.lines.price,
            Act.NOTE: self.lines.note,
            Act.SERVED_BY: self.lines.served_by,
            Act.ANSWER: self._answer,
            Act.SEARCH: self.finding.again,
            Act.TRAY_KEEP: self._keep_or_search,
            Act.TRAY_DISCARD: self._discard_or_member,
            Act.MEMBER: self.members.toggle,
            Act.HOLD: self._hold,
            Act.PAY: self._pay,
            Act.DELETE: self.voiding.by_del,
            Act.VOID: self.voiding.by_word,
            Act.UNDO: self.answering.undo,
            Act.REDO: lambda: self._run(desk.redo),
            Act.MORE: self._more,
            Act.LESS: lambda: self.lines.step(-MILLI),
            Act.NEXT_QUANTITY: self.lines.next_quantity,
            Act.PRICE_CHECK: self.looking.toggle_price,
            Act.CAMERA: self.looking.toggle_camera,
            Act.SWITCH: self.counter.switch,
            Act.LOCK: lambda: self._run(desk.lock),
            Act.RECEIPT: lambda: self._run(self.counter.receipt),
            Act.RECEIPT_CODE: lambda: self._run(desk.show_receipt_code),
            Act.PALETTE: self.palette.open,
            Act.KEY_SHEET: self.palette.open_keys,
            Act.UP: lambda: self._move(-1),
            Act.DOWN: lambda: self._move(1),
            Act.PAGE_UP: lambda: self._move(-PAGE_ROWS),
            Act.PAGE_DOWN: lambda: self._move(PAGE_ROWS),
            Act.PAGE_BEFORE: lambda: self._turn(-1),
            Act.PAGE_AFTER: lambda: self._turn(1),
            Act.ENTER: self._enter,
            Act.BACK: self._back,
            Act.NO_SALE: self.counter.no_sale,
            Act.RECEIPTS: self.counter.receipts,
            Act.ABANDON: self.counter.abandon,
            Act.TRAINING: self.counter.training,
            Act.SIGN_OFF: lambda: self._run(desk.sign_off),
            Act.EXCEPTIONS: lambda: self._bridge.opens.emit(Opens("exceptions", "")),
        }

    def _paying_acts(self) -> dict[Act, Callable[[], object]]:
        pay = self._middle.pay
        return {
            Act.FIRST: pay.take_cash,
            Act.SECOND: pay.take_other,
            Act.THIRD: pay.take_part,
            Act.PAY: pay.take_as_said,
            Act.BACK: pay.step_back,
            Act.DELETE: pay.delete,
            Act.LOCK: lambda: self._run(self._desk.lock),
            Act.RECEIPT: lambda: self._run(self.counter.receipt),
            Act.TRAY_KEEP: lambda: self.answering.offer("F9"),
            Act.TRAY_DISCARD: lambda: self.answering.offer("F10"),
            Act.ENTER: lambda: self._bridge.hinted.emit(Said("ui.choose_tender")),
        }

    # -- the acts

    def _pay(self) -> None:
        if self._bridge.view.mode is Mode.SELLING:
            self._run(self._desk.start_payment)

    def _answer(self) -> None:
        if not self.answering.offer("Ins") and not self.asking.is_answer:
            self._by_department()

    def without_code(self) -> None:
        """The touch key of goods without a code: it sells what could not be sold, and confirms no age or weight."""
        questions = self._bridge.view.questions
        if questions and questions[0].kind in (QuestionKind.UNKNOWN_CODE, QuestionKind.PRICE):
            self._answer()
        else:
            self._by_department()

    def _by_department(self) -> None:
        """Sell what has no code: digits that were typed already are its price."""
        search = self._middle.entry.search
        typed = search.text().strip()
        search.clear()
        self.goods.by_department()
        if typed.isascii() and typed.isdigit():
            self._middle.entry.type(typed)

    def _keep_or_search(self) -> None:
        if not self.answering.offer("F9"):
            self.finding.again()

    def _discard_or_member(self) -> None:
        if not self.answering.offer("F10"):
            self.members.toggle()

    def _numbered(self, number: int) -> bool:
        if self.members.open_now:
            return self.members.press(number)
        if not self.asking.press(number) and self.asking.purpose is None:
            self._bridge.key_for_a_screen.emit(f"F{number}")
        return True

    def _more(self) -> None:
        """One more of the chosen line; while a price is shown, sell what it is of."""
        if self.asking.purpose is Purpose.PRICE_CHECK:
            self._middle.price.take()
        else:
            self.lines.step(MILLI)

    def _move(self, by: int) -> None:
        choices = self._middle.choices
        (choices.list if choices is not None else self._basket.lines).step(by)
        if self.asking.purpose is Purpose.LINE:
            self.looking.show_line(self.lines.chosen())

    def _turn(self, by: int) -> bool:
        if self._middle.page is not self._middle.start:
            return False
        self._middle.start.turn(by)
        return True

    def _enter(self) -> None:
        """Take what is typed or chosen; with neither, look closely at the line."""
        if self.asking.purpose is Purpose.PRICE_CHECK:
            self.looking.enter_price()
        elif self.asking.purpose is Purpose.CAMERA:
            self.looking.enter_beside_camera()
        elif self.asking.purpose is Purpose.LINE:
            self.asking.nothing()
        elif self.members.open_now:
            self.members.enter()
        elif self.asking.purpose is not None:
            self.asking.enter()
        elif self._middle.choices is None and not self._middle.entry.search.text().strip():
            self.looking.show_line(self.lines.chosen())
        else:
            self.finding.enter()

    def _sell_tile(self, product: str) -> None:
        self._run(lambda: self._desk.add_product(product))
        self._middle.focus_field()

    def _hold(self) -> None:
        """Put the basket on hold, under the words that stand in the search; else show those that are."""
        view, search = self._bridge.view, self._middle.entry.search
        if view.lines and view.mode is Mode.SELLING:
            name = search.text().strip()
            if self._run(lambda: self._desk.hold(name)):
                search.clear()
                if not name:
                    self.counter.hold_name()
        elif view.mode is not Mode.PAYING:
            self.finding.toggle_held()

    def _back(self) -> None:
        """One step back: a figure, an open list, the typed words, the change. Never the basket."""
        self._basket.no.dismiss()
        if self.members.back():
            return
        if self.asking.purpose is not None or self._middle.page is self._middle.held:
            self.asking.nothing()
        elif self._bridge.view.mode is Mode.CHANGE and not self._middle.entry.search.text():
            self._run(self._desk.next_sale)
        else:
            self._middle.entry.search.clear()
