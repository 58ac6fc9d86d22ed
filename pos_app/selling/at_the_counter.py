"""What a cashier does beside selling: looking closer, asking a price, printing again, locking, handing over, training.

A part of the till desk (`pos_app.till`), with the same promises: a command does what it says, durably, and leaves a
fresh view, or raises `Refusal` or `Fault` and leaves everything as it was. Questions change nothing.
"""

from __future__ import annotations

from functools import partial
from typing import Final

from pos_app.domain import basket_commands as commands
from pos_app.domain.basket import Basket
from pos_app.domain.codes.scan import signed_text
from pos_app.domain.errors import Fault, Refusal
from pos_app.domain.store_rows import Role
from pos_app.selling import line_detail, price_check, quick_keys, showing
from pos_app.selling.desk import quietly
from pos_app.selling.detail_view import LineDetailView, PriceCheckView, ReceiptView, TilePageView
from pos_app.selling.people import approves
from pos_app.selling.receipt_paper import receipt_code
from pos_app.selling.view import OperatorView, Paper, Said, Told
from pos_app.selling.with_members import WithMembers

RECEIPTS_SHOWN: Final = 20


class AtTheCounter(WithMembers):
    """The verbs and questions beside those of the sale."""

    # Looking

    def tiles(self) -> tuple[TilePageView, ...]:
        """Return the store's quick keys; ask again when `view.tiles_turn` has risen."""
        return quick_keys.pages(self._shop, self._clock.wall_ms())

    def line_detail(self, line: int) -> LineDetailView:
        """Return one line with the story of its price."""
        basket = self._basket.now
        people = {operator.id: operator.name for operator in self._shop.operators()}
        return line_detail.detail(basket, line, self._basket.terms, people)

    def price_check(self, text: str) -> PriceCheckView:
        """Return what a scanned or typed code would cost; sells nothing."""
        self._people.present  # noqa: B018 - refuses while nobody is signed on
        found = self._entering.look(text)
        return price_check.check(text, found, self._shop, self._journal, self._clock.wall_ms())

    def knows(self, text: str) -> bool:
        """Tell whether a code is goods of the catalogue or a code of ours that holds; changes nothing."""
        signed = signed_text(text)
        try:
            return self._entering.look(text) is not None if signed is None else bool(self.codes.read(signed))
        except (Refusal, Fault):
            return False

    def recent_receipts(self, limit: int = RECEIPTS_SHOWN) -> tuple[ReceiptView, ...]:
        """Return the newest receipts of this workstation, newest first."""
        workstation = self._journal.scope.workstation
        return tuple(
            ReceiptView(
                each.sale_id,
                receipt_code(workstation, each.epoch, each.receipt),
                each.wall_ms,
                each.total,
                each.training,
                self._shop.zone,
            )
            for each in self._journal.recent_receipts(max(1, min(limit, RECEIPTS_SHOWN)))
        )

    def receipt_of(self, sale_id: str) -> tuple[ReceiptView, ...]:
        """Return the recorded receipt of a sale; nothing when this journal has none."""
        found = self._journal.receipt(sale_id)
        if found is None:
            return ()
        sale, header = found.sale, found.header
        code = receipt_code(header.workstation, header.epoch, sale.receipt)
        return (ReceiptView(sale_id, code, header.stamp.wall_ms, sale.due, sale.training, self._shop.zone),)

    def approvers(self, *, managers: bool = False) -> tuple[OperatorView, ...]:
        """Return who may approve what the operator asks for; with `managers` who may begin and end the training."""
        present = self._people.present
        return tuple(
            showing.operator(each)
            for each in self._shop.operators()
            if (each.role is Role.MANAGER if managers else approves(each) and each.id != present.id)
        )

    # People

    def lock(self) -> Told:
        """Cover the screen until a PIN is typed; basket, payment and shift stay."""

        def cover() -> Told:
            self._people.present  # noqa: B018 - refuses while nobody is signed on
            self._people.locked = True
            return Told()

        return self._doing(cover)

    def switch_operator(self, operator_id: str, pin: str) -> Told:
        """Let somebody else work on with the basket as it is; say whose it is, and whose drawer."""

        def switch() -> Told:
            self._people.change_to(operator_id, pin)
            self._basket.operator, self._basket.shift = operator_id, self._people.shift
            name, drawer = self._people.name(operator_id), self._people.name(self._people.drawer)
            if self._basket.basket is None:
                return Told(said=Said("till.switched", {"name": name, "drawer": drawer}))
            begun = self._people.name(self._basket.begun_by)
            return Told(said=Said("till.switched_basket", {"name": name, "drawer": drawer, "basket": begun}))

        self._not_paying()
        return self._doing(switch)

    def set_associate(self, operator_id: str, line: int | None = None) -> Told:
        """Name who served a line, or every line of the basket; "" for nobody."""
        if operator_id and all(each.id != operator_id for each in self._shop.operators()):
            raise Refusal("staff.unknown_operator")

        def served(basket: Basket) -> Basket:
            for each in basket.live:
                if line in (None, each.number):
                    basket = commands.set_associate(basket, each.number, operator_id)
            return basket

        if line is not None:
            commands.live_line(self._basket.now, line)
        return self._selling(quietly(partial(self._basket.change, served)))

    # Training

    def start_training(self, approver: str = "", pin: str = "") -> Told:
        """Begin to train, by a manager's PIN and with nothing in the basket: nothing counts from now on."""
        return self._train(approver, pin, on=True)

    def stop_training(self, approver: str = "", pin: str = "") -> Told:
        """End the training, by a manager's PIN and with nothing in the basket."""
        return self._train(approver, pin, on=False)

    # Receipts, money, baskets on hold

    def take_back(self) -> Told:
        """Take the last tender of the payment back."""
        return self._doing(self._checkout.take_back)

    def choose_paper(self, paper: Paper) -> Told:
        """Say how the receipt of the payment in progress is to be given."""
        return self._doing(quietly(partial(self._checkout.choose_paper, paper)))

    def print_receipt(self) -> Told:
        """Print the receipt of the sale whose change is on the screen."""
        return self._doing(self._checkout.print_now)

    def show_receipt_code(self) -> Told:
        """Show the receipt of the sale whose change is on the screen as a QR."""
        return self._doing(self._checkout.show_code)

    def reprint(self, sale_id: str) -> Told:
        """Print a receipt again, marked DUPLICATE."""

        def again() -> Told:
            self._asking.print_again(sale_id)
            return Told(said=Said("till.reprinting"))

        return self._doing(again)

    def name_held(self, name: str, sale_id: str = "") -> Told:
        """Name a basket on hold, without an id the one put there last."""
        return self._doing(lambda: self._holding.rename(sale_id or self._holding.last, name))

    # Inside

    def _train(self, approver: str, pin: str, *, on: bool) -> Told:
        def change() -> Told:
            self._people.present  # noqa: B018 - refuses while nobody is signed on
            basket = self._basket.basket
            if basket is not None and (basket.live or basket.waiting):
                raise Refusal("till.basket_in_the_way")
            self._people.manager(approver, pin)
            if basket is not None:
                self._holding.abandon("all_voided")
            self._register.training = self._basket.training = on
            self._tray.change_modes()
            self._checkout.change = None
            return Told(said=Said("till.training_begun" if on else "till.training_over"))

        self._not_paying()
        return self._doing(change)
