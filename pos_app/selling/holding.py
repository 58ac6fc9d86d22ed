"""Baskets that wait: held by the cashier, or left by a crash. Owned by the till desk."""

from __future__ import annotations

from typing import Final

from pos_app.domain.basket import Basket
from pos_app.domain.basket_lines import check_reason
from pos_app.domain.errors import Refusal
from pos_app.domain.product import Unit
from pos_app.selling.entering import Entering
from pos_app.selling.open_basket import TRAINING, OpenBasket
from pos_app.selling.people import People
from pos_app.selling.register import Register
from pos_app.selling.view import HeldView, Said, Told
from pos_app.store.drafts import Drafts
from pos_app.store.journal_records import Draft

NAME_LENGTH_MAX: Final = 40
ALL_VOIDED: Final = "all_voided"
"""Reason of the end of a basket whose every line was voided, when another takes its place."""


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
        self._totals: dict[str, int] = {}
        """What each basket came to when it was held, as far as this run of the till knows."""
        self.last = ""
        """The basket that was put on hold last."""
        self.count = sum(draft.held for draft in drafts.all())

    def hold(self, name: str) -> Told:
        """Put the open basket aside under `name`."""
        if self._basket.training:
            raise Refusal("till.not_in_training")
        basket = self._basket.now
        if not basket.live and not basket.waiting:
            raise Refusal("till.nothing_to_hold")
        name = _name(name)
        total = self._basket.pricing.priced.total
        self._basket.hold(name)
        self._totals[basket.sale_id] = total
        self.count += 1
        self.last = basket.sale_id
        return Told(said=Said("till.held"))

    def rename(self, sale_id: str, name: str) -> Told:
        """Give a basket on hold another name, "" for none."""
        draft = self._waiting(sale_id)
        self._drafts.save(draft.basket, held=True, name=_name(name), operator=draft.operator, shift=draft.shift)
        return Told()

    def held(self) -> tuple[HeldView, ...]:
        """Return what waits, the oldest first."""
        return tuple(
            HeldView(
                draft.basket.sale_id,
                draft.name,
                _items(draft.basket),
                self._basket.total_of(draft.basket),
                draft.saved_ms,
                self._people.name(draft.operator),
            )
            for draft in self._drafts.all()
            if draft.held
        )

    def recall(self, sale_id: str) -> Told:
        """Bring a held basket back to the counter, priced afresh; the difference is told."""
        draft = self._waiting(sale_id)
        self._clear_counter()
        by_prices = self._basket.adopt(draft.basket, afresh=True)
        self.count -= 1
        total = self._basket.pricing.priced.total
        before = self._totals.pop(sale_id, total - by_prices)
        self._entering.ask_again()
        if total != before:
            return self._changed("till.recalled_by", total - before)
        return self._offers_changed(draft) or Told()

    def recover(self) -> Told | None:
        """Open the basket that a crash left on the counter; further ones, which cannot be, are held."""
        left = []
        for draft in self._drafts.all():
            if not draft.held and draft.name == TRAINING:
                self._drafts.drop(draft.basket.sale_id)  # a restart ends the training
            elif not draft.held:
                left.append(draft)
        if not left:
            return None
        *others, newest = left
        for draft in others:
            self._drafts.save(draft.basket, held=True, name=draft.name, operator=draft.operator, shift=draft.shift)
            self.count += 1
        self._basket.adopt(newest.basket, afresh=False)
        self._basket.begun_by = newest.operator or self._basket.operator
        self._entering.ask_again()
        told = Told(said=Said("till.recovered", {"count": len(self._basket.now.live)}))
        return self._offers_changed(newest) or told

    def abandon(self, reason: str) -> Told:
        """End the open basket without a sale, on record."""
        basket = self._basket.now
        check_reason(reason)
        if (basket.lines or basket.waiting) and not self._basket.training:
            self._register.abandon(basket, self._people.shift, self._people.present.id, reason)
        else:
            self._drafts.drop(basket.sale_id)
        self._basket.clear()
        return Told()

    def _waiting(self, sale_id: str) -> Draft:
        draft = next((each for each in self._drafts.all() if each.basket.sale_id == sale_id and each.held), None)
        if draft is None:
            raise Refusal("till.not_held")
        return draft

    def _clear_counter(self) -> None:
        """Make room for a held basket: one with nothing left in it ends, anything else is in the way."""
        basket = self._basket.basket
        if basket is None:
            return
        if basket.live or basket.waiting:
            raise Refusal("till.basket_in_the_way")
        self.abandon(ALL_VOIDED)

    def _changed(self, message_id: str, difference: int) -> Told:
        currency = self._basket.now.currency
        return Told(said=Said(message_id, {"difference_minor": difference, "currency": currency}))

    def _offers_changed(self, draft: Draft) -> Told | None:
        """Tell that a basket from before a restart is priced by other offers than it was then."""
        now, then = self._basket.now, draft.basket
        if (now.rules_version, now.tax_version) == (then.rules_version, then.tax_version):
            return None
        return Told(said=Said("till.offers_changed"))


def _name(name: str) -> str:
    name = name.strip()
    if len(name) > NAME_LENGTH_MAX or not name.isprintable():
        raise Refusal("basket.text_unfit", limit=NAME_LENGTH_MAX)
    return name


def _items(basket: Basket) -> int:
    return sum(line.quantity // 1_000 if line.item.unit is Unit.EACH else 1 for line in basket.live)
