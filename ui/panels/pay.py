"""The pay panel, in place of the middle column: the amount first, then the tender. Nothing a scanner sends pays.

Digits are the amount with the currency's decimals; without an amount a tender takes all that is missing.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from pos_app.domain.money import exponent
from pos_app.domain.tender import REFERENCE_LENGTH_MAX
from pos_app.selling.view import PaymentView
from ui.face import Face
from ui.widgets.buttons import Button, MoneyButton, two_abreast
from ui.widgets.fields import EntryField, FigureField
from ui.widgets.label import Label

_NOTES_MOST = 6
TENDERS_SHOWN = 4


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
        self._face, self._implied = face, implied_decimals
        self._currency = ""
        self._missing = 0
        self._payment: PaymentView | None = None
        self._notes: tuple[int, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 0, 4, 4)
        column.setSpacing(10)
        column.addLayout(self._head())
        self._prompt = Label()
        self._prompt.setProperty("look", "quiet")
        self.amount = FigureField(face, keys)
        self.reference = EntryField(keys)
        self.reference.setMaxLength(REFERENCE_LENGTH_MAX)
        self.reference.hide()
        for widget in (self._prompt, self.amount, self.reference):
            column.addWidget(widget)
        self._notes_title = Label()
        self._notes_title.setProperty("look", "meta")
        column.addWidget(self._notes_title)
        column.addLayout(self._note_grid())
        column.addSpacing(8)
        self._tenders_title = Label()
        self._tenders_title.setProperty("look", "meta")
        column.addWidget(self._tenders_title)
        self.cash = MoneyButton("tender", self.take_cash)
        self.part = MoneyButton("tender", self.take_part)
        self.other = MoneyButton("tender", self.take_other)
        self._taken = Label()
        self._taken.setProperty("look", "quiet")
        self._taken.setContentsMargins(0, 2, 0, 2)
        self.back_one = MoneyButton("tender", self.taken_back.emit)
        self.paper = Button("act", self.paper_asked.emit)
        column.addWidget(self.cash)
        column.addWidget(self.other)
        column.addWidget(self.part)  # which comes and goes with what is typed, and moves none of the others
        column.addWidget(self._taken)
        column.addWidget(self.back_one)
        column.addStretch(1)
        column.addWidget(self.paper)
        self.amount.value_changed.connect(self._offer_part)
        face.changed.connect(self._put_on)
        self._put_on()

    @property
    def field(self) -> EntryField:
        """Return the field that is typed in now."""
        return self.amount if self.reference.isHidden() else self.reference

    def begin(self, currency: str) -> None:
        """Open with nothing typed."""
        self._currency = currency
        self.amount.begin(exponent(currency), implied=self._implied)
        self.reference.clear()
        self.reference.hide()
        self._missing = 0
        self._put_on()
        self.amount.setFocus()

    def show_payment(self, payment: PaymentView) -> None:
        """Show the likely notes; the exact amount is F12's and needs no note."""
        if payment.missing != self._missing:
            self._missing = payment.missing
            self.amount.clear()
            self._offer_part(0)
        self._notes = tuple(note for note in payment.quick if note != payment.missing)[:_NOTES_MOST]
        for at, button in enumerate(self._note_buttons):
            button.setVisible(at < len(self._notes))
            if at < len(self._notes):
                button.show_words(self._face.money(self._notes[at], self._currency))
        self._notes_title.setVisible(bool(self._notes))
        self._payment = payment
        self._show_taken()
        self._say_all_of_it()

    def take_cash(self) -> None:
        """Take the typed amount in cash, or exactly what is missing."""
        self.cash_taken.emit(self.amount.value())

    def take_part(self) -> None:
        """Take the typed amount in cash although more is missing."""
        if not self.part.isHidden():
            self.part_taken.emit(self.amount.value() or 0)

    def take_other(self) -> None:
        """Ask for the reference first, then take it."""
        if self.reference.isHidden():
            self.reference.show()
            self._put_on()
            self._say_all_of_it()
            self.reference.setFocus()
            return
        self.other_taken.emit(self.amount.value(), self.reference.text().strip())

    def step_back(self) -> None:
        """Leave the reference, then the typed amount, then the payment."""
        if not self.reference.isHidden():
            self.reference.clear()
            self.reference.hide()
            self._put_on()
            self._say_all_of_it()
            self.amount.setFocus()
        elif self.amount.text():
            self.amount.clear()
        else:
            self.left.emit()

    def delete(self) -> bool:
        """Del with nothing typed takes the last tender back; tell whether it is that."""
        if self.amount.text() or not self.reference.isHidden():
            return False
        self.taken_back.emit()
        return True

    def type(self, text: str) -> None:
        """Type from the keypad."""
        if self.field is self.amount:
            self.amount.type_digits(text)
        else:
            self.reference.insert(text)

    def backspace(self) -> None:
        """Take one character back."""
        if self.field is self.amount:
            self.amount.backspace_digit()
        else:
            self.reference.backspace()

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        self._title = Label()
        self._title.setProperty("look", "title")
        self.back = Button("quiet", self.step_back)
        head.addWidget(self._title, 1)
        head.addWidget(self.back)
        return head

    def _note_grid(self) -> QGridLayout:
        self._note_buttons = tuple(MoneyButton("note", partial(self._take_note, at)) for at in range(_NOTES_MOST))
        return two_abreast(self._note_buttons)

    def _offer_part(self, typed: int) -> None:
        self.part.setVisible(0 < typed < self._missing)
        self.amount_changed.emit()

    def _take_note(self, at: int) -> None:
        if at < len(self._notes):
            self.cash_taken.emit(self._notes[at])

    def _say_all_of_it(self) -> None:
        """Say what an empty amount means: with a reference asked for, to the last cent; else as coins can settle it."""
        payment = self._payment
        if payment is None:
            return
        exact = payment.missing if self.reference.isHidden() else payment.not_in_cash
        all_of_it = payment.missing if exact is None else exact
        self.amount.setPlaceholderText(self._face.money(all_of_it, self._currency))

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
        self._taken.setVisible(bool(rows))
        self.back_one.setVisible(bool(rows))
        self.paper.show_words(face.say(f"ui.paper.{payment.paper}"), "Ctrl+R")

    def _put_on(self) -> None:
        face = self._face
        self._title.setText(face.say("ui.payment"))
        self.back.show_words(face.say("ui.back"), "Esc")
        self._notes_title.setText(face.say("ui.notes"))
        self._tenders_title.setText(face.say("ui.tenders"))
        self._prompt.setText(face.say("ui.reference" if not self.reference.isHidden() else "ui.amount_given"))
        self.amount.setAccessibleName(face.say("ui.amount_given"))
        self.reference.setAccessibleName(face.say("ui.reference"))
        self.cash.show_words(face.say("ui.tender.cash"), "F1")
        self.part.show_words(face.say("ui.part_in_cash"), "F3")
        taken = "ui.tender.other" if self.reference.isHidden() else "ui.take_other"
        self.other.show_words(face.say(taken), "F2")
        self.back_one.show_words(face.say("ui.take_back"), "Del")
        self._show_taken()
