"""Rows of the feed that a stock associate asks for: other stores' stock, goods on their way."""

from __future__ import annotations

import msgspec


class Elsewhere(msgspec.Struct, frozen=True, omit_defaults=True):
    """A row of the stream `elsewhere` (level chain, key: the product's id): what each store of the chain has."""

    product_id: str
    on_hand: dict[str, int]
    """Thousandths by store id."""
    as_of_ms: int


class ExpectedLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """How much of a product is on its way, thousandths of its unit."""

    product_id: str
    names: dict[str, str]
    quantity: int
    received: int = 0


class Delivery(msgspec.Struct, frozen=True, omit_defaults=True):
    """A row of the stream `delivery` (level store, key: its id): what a supplier or another store sent here."""

    id: str
    number: str
    sender: str
    """Name of the supplier, or id of the store when `transfer`."""
    lines: tuple[ExpectedLine, ...]
    transfer: bool = False
    due_ms: int = 0
    closed: bool = False
    contains: dict[str, int] = {}
    """"workstation/epoch" to the last seq whose receipts are in it."""


class CountArea(msgspec.Struct, frozen=True, omit_defaults=True):
    """A row of the stream `area` (level store): a shelf or room that is counted by itself."""

    id: str
    names: dict[str, str]
    departments: tuple[str, ...] = ()
