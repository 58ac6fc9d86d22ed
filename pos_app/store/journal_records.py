"""What the journal hands to the desks and the daemon: plain values, no rows and no SQL."""

from __future__ import annotations

import enum

import msgspec

from pos_app.domain.basket import Basket
from pos_app.domain.chain import Header, Sealed
from pos_app.domain.entries import Body, ReceiptNumber, Sale


class Head(msgspec.Struct, frozen=True):
    """Where the chain of an epoch ends."""

    epoch: int
    seq: int
    hash: bytes


class Entry(msgspec.Struct, frozen=True):
    """A stored entry: `position` counts from 1 over all epochs, in the order of writing."""

    position: int
    epoch: int
    seq: int
    sealed: Sealed


class WitnessState(enum.StrEnum):
    """What the second witness said of the journal's head at opening."""

    FRESH = "fresh"
    """Neither had anything."""
    EQUAL = "equal"
    BEHIND = "behind"
    """One entry behind: the process ended between commit and witness. Normal after a crash."""
    STALE = "stale"
    """Several behind, and the chain agrees with it: the witness could not be written for a while."""
    AHEAD = "ahead"
    """It knows entries that the journal does not have: history is missing."""
    CONTRADICTS = "contradicts"
    """It knows another entry at the same place."""
    MISSING = "missing"
    """No readable slot beside a journal with entries."""


class Opening(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was found when the journal was opened; `alarms` are message ids that people must be told."""

    fresh: bool = False
    """There was no journal before."""
    witness: WitnessState = WitnessState.EQUAL
    new_epoch: str = ""
    """Reason of the epoch that was opened now; empty when the last one goes on."""
    lost_entries: int = 0
    """How many entries the witness knows that the journal lacks."""
    clock_behind_ms: int = 0
    """How far the wall clock stands before the last entry's."""
    set_aside: str = ""
    """Name of the damaged journal that this one took the place of; empty once something has been written since."""
    kept_entries: int = 0
    """How many entries were brought over from it."""
    migrated_from: int = 0
    """Schema number that was found and brought up to date; 0 when nothing had to be done."""
    alarms: tuple[str, ...] = ()


class Draft(msgspec.Struct, frozen=True, omit_defaults=True):
    """An open or held basket as it was after its last change."""

    basket: Basket
    held: bool
    name: str
    """What the cashier called it when holding; empty for the open one."""
    operator: str
    shift: str
    saved_ms: int


class IntentState(enum.StrEnum):
    """How far a device has been asked."""

    BEGUN = "begun"
    """Recorded; the device has not been asked: it is safe to ask."""
    ASKED = "asked"
    """The device may have acted; nobody knows until it is queried or a person looks."""
    FINISHED = "finished"


class IntentWanted(msgspec.Struct, frozen=True, omit_defaults=True):
    """An intent to be recorded in the same transaction as an entry."""

    kind: str
    """drawer | print | payment | ..."""
    sale_id: str
    payload: bytes = b""


class Intent(msgspec.Struct, frozen=True, omit_defaults=True):
    """A recorded wish to make a device act once."""

    id: int
    kind: str
    sale_id: str
    payload: bytes
    state: IntentState
    outcome: str
    begun_ms: int
    asked_ms: int = 0
    finished_ms: int = 0


class ReceiptSummary(msgspec.Struct, frozen=True):
    """One line of the list of receipts; `total` in minor units is what was due."""

    position: int
    epoch: int
    receipt: ReceiptNumber
    sale_id: str
    total: int
    currency: str
    wall_ms: int
    business_day: str
    training: bool


class RecordedSale(msgspec.Struct, frozen=True):
    """A sale as the journal has it."""

    header: Header
    sale: Sale


class Recorded(msgspec.Struct, frozen=True):
    """An entry that a desk can read, and where it stands in the order of writing."""

    position: int
    header: Header
    body: Body


class DayTotal(msgspec.Struct, frozen=True):
    """A sum of one business day. `what` is sale | training | abandoned | no_sale | float | tender.<kind>.

    `amount` is what was due (sales), settled (tenders) or laid in (float); tax and rounding are of the sales.
    """

    business_day: str
    currency: str
    what: str
    count: int
    amount: int
    tax: int
    rounding: int


class ShiftState(msgspec.Struct, frozen=True):
    """The open shift; `signed_on` is the operator at the till now, empty when nobody is."""

    shift: str
    operator: str
    currency: str
    opening_float: int
    opened_ms: int
    business_day: str
    signed_on: str
