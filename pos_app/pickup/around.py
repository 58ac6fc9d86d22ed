"""What the pickup desk stands on: the till's people and papers, the journal, the book; and how it writes a fact."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from pos_app.clock import Clock
from pos_app.domain.entries import Body
from pos_app.domain.entries_orders import OrderStep
from pos_app.domain.errors import Refusal
from pos_app.domain.ids import IdMaker
from pos_app.domain.pickup_policy import PickupPolicy
from pos_app.domain.store_rows import Operator
from pos_app.pickup.book import Known, OrderBook
from pos_app.pickup.people import Collectors
from pos_app.selling.lamp import SyncSeen
from pos_app.selling.shop import Shop
from pos_app.store.journal import Journal
from pos_app.till import Till

NEVER_MS: Final = 0
"""A contact that never was: the order's own moment is shown."""


class Shared(NamedTuple):
    """The rooms that the desk shares with the till."""

    till: Till
    journal: Journal
    shop: Shop
    people: Collectors
    sync: Callable[[], SyncSeen]
    clock: Clock
    ids: IdMaker


class Around:
    """Shared by the parts of the desk."""

    def __init__(self, rooms: Shared) -> None:
        """Read the book."""
        self._rooms = rooms
        self.book = OrderBook(rooms.shop.catalogue, rooms.journal)

    @property
    def operator(self) -> Operator:
        """Who works here now; a `Refusal` while nobody does, the till is locked, or it trains."""
        people = self._rooms.till.people
        present = people.present
        if people.locked:
            raise Refusal("till.locked")
        if self._rooms.till.register.training:
            raise Refusal("till.not_in_training")
        return present

    @property
    def policy(self) -> PickupPolicy:
        """How this store hands orders over."""
        return self._rooms.shop.info.pickup if self._rooms.shop.known else PickupPolicy()

    def now_ms(self) -> int:
        """Return the wall time; where this clock is known to be wrong, the hub's, which promised by its own."""
        return self._rooms.clock.wall_ms() + self._rooms.sync().clock_wrong_ms

    def as_of_ms(self) -> int:
        """Return when the hub was last heard; `NEVER_MS` for a till that never heard it."""
        age = self._rooms.sync().contact_age_ms
        return NEVER_MS if age is None else self.now_ms() - age

    def known(self, order_id: str) -> Known:
        """Return an order; a `Refusal` when this store has none of that id."""
        found = self.book.orders.get(order_id)
        if found is None:
            raise Refusal("pickup.no_such_order")
        return found

    def write(self, order_id: str, body: Body) -> Known:
        """Write a fact about an order, and return the order with it."""
        self.note(order_id, body)
        return self.known(order_id)

    def note(self, order_id: str, body: Body) -> None:
        """Write a fact about an order that the feed may have taken away meanwhile."""
        register = self._rooms.till.register
        register.epochs.obey()
        known = self.book.orders.get(order_id)
        if known is not None:  # of two tills the one that saw the other's step comes after it, by any clock
            self._rooms.journal.hear(max(known.row.ready_hlc, known.row.handed_hlc))
        self._rooms.journal.append(body, business_day=register.day)
        self.book.wrote(order_id)

    def step(self, step: OrderStep) -> Known:
        """Write a step."""
        return self.write(step.order, step)
