"""What the stock desk stands on: the till's people and register, the shop's rows, the journal, the clock."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from pos_app.clock import Clock
from pos_app.domain.entries import Body
from pos_app.domain.errors import Refusal
from pos_app.domain.ids import IdMaker
from pos_app.domain.store_rows import Operator
from pos_app.selling.lamp import Link, SyncSeen
from pos_app.selling.people import approves
from pos_app.selling.shop import Shop
from pos_app.store.journal import Journal
from pos_app.till import Till


class Shared(NamedTuple):
    """The rooms that the desk shares with the till."""

    till: Till
    journal: Journal
    shop: Shop
    sync: Callable[[], SyncSeen]
    clock: Clock
    ids: IdMaker


class Around:
    """Shared by the parts of the desk."""

    def __init__(self, rooms: Shared) -> None:
        """Nothing is read yet."""
        self._rooms = rooms

    @property
    def operator(self) -> Operator:
        """Who works here now; a `Refusal` while nobody does or the till is locked."""
        people = self._rooms.till.people
        if people.locked:
            raise Refusal("till.locked")
        return people.present

    @property
    def training(self) -> bool:
        """Tell whether what is done counts for nothing."""
        return self._rooms.till.register.training

    def now_ms(self) -> int:
        """Return the wall time."""
        return self._rooms.clock.wall_ms()

    def heard_ms(self) -> int:
        """Return when the hub was last heard, 0 while it is heard, or the making of the catalogue when it never was."""
        sync = self._rooms.sync()
        if sync.link in (Link.ONLINE, Link.SLOW):
            return 0
        if sync.contact_age_ms is not None:
            return self.now_ms() - sync.contact_age_ms
        generation = self._rooms.shop.catalogue.generation
        return 0 if generation is None else generation.made_ms

    def approval(self, approver: str, pin: str) -> str:
        """Return who approved what a cashier may not do alone, empty when the operator needs nobody.

        `Refusal("stock.approval_needed")` when somebody has to approve and nobody was named.
        """
        approved = self._rooms.till.people.approver(approver, pin)
        if not approved and not approves(self.operator):
            raise Refusal("stock.approval_needed")
        return approved

    def write(self, body: Body, sheet: str = "") -> None:
        """Write a fact; the sheet that it was goes in the same transaction."""
        register = self._rooms.till.register
        register.epochs.obey()
        self._rooms.journal.append(body, business_day=register.day, sheet=sheet)
