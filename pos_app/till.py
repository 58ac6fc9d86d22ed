"""The till desk: every action of a cashier as a method that does it, saves it, and says what to show.

The screens' bridge calls it on the one thread that writes the journal. A method either does what it says, durably, and
leaves a fresh `view`, or raises `Refusal` or `Fault` and leaves everything as it was. It returns a `Told`: the sound,
the sentence and the line to show as newest. The rooms that do the work stand in `pos_app.selling`.
"""

from __future__ import annotations

from functools import partial
from typing import Final

import msgspec

from pos_app.domain import basket_commands as commands
from pos_app.domain.basket import Basket, ManualDiscount
from pos_app.domain.errors import Fault, Refusal
from pos_app.selling import showing
from pos_app.selling.at_the_counter import AtTheCounter
from pos_app.selling.desk import Workstation, both, quietly
from pos_app.selling.people import approves
from pos_app.selling.questions import AGE_REFUSED, age_was_refused, line_of_age
from pos_app.selling.view import DepartmentView, HeldView, HitView, OperatorView, Said, Told

__all__ = ["Till", "Workstation"]

VOIDED: Final = "voided"


class Till(AtTheCounter):
    """One workstation's till."""

    # People

    def operators(self) -> tuple[OperatorView, ...]:
        """Return who may sign in here."""
        return tuple(showing.operator(operator) for operator in self._shop.operators())

    def sign_in(self, operator_id: str, pin: str) -> Told:
        """Sign on by PIN; a basket that was left on the counter is there again."""
        return self._doing(lambda: self._sign_in(operator_id, pin), unlocks=True)

    def sign_off(self) -> Told:
        """Leave the till; an open basket stays. Not while a payment is in progress."""
        self._not_paying()

        def leave() -> Told:
            self._people.sign_off()
            self._checkout.change = None
            return Told()

        return self._doing(leave)

    # Goods

    def scan(self, text: str) -> Told:
        """Take a scanned or typed code: into the basket, or into the tray while a payment is in progress."""
        if self._checkout.payment is not None:
            return self._doing(lambda: self._tray.hold(text))
        return self._entered(lambda: self._entering.scan(text))

    def add_product(self, product_id: str) -> Told:
        """Sell a product from the search or a tile."""
        return self._entered(lambda: self._entering.add_product(product_id))

    def search(self, text: str, limit: int = 50) -> tuple[HitView, ...]:
        """Return products that `text` finds, in any script; changes nothing."""
        return self._entering.search(text, limit)

    def departments(self) -> tuple[DepartmentView, ...]:
        """Return the departments that sell at a typed price."""
        return tuple(DepartmentView(each.id, each.names) for each in self._shop.departments())

    def sell_open(self, department: str, unit_price: int) -> Told:
        """Sell an open-price item of a department."""
        return self._entered(lambda: self._entering.sell_open(department, unit_price))

    def set_next_quantity(self, quantity: int) -> Told:
        """Set the thousandths that the next scan sells."""

        def count() -> Told:
            self._entering.count(quantity)
            return Told()

        return self._selling(count)

    # Answers to questions

    def set_aside(self, question: int) -> Told:
        """The goods in question are not sold."""
        return self._selling(lambda: self._entering.set_aside(question))

    def sell_by_department(self, question: int, department: str, unit_price: int) -> Told:
        """Sell what is in question at a typed price."""
        return self._selling(lambda: self._entering.sell_by_department(question, department, unit_price))

    def weigh(self, question: int, quantity: int) -> Told:
        """Answer with a weight, thousandths of the product's unit."""
        return self._selling(lambda: self._entering.weigh(question, quantity))

    def confirm_age(self, question: int, approver: str = "", pin: str = "") -> Told:
        """The buyer is old enough; after a refusal in the same basket a supervisor says so."""

        def confirm() -> Told:
            basket = self._basket.now
            line = line_of_age(question, basket)
            approved = self._people.approver(approver, pin) or approves(self._people.present)
            if age_was_refused(basket) and not approved:
                raise Refusal("till.age_approval")
            self._basket.change(partial(commands.confirm_age, number=line))
            return Told()

        return self._selling(confirm)

    def refuse_age(self, question: int) -> Told:
        """The buyer is not old enough, or does not show it: the line leaves, on record, and undo keeps it so."""

        def refuse() -> Told:
            line = line_of_age(question, self._basket.now)
            self._basket.change(partial(commands.void_line, number=line, reason=AGE_REFUSED), undoable=False)
            return Told()

        return self._selling(refuse)

    # Lines

    def set_quantity(self, line: int, quantity: int) -> Told:
        """Set a line's thousandths."""
        return self._change(partial(commands.set_quantity, number=line, quantity=quantity), line)

    def step(self, line: int, by: int) -> Told:
        """Raise or lower a line's quantity by thousandths."""

        def stepped(basket: Basket) -> Basket:
            return commands.set_quantity(basket, line, commands.live_line(basket, line).quantity + by)

        return self._change(stepped, line)

    def void(self, line: int, reason: str = VOIDED) -> Told:
        """Void a line; undo brings it back."""
        return self._change(partial(commands.void_line, number=line, reason=reason))

    def override_price(self, line: int, unit_price: int, reason: str, approver: str = "", pin: str = "") -> Told:
        """Set another unit price; above the store's limit a second person approves by PIN."""

        def override(basket: Basket) -> Basket:
            approved = self._people.approver(approver, pin)
            return commands.override_price(
                basket, line, unit_price, reason=reason, store=self._shop.info, approved_by=approved
            )

        return self._change(override, line)

    def discount_line(self, line: int, discount: ManualDiscount | None, approver: str = "", pin: str = "") -> Told:
        """Give a line a discount by hand, or take it away."""

        def give(basket: Basket) -> Basket:
            return commands.discount_line(basket, line, self._approved(discount, approver, pin), self._shop.info)

        return self._change(give, line)

    def discount_basket(self, discount: ManualDiscount | None, approver: str = "", pin: str = "") -> Told:
        """Give the whole basket a discount by hand, or take it away."""

        def give(basket: Basket) -> Basket:
            return commands.discount_basket(basket, self._approved(discount, approver, pin), self._shop.info)

        return self._change(give)

    def note(self, text: str, line: int | None = None) -> Told:
        """Write a note on a line or on the basket."""
        return self._change(partial(commands.set_note, note=text, number=line))

    def undo(self) -> Told:
        """Take the last change of the basket back."""
        return self._selling(quietly(self._basket.undo))

    def redo(self) -> Told:
        """Do again what undo took back."""
        return self._selling(quietly(self._basket.redo))

    # Baskets that wait

    def hold(self, name: str = "") -> Told:
        """Put the basket aside."""
        return self._selling(self._and_one(lambda: self._holding.hold(name)))

    def held(self) -> tuple[HeldView, ...]:
        """Return the baskets on hold, oldest first."""
        return self._holding.held()

    def recall(self, sale_id: str) -> Told:
        """Bring a held basket back, priced afresh."""
        return self._selling(self._and_one(lambda: self._holding.recall(sale_id)))

    def abandon(self, reason: str = "customer_left") -> Told:
        """End the basket without a sale, on record."""
        return self._selling(self._and_one(lambda: self._holding.abandon(reason)))

    # Money

    def start_payment(self) -> Told:
        """Begin to pay."""
        return self._selling(self._checkout.start)

    def back_to_basket(self) -> Told:
        """Leave the payment; the undecided scans in the tray come into the basket."""

        def back() -> Told:
            told = self._checkout.back()
            return both(told, self._empty_tray())

        return self._doing(back)

    def pay_cash(self, given: int | None = None, *, part: bool = False) -> Told:
        """Take cash, None for exactly what is due. Settled, the sale is on disk before the drawer opens."""
        return self._doing(self._and_one(lambda: self._checkout.pay_cash(given, part=part)))

    def pay_other(self, amount: int | None, reference: str) -> Told:
        """Take a tender that is settled outside the till, with its reference."""
        return self._doing(self._and_one(lambda: self._checkout.pay_other(amount, reference)))

    def tray_next_sale(self) -> Told:
        """Keep the tray's scans for the next sale."""
        return self._doing(quietly(self._tray.keep))

    def tray_discard(self) -> Told:
        """Forget the tray's scans."""
        return self._doing(quietly(self._tray.discard))

    def next_sale(self) -> Told:
        """Clear the change from the screen; scans kept in the tray begin the next basket."""
        return self._entered(Told)

    def reprint_last(self) -> Told:
        """Print the last receipt again, marked DUPLICATE."""

        def reprint() -> Told:
            last = self._checkout.last_sale
            if not last:
                recent = self._journal.recent_receipts(1)
                if not recent:
                    raise Refusal("till.no_such_receipt")
                last = recent[0].sale_id
            self._asking.print_again(last)
            return Told(said=Said("till.reprinting"))

        return self._doing(reprint)

    def no_sale(self, reason: str) -> Told:
        """Open the drawer without a sale, on record."""

        def open_drawer() -> Told:
            self._register.no_sale(self._people.shift, self._people.present.id, reason)
            self._asking.ask("")
            return Told()

        return self._doing(open_drawer)

    def test_page(self) -> Told:
        """Print a test page."""

        def ask() -> Told:
            self._shop.info  # noqa: B018 - refuses before the store is known
            self._asking.test_page()
            return Told(said=Said("till.test_page"))

        return self._doing(ask)

    # Inside

    def _approved(self, discount: ManualDiscount | None, approver: str, pin: str) -> ManualDiscount | None:
        if discount is None:
            return None
        return msgspec.structs.replace(discount, approved_by=self._people.approver(approver, pin))

    def _sign_in(self, operator_id: str, pin: str) -> Told:
        self._people.sign_on(operator_id, pin)
        self._basket.operator, self._basket.shift = operator_id, self._people.shift
        if self._basket.basket is None:
            try:
                told = self._holding.recover()
            except (Refusal, Fault) as error:  # signed on all the same; the draft waits for the next sign-in
                told = Told(said=Said(error.message_id, error.params))
            if told is not None and told.said is not None:
                self._to_tell.append(told.said)
        if self._basket.basket is None:
            self._tray.show_kept()
        return Told()
