"""What is typed in Pay: the amount, and for another tender than cash its reference. Laid out by the pay panel.

One of them is typed in at a time. Digits are the amount with the currency's decimals.
"""

from collections.abc import Callable

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout

from pos_app.domain.money import exponent
from pos_app.domain.tender import REFERENCE_LENGTH_MAX
from ui.face import Face
from ui.widgets.fields import EntryField, FigureField

GAP_PX = 6


class PayFields(QVBoxLayout):
    """The amount, and under it the reference while that is asked for."""

    def __init__(self, face: Face, keys: Callable[[QKeyEvent], bool], *, implied_decimals: bool) -> None:
        """`keys` sees each key before the fields do."""
        super().__init__()
        self._face, self._implied = face, implied_decimals
        self.amount, self.reference = FigureField(face, keys), EntryField(keys)
        self.reference.setMaxLength(REFERENCE_LENGTH_MAX)
        self.reference.hide()
        self.setSpacing(GAP_PX)
        self.addWidget(self.amount)
        self.addWidget(self.reference)
        face.changed.connect(self._put_on)
        self._put_on()

    @property
    def asks(self) -> bool:
        """Whether the reference is asked for."""
        return not self.reference.isHidden()

    @property
    def field(self) -> EntryField:
        """Return the field that is typed in now."""
        return self.reference if self.asks else self.amount

    def begin(self, currency: str) -> None:
        """Begin with nothing typed."""
        self.amount.begin(exponent(currency), implied=self._implied)
        self.forget_reference()

    def forget_reference(self) -> None:
        """Ask for no reference, and keep none."""
        self.reference.clear()
        self.reference.hide()

    def type(self, text: str) -> None:
        """Type from the keypad."""
        if self.asks:
            self.reference.insert(text)
        else:
            self.amount.type_digits(text)

    def backspace(self) -> None:
        """Take one character back."""
        if self.asks:
            self.reference.backspace()
        else:
            self.amount.backspace_digit()

    def _put_on(self) -> None:
        say = self._face.say
        self.amount.setAccessibleName(say("ui.amount_given"))
        self.reference.setAccessibleName(say("ui.reference"))
        self.reference.setPlaceholderText(say("ui.reference"))
