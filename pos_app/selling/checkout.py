"""Taking the money: from Pay to the change on the screen. Owned by the till desk.

Promises: Pay waits until every question is answered; a payment is taken over by the sale's entry or not at all; what
is scanned meanwhile lies in the tray and never drifts into a sale.
"""

from __future__ import annotations

from typing import Final

from pos_app.domain import basket_commands as commands
from pos_app.domain import settlement
from pos_app.domain.errors import Refusal
from pos_app.domain.money import exponent
from pos_app.domain.settlement import Payment
from pos_app.domain.tender import TenderKind
from pos_app.selling import showing
from pos_app.selling.open_basket import OpenBasket
from pos_app.selling.people import People
from pos_app.selling.register import Register
from pos_app.selling.shop import Shop
from pos_app.selling.view import ChangeView, PaymentView, Said, Sound, Told

TRAY_MAX: Final = 100
"""Scans that wait while a payment is in progress; a further one is refused aloud."""


class Checkout:
    """The payment in progress and the change of the last sale; at most one of the two."""

    def __init__(self, shop: Shop, basket: OpenBasket, people: People, register: Register) -> None:
        """Begin with nothing to pay."""
        self._shop = shop
        self._basket = basket
        self._people = people
        self._register = register
        self.payment: Payment | None = None
        self.change: ChangeView | None = None
        self.tray: tuple[str, ...] = ()
        self.last_sale = ""

    def start(self) -> Told:
        """Begin to pay for the basket; a `Refusal` says what stands in the way."""
        basket = self._basket.now
        if self._basket.questions.shown(basket):
            raise Refusal("till.answer_first")
        if not basket.live:
            raise Refusal("till.nothing_to_pay")
        commands.check_discounts(basket, self._shop.info)
        self.payment = settlement.start(self._basket.pricing.priced, self._shop.info)
        return Told()

    def back(self) -> Told:
        """Return to the basket; what was paid so far is given back. The tray's scans become the basket's."""
        if self.payment is not None and self.payment.tenders:
            told = Told(said=Said("till.give_back", {"amount": sum(each.settles for each in self.payment.tenders)}))
        else:
            told = Told()
        self.payment = None
        return told

    def pay_cash(self, given: int | None, *, part: bool) -> Told:
        """Take cash of `given` minor units, None for exactly what is due; settled, the sale is made durable."""
        payment = self._paying()
        if given is None:
            return self._take(settlement.pay_exact_cash(payment) if not payment.settled else payment)
        return self._take(settlement.pay(payment, TenderKind.CASH, given, part=part))

    def pay_other(self, amount: int | None, reference: str) -> Told:
        """Take a tender settled outside the till, None for all that is missing."""
        payment = self._paying()
        wanted = payment.remaining if amount is None else amount
        return self._take(settlement.pay(payment, TenderKind.OTHER, wanted, reference=reference))

    def hold_scan(self, text: str) -> Told:
        """Put what was scanned during payment into the tray."""
        if len(self.tray) >= TRAY_MAX:
            raise Refusal("till.tray_full", limit=TRAY_MAX)
        self.tray = (*self.tray, text)
        return Told(Sound.APPROVAL, Said("till.in_tray", {"count": len(self.tray)}))

    def empty_tray(self) -> tuple[str, ...]:
        """Take everything out of the tray."""
        taken, self.tray = self.tray, ()
        return taken

    def view(self) -> PaymentView | None:
        """Return the payment in progress for the screen."""
        if self.payment is None:
            return None
        return showing.payment(self.payment, 10 ** exponent(self._shop.info.currency))

    def _paying(self) -> Payment:
        if self.payment is None:
            raise Refusal("till.not_paying")
        return self.payment

    def _take(self, payment: Payment) -> Told:
        if not payment.settled:
            self.payment = payment
            return Told()
        paid = settlement.settle(payment)
        basket = self._basket.now
        sale, header = self._register.sell(
            basket,
            self._basket.pricing.priced,
            paid,
            shift=self._people.shift,
            operator=self._people.present.id,
            language=self._shop.info.languages[0] if self._shop.info.languages else "en",
        )
        self._basket.clear()
        self.payment = None
        self.last_sale = basket.sale_id
        self.change = ChangeView(
            basket.sale_id,
            self._register.code(sale, header),
            paid.due,
            sum(tender.given for tender in paid.tenders),
            paid.change,
        )
        return Told(Sound.PAID)
