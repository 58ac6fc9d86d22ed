"""Taking the money: from Pay to the change on the screen. Owned by the till desk.

Promises: Pay waits until every question is answered; a payment is taken over by the sale's entry or not at all; once
the entry is on disk nothing that a device does can bring the basket back.
"""

from __future__ import annotations

import msgspec

from pos_app.domain import basket_commands as commands
from pos_app.domain import settlement
from pos_app.domain.errors import Refusal
from pos_app.domain.settlement import Payment
from pos_app.domain.tender import TenderKind
from pos_app.selling import part_payments, showing
from pos_app.selling.asking import Asking
from pos_app.selling.open_basket import OpenBasket
from pos_app.selling.part_payments import PartPayments
from pos_app.selling.people import People
from pos_app.selling.receipt_paper import receipt_code
from pos_app.selling.register import Register
from pos_app.selling.shop import Shop
from pos_app.selling.view import ChangeView, Paper, PaymentView, Said, Sound, Told


class Checkout:
    """The payment in progress and the change of the last sale; at most one of the two."""

    def __init__(
        self, shop: Shop, basket: OpenBasket, people: People, register: Register, asking: Asking, parts: PartPayments
    ) -> None:
        """Begin with nothing to pay."""
        self._shop = shop
        self._basket = basket
        self._people = people
        self._register = register
        self._asking = asking
        self._parts = parts
        self.payment: Payment | None = None
        self.change: ChangeView | None = None
        self.last_sale = ""
        self.usual_paper = Paper.PRINT
        """How a receipt is given when nobody says otherwise."""
        self._paper = Paper.PRINT

    def start(self) -> Told:
        """Begin to pay for the basket; a `Refusal` says what stands in the way."""
        basket = self._basket.now
        if self._basket.questions.shown(basket):
            raise Refusal("till.answer_first")
        if not basket.live:
            raise Refusal("till.nothing_to_pay")
        commands.check_discounts(basket, self._shop.info)
        self._paper = self.usual_paper
        self.payment = settlement.start(self._basket.pricing.priced, self._shop.info)
        return Told()

    def back(self) -> Told:
        """Return to the basket; what was paid so far is to be given back, and told."""
        taken = 0 if self.payment is None else sum(each.settles for each in self.payment.tenders)
        self.payment = None
        if not taken:
            return Told()
        basket = self._basket.now
        self._parts.end(basket.sale_id, part_payments.GIVEN_BACK)
        return Told(said=Said("till.give_back_amount", {"amount_minor": taken, "currency": basket.currency}))

    def pay_cash(self, given: int | None, *, part: bool) -> Told:
        """Take cash of `given` minor units, None for exactly what is due; settled, the sale is made durable."""
        payment = self._paying()
        if payment.settled and not given:
            return self._sell(payment)
        if given is None:
            return self._take(settlement.pay_exact_cash(payment))
        return self._take(settlement.pay(payment, TenderKind.CASH, given, part=part))

    def pay_other(self, amount: int | None, reference: str) -> Told:
        """Take a tender settled outside the till, None for all that is missing."""
        payment = self._paying()
        if payment.settled and not amount:
            return self._sell(payment)
        wanted = payment.remaining if amount is None else amount
        return self._take(settlement.pay(payment, TenderKind.OTHER, wanted, reference=reference))

    def take_back(self) -> Told:
        """Take the last tender back; what was given is to be given back, and told."""
        payment = self._paying()
        without = settlement.take_back(payment)
        basket = self._basket.now
        self._parts.take_back(basket.sale_id)
        self.payment = without
        taken = payment.tenders[-1].settles
        return Told(said=Said("till.give_back_amount", {"amount_minor": taken, "currency": basket.currency}))

    def choose_paper(self, paper: Paper) -> None:
        """Say how the receipt of the payment in progress is to be given."""
        self._paying()
        self._paper = paper

    def print_now(self) -> Told:
        """Print the receipt of the sale just made: the first one plain, any further one marked DUPLICATE."""
        change = self.change
        if change is None:
            raise Refusal("till.no_such_receipt")
        self._asking.print_again(change.sale_id, duplicate=change.paper is Paper.PRINT)
        self.change = msgspec.structs.replace(change, paper=Paper.PRINT)
        return Told(said=Said("till.printing"))

    def show_code(self) -> Told:
        """Show the receipt of the sale just made as a QR."""
        if self.change is None:
            raise Refusal("till.no_such_receipt")
        self.change = msgspec.structs.replace(self.change, paper=Paper.QR)
        return Told()

    def view(self) -> PaymentView | None:
        """Return the payment in progress for the screen."""
        if self.payment is None:
            return None
        shown = showing.payment(self.payment)
        return msgspec.structs.replace(shown, paper=self._paper)

    def _paying(self) -> Payment:
        if self.payment is None:
            raise Refusal("till.not_paying")
        return self.payment

    def _take(self, payment: Payment) -> Told:
        if payment.settled:
            return self._sell(payment)
        if not self._register.training:
            self._parts.note(self._basket.now.sale_id, payment.tenders[-1].settles)
        self.payment = payment
        return Told()

    def _sell(self, payment: Payment) -> Told:
        """Write the sale; then, and only then, forget the basket and ask the devices."""
        paid = settlement.settle(payment)
        basket = self._basket.now
        languages = self._shop.info.languages
        sale, header = self._register.sell(
            basket,
            self._basket.pricing,
            paid,
            shift=self._people.shift,
            operator=self._people.present.id,
            language=languages[0] if languages else "en",
            on_paper=self._paper is Paper.PRINT,
        )
        self._basket.clear()
        self.payment = None
        self.last_sale = basket.sale_id
        self.change = ChangeView(
            basket.sale_id,
            receipt_code(header.workstation, header.epoch, sale.receipt),
            paid.due,
            sum(tender.given for tender in paid.tenders),
            paid.change,
            self._paper,
            "" if sale.training else self._asking.code_of(basket.sale_id),
            sale.points,
        )
        if len(paid.tenders) > 1:
            self._parts.end(basket.sale_id, part_payments.SETTLED)
        self._asking.ask(basket.sale_id)
        return Told(Sound.PAID)
