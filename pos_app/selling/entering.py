"""How goods come into the basket: scanned, typed, chosen, weighed, or sold by department. Owned by the till desk.

What cannot be sold at once becomes a question, never a dialog; scanning goes on meanwhile.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Final

from pos_app.clock import Clock
from pos_app.domain import basket_commands as commands
from pos_app.domain.basket import QUANTITY_MAX, Basket, Line
from pos_app.domain.codes.gtin import shortest_form
from pos_app.domain.errors import Refusal
from pos_app.domain.money import MILLI
from pos_app.domain.product import Barcode, Product, Unit
from pos_app.selling import goods as on_counter
from pos_app.selling.goods import Goods
from pos_app.selling.open_basket import OpenBasket
from pos_app.selling.shop import Shop
from pos_app.selling.view import HitView, QuestionKind, Said, Sound, Told

SEARCH_MAX: Final = 50
CODE_SHOWN_MAX: Final = 60
"""Characters of an unknown code that are kept and shown."""


class Entering:
    """Finds goods and puts them on `basket`, or asks about them."""

    def __init__(self, shop: Shop, basket: OpenBasket, clock: Clock, day: Callable[[], str]) -> None:
        """`day` gives the business day, by which expiry dates are judged."""
        self._shop = shop
        self._basket = basket
        self._clock = clock
        self._day = day
        self.next_quantity = MILLI

    def count(self, quantity: int) -> None:
        """Set the thousandths that the next scan sells."""
        if not 0 < quantity <= QUANTITY_MAX:
            raise Refusal("basket.quantity_too_large", limit=QUANTITY_MAX // MILLI)
        self.next_quantity = quantity

    def scan(self, text: str) -> Told:
        """Sell what a scanned or typed code stands for; an unknown one becomes a question."""
        found = on_counter.find(text, self._shop.catalogue, self._shop.codes, dt.date.fromisoformat(self._day()))
        if found is None:
            return self._ask(QuestionKind.UNKNOWN_CODE, _shown(text))
        return self._sell(found)

    def add_product(self, product_id: str) -> Told:
        """Sell a product chosen from a list or a tile."""
        product = self._shop.catalogue.product(product_id)
        if product is None:
            raise Refusal("till.no_such_product")
        barcode = next((code for code in product.codes if code.pack == MILLI), Barcode("")) if product.codes else None
        code = barcode.gtin if barcode is not None and not product.weighed else ""
        return self._sell(Goods(product, code or product.plu, code))

    def search(self, text: str, limit: int) -> tuple[HitView, ...]:
        """Return products that `text` finds, in any script."""
        hits = self._shop.catalogue.search(text, self._clock.wall_ms(), min(limit, SEARCH_MAX))
        return tuple(
            HitView(hit.product.id, hit.product.names, hit.unit_price, _code_of(hit.product), hit.product.weighed)
            for hit in hits
        )

    def weigh(self, question: int, quantity: int) -> Told:
        """Answer a weight question with thousandths of the unit."""
        waiting = self._basket.questions.peek(question, QuestionKind.WEIGHT)
        assert waiting.goods is not None
        return self._answer(question, partial(self._put, waiting.goods, quantity), QuestionKind.WEIGHT)

    def set_aside(self, question: int) -> Told:
        """The goods of the question are not sold."""
        kinds = (QuestionKind.UNKNOWN_CODE, QuestionKind.PRICE, QuestionKind.WEIGHT)
        return self._answer(question, Told, *kinds)

    def sell_by_department(self, question: int, department: str, unit_price: int) -> Told:
        """Sell what the question is about as an open-price item of a department."""
        kinds = (QuestionKind.UNKNOWN_CODE, QuestionKind.PRICE)
        waiting = self._basket.questions.peek(question, *kinds)
        sell = partial(self.sell_open, department, unit_price, waiting.quantity)
        return self._answer(question, sell, *kinds)

    def sell_open(self, department: str, unit_price: int, quantity: int | None = None) -> Told:
        """Sell an open-price item of a department."""
        chosen = self._shop.department(department)
        quantity = quantity or self.next_quantity
        now_ms = self._clock.wall_ms()
        self._basket.change(
            lambda basket: commands.add_open_price(basket, chosen, unit_price, quantity=quantity, scanned_at_ms=now_ms)
        )
        self.next_quantity = MILLI
        return self._told_newest()

    def _sell(self, found: Goods) -> Told:
        if on_counter.needs_weight(found):
            if self.next_quantity != MILLI and found.product.unit is not Unit.EACH:
                return self._put(found, self.next_quantity)
            return self._ask(QuestionKind.WEIGHT, found.scanned or found.product.id, found)
        return self._put(found, self.next_quantity)

    def _put(self, found: Goods, quantity: int) -> Told:
        now_ms = self._clock.wall_ms()
        price = on_counter.price_of(found, self._shop.catalogue, now_ms)
        if price is None:
            return self._ask(QuestionKind.PRICE, found.scanned or found.product.id, found)
        line = on_counter.line_of(found, price, quantity=quantity, now_ms=now_ms)
        self._basket.change(partial(_added, line=line))
        self.next_quantity = MILLI
        return self._told_newest()

    def _ask(self, kind: QuestionKind, code: str, found: Goods | None = None) -> Told:
        self._basket.questions.ask(kind, code, found, self.next_quantity)
        self._basket.ask_changed()
        self.next_quantity = MILLI
        said = Said(f"till.ask_{kind}", {"code": code})
        return Told(Sound.UNKNOWN if kind is QuestionKind.UNKNOWN_CODE else Sound.APPROVAL, said)

    def _answer(self, question: int, act: Callable[[], Told], *kinds: QuestionKind) -> Told:
        """Do what the answer asks for; only when that held is the question gone."""
        waiting = self._basket.questions.peek(question, *kinds)
        self._basket.questions.withdraw(waiting)
        try:
            told = act()
            self._basket.ask_changed()
        except BaseException:
            self._basket.questions.restore(waiting)
            raise
        return told

    def _told_newest(self) -> Told:
        basket = self._basket.now
        newest = basket.live[-1]
        priced = self._basket.pricing.priced.lines[-1]
        if newest.item.min_age and not newest.age_checked:
            return Told(Sound.APPROVAL, line=newest.number)
        return Told(Sound.OK_PROMOTION if priced.reductions else Sound.OK, line=newest.number)


def _added(basket: Basket, line: Line) -> Basket:
    """Add `line`; an age that was checked for an earlier line of this basket serves it too."""
    checked = max((old.item.min_age for old in basket.live if old.age_checked), default=0)
    added = commands.add_line(basket, line)
    if 0 < line.item.min_age <= checked:
        return commands.confirm_age(added, added.live[-1].number)
    return added


def _shown(text: str) -> str:
    return "".join(character for character in text if character.isprintable())[:CODE_SHOWN_MAX]


def _code_of(product: Product) -> str:
    if product.plu or not product.codes:
        return product.plu
    return shortest_form(product.codes[0].gtin)
