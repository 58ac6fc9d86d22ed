"""Orders that customers placed online, as their store's till knows them: rows of the feed."""

from __future__ import annotations

from typing import Final

import msgspec

from pos_app.domain.entries_members import PersonalFields
from pos_app.domain.money import MILLI
from pos_app.domain.product import Unit

BAG: Final = "bag:"
"""Begins the subject of the code on a bag's slip; the order's id follows. It opens the order and proves nothing."""


class FulfillmentLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line of an order; quantities in thousandths of the product's unit, amounts in minor units."""

    number: int
    product_id: str
    names: dict[str, str]
    quantity: int
    """What is ordered of it now; of a line that the shop took off the order, what had left by then."""
    amount: int
    """What was paid for the whole line."""
    unit: Unit = Unit.EACH
    pack: int = MILLI
    gtins: tuple[str, ...] = ()
    """Codes that prove the item when it is picked, 14 digits; the catalogue knows more."""
    min_age: int = 0
    picked: int = 0
    handed_over: int = 0
    rejected: int = 0


class CustomerOrder(msgspec.Struct, frozen=True, omit_defaults=True):
    """A row of the stream `order` (level store, key: the order's id). What own entries say later is added on top."""

    id: str
    number: str
    """What the customer reads out."""
    store: str
    currency: str
    value: int
    """Minor units, with tax: it decides which proof is asked."""
    placed_ms: int
    due_ms: int
    """Promised ready by then; later it is late."""
    lines: tuple[FulfillmentLine, ...]
    personal: PersonalFields | None = None
    """Who collects it (`people.PersonFields`)."""
    member: str = ""
    accepted: bool = False
    ready: bool = False
    place: str = ""
    cancelled: bool = False
    paid: bool = True
    as_of_ms: int = 0
    """When the hub made this state."""
    handovers: int = 0
    """How many hand-overs are in this state."""
    contains: dict[str, int] = {}
    """"workstation/epoch" to the last seq whose steps are in it."""
    slip_code: str = ""
    """Signed by the hub for the slip on the bag: it opens the order and proves nothing about who holds it."""
    ready_hlc: int = 0
    """Logical time of the step that said `place`: a later one moves it, whatever comes first."""
    handed_hlc: int = 0
    handed_by: str = ""
    """The workstation of the last hand-over, and its logical time."""
    handing_by: str = ""
    """The workstation that holds the claim on the next hand-over: somebody is being served there. Empty for none."""
