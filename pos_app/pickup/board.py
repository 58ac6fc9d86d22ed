"""Makes the board and the found cards from the book: which column, oldest first, names masked. Owned by the desk."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import Final

from pos_app.domain.orders_state import missing, wanted
from pos_app.pickup.book import Known, OrderBook
from pos_app.pickup.people import Collectors
from pos_app.pickup.view import COLUMN_OF, BoardView, Column, OrderCard

CARDS_MAX: Final = 60
"""Cards in one column; more are counted and found by the field."""
FIND_LENGTH_MAX: Final = 64
_MINUTE_MS: Final = 60_000


class Board:
    """The board as it was made last; made again when an order changed or a minute went by."""

    def __init__(self, book: OrderBook, people: Collectors) -> None:
        """Begin with none."""
        self._book = book
        self._people = people
        self._made: tuple[int, int, int, bool] = (-1, -1, -1, False)
        self._view = BoardView({})
        self._numbers: list[tuple[str, str]] = []
        self._numbers_turn = -1
        self.fresh: set[str] = set()
        """Orders that came since somebody looked."""

    def view(self, now_ms: int, as_of_ms: int) -> BoardView:
        """Return the board; the same object as long as nothing on it moved."""
        ready = self._people.index.ready
        key = (self._book.turn, now_ms // _MINUTE_MS, len(self.fresh), ready)
        if key != self._made:
            self._made, self._view = key, self._make(now_ms, as_of_ms, names_ready=ready)
        return self._view

    def find(self, text: str, limit: int, now_ms: int) -> tuple[OrderCard, ...]:
        """Return orders by number, by name or by the last digits of the phone; open ones first."""
        wanted_text = text.strip().casefold()[:FIND_LENGTH_MAX]
        if not wanted_text:
            return ()
        named = dict.fromkeys(each for each in self._people.orders(wanted_text) if each in self._book.orders)
        exact, begins, ends = self._numbered(wanted_text)
        if text.strip() in self._book.orders:
            exact.insert(0, text.strip())
        ranked = dict.fromkeys((*exact, *named, *begins, *ends))
        opened = itertools.islice((each for each in ranked if self._book.orders[each].open), limit)
        chosen = list(opened)
        if len(chosen) < limit:
            chosen += [each for each in ranked if not self._book.orders[each].open][: limit - len(chosen)]
        return tuple(self.card(self._book.orders[order_id], now_ms) for order_id in chosen)

    def _numbered(self, wanted_text: str) -> tuple[list[str], list[str], list[str]]:
        """Return ids of the orders whose number is the text, begins with it, ends with it; each the oldest first."""
        if self._numbers_turn != self._book.turn:
            self._numbers_turn = self._book.turn
            oldest = sorted(self._book.orders.values(), key=lambda each: each.now.placed_ms)
            self._numbers = [(each.now.number.casefold(), each.now.id) for each in oldest]
        exact: list[str] = []
        begins: list[str] = []
        ends: list[str] = []
        for number, order_id in self._numbers:
            if wanted_text in number:
                if number == wanted_text:
                    exact.append(order_id)
                elif number.startswith(wanted_text):
                    begins.append(order_id)
                elif number.endswith(wanted_text):
                    ends.append(order_id)
        return exact, begins, ends

    def card(self, known: Known, now_ms: int) -> OrderCard:
        """Return one order as a card."""
        now = known.now
        name, _ = self._people.masked(now.personal)
        live = [line for line in now.lines if wanted(line)]
        return OrderCard(
            now.id,
            now.number,
            known.state(now_ms),
            now.placed_ms,
            now.due_ms,
            name,
            len(live),
            sum(not missing(line) for line in live),
            now.place,
            known.elsewhere,
            now.id in self.fresh,
        )

    def _make(self, now_ms: int, as_of_ms: int, *, names_ready: bool) -> BoardView:
        columns: dict[Column, list[Known]] = {column: [] for column in Column}
        for known in self._book.orders.values():
            column = COLUMN_OF.get(known.state(now_ms))
            if column is not None:
                columns[column].append(known)
        more = {column: max(0, len(found) - CARDS_MAX) for column, found in columns.items()}
        shown = {column: self._cards(found, now_ms) for column, found in columns.items()}
        return BoardView(shown, more, as_of_ms, names_ready)

    def _cards(self, found: Iterable[Known], now_ms: int) -> tuple[OrderCard, ...]:
        oldest = sorted(found, key=lambda each: (each.now.placed_ms, each.now.id))[:CARDS_MAX]
        return tuple(self.card(known, now_ms) for known in oldest)
