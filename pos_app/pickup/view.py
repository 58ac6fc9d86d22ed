"""What the pickup screen may read: values only. Amounts are minor units, quantities thousandths; names by language."""

from __future__ import annotations

import enum
from datetime import UTC, tzinfo

import msgspec

from pos_app.domain.orders_state import OrderState
from pos_app.domain.pickup_policy import Proof
from pos_app.selling.view import OperatorView


class Column(enum.StrEnum):
    """A column of the board."""

    WAITING = "waiting"
    READY = "ready"
    HANDING_OVER = "handing_over"
    LATE = "late"


COLUMN_OF = {
    OrderState.WAITING: Column.WAITING,
    OrderState.PICKING: Column.WAITING,
    OrderState.READY: Column.READY,
    OrderState.HANDING_OVER: Column.HANDING_OVER,
    OrderState.PARTLY: Column.HANDING_OVER,
    OrderState.LATE: Column.LATE,
}


class OrderCard(msgspec.Struct, frozen=True):
    """One order on the board or among the found ones; the name masked."""

    id: str
    number: str
    state: OrderState
    placed_ms: int
    due_ms: int
    name: str = ""
    lines: int = 0
    picked: int = 0
    """Lines of which nothing more is to be picked."""
    place: str = ""
    elsewhere: str = ""
    """Another workstation, at which it is being handed over."""
    fresh: bool = False
    """It came since the board was last looked at."""


class BoardView(msgspec.Struct, frozen=True):
    """The four columns, oldest first; `more` says how many stand beyond those that are shown."""

    columns: dict[Column, tuple[OrderCard, ...]]
    more: dict[Column, int] = {}
    as_of_ms: int = 0
    """When the hub was last heard; 0 for never."""
    names_ready: bool = True
    """False while names are still being read: only numbers and codes find an order."""


class LineView(msgspec.Struct, frozen=True):
    """One line of the open order."""

    number: int
    names: dict[str, str]
    unit: str
    quantity: int
    picked: int
    handed_over: int
    rejected: int
    missing: int
    set_aside: int
    hands: int
    """How much of it the hand-over in progress gives."""
    min_age: int = 0
    surplus: int = 0
    """Picked, and not wanted any more: it goes back to the shelf."""


class Asks(enum.StrEnum):
    """What the open order's strip asks for now."""

    NOTHING = "nothing"
    PROOF = "proof"
    AGE = "age"
    READY_TO_GIVE = "ready_to_give"
    """Everything is answered: give the goods, and press."""
    HUB = "hub"
    """The hub is asked whether another till has handed it over; two seconds at most."""
    ALONE = "alone"
    """The hub did not answer, and the store's policy allows it with a reason."""


class ProofView(msgspec.Struct, frozen=True):
    """Which proof is asked, and which parts of it are given already."""

    needed: Proof
    phone_tail: bool = False
    """Whether the last digits of the phone are asked for; with `phone_done` they were right."""
    phone_done: bool = False
    document: bool = False
    document_done: bool = False
    approval: bool = False
    tail_tries_left: int = 0
    tails_spent: bool = False
    """The digits were wrong too often: the phone proves nothing any more."""


class OpenOrderView(msgspec.Struct, frozen=True):
    """The order that is open in place of the board."""

    id: str
    number: str
    state: OrderState
    currency: str
    value: int
    placed_ms: int
    due_ms: int
    as_of_ms: int
    """As of when this is known: the hub's last word, or later when something was done here."""
    lines: tuple[LineView, ...]
    name: str = ""
    phone: str = ""
    place: str = ""
    proof: str = ""
    """The proof that was given, empty while none was."""
    asks: Asks = Asks.NOTHING
    needs: ProofView | None = None
    age: int = 0
    alone_approval: bool = False
    paid: bool = True
    resumed: bool = False
    """A hand-over that a restart left: what was proved is asked again."""
    newest: int = 0
    """The line that was scanned last."""
    can_pick: bool = False
    can_ready: bool = False
    can_hand_over: bool = False
    can_report: bool = False
    handed_ms: int = 0
    handed_by: str = ""
    handed_here: bool = False
    elsewhere: str = ""
    """Another workstation, at which it is being handed over at this moment, and since when that is known."""
    elsewhere_ms: int = 0


class PickupView(msgspec.Struct, frozen=True):
    """Everything the pickup screen shows."""

    board: BoardView
    order: OpenOrderView | None = None
    approvers: tuple[OperatorView, ...] = ()
    zone: tzinfo = UTC
    """The store's, for the times on the screen."""
