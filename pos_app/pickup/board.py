"""Makes the board and the found cards from the book: which column, oldest first, names masked. Owned by the desk."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pos_app.domain.orders import CustomerOrder
from pos_app.domain.orders_state import missing, state, wanted
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
        ranked: dict[str, int] = {}
        for order_id, known in self._book.orders.items():
            number = known.now.number.casefold()
            if number == wanted_text or order_id == text.strip():
                ranked[order_id] = 0
            elif number.startswith(wanted_text):
                ranked[order_id] = 2
            elif number.endswith(wanted_text):
                ranked[order_id] = 3
        for order_id in self._people.orders(wanted_text):
            if order_id in self._book.orders:
                ranked[order_id] = min(1, ranked.get(order_id, 1))
        found = sorted(
            (self._book.orders[order_id] for order_id in ranked),
            key=lambda each: (not each.open, ranked[each.now.id], each.now.placed_ms, each.now.id),
        )
        return tuple(self.card(each, now_ms) for each in found[:limit])

    def card(self, known: Known, now_ms: int) -> OrderCard:
        """Return one order as a card."""
        now = known.now
        name, _ = self._people.masked(now.personal)
        live = [line for line in now.lines if wanted(line)]
        return OrderCard(
            now.id,
            now.number,
            state(now, now_ms, claimed=known.claim is not None),
            now.placed_ms,
            now.due_ms,
            name,
            len(live),
            sum(not missing(line) for line in live),
            now.place,
            now.id in self.fresh,
        )

    def _make(self, now_ms: int, as_of_ms: int, *, names_ready: bool) -> BoardView:
        columns: dict[Column, list[Known]] = {column: [] for column in Column}
        for known in self._book.orders.values():
            column = _column(known.now, now_ms, claimed=known.claim is not None)
            if column is not None:
                columns[column].append(known)
        more = {column: max(0, len(found) - CARDS_MAX) for column, found in columns.items()}
        shown = {column: self._cards(found, now_ms) for column, found in columns.items()}
        return BoardView(shown, more, as_of_ms, names_ready)

    def _cards(self, found: Iterable[Known], now_ms: int) -> tuple[OrderCard, ...]:
        oldest = sorted(found, key=lambda each: (each.now.placed_ms, each.now.id))[:CARDS_MAX]
        return tuple(self.card(known, now_ms) for known in oldest)


def _column(now: CustomerOrder, now_ms: int, *, claimed: bool) -> Column | None:
    return COLUMN_OF.get(state(now, now_ms, claimed=claimed))
