"""What the sell screen asks for only when somebody looks closer: values only, beside those of `view`.

Quick keys, one line explained, a price that is only asked for, receipts to print again. Amounts are minor units,
quantities thousandths, rates parts per million, times wall milliseconds. Names stay by language.
"""

from __future__ import annotations

from datetime import UTC, tzinfo

import msgspec

from pos_app.domain.basket import PriceSource
from pos_app.domain.priced import Why
from pos_app.domain.product import Unit
from pos_app.selling.view import NearView, ReductionView


class TileView(msgspec.Struct, frozen=True):
    """One quick key: it sells a product, or a department's goods at a typed price."""

    id: str
    names: dict[str, str]
    product_id: str = ""
    department: str = ""
    colour: str = ""
    price: int | None = None
    picture: bytes = b""
    unit: Unit = Unit.EACH
    """What the price is for one of."""


class TilePageView(msgspec.Struct, frozen=True):
    """A page of quick keys in the store's order."""

    names: dict[str, str]
    tiles: tuple[TileView, ...]


class RuleTold(msgspec.Struct, frozen=True):
    """What became of one offer on a line; `names` empty for a discount by hand."""

    names: dict[str, str]
    why: Why
    amount: int = 0
    by: dict[str, str] = {}
    """The offer that won, for `BEATEN`."""
    missing: int = 0
    """Minor units still to spend for it, for one that is nearly earned."""
    gain: int = 0


class TaxTold(msgspec.Struct, frozen=True):
    """One tax of a line."""

    names: dict[str, str]
    rate_ppm: int
    amount: int


class LineDetailView(msgspec.Struct, frozen=True):
    """One line with the story of its price."""

    number: int
    names: dict[str, str]
    code: str
    quantity: int
    unit: Unit
    unit_price: int
    source: PriceSource
    gross: int
    net: int
    list_price: int = 0
    """Unit price before it was changed by hand; 0 when it was not."""
    reason: str = ""
    approved_by: str = ""
    discount_ppm: int = 0
    discount_amount: int = 0
    discount_reason: str = ""
    associate: str = ""
    note: str = ""
    batch: str = ""
    expiry: str = ""
    rules: tuple[RuleTold, ...] = ()
    taxes: tuple[TaxTold, ...] = ()
    tax_included: bool = True


class PriceCheckView(msgspec.Struct, frozen=True):
    """What one piece (one kilogram) would cost now, without selling it."""

    product_id: str
    names: dict[str, str]
    code: str
    unit: Unit
    price: int | None
    amount: int = 0
    """With the offers that one alone earns."""
    offers: tuple[ReductionView, ...] = ()
    near: tuple[NearView, ...] = ()
    on_hand: int | None = None
    """In this store, own sales taken off; None when it is not known."""


class ReceiptView(msgspec.Struct, frozen=True):
    """A receipt that can be printed again."""

    sale_id: str
    code: str
    wall_ms: int
    total: int
    training: bool = False
    zone: tzinfo = UTC
    """The store's: `wall_ms` is told in it, wherever the computer believes to be."""
