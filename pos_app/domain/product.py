"""What the shop sells, as the feed delivers it: products, their barcodes and packs, and their prices over time."""

from __future__ import annotations

import enum
from typing import Final

import msgspec

from pos_app.domain.money import MILLI, divide

NAME_LENGTH_MAX: Final = 200
"""Characters in a product's name; a longer one is refused at import."""


class Unit(enum.StrEnum):
    """What a quantity of one counts."""

    EACH = "each"
    KILOGRAM = "kg"
    LITRE = "l"
    METRE = "m"


class Barcode(msgspec.Struct, frozen=True, omit_defaults=True):
    """One code of a product: a 14-digit GTIN and how much of the product it stands for."""

    gtin: str
    pack: int = MILLI
    """Thousandths of the product's unit in one: a box of six is 6000."""


class Product(msgspec.Struct, frozen=True, omit_defaults=True):
    """A row of the stream `product`."""

    id: str
    names: dict[str, str]
    """Name by language (BCP 47: "en", "zh-Hans"); at least one."""
    department: str
    tax_group: str
    unit: Unit = Unit.EACH
    codes: tuple[Barcode, ...] = ()
    plu: str = ""
    """Price look-up number, 1 to 6 digits, typed by hand; empty when there is none."""
    min_age: int = 0
    """Age in years that the buyer must have; 0 for no limit."""
    weighed: bool = False
    """Sold by weight: a line asks for the weight when the code does not carry it."""
    discountable: bool = True
    brand: str = ""
    category: str = ""


class Price(msgspec.Struct, frozen=True, omit_defaults=True):
    """A price in force from `valid_from_ms` (inclusive) until `valid_to_ms` (exclusive), wall time."""

    unit_price: int
    pack: int = MILLI
    valid_from_ms: int = 0
    valid_to_ms: int | None = None


class ProductPrices(msgspec.Struct, frozen=True, omit_defaults=True):
    """A row of the stream `price`: every price of one product, present and to come."""

    product_id: str
    prices: tuple[Price, ...]

    def at(self, moment_ms: int, pack: int = MILLI) -> int | None:
        """Return the price of one `pack` at `moment_ms`, the latest begun first; None when there is none."""
        found: Price | None = None
        for price in self.prices:
            ended = price.valid_to_ms is not None and moment_ms >= price.valid_to_ms
            if price.pack != pack or ended or moment_ms < price.valid_from_ms:
                continue
            if found is None or price.valid_from_ms >= found.valid_from_ms:
                found = price
        return None if found is None else found.unit_price

    def of_pack(self, moment_ms: int, pack: int) -> int | None:
        """Return the price of a pack: its own, else what its pieces cost (half up); None when there is neither."""
        own = self.at(moment_ms, pack)
        if own is not None or pack == MILLI:
            return own
        piece = self.at(moment_ms)
        return None if piece is None else divide(piece * pack, MILLI)


class Department(msgspec.Struct, frozen=True, omit_defaults=True):
    """A row of the stream `department`; open-price items are sold by it."""

    id: str
    names: dict[str, str]
    tax_group: str
    colour: str = ""
    open_price: bool = True
    open_price_max: int = 100_000
    """Largest price that may be typed for one unit, minor units."""


def name_in(names: dict[str, str], language: str) -> str:
    """Return the name in `language`, else in its base language, else in English, else any."""
    for wanted in (language, language.partition("-")[0], "en"):
        if wanted in names:
            return names[wanted]
    return next(iter(names.values()), "")
