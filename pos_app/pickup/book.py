"""Every order of this store as it is known here: the feed's rows, with the steps of this workstation that they lack.

Owned by the pickup desk; `look` takes over what the daemon wrote and costs next to nothing while nothing moved. The
journal is the only memory of what was done here, so a crash loses nothing of it.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import msgspec

from pos_app.domain.chain import Header
from pos_app.domain.entries import PICKUP, Body, ClaimMade, ClaimReleased
from pos_app.domain.entries_orders import OrderStep, Step
from pos_app.domain.orders import CustomerOrder
from pos_app.domain.orders_state import OPEN, OrderState, Placed, by_now, state, with_steps
from pos_app.pickup.open_claim import OpenClaim
from pos_app.store.catalogue import Catalogue
from pos_app.store.journal import Journal

ABOUT: Final = "order"
"""What the journal's entries of orders are found by."""


class News(NamedTuple):
    """What a look brought, by id: open orders that were not known before, and known ones that were cancelled since."""

    fresh: tuple[str, ...] = ()
    cancelled: tuple[str, ...] = ()


class Known(msgspec.Struct, frozen=True):
    """One order: the row of the feed, and the state with this workstation's own steps on top."""

    row: CustomerOrder
    now: CustomerOrder
    claim: OpenClaim | None = None
    touched_ms: int = 0
    """When something was last done with it here; 0 for never."""
    timeless: OrderState = OrderState.WAITING
    """Its state, but for being late: made once, for a board looks at every order."""
    elsewhere: str = ""
    """Another workstation, at which it is being handed over."""
    elsewhere_ms: int = 0
    """Since when that is known, by the hub's clock."""
    handed_here: bool = False
    """Whether the last hand-over was this workstation's."""

    @property
    def open(self) -> bool:
        """Whether anything is still to be done with it."""
        return self.timeless in OPEN

    def state(self, now_ms: int) -> OrderState:
        """Return its state at wall time `now_ms`."""
        return by_now(self.timeless, self.now, now_ms)


class OrderBook:
    """The orders by id. `turn` rises whenever any of them changed."""

    def __init__(self, catalogue: Catalogue, journal: Journal) -> None:
        """Read everything once."""
        self._catalogue = catalogue
        self._journal = journal
        self.orders: dict[str, Known] = {}
        self.turn = 0
        self._version = 0
        self._generation = ""
        self._own: set[str] = set()
        self._own_upto = 0
        self.look()

    def look(self) -> News:
        """Take over what changed; return what people must hear of."""
        generation = self._catalogue.generation
        name = generation.name if generation is not None else ""
        if name != self._generation and name:
            self._version = 0  # a snapshot has no row for what is gone
        last, changed = self._catalogue.orders_after(self._version)
        if self._version == 0 and name:
            for gone in self.orders.keys() - changed.keys():
                changed[gone] = None
        self._generation = name or self._generation
        if not changed:
            self._version = max(self._version, last)
            return News()
        self._version = last
        self._see_own()
        fresh, cancelled = [], []
        for order_id, row in changed.items():
            if row is None:
                self.orders.pop(order_id, None)
                continue
            before = self.orders.get(order_id)
            known = self._made(row, before)
            self.orders[order_id] = known
            if before is None and known.open:
                fresh.append(order_id)
            elif before is not None and row.cancelled and not before.row.cancelled:
                cancelled.append(order_id)
        self.turn += 1
        return News(tuple(fresh), tuple(cancelled))

    def wrote(self, order_id: str) -> None:
        """Take over what was just written about an order."""
        self._own.add(order_id)
        known = self.orders.get(order_id)
        if known is not None:
            self.orders[order_id] = self._made(known.row, known)
            self.turn += 1

    def _see_own(self) -> None:
        position = self._journal.position
        if position > self._own_upto:
            self._own.update(self._journal.subjects_after(ABOUT, self._own_upto))
            self._own_upto = position

    def _made(self, row: CustomerOrder, before: Known | None) -> Known:
        here = self._journal.scope.workstation
        elsewhere = row.handing_by if row.handing_by != here else ""
        goes_on = before is not None and before.elsewhere == elsewhere  # a later row of it says no newer claim
        since_ms = 0 if not elsewhere else before.elsewhere_ms if before is not None and goes_on else row.as_of_ms
        if row.id not in self._own:
            timeless, mine = state(row, 0, claimed=bool(elsewhere)), row.handed_by == here
            return Known(row, row, None, 0, timeless, elsewhere, since_ms, handed_here=mine)
        entries = [(each.header, each.body) for each in self._journal.entries_about(ABOUT, row.id)]
        steps = [placed(header, body) for header, body in entries if isinstance(body, OrderStep)]
        touched = max((header.stamp.wall_ms for header, _ in entries), default=0)
        now, claim = with_steps(row, steps), _open_claim(entries)
        claimed = claim is not None or bool(elsewhere)
        timeless = state(now, 0, claimed=claimed)
        return Known(row, now, claim, touched, timeless, elsewhere, since_ms, handed_here=now.handed_by == here)


def placed(header: Header, step: OrderStep) -> Placed:
    """Return a step with the place that makes it one."""
    return Placed(header.workstation, header.epoch, header.seq, header.stamp.hlc, step)


def _open_claim(entries: list[tuple[Header, Body]]) -> OpenClaim | None:
    """Return the newest claim on a hand-over that was neither used nor released."""
    found: OpenClaim | None = None
    for header, body in entries:
        if isinstance(body, ClaimMade) and body.what == PICKUP:
            number = body.subject.rpartition("/")[2]
            found = OpenClaim(body.claim, int(number) if number.isdigit() else 0, header.stamp.wall_ms)
        elif isinstance(body, ClaimReleased) and found is not None and body.claim == found.claim:
            found = None
        elif isinstance(body, OrderStep) and body.step is Step.HANDED_OVER and found is not None:
            found = None if body.claim in {found.claim, ""} else found
    return found
