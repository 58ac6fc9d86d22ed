"""The pay panel, in place of the middle column: the amount first, then the tender. Nothing a scanner sends pays.

Without an amount a tender takes all that is missing. The tenders stand right under the amount, so that none lies below
the edge of a narrow till; `stand_tight` is for its keypad.
"""

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_app.selling.view import PaymentView
from ui.face import Face
from ui.panels.note_keys import NoteKeys
from ui.panels.pay_fields import GAP_PX, PayFields
from ui.widgets.buttons import Button, MoneyButton
from ui.widgets.fields import EntryField
from ui.widgets.key_grid import KeyGrid
from ui.widgets.label import Label

TENDERS_SHOWN = 4
REST_MS = 600
"""After F12 took a part of the payment it rests so long: the second tap of a quick hand does not pay the rest."""


class PayPanel(QWidget):
    """Asks for amount and tender."""

    cash_taken = Signal(object)  # int | None, minor units
    part_taken = Signal(object)  # int: cash that is less than what is missing, and meant so
    other_taken = Signal(object, str)  # int | None, reference
    taken_back = Signal()
    paper_asked = Signal()
    left = Signal()
    amount_changed = Signal()

    def __init__(
        self, face: Face, keys: Callable[[QKeyEvent], bool], *, implied_decimals: bool, parent: QWidget | None = None
    ) -> None:
        """`keys` sees each key before the fields do."""
        super().__init__(parent)
        self._face = face
        self._currency = ""
        self._missing = 0
        self._payment: PaymentView | None = None
        self._part_by_key: QElapsedTimer | None = None
        self._tight = False
        self.typed = PayFields(face, keys, implied_decimals=implied_decimals)
        self.amount, self.reference = self.typed.amount, self.typed.reference
        self.cash = MoneyButton("tender", self.take_cash)
        self.other = MoneyButton("tender", self.take_other)
        self.back_one = MoneyButton("tender", self.taken_back.emit)
        self.part = MoneyButton("tender", self.take_part)
        self._tenders = KeyGrid((self.cash, self.other), 2)
        self._parts = KeyGrid((self.back_one, self.part), 2)
        self.notes = NoteKeys(face)
        self.notes.taken.connect(self.cash_taken)
        self.paper = Button("act", self.paper_asked.emit)
        self._build()
        self.amount.value_changed.connect(self._follow_amount)
        face.changed.connect(self._put_on)
        self._put_on()

    def _build(self) -> None:
        """Put the parts under each other: the amount, who takes it, the likely sums, what was taken."""
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 0, 4, 4)
        column.setSpacing(GAP_PX)
        self._prompt, self._taken = Label(), Label()
        self._prompt.setProperty("look", "quiet")
        self._prompt.setWordWrap(True)
        self._taken.setProperty("look", "quiet")
        self._taken.setContentsMargins(0, 2, 0, 2)
        self.back = Button("quiet", self.step_back)
        self._head, self._typing = QHBoxLayout(), QHBoxLayout()
        self._head.addWidget(self._prompt, 1)
        self._head.addWidget(self.back)
        self._typing.addLayout(self.typed, 1)
        column.addLayout(self._head)
        column.addLayout(self._typing)
        column.addWidget(self._tenders)
        column.addWidget(self.notes)
        column.addWidget(self._parts)  # which come and go with what is typed and taken, and move none of the others
        column.addWidget(self._taken)
        column.addStretch(1)
        column.addWidget(self.paper)

    @property
    def field(self) -> EntryField:
        """Return the field that is typed in now."""
        return self.typed.field

    def begin(self, currency: str) -> None:
        """Open with nothing typed."""
        self._currency = currency
        self.typed.begin(currency)
        self._missing = 0
        self._put_on()
        self.amount.setFocus()

    def show_payment(self, payment: PaymentView) -> None:
        """Show the likely notes; the exact amount is F12's and needs no note."""
        if payment.missing != self._missing:
            self._missing = payment.missing
            self.amount.clear()
        self.notes.offer([note for note in payment.quick if note != payment.missing], self._currency)
        self._payment = payment
        self._show_taken()
        self._follow_amount()
        self._show_parts()

    def stand_tight(self, *, tight: bool) -> None:
        """Stand over the keypad of a narrow till, or as usual.

        Field, way back and tenders are then all there is room for; cash is the large key's under the keypad.
        """
        if tight is self._tight:
            return
        self._tight = tight
        (self._typing if tight else self._head).addWidget(self.back)
        self._parts.hold(())
        self._tenders.hold((self.other, self.back_one) if tight else (self.cash, self.other))
        self._parts.hold(() if tight else (self.back_one, self.part))
        self._show_parts()

    def tight_px(self) -> int:
        """Return the height that it needs over the keypad, down to the tenders."""
        rows = (self._typing.minimumSize().height(), self._tenders.sizeHint().height())
        return sum(rows) + GAP_PX

    def take_as_said(self) -> None:
        """Do what the large key says (F12): take what is missing, or the typed amount, be it a part of it only."""
        if self.is_part:
            self._part_by_key = QElapsedTimer()
            self._part_by_key.start()
            self.part_taken.emit(self.amount.value() or 0)
        elif self.rested:
            self.take_cash()

    @property
    def is_part(self) -> bool:
        """Whether less is typed than what is missing."""
        return 0 < (self.amount.value() or 0) < self._missing

    @property
    def rested(self) -> bool:
        """Whether F12 takes money again after it took a part."""
        return self._part_by_key is None or self._part_by_key.elapsed() >= REST_MS

    def take_cash(self) -> None:
        """Take the typed amount in cash, or exactly what is missing."""
        self.cash_taken.emit(self.amount.value())

    def take_part(self) -> None:
        """Take the typed amount in cash although more is missing."""
        if self.is_part:
            self.part_taken.emit(self.amount.value() or 0)

    def take_other(self) -> None:
        """Ask for the reference first, then take it."""
        if not self.typed.asks:
            self.reference.show()
            self._put_on()
            self.reference.setFocus()
            return
        self.other_taken.emit(self.amount.value(), self.reference.text().strip())

    def step_back(self) -> None:
        """Leave the reference, then the typed amount, then the payment."""
        if self.typed.asks:
            self.typed.forget_reference()
            self._put_on()
            self.amount.setFocus()
        elif self.amount.text():
            self.amount.clear()
        else:
            self.left.emit()

    def delete(self) -> bool:
        """Del with nothing typed takes the last tender back; tell whether it is that."""
        if self.amount.text() or self.typed.asks:
            return False
        self.taken_back.emit()
        return True

    def _follow_amount(self, _typed: int = 0) -> None:
        self._say_all_of_it()
        self._show_parts()
        self.amount_changed.emit()

    def _show_parts(self) -> None:
        """Show what there is room for, and what means something now."""
        roomy = not self._tight
        self.amount.setVisible(roomy or not self.typed.asks)
        for part, shown in (
            (self._prompt, True),
            (self.cash, True),
            (self.part, self.is_part),
            (self._parts, self.is_part or bool(self._taken.text())),
            (self.notes, self.notes.offers),
            (self._taken, bool(self._taken.text())),
            (self.paper, True),
        ):
            part.setVisible(roomy and shown)
        self.back_one.setVisible(bool(self._taken.text()))

    def _say_all_of_it(self) -> None:
        """Say what an empty amount means: with a reference asked for, to the last cent; else as coins can settle it."""
        payment, face, asks = self._payment, self._face, self.typed.asks
        exact = payment.not_in_cash if payment is not None and asks else None
        all_of_it = face.money(self._missing if exact is None else exact, self._currency) if payment else ""
        self.amount.setPlaceholderText(all_of_it)
        typed = self.amount.value()
        amount = all_of_it if typed is None else face.money(typed, self._currency)
        self._tenders.say(self.other, face.say("ui.take_of" if asks else "ui.tender.other", amount=amount), "F2")

    def _show_taken(self) -> None:
        """List what was taken so far, and say how the receipt will be given."""
        face, payment = self._face, self._payment
        if payment is None:
            return
        rows = [
            f"{at}.  {face.say(f'ui.tender.{kind}')}  {face.money(amount, self._currency)}"
            for at, (kind, amount) in enumerate(payment.tenders, 1)
        ]
        self._taken.setText("\n".join(rows[-TENDERS_SHOWN:]))
        self.paper.show_words(face.say(f"ui.paper.{payment.paper}"), "Ctrl+R")

    def _put_on(self) -> None:
        face = self._face
        self.back.show_words(face.say("ui.back"), "Esc")
        self._prompt.setText(face.say("ui.reference" if self.typed.asks else "ui.amount_given"))
        self._tenders.say(self.cash, face.say("ui.tender.cash"), "F1")
        self._parts.say(self.part, face.say("ui.part_in_cash"), "F3")
        for grid in (self._tenders, self._parts):
            grid.say(self.back_one, face.say("ui.take_back"), "Del")
        self._show_taken()
        self._say_all_of_it()
        self._show_parts()
