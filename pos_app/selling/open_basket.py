"""The basket on the counter: priced and saved at every change, with undo, questions, and the terms it began with.

Owned by the till desk. Promises: a change is either taken over as a whole (priced, on disk as the draft, shown) or
not at all; the rule-set and tax table of the first line price the basket until it is paid, held or voided.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgspec

from pos_app.clock import Clock
from pos_app.domain.basket import Basket, Line, PriceSource
from pos_app.domain.entries import BODY_BYTES_MAX
from pos_app.domain.errors import Refusal
from pos_app.domain.ids import IdMaker
from pos_app.domain.priced import PricedBasket, Pricing
from pos_app.domain.pricing import price
from pos_app.domain.promotions.rule_set import RuleSet
from pos_app.domain.tax import TaxTable
from pos_app.selling.goods import list_price
from pos_app.selling.history import History
from pos_app.selling.questions import Questions
from pos_app.selling.shop import Shop
from pos_app.store.drafts import Drafts

NOTHING: Final = Pricing(PricedBasket())
SALE_BYTES_MAX: Final = BODY_BYTES_MAX * 9 // 10
"""A basket and its amounts may grow to this, so that their sale always fits into an entry."""
_WEIGHED_FROM_LINES: Final = 100
"""Below this many lines no basket comes near the limit."""
TRAINING: Final = "\x1etraining"
"""Name of the draft of a basket for training; no basket on hold can have it."""
_encoder: Final = msgspec.msgpack.Encoder()


class Terms(msgspec.Struct, frozen=True):
    """What prices a basket from its first line on."""

    rules: RuleSet
    taxes: TaxTable
    tax_version: int

    def price(self, basket: Basket) -> Pricing:
        """Return what the basket costs, and why."""
        return price(basket, self.rules, self.taxes, near=True)


class Standing(msgspec.Struct, frozen=True):
    """The open basket as it is on disk, and what was worked out from it."""

    basket: Basket
    pricing: Pricing
    terms: Terms
    questions: Questions = Questions()


class OpenBasket:
    """At most one basket is open; `basket` is None between sales."""

    def __init__(self, shop: Shop, drafts: Drafts, clock: Clock, ids: IdMaker) -> None:
        """Begin with no basket."""
        self._shop = shop
        self._drafts = drafts
        self._clock = clock
        self._ids = ids
        self._standing: Standing | None = None
        self.history = History()
        self.operator = ""
        self.shift = ""
        self.begun_by = ""
        """Operator id of whoever began the open basket."""
        self.training = False
        """What is begun now is for training; its draft says so."""

    @property
    def basket(self) -> Basket | None:
        """The open basket."""
        return None if self._standing is None else self._standing.basket

    @property
    def now(self) -> Basket:
        """The open basket; a `Refusal` when there is none."""
        if self._standing is None:
            raise Refusal("till.no_basket")
        return self._standing.basket

    @property
    def pricing(self) -> Pricing:
        """What the open basket costs."""
        return NOTHING if self._standing is None else self._standing.pricing

    @property
    def questions(self) -> Questions:
        """What waits for an answer."""
        return Questions() if self._standing is None else self._standing.questions

    @property
    def terms(self) -> Terms:
        """The terms that price the open basket; a `Refusal` when there is none."""
        self.now  # noqa: B018 - refuses when there is no basket
        assert self._standing is not None
        return self._standing.terms

    @property
    def rules(self) -> RuleSet:
        """The rule-set that prices the open basket."""
        return RuleSet() if self._standing is None else self._standing.terms.rules

    @property
    def taxes(self) -> TaxTable | None:
        """The tax table that prices the open basket."""
        return None if self._standing is None else self._standing.terms.taxes

    def change(
        self, command: Callable[[Basket], Basket] | None, *, questions: Questions | None = None, undoable: bool = True
    ) -> None:
        """Take over what `command` makes of the basket, and `questions` in place of those it has.

        The first change begins the basket, with an id of its own, under the terms of this moment. `command` None
        changes the questions alone.
        """
        before = self._standing or self._begun()
        asked = before.questions if questions is None else questions
        changed = before.basket if command is None else command(before.basket)
        basket = msgspec.structs.replace(changed, waiting=asked.codes)
        if self._standing is not None and basket == before.basket and asked == before.questions:
            return
        after = Standing(basket, before.terms.price(basket), before.terms, asked)
        _check_size(before, after)
        self._save(basket)
        if undoable and command is not None:
            self.history.done(before.basket)
        if self._standing is None:
            self.begun_by = self.operator
        self._standing = after

    def undo(self) -> None:
        """Take back the last change; a `Refusal` when there is none."""
        now = self.now
        self._move(self.history.wanted_by_undo(now), "till.nothing_to_undo")
        self.history.undone(now)

    def redo(self) -> None:
        """Do again what was taken back."""
        now = self.now
        self._move(self.history.wanted_by_redo(now), "till.nothing_to_redo")
        self.history.redone(now)

    def adopt(self, basket: Basket, *, afresh: bool) -> int:
        """Open a basket from its draft; `afresh` reads list prices anew. Return by how much its total changed.

        The terms are those of this moment: after a restart or a recall the old rule-set may be gone.
        """
        terms = self._terms()
        lines = tuple(self._afresh(line) for line in basket.lines) if afresh else basket.lines
        adopted = msgspec.structs.replace(
            basket, lines=lines, rules_version=terms.rules.version, tax_version=terms.tax_version
        )
        after = Standing(adopted, terms.price(adopted), terms, Questions.left(basket.waiting))
        self._save(adopted)
        self.history.clear()
        self._standing = after
        self.begun_by = self.operator
        return after.pricing.priced.total - terms.price(basket).priced.total

    def total_of(self, basket: Basket) -> int:
        """Return what a basket on hold comes to under the rules of this moment, minor units."""
        taxes, _ = self._shop.tax()
        return price(basket, self._shop.rules(), taxes).priced.total

    def clear(self) -> None:
        """Forget the basket: its sale, its hold or its end is on disk."""
        self._standing = None
        self.history.clear()

    def hold(self, name: str) -> None:
        """Keep the basket on disk under `name` and clear the counter."""
        self._drafts.save(self.now, held=True, name=name, operator=self.operator, shift=self.shift)
        self.clear()

    def _terms(self) -> Terms:
        taxes, tax_version = self._shop.tax()
        return Terms(self._shop.rules(), taxes, tax_version)

    def _begun(self) -> Standing:
        info, terms = self._shop.info, self._terms()
        basket = Basket(
            self._ids(),
            info.currency,
            self._clock.wall_ms(),
            info.id,
            rules_version=terms.rules.version,
            tax_version=terms.tax_version,
        )
        return Standing(basket, NOTHING, terms)

    def _move(self, wanted: Basket | None, otherwise: str) -> None:
        if wanted is None:
            raise Refusal(otherwise)
        assert self._standing is not None
        terms, questions = self._standing.terms, self._standing.questions
        basket = msgspec.structs.replace(wanted, waiting=questions.codes)
        after = Standing(basket, terms.price(basket), terms, questions)
        self._save(basket)
        self._standing = after

    def _save(self, basket: Basket) -> None:
        name = TRAINING if self.training else ""
        operator = self.operator if self._standing is None else self.begun_by
        self._drafts.save(basket, held=False, name=name, operator=operator, shift=self.shift)

    def _afresh(self, line: Line) -> Line:
        """Return the line at the list price of this moment, by which windows are judged from now on."""
        if line.voided:
            return line
        now_ms = self._clock.wall_ms()
        line = msgspec.structs.replace(line, scanned_at_ms=now_ms)
        if line.price_source is not PriceSource.LIST or not line.item.product_id:
            return line
        found = list_price(self._shop.catalogue, line.item.product_id, line.item.pack, now_ms)
        if found is None:
            return line
        return msgspec.structs.replace(
            line, unit_price=found.unit_price, price_version=found.version, price_scope=found.scope
        )


def _check_size(before: Standing, after: Standing) -> None:
    """Refuse what would make the basket's sale too large for an entry; it may always shrink."""
    if len(after.basket.lines) < _WEIGHED_FROM_LINES:
        return
    size = _bytes(after)
    if size > SALE_BYTES_MAX and size > _bytes(before):
        raise Refusal("basket.too_many_lines", limit=len(before.basket.lines))


def _bytes(standing: Standing) -> int:
    return len(_encoder.encode(standing.basket)) + len(_encoder.encode(standing.pricing.priced))
