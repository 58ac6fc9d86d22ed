"""What the stock screen shows, as values; quantities in thousandths, amounts in minor units."""

from __future__ import annotations

from datetime import UTC, tzinfo
from typing import Final

import msgspec

from pos_app.domain.product import Unit
from pos_app.domain.sheets import SheetKind
from pos_app.selling.detail_view import PriceCheckView
from pos_app.selling.view import OperatorView

REASONS: Final = ("damaged", "expired", "lost", "found", "own_use", "wrong_receipt")
"""Why the stock is adjusted; each has its sentence `stock.reason.<code>`. At most six: each has a function key."""


class ElsewhereView(msgspec.Struct, frozen=True):
    """What another store has."""

    store: str
    name: str
    on_hand: int
    as_of_ms: int


class AreaView(msgspec.Struct, frozen=True):
    """What one area of the store was counted to have."""

    names: dict[str, str]
    counted: int
    at_ms: int
    waits: bool = False
    """More stands elsewhere, still to be counted."""


class CardView(msgspec.Struct, frozen=True):
    """One product: its price as the till would charge it now, and where it is."""

    price: PriceCheckView
    currency: str
    reserved: int = 0
    on_the_way: int = 0
    as_of_ms: int = 0
    """When the hub was last heard; 0: it is heard now."""
    elsewhere: tuple[ElsewhereView, ...] = ()
    weighed: bool = False
    areas: tuple[AreaView, ...] = ()
    """Empty when it was not counted by area, or the whole store was counted since."""


class LineView(msgspec.Struct, frozen=True):
    """One line of a sheet."""

    key: str
    product_id: str
    names: dict[str, str]
    code: str
    unit: Unit
    quantity: int
    expected: int | None = None
    """None: not known, or not to be seen."""
    scans: int = 0
    weighed: bool = False
    name: str = ""
    """Of goods that the catalogue does not have."""


class SheetView(msgspec.Struct, frozen=True):
    """The open sheet; the line worked on last stands first."""

    id: str
    kind: SheetKind
    lines: tuple[LineView, ...]
    blind: bool = False
    area: dict[str, str] = {}
    number: str = ""
    """Of the delivery or the transfer, as people say it."""
    sender: str = ""
    to_store: str = ""
    missing: tuple[LineView, ...] = ()
    """What is expected and was not scanned yet: `expected` says how much."""


class ChoiceView(msgspec.Struct, frozen=True):
    """Something to begin with: an area, a delivery, a store, or a sheet that lies there."""

    id: str
    names: dict[str, str]
    detail: str = ""
    lines: int = 0
    due_ms: int = 0
    kind: SheetKind | None = None


class StockView(msgspec.Struct, frozen=True):
    """The whole screen: a sheet when one is open, else a card, else nothing looked at yet."""

    card: CardView | None = None
    sheet: SheetView | None = None
    unknown: str = ""
    """A code that was scanned last and that nobody knows."""
    waiting: tuple[ChoiceView, ...] = ()
    """Sheets that were begun and lie there."""
    approvers: tuple[OperatorView, ...] = ()
    training: bool = False
    zone: tzinfo = UTC
