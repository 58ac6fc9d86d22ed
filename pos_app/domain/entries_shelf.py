"""What a journal says of the stock: counts with their moment, goods that came, transfers between stores.

InventoryControlTransactions. `entries.StockMoved` stays the plain adjustment; these say more.
"""

from __future__ import annotations

import msgspec


class CountedLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """At `at_ms` (wall) `counted` thousandths of the product stood in the counted area."""

    product_id: str
    counted: int
    at_ms: int
    scans: int = 0
    """How often it was scanned: a figure for people, not for the book."""
    more_elsewhere: bool = False
    """More of it stands in another area that is still to be counted: until then the book does not go by this line."""


class StockCounted(msgspec.Struct, frozen=True, omit_defaults=True, tag="stock_counted"):
    """A cycle count: what stood there at a moment. What sold before or after it commutes, whenever it arrives."""

    count: str
    """Id of the sheet; its drafts carried it."""
    operator: str
    lines: tuple[CountedLine, ...]
    area: str = ""
    blind: bool = False
    approved_by: str = ""
    """Operator id of whoever approved it, where the counting person may not end a count alone."""
    adds_up: bool = False
    """The lines speak of `area` alone: the newest counts of the areas add up (`area_counts`). Without it a line is
    all that the store has of its product, as in every entry from before this field."""


class Unlisted(msgspec.Struct, frozen=True, omit_defaults=True):
    """Goods that came and that the catalogue does not have: nothing is moved, people are told."""

    code: str
    name: str
    quantity: int
    """Thousandths of whatever it is counted in."""


class DeliveryReceived(msgspec.Struct, frozen=True, omit_defaults=True, tag="delivery_received"):
    """Goods came in: `deltas` thousandths by product id, against an expected delivery where `delivery` names one."""

    delivery: str
    operator: str
    deltas: dict[str, int]
    short: dict[str, int] = {}
    """What was expected and did not come, thousandths by product id."""
    reference: str = ""
    """Number on the supplier's paper."""
    closes: bool = True
    """Nothing more is awaited of this delivery."""
    unlisted: tuple[Unlisted, ...] = ()


class TransferSent(msgspec.Struct, frozen=True, omit_defaults=True, tag="transfer_sent"):
    """Goods left for another store of the chain; the hub awaits them there under the same id."""

    transfer: str
    to_store: str
    operator: str
    deltas: dict[str, int]
    """What left, as moves: below nought."""
    reason: str = ""
