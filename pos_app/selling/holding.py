"""Baskets that wait: held by the cashier, or left by a crash. Owned by the till desk."""

from __future__ import annotations

from typing import Final

from pos_app.domain.errors import Refusal
from pos_app.domain.product import Unit
from pos_app.selling.entering import Entering
from pos_app.selling.open_basket import OpenBasket
from pos_app.selling.people import People
from pos_app.selling.register import Register
from pos_app.selling.view import HeldView, Said, Told
from pos_app.store.drafts import Drafts
from pos_app.store.journal_records import Draft

NAME_LENGTH_MAX: Final = 40


class Holding:
    """The drafts on disk that are not on the counter."""

    def __init__(
        self, drafts: Drafts, basket: OpenBasket, entering: Entering, people: People, register: Register
    ) -> None:
        """Count what waits."""
        self._drafts = drafts
        self._basket = basket
        self._entering = entering
        self._people = people
        self._register = register
        self.count = sum(draft.held for draft in drafts.all())

    def hold(self, name: str) -> Told:
        """Put the open basket aside under `name`."""
        basket = self._basket.now
        if not basket.lines and not basket.waiting:
            raise Refusal("till.nothing_to_hold")
        if len(name) > NAME_LENGTH_MAX or not name.isprintable():
            raise Refusal("basket.text_unfit", limit=NAME_LENGTH_MAX)
        self._basket.hold(name.strip())
        self.count += 1
        return Told(said=Said("till.held"))

    def held(self) -> tuple[HeldView, ...]:
        """Return what waits, the oldest first."""
        return tuple(
            HeldView(
                draft.basket.sale_id,
                draft.name,
                _items(draft),
                self._basket.total_of(draft.basket),
                draft.saved_ms,
                draft.operator,
            )
            for draft in self._drafts.all()
            if draft.held
        )

    def recall(self, sale_id: str) -> Told:
        """Bring a held basket back to the counter, priced afresh; the difference is told."""
        if self._basket.lines:
            raise Refusal("till.basket_in_the_way")
        draft = next((each for each in self._drafts.all() if each.basket.sale_id == sale_id and each.held), None)
        if draft is None:
            raise Refusal("till.not_held")
        self.drop_empty()
        difference = self._basket.adopt(draft.basket, afresh=True)
        self.count -= 1
        self._ask_again(draft)
        return Told(said=Said("till.recalled_changed", {"difference": difference}) if difference else None)

    def recover(self) -> Told | None:
        """Open the basket that a crash left on the counter; further ones, which cannot be, are held."""
        left = [draft for draft in self._drafts.all() if not draft.held]
        if not left:
            return None
        *others, newest = left
        for draft in others:
            self._drafts.save(draft.basket, held=True, name=draft.name, operator=draft.operator, shift=draft.shift)
            self.count += 1
        difference = self._basket.adopt(newest.basket, afresh=False)
        self._ask_again(newest)
        if difference:
            return Told(said=Said("till.recovered_changed", {"difference": difference}))
        return Told(said=Said("till.recovered", {"count": len(newest.basket.live)}))

    def abandon(self, reason: str) -> Told:
        """End the open basket without a sale, on record."""
        basket = self._basket.now
        if basket.lines or basket.waiting:
            self._register.abandon(basket, self._people.shift, self._people.present.id, reason)
        else:
            self._drafts.drop(basket.sale_id)
        self._basket.clear()
        return Told()

    def drop_empty(self) -> None:
        """Forget an open basket that never had a line."""
        basket = self._basket.basket
        if basket is None:
            return
        if basket.lines or basket.waiting:
            raise Refusal("till.basket_in_the_way")
        self._drafts.drop(basket.sale_id)
        self._basket.clear()

    def _ask_again(self, draft: Draft) -> None:
        for code in draft.basket.waiting:
            self._entering.scan(code)


def _items(draft: Draft) -> int:
    return sum(line.quantity // 1_000 if line.item.unit is Unit.EACH else 1 for line in draft.basket.live)
