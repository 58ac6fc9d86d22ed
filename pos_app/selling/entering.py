"""How goods come into the basket: scanned, typed, chosen, weighed, or sold by department. Owned by the till desk.

What cannot be sold at once becomes a question, never a dialog; scanning goes on meanwhile. An answer and what it
sells are one change.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from functools import partial
from typing import Final

from pos_app.clock import Clock
from pos_app.domain import basket_commands as commands
from pos_app.domain.basket import QUANTITY_MAX, Basket, Line, PriceSource
from pos_app.domain.codes.gtin import shortest_form
from pos_app.domain.codes.scan import signed_text
from pos_app.domain.errors import Fault, Refusal
from pos_app.domain.money import MILLI
from pos_app.domain.product import Barcode, Department, Product, Unit
from pos_app.selling import goods as on_counter
from pos_app.selling.goods import Goods, Price
from pos_app.selling.open_basket import OpenBasket
from pos_app.selling.questions import Waiting, printable
from pos_app.selling.shop import Shop
from pos_app.selling.view import HitView, QuestionKind, Said, Sound, Told

SEARCH_MAX: Final = 50
TERMINATORS: Final = " \t\r\n"
"""What a scanner may send around a code; other control characters belong to it."""
_log = logging.getLogger(__name__)


class Entering:
    """Finds goods and puts them on `basket`, or asks about them."""

    def __init__(self, shop: Shop, basket: OpenBasket, clock: Clock, day: Callable[[], str]) -> None:
        """`day` gives the business day, by which expiry dates are judged."""
        self._shop = shop
        self._basket = basket
        self._clock = clock
        self._day = day
        self.next_quantity = MILLI
        self.take_signed: Callable[[str], Told] | None = None
        """Takes the codes that we issue."""
        self.take_card: Callable[[str], Told | None] | None = None
        """Takes a code that is no goods when it is a member's card; None when it is not."""

    def count(self, quantity: int) -> None:
        """Set the thousandths that the next scan sells."""
        if quantity <= 0:
            raise Refusal("till.next_quantity_nought")
        if quantity > QUANTITY_MAX:
            raise Refusal("basket.quantity_too_large", limit=QUANTITY_MAX // MILLI)
        self.next_quantity = quantity

    def scan(self, text: str) -> Told:
        """Sell what a scanned or typed code stands for; an unknown one becomes a question, one of ours has its desk."""
        signed = signed_text(text)
        if signed is not None and self.take_signed is not None:
            return self.take_signed(signed)
        plain = text.strip(TERMINATORS)
        try:
            found = self._find(text)
        except Refusal:
            # A card's number may be as long as a GTIN and end in any digit.
            taken = self._card(plain)
            if taken is None:
                raise
            return taken
        if found is not None:
            return self._sell(found)
        return self._card(plain) or self._ask(QuestionKind.UNKNOWN_CODE, plain)

    def scan_kept(self, text: str) -> Told:
        """Scan what waited in the tray: one piece, and a question when it is refused, for nobody may be looking."""
        quantity, self.next_quantity = self.next_quantity, MILLI
        try:
            return self.scan(text)
        except Refusal:
            return self._ask(QuestionKind.UNKNOWN_CODE, printable(text))
        finally:
            self.next_quantity = quantity

    def ask_again(self) -> None:
        """Look afresh at what waits in an adopted basket: a weight is asked for again, what is known by now is sold.

        What cannot be looked at stays a question.
        """
        for waiting in self._basket.questions.waiting:
            try:
                found = self._find(waiting.code) or self._chosen(waiting.code)
                if found is not None:
                    self._look_again(waiting, found)
            except (Refusal, Fault) as error:
                _log.info("a question stays open: %s", error.message_id)

    def add_product(self, product_id: str) -> Told:
        """Sell a product chosen from a list or a tile."""
        found = self._chosen(product_id)
        if found is None:
            raise Refusal("till.no_such_product")
        return self._sell(found)

    def search(self, text: str, limit: int) -> tuple[HitView, ...]:
        """Return products that `text` finds, in any script."""
        hits = self._shop.catalogue.search(text, self._clock.wall_ms(), max(0, min(limit, SEARCH_MAX)))
        return tuple(
            HitView(hit.product.id, hit.product.names, hit.unit_price, _code_of(hit.product), hit.product.weighed)
            for hit in hits
        )

    def look(self, text: str) -> Goods | None:
        """Return what a code stands for and sell nothing."""
        return self._find(text)

    def weigh(self, question: int, quantity: int) -> Told:
        """Answer a weight question with thousandths of the unit."""
        waiting = self._basket.questions.peek(question, QuestionKind.WEIGHT)
        assert waiting.goods is not None
        if not 0 < quantity <= QUANTITY_MAX:
            raise Refusal("till.weight_unlikely", limit=QUANTITY_MAX // MILLI)
        return self._put(waiting.goods, quantity, waiting)

    def set_aside(self, question: int) -> Told:
        """The goods of the question are not sold."""
        kinds = (QuestionKind.UNKNOWN_CODE, QuestionKind.PRICE, QuestionKind.WEIGHT)
        asked = self._basket.questions
        self._basket.change(None, questions=asked.without(asked.peek(question, *kinds)))
        return Told()

    def sell_by_department(self, question: int, department: str, unit_price: int) -> Told:
        """Sell what the question is about at a typed price, within the limit of a department.

        A product that only lacks its price stays itself: its tax, its stock and its age limit hold.
        """
        asked = self._basket.questions
        waiting = asked.peek(question, QuestionKind.UNKNOWN_CODE, QuestionKind.PRICE)
        chosen = self._shop.department(department)
        if waiting.goods is None:
            add = self._open_price(chosen, unit_price, waiting.quantity)
        else:
            add = self._priced_by_hand(waiting, chosen, unit_price)
        self._basket.change(add, questions=asked.without(waiting))
        return self._told_newest()

    def sell_open(self, department: str, unit_price: int) -> Told:
        """Sell an open-price item of a department."""
        chosen = self._shop.department(department)
        self._basket.change(self._open_price(chosen, unit_price, self.next_quantity))
        self.next_quantity = MILLI
        return self._told_newest()

    def _card(self, plain: str) -> Told | None:
        return None if self.take_card is None else self.take_card(plain)

    def _find(self, text: str) -> Goods | None:
        return on_counter.find(text, self._shop.catalogue, self._shop.codes, dt.date.fromisoformat(self._day()))

    def _chosen(self, product_id: str) -> Goods | None:
        product = self._shop.catalogue.product(product_id)
        if product is None:
            return None
        barcode = next((code for code in product.codes if code.pack == MILLI), Barcode(""))
        gtin = "" if product.weighed else barcode.gtin
        return Goods(product, shortest_form(gtin) if gtin else product.plu, gtin)

    def _sell(self, found: Goods) -> Told:
        if found.measured and self.next_quantity != MILLI:
            raise Refusal("till.label_is_one_piece")
        if on_counter.needs_weight(found) and (self.next_quantity == MILLI or found.product.unit is Unit.EACH):
            return self._ask(QuestionKind.WEIGHT, found.scanned or found.product.id, found)
        told = self._put(found, self.next_quantity)
        self.next_quantity = MILLI
        return told

    def _put(self, found: Goods, quantity: int, answered: Waiting | None = None) -> Told:
        """Add a line for `found`, and with it the answer to a question."""
        now_ms = self._clock.wall_ms()
        asked = self._basket.questions
        price = on_counter.price_of(found, self._shop.catalogue, now_ms)
        if price is None:
            return self._ask(QuestionKind.PRICE, found.scanned or found.product.id, found, quantity, answered)
        line = on_counter.line_of(found, price, quantity=quantity, now_ms=now_ms)
        self._basket.change(partial(_added, line=line), questions=None if answered is None else asked.without(answered))
        return self._told_newest()

    def _ask(
        self,
        kind: QuestionKind,
        code: str,
        found: Goods | None = None,
        quantity: int | None = None,
        answered: Waiting | None = None,
    ) -> Told:
        """Ask, in place of a question that is `answered`; a quantity typed for the next scan goes with it."""
        asked = self._basket.questions if answered is None else self._basket.questions.without(answered)
        quantity = self.next_quantity if quantity is None else quantity
        self._basket.change(None, questions=asked.asked(kind, code, found, quantity))
        if answered is None:
            self.next_quantity = MILLI
        said = Said(f"till.ask_{kind}", {"code": printable(code)})
        return Told(Sound.UNKNOWN if kind is QuestionKind.UNKNOWN_CODE else Sound.APPROVAL, said)

    def _look_again(self, waiting: Waiting, found: Goods) -> None:
        asked = self._basket.questions
        if found.measured and waiting.quantity != MILLI:
            return  # several pieces under one label that carries its own measure: a person has to say
        price = on_counter.price_of(found, self._shop.catalogue, self._clock.wall_ms())
        needs_weight = on_counter.needs_weight(found) and waiting.quantity == MILLI
        if price is not None and not needs_weight:
            self._put(found, waiting.quantity, waiting)
            return
        kind = QuestionKind.WEIGHT if needs_weight else QuestionKind.PRICE
        again = Waiting(waiting.number, kind, waiting.code, found, waiting.quantity)
        self._basket.change(None, questions=asked.instead(again))

    def _open_price(self, department: Department, unit_price: int, quantity: int) -> Callable[[Basket], Basket]:
        now_ms = self._clock.wall_ms()
        return lambda basket: commands.add_open_price(
            basket, department, unit_price, quantity=quantity, scanned_at_ms=now_ms
        )

    def _priced_by_hand(self, waiting: Waiting, department: Department, unit_price: int) -> Callable[[Basket], Basket]:
        assert waiting.goods is not None
        price = Price(unit_price, PriceSource.OPEN)
        line = on_counter.line_of(waiting.goods, price, quantity=waiting.quantity, now_ms=self._clock.wall_ms())

        def add(basket: Basket) -> Basket:
            commands.add_open_price(basket, department, unit_price)  # for its limits alone
            return _added(basket, line)

        return add

    def _told_newest(self) -> Told:
        basket = self._basket.now
        newest = basket.live[-1]
        priced = self._basket.pricing.priced.lines[-1]
        if newest.item.min_age and not newest.age_checked:
            return Told(Sound.APPROVAL, line=newest.number)
        return Told(Sound.OK_PROMOTION if priced.reductions else Sound.OK, line=newest.number)


def _added(basket: Basket, line: Line) -> Basket:
    """Add `line`; an age that was checked for an earlier line of this basket serves it too."""
    checked = max((old.item.min_age for old in basket.lines if old.age_checked), default=0)
    added = commands.add_line(basket, line)
    if 0 < line.item.min_age <= checked:
        return commands.confirm_age(added, added.live[-1].number)
    return added


def _code_of(product: Product) -> str:
    if product.plu or not product.codes:
        return product.plu
    return shortest_form(product.codes[0].gtin)
