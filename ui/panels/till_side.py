"""The right column: totals, keypad, what stands against money, and the one large button."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos_app.domain.money import exponent
from pos_app.selling.view import Lamp, Mode, SellView
from ui.face import Face
from ui.shown import blocks_pay, totals
from ui.widgets.keypad import Keypad
from ui.widgets.lamp import lamp_words, severity, stops_money
from ui.widgets.pay_key import PayKey
from ui.widgets.strip import Strip
from ui.widgets.totals import TotalsCard

GAP_PX, LOW_GAP_PX = 12, 8
_KINDS = {"stopped": "bad", "degraded": "warn"}  # of the strip, by how grave the lamp is


class TillSide(QWidget):
    """Shows what is to pay, and Pay."""

    def __init__(self, face: Face, pay: Callable[[], object], parent: QWidget | None = None) -> None:
        """`pay` is F12: it opens the payment, and in the payment takes cash."""
        super().__init__(parent)
        self._face = face
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_PX)
        self._column = column
        self.totals = TotalsCard(face)
        self.keypad = Keypad(face)
        self.against_money = Strip(face)
        self.pay = PayKey(face, pay)
        self._lamp: Lamp | None = None
        face.changed.connect(self._say_again)
        column.addWidget(self.totals)
        column.addWidget(self.keypad, 1)
        column.addStretch()  # where the keypad is put away: the figure stays above and Pay below
        column.addWidget(self.against_money)
        column.addWidget(self.pay)

    def show_view(self, view: SellView, typed: int | None) -> None:
        """Show totals and what F12 would do; `typed` is the amount typed in Pay."""
        self.totals.show_totals(totals(self._face, view))
        self.keypad.show_decimals(exponent(view.currency))
        self.keypad.rest_acts(rest=view.mode is Mode.PAYING)
        self.show_pay(view, typed)

    def show_void(self, view: SellView, *, clears: bool) -> None:
        """Let Void rest while a question of the basket is open; while it `clears` what is typed, say so."""
        rests = view.mode is Mode.PAYING or (bool(view.questions) and not clears)
        self.keypad.show_void(clears=clears, rests=rests)

    def show_pay(self, view: SellView, typed: int | None) -> None:
        """Say on the button what F12 does."""
        face = self._face
        if view.mode is not Mode.PAYING or view.payment is None:
            self.pay.show_act(face.say("ui.pay"), "F12")
            self.pay.setEnabled(view.mode is Mode.SELLING and bool(view.lines) and not blocks_pay(view))
            return
        self.pay.setEnabled(typed != 0)
        if typed is None:
            self.pay.show_act(face.say("ui.exact_cash"), "F12")
            return
        over = typed - view.payment.missing
        words, after = ("ui.part_of", "ui.remains") if over < 0 else ("ui.cash_of", "ui.change_of")
        then = face.say(after, amount=face.money(abs(over), view.currency)) if over and typed else ""
        self.pay.show_act(face.say(words, amount=face.money(typed, view.currency)), "F12", then)

    def show_low(self, *, low: bool) -> None:
        """Stand closer in a low window, so that no key becomes too small for a finger."""
        gap = LOW_GAP_PX if low else GAP_PX
        if gap != self._column.spacing():
            self._column.setSpacing(gap)
            self.keypad.column.setContentsMargins(gap, gap, gap, gap)

    def least_px(self, *, totals: bool) -> int:
        """Return the height that keypad and Pay need, perhaps with the figure over them and a strip between."""
        parts: list[QWidget] = [self.keypad, self.pay]
        if totals:
            parts.append(self.totals)
        if not self.against_money.isHidden():
            parts.append(self.against_money)
        least_px = sum(part.minimumSizeHint().height() for part in parts) + self._column.spacing() * (len(parts) - 1)
        figure = self.totals  # it keeps the height that it likes: the keys alone give way
        return least_px + (figure.sizeHint().height() - figure.minimumSizeHint().height() if totals else 0)

    def plain_px(self) -> int:
        """Return the height that it needs without the keypad, the figure large."""
        parts = [self.totals.large_px, self.pay.minimumSizeHint().height()]
        if not self.against_money.isHidden():
            parts.append(self.against_money.minimumSizeHint().height())
        return sum(parts) + self._column.spacing() * (len(parts) - 1)

    def take_back_strip(self) -> None:
        """Put what stands against money over Pay again, after it stood elsewhere."""
        self._column.insertWidget(self._column.indexOf(self.pay), self.against_money)

    def show_lamp(self, lamp: Lamp) -> None:
        """Repeat a lamp that touches money where the money is taken."""
        self._lamp = lamp
        if stops_money(lamp):
            self.against_money.tell(_KINDS[severity(lamp)], lamp_words(self._face, lamp))
        else:
            self.against_money.dismiss()

    def _say_again(self) -> None:
        if self._lamp is not None:
            self.show_lamp(self._lamp)
