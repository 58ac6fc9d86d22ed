"""Puts together the one value that the sell screen shows. Owned by the till desk."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from pos_app.domain.basket import Basket
from pos_app.domain.priced import Pricing
from pos_app.members.view import BuyerView
from pos_app.selling import showing
from pos_app.selling.checkout import Checkout
from pos_app.selling.open_basket import OpenBasket
from pos_app.selling.people import People
from pos_app.selling.shop import Shop
from pos_app.selling.tray import Tray
from pos_app.selling.view import Mode, SellView


class Window:
    """Looks into the rooms of one till, called `name`."""

    def __init__(
        self, name: str, shop: Shop, people: People, basket: OpenBasket, checkout: Checkout, tray: Tray
    ) -> None:
        """Keep line views between two looks."""
        self._name = name
        self._shop = shop
        self._people = people
        self._basket = basket
        self._checkout = checkout
        self._tray = tray
        self._lines = showing.Lines()
        self.buyer_of: Callable[[Basket, Pricing], BuyerView | None] = lambda _basket, _pricing: None
        """Says who buys; the members desk gives it."""

    def view(self, *, held: int, next_quantity: int) -> SellView:
        """Return everything the screen shows now."""
        operator = self._people.operator
        info = self._shop.info if self._shop.known else None
        common = SellView(
            self._mode(),
            info.currency if info else "",
            info.name if info else "",
            self._name,
            operator=showing.operator(operator) if operator else None,
            change=self._checkout.change,
            tray=self._tray.waiting,
            held=held,
            next_quantity=next_quantity,
            tiles_turn=self._shop.turn,
            training=self._basket.training,
            drawer_of=self._unless_present(self._people.drawer),
            languages=info.languages if info else (),
            catalogue=self._shop.complete,
        )
        basket = self._basket.basket
        if basket is None or info is None:
            return common
        names = showing.rule_names(self._basket.rules)
        pricing = self._basket.pricing
        return msgspec.structs.replace(
            common,
            lines=self._lines.of(basket, pricing, names),
            totals=showing.totals(basket, pricing, self._basket.taxes, info.cash_step),
            promotions=showing.promotions(pricing, names),
            near=showing.near(pricing, names),
            questions=self._basket.questions.shown(basket),
            buyer=self.buyer_of(basket, pricing) if basket.member else None,
            payment=self._checkout.view(),
            can_undo=self._basket.history.can_undo,
            can_redo=self._basket.history.can_redo,
            begun_by=self._unless_present(self._basket.begun_by),
        )

    def _unless_present(self, operator_id: str) -> str:
        """Return the name of an operator who is not the one at the till."""
        present = self._people.operator
        if present is None or not operator_id or operator_id == present.id:
            return ""
        return self._people.name(operator_id)

    def _mode(self) -> Mode:
        if self._people.operator is None:
            return Mode.SIGNED_OUT
        if self._people.locked:
            return Mode.LOCKED
        if self._checkout.payment is not None:
            return Mode.PAYING
        return Mode.CHANGE if self._checkout.change is not None else Mode.SELLING
