"""The basket on the counter: priced and saved at every change, with undo, questions, and the rules it began with.

Owned by the till desk. Promises: a change is either taken over as a whole (priced, on disk as the draft, shown) or
not at all; the rule-set and tax table of the first line price the basket until it is paid, held or voided.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from pos_app.clock import Clock
from pos_app.domain.basket import Basket, Line, PriceSource
from pos_app.domain.errors import Refusal
from pos_app.domain.ids import IdMaker
from pos_app.domain.money import MILLI
from pos_app.domain.priced import PricedBasket, Pricing
from pos_app.domain.pricing import price
from pos_app.domain.promotions.rule_set import RuleSet
from pos_app.domain.tax import TaxTable
from pos_app.selling.history import History
from pos_app.selling.questions import Questions
from pos_app.selling.shop import Shop
from pos_app.store.drafts import Drafts

NOTHING = Pricing(PricedBasket())


class OpenBasket:
    """At most one basket is open; `basket` is None between sales."""

    def __init__(self, shop: Shop, drafts: Drafts, clock: Clock, ids: IdMaker) -> None:
        """Begin with no basket."""
        self._shop = shop
        self._drafts = drafts
        self._clock = clock
        self._ids = ids
        self.basket: Basket | None = None
        self.pricing: Pricing = NOTHING
        self.rules = RuleSet()
        self.taxes: TaxTable | None = None
        self.history = History()
        self.questions = Questions()
        self.operator = ""
        self.shift = ""

    @property
    def lines(self) -> int:
        """How many live lines it has."""
        return 0 if self.basket is None else len(self.basket.live)

    @property
    def now(self) -> Basket:
        """The open basket; a `Refusal` when there is none."""
        if self.basket is None:
            raise Refusal("till.no_basket")
        return self.basket

    def begun(self) -> Basket:
        """Return the open basket, or a new one with an id of its own under the rules of this moment."""
        if self.basket is not None:
            return self.basket
        info = self._shop.info
        taxes, tax_version = self._shop.tax()
        self.rules, self.taxes = self._shop.rules(), taxes
        return Basket(
            self._ids(),
            info.currency,
            self._clock.wall_ms(),
            info.id,
            rules_version=self.rules.version,
            tax_version=tax_version,
        )

    def change(self, command: Callable[[Basket], Basket], *, undoable: bool = True) -> None:
        """Take over what `command` makes of the basket: priced, and on disk before it is shown."""
        before = self.begun()
        after = self._with_waiting(command(before))
        if after == before and self.basket is not None:
            return
        pricing = self._priced(after)
        self._save(after)
        if undoable and self.basket is not None:
            self.history.done(before)
        self.basket, self.pricing = after, pricing

    def ask_changed(self) -> None:
        """Keep with the draft what the questions now say."""
        self.change(lambda basket: basket, undoable=False)

    def undo(self) -> None:
        """Take back the last change; a `Refusal` when there is none."""
        self._move(self.history.undo(self.now), "till.nothing_to_undo")

    def redo(self) -> None:
        """Do again what was taken back."""
        self._move(self.history.redo(self.now), "till.nothing_to_redo")

    def adopt(self, basket: Basket, *, afresh: bool) -> int:
        """Open a basket from its draft; `afresh` reads list prices anew. Return by how much its total changed.

        The rules are those of this moment: after a restart or a recall the old rule-set may be gone.
        """
        self.basket = None
        new = self.begun()
        total_before = self._priced(basket).priced.total
        lines = tuple(self._repriced(line) for line in basket.lines) if afresh else basket.lines
        adopted = msgspec.structs.replace(
            basket, lines=lines, rules_version=new.rules_version, tax_version=new.tax_version, waiting=()
        )
        pricing = self._priced(adopted)
        self._save(adopted)
        self.history.clear()
        self.questions.clear()
        self.basket, self.pricing = adopted, pricing
        return pricing.priced.total - total_before

    def total_of(self, basket: Basket) -> int:
        """Return what a basket on hold comes to under the rules of this moment, minor units."""
        taxes, _ = self._shop.tax()
        return price(basket, self._shop.rules(), taxes).priced.total

    def clear(self) -> None:
        """Forget the basket: its sale, its hold or its end is on disk."""
        self.basket, self.pricing = None, NOTHING
        self.history.clear()
        self.questions.clear()

    def hold(self, name: str) -> None:
        """Keep the basket on disk under `name` and clear the counter."""
        basket = self._with_waiting(self.now)
        self._drafts.save(basket, held=True, name=name, operator=self.operator, shift=self.shift)
        self.clear()

    def _move(self, wanted: Basket | None, otherwise: str) -> None:
        if wanted is None:
            raise Refusal(otherwise)
        pricing = self._priced(wanted)
        self._save(wanted)
        self.basket, self.pricing = wanted, pricing

    def _priced(self, basket: Basket) -> Pricing:
        assert self.taxes is not None
        return price(basket, self.rules, self.taxes, explain=True)

    def _save(self, basket: Basket) -> None:
        self._drafts.save(basket, held=False, name="", operator=self.operator, shift=self.shift)

    def _with_waiting(self, basket: Basket) -> Basket:
        codes = self.questions.codes
        return basket if basket.waiting == codes else msgspec.structs.replace(basket, waiting=codes)

    def _repriced(self, line: Line) -> Line:
        if line.voided or line.price_source is not PriceSource.LIST or not line.item.product_id:
            return line
        found = self._shop.catalogue.price(line.item.product_id, self._clock.wall_ms(), line.item.pack)
        if found is None or line.item.pack != MILLI:
            return line
        return msgspec.structs.replace(
            line, unit_price=found.unit_price, price_version=found.version, price_scope=found.level
        )
