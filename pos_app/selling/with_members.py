"""What the members desk needs of the till desk: who buys, who may look, and a fact written under this till's day.

A part of the till desk (`pos_app.till`), with the same promises. The members desk says by `follow_members` how a buyer
is shown and how a card that is no goods is taken; a till without one sells to nobody known.
"""

from __future__ import annotations

from datetime import tzinfo
from functools import partial
from typing import Final, Protocol

from pos_app.domain import basket_commands as commands
from pos_app.domain.basket import Basket
from pos_app.domain.codes.signed import CodeKind, SignedCode
from pos_app.domain.entries import Body, Sale
from pos_app.domain.errors import Refusal
from pos_app.domain.priced import Pricing
from pos_app.domain.pricing import price
from pos_app.members.view import BuyerView, Standing
from pos_app.selling.desk import Desk, quietly
from pos_app.selling.people import approves
from pos_app.selling.receipt_paper import MemberOnPaper
from pos_app.selling.view import Said, Sound, Told

APPROVAL: Final = "members.approval_needed"


class Membership(Protocol):
    """The members desk, as the till desk asks it."""

    def buyer_of(self, basket: Basket, pricing: Pricing) -> BuyerView | None:
        """Return who buys a basket that has a member."""

    def take_code(self, code: SignedCode) -> Told:
        """Take a member's code that was scanned."""

    def take_card(self, text: str) -> Told | None:
        """Take a code that is no goods; None when it is no member's card."""

    def on_paper(self, sale: Sale) -> MemberOnPaper | None:
        """Return how the member of a sale stands on its receipt."""


class WithMembers(Desk):
    """The verbs around the buyer."""

    def follow_members(self, desk: Membership) -> None:
        """Let the members desk show the buyer, and take members' codes and cards wherever they are scanned."""
        self._window.buyer_of = desk.buyer_of
        self._asking.member_of = desk.on_paper
        self.codes.on(CodeKind.MEMBER, desk.take_code)
        self._entering.take_card = desk.take_card
        self.view = self._seen()

    @property
    def training(self) -> bool:
        """Whether nothing counts."""
        return self._basket.training

    @property
    def zone(self) -> tzinfo:
        """The time zone of the store."""
        return self._shop.zone

    def attach_member(self, member: str, tier: str) -> Told:
        """Let a member buy the open basket, or begin one; undo takes it back."""

        def attach() -> Told:
            before = self._basket.basket
            self._basket.change(partial(commands.attach_member, member=member, tier=tier))
            if before is not None and before.member == member:
                return Told(said=Said("members.already"))
            return Told(Sound.OK_PROMOTION, Said("members.changed" if before and before.member else "members.attached"))

        return self._selling(attach)

    def take_member_off(self) -> Told:
        """Let nobody known buy; undo brings the member back."""
        return self._change(commands.take_member_off)

    def sells(self, code: str) -> bool:
        """Tell whether a code stands for goods: scanned, it would sell them and never find a member."""
        try:
            return self._entering.look(code) is not None
        except Refusal:
            return False  # no code that goods can have

    def would_earn(self, member: str, tier: str) -> int:
        """Return the points that the open basket would earn for a member; changes nothing."""
        basket = self._basket.basket
        if basket is None or self._basket.training:
            return 0
        terms = self._basket.terms
        return price(commands.attach_member(basket, member, tier), terms.rules, terms.taxes).points

    def authorised(self, approver: str, pin: str) -> tuple[str, str]:
        """Return who acts and who approved it; a cashier alone is refused, and asked for somebody who may."""
        present = self._people.present
        approved = self._people.approver(approver, pin)
        if not approved and not approves(present):
            raise Refusal(APPROVAL)
        return present.id, approved

    def record(self, body: Body) -> None:
        """Write a fact of another desk into the journal."""

        def write() -> None:
            self._people.present  # noqa: B018 - refuses while nobody is signed on
            self._register.record(body)

        self._doing(quietly(write))

    def tick(self) -> bool:
        """Do what waits between two commands, and see whether the buyer has changed."""
        moved = super().tick()
        return self._look_at_buyer() or moved

    def _look_at_buyer(self) -> bool:
        """Show the buyer afresh; one who was erased meanwhile buys no more, unless the payment has begun."""
        basket = self._basket.basket
        if basket is None or not basket.member or self._people.operator is None:
            return False
        buyer = self._window.buyer_of(basket, self._basket.pricing)
        if buyer is not None and buyer.member.standing is Standing.GONE and self._checkout.payment is None:
            self._basket.change(commands.take_member_off, undoable=False)
            self._to_tell.append(Said("members.gone_meanwhile"))
        elif buyer == self.view.buyer:
            return False
        self.view = self._seen()
        return True
