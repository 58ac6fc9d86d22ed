"""The till desk: every action of a cashier as a method that does it, saves it, and says what to show.

The screens' bridge calls it on the one thread that writes the journal. A method either does what it says, durably, and
leaves a fresh `view`, or raises `Refusal` or `Fault` and leaves everything as it was. It returns a `Told`: the sound,
the sentence and the line to show as newest. The rooms that do the work stand in `pos_app.selling`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import msgspec

from pos_app.clock import Clock
from pos_app.devices import Condition, Counter, Health, Outcome
from pos_app.domain import basket_commands as commands
from pos_app.domain.basket import Basket, ManualDiscount
from pos_app.domain.errors import Refusal
from pos_app.domain.ids import IdMaker
from pos_app.selling import showing
from pos_app.selling.checkout import Checkout
from pos_app.selling.entering import Entering
from pos_app.selling.holding import Holding
from pos_app.selling.lamp import SyncSeen, lamp
from pos_app.selling.open_basket import OpenBasket
from pos_app.selling.people import People
from pos_app.selling.questions import line_of_age
from pos_app.selling.register import Register
from pos_app.selling.shop import Shop
from pos_app.selling.view import (
    DepartmentView,
    HeldView,
    HitView,
    Lamp,
    OperatorView,
    Said,
    SellView,
    Told,
)
from pos_app.selling.window import Window
from pos_app.staff import Staff
from pos_app.store.journal import Journal

VOIDED = "voided"
AGE_REFUSED = "age_refused"


class Workstation(NamedTuple):
    """What stands around the till: its name, its devices, and how its daemon is (asked when the lamp is)."""

    name: str
    counter: Counter
    sync: Callable[[], SyncSeen]


class Till:
    """One workstation's till."""

    def __init__(
        self, journal: Journal, shop: Shop, staff: Staff, station: Workstation, *, clock: Clock, ids: IdMaker
    ) -> None:
        """Join the rooms; a basket that a crash left waits for the next sign-in."""
        self._journal = journal
        self._shop = shop
        self._station = station
        counter = station.counter
        self._register = Register(journal, shop, counter, clock, ids)
        self._people = People(shop, staff, self._register)
        self._basket = OpenBasket(shop, journal.drafts, clock, ids)
        self._entering = Entering(shop, self._basket, clock, lambda: self._register.day)
        self._holding = Holding(journal.drafts, self._basket, self._entering, self._people, self._register)
        self._checkout = Checkout(shop, self._basket, self._people, self._register)
        self._window = Window(station.name, shop, self._people, self._basket, self._checkout)
        self._kept_scans: tuple[str, ...] = ()
        self._printer = Health(counter.health().state, Condition.UNKNOWN)
        self._uncertain_papers = self._register.recover() if shop.known else 0
        self.view = self._seen()

    # People

    def operators(self) -> tuple[OperatorView, ...]:
        """Return who may sign in here."""
        return tuple(showing.operator(operator) for operator in self._shop.operators())

    def sign_in(self, operator_id: str, pin: str) -> Told:
        """Sign on by PIN; a basket that was left on the counter is there again."""
        self._people.sign_on(operator_id, pin)
        self._basket.operator, self._basket.shift = operator_id, self._people.shift
        told = Told()
        if self._basket.basket is None:
            told = self._holding.recover() or told
        if self._uncertain_papers:
            told = Told(said=Said("till.papers_uncertain", {"count": self._uncertain_papers}))
            self._uncertain_papers = 0
        return self._shown(told)

    def sign_off(self) -> Told:
        """Leave the till; an open basket stays. Not while a payment is in progress."""
        if self._checkout.payment is not None:
            raise Refusal("till.finish_payment_first")
        self._people.sign_off()
        self._checkout.change = None
        return self._shown(Told())

    # Goods

    def scan(self, text: str) -> Told:
        """Take a scanned or typed code: into the basket, or into the tray while a payment is in progress."""
        self._people.present  # noqa: B018 - refuses while nobody is signed on
        if self._checkout.payment is not None:
            return self._shown(self._checkout.hold_scan(text))
        self._begin_next()
        return self._shown(self._entering.scan(text))

    def add_product(self, product_id: str) -> Told:
        """Sell a product from the search or a tile."""
        return self._selling(lambda: self._entering.add_product(product_id))

    def search(self, text: str, limit: int = 50) -> tuple[HitView, ...]:
        """Return products that `text` finds, in any script; changes nothing."""
        return self._entering.search(text, limit)

    def departments(self) -> tuple[DepartmentView, ...]:
        """Return the departments that sell at a typed price."""
        return tuple(DepartmentView(each.id, each.names) for each in self._shop.departments())

    def sell_open(self, department: str, unit_price: int) -> Told:
        """Sell an open-price item of a department."""
        return self._selling(lambda: self._entering.sell_open(department, unit_price))

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

    def confirm_age(self, question: int) -> Told:
        """The buyer is old enough."""
        return self._change(partial(commands.confirm_age, number=line_of_age(question)))

    def refuse_age(self, question: int) -> Told:
        """The buyer is not old enough, or does not show it: the line leaves, on record."""
        return self._change(partial(commands.void_line, number=line_of_age(question), reason=AGE_REFUSED))

    # Lines

    def set_quantity(self, line: int, quantity: int) -> Told:
        """Set a line's thousandths."""
        return self._change(partial(commands.set_quantity, number=line, quantity=quantity), line)

    def step(self, line: int, by: int) -> Told:
        """Raise or lower a line's quantity by thousandths."""
        quantity = commands.live_line(self._basket.now, line).quantity + by
        return self._change(partial(commands.set_quantity, number=line, quantity=quantity), line)

    def void(self, line: int, reason: str = VOIDED) -> Told:
        """Void a line; undo brings it back."""
        return self._change(partial(commands.void_line, number=line, reason=reason))

    def override_price(self, line: int, unit_price: int, reason: str, approver: str = "", pin: str = "") -> Told:
        """Set another unit price; above the store's limit a second person approves by PIN."""
        approved = self._people.approver(approver, pin)
        info = self._shop.info
        return self._change(
            lambda basket: commands.override_price(
                basket, line, unit_price, reason=reason, store=info, approved_by=approved
            ),
            line,
        )

    def discount_line(self, line: int, discount: ManualDiscount | None, approver: str = "", pin: str = "") -> Told:
        """Give a line a discount by hand, or take it away."""
        approved = self._approved(discount, approver, pin)
        info = self._shop.info
        return self._change(lambda basket: commands.discount_line(basket, line, approved, info), line)

    def discount_basket(self, discount: ManualDiscount | None, approver: str = "", pin: str = "") -> Told:
        """Give the whole basket a discount by hand, or take it away."""
        approved = self._approved(discount, approver, pin)
        info = self._shop.info
        return self._change(lambda basket: commands.discount_basket(basket, approved, info))

    def note(self, text: str, line: int | None = None) -> Told:
        """Write a note on a line or on the basket."""
        return self._change(partial(commands.set_note, note=text, number=line))

    def undo(self) -> Told:
        """Take the last change of the basket back."""
        return self._selling(lambda: self._quietly(self._basket.undo))

    def redo(self) -> Told:
        """Do again what undo took back."""
        return self._selling(lambda: self._quietly(self._basket.redo))

    # Baskets that wait

    def hold(self, name: str = "") -> Told:
        """Put the basket aside."""
        return self._selling(lambda: self._holding.hold(name))

    def held(self) -> tuple[HeldView, ...]:
        """Return the baskets on hold, oldest first."""
        return self._holding.held()

    def recall(self, sale_id: str) -> Told:
        """Bring a held basket back, priced afresh."""
        return self._selling(lambda: self._holding.recall(sale_id))

    def abandon(self, reason: str = "customer_left") -> Told:
        """End the basket without a sale, on record."""
        return self._selling(lambda: self._holding.abandon(reason))

    # Money

    def start_payment(self) -> Told:
        """Begin to pay."""
        return self._selling(self._checkout.start)

    def back_to_basket(self) -> Told:
        """Leave the payment; the scans in the tray come into the basket."""
        told = self._checkout.back()
        return self._scan_all(self._checkout.empty_tray(), told)

    def pay_cash(self, given: int | None = None, *, part: bool = False) -> Told:
        """Take cash, None for exactly what is due. Settled, the sale is on disk before the drawer opens."""
        return self._shown(self._checkout.pay_cash(given, part=part))

    def pay_other(self, amount: int | None, reference: str) -> Told:
        """Take a tender that is settled outside the till, with its reference."""
        return self._shown(self._checkout.pay_other(amount, reference))

    def tray_next_sale(self) -> Told:
        """Keep the tray's scans for the next sale."""
        self._kept_scans += self._checkout.empty_tray()
        return self._shown(Told())

    def tray_discard(self) -> Told:
        """Forget the tray's scans."""
        self._checkout.empty_tray()
        return self._shown(Told())

    def next_sale(self) -> Told:
        """Clear the change from the screen; scans kept in the tray begin the next basket."""
        self._checkout.change = None
        kept, self._kept_scans = self._kept_scans + self._checkout.empty_tray(), ()
        return self._scan_all(kept, Told())

    def reprint_last(self) -> Told:
        """Print the last receipt again, marked DUPLICATE."""
        last = self._checkout.last_sale
        if not last:
            recent = self._journal.recent_receipts(1)
            if not recent:
                raise Refusal("till.no_such_receipt")
            last = recent[0].sale_id
        self._register.reprint(last)
        return self._shown(Told(said=Said("till.reprinting")))

    def no_sale(self, reason: str) -> Told:
        """Open the drawer without a sale, on record."""
        self._register.no_sale(self._people.shift, self._people.present.id, reason)
        return self._shown(Told())

    # What goes on by itself

    def tick(self) -> bool:
        """Do what waits between two commands; tell whether the view changed. Called a few times a second."""
        results = self._register.take_results()
        failed = any(result.outcome is not Outcome.DONE for result in results)
        self._printer = self._station.counter.health()
        moved = self._shop.catalogue.refresh()
        if moved:
            self._shop.refresh()
        self._journal.idle()
        if moved or failed:
            self._shown(Told())
        return moved or failed

    def lamp(self) -> Lamp:
        """Return what the lamp shows."""
        health = self._journal.health
        alarms = (*self._journal.opening.alarms, *(each for each in health if each != "journal.disk_low"))
        return lamp(
            self._station.sync(),
            self._printer,
            journal_alarm=alarms[0] if alarms else "",
            disk_low="journal.disk_low" in health,
        )

    # Inside

    def _selling(self, act: Callable[[], Told]) -> Told:
        """Do something that belongs to selling: signed on, and not in the middle of a payment."""
        self._people.present  # noqa: B018 - refuses while nobody is signed on
        if self._checkout.payment is not None:
            raise Refusal("till.finish_payment_first")
        self._begin_next()
        return self._shown(act())

    def _begin_next(self) -> None:
        """The first act after a sale clears its change; what was kept in the tray comes first."""
        self._checkout.change = None
        kept, self._kept_scans = self._kept_scans + self._checkout.empty_tray(), ()
        for text in kept:
            self._entering.scan(text)

    def _change(self, command: Callable[[Basket], Basket], line: int = 0) -> Told:
        def act() -> Told:
            self._basket.now  # noqa: B018 - refuses when there is no basket
            self._basket.change(command)
            return Told(line=line)

        return self._selling(act)

    def _quietly(self, act: Callable[[], None]) -> Told:
        act()
        return Told()

    def _approved(self, discount: ManualDiscount | None, approver: str, pin: str) -> ManualDiscount | None:
        approved = self._people.approver(approver, pin)
        return discount if discount is None else msgspec.structs.replace(discount, approved_by=approved)

    def _scan_all(self, texts: tuple[str, ...], told: Told) -> Told:
        for text in texts:
            told = self._entering.scan(text)
        return self._shown(told)

    def _shown(self, told: Told) -> Told:
        self.view = self._seen()
        return told

    def _seen(self) -> SellView:
        return self._window.view(held=self._holding.count, next_quantity=self._entering.next_quantity)
