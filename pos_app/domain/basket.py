"""The basket that a cashier builds: what was scanned, how much of it, and what people decided about its price.

Values only. The commands that change a basket stand in `basket_commands`; what it costs is worked out afresh by
`pricing` at every change. A basket is the draft on disk, and goes whole into the sale's entry. The values that a basket
has many of are no business of the garbage collector (`gc=False`): frozen, they cannot be part of a cycle.
"""

from __future__ import annotations

import enum
from typing import Final

import msgspec

from pos_app.domain.money import MILLI
from pos_app.domain.product import Unit

LINES_MAX: Final = 1_000
QUANTITY_MAX: Final = 99_999 * MILLI
NOTE_LENGTH_MAX: Final = 200


class PriceSource(enum.StrEnum):
    """Where a line's unit price came from."""

    LIST = "list"
    EMBEDDED = "embedded"
    """In the scanned code itself (variable measure)."""
    OPEN = "open"
    """Typed for an open-price item of a department."""
    OVERRIDE = "override"
    """Typed over the list price, with a reason."""


class RulesVersion(msgspec.Struct, frozen=True, omit_defaults=True):
    """Positions of the promotion streams, the chain's and the store's: together they name one rule-set."""

    chain: int = 0
    store: int = 0


class Item(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """What a line keeps of its product, so that it can be sold, printed and refunded without the catalogue."""

    product_id: str
    """Empty for an open-price item."""
    names: dict[str, str]
    department: str
    tax_group: str
    unit: Unit = Unit.EACH
    pack: int = MILLI
    """Thousandths of the unit that one of the line's quantity takes from the stock."""
    gtin: str = ""
    """Normalised, 14 digits; empty when it was not scanned by GTIN."""
    min_age: int = 0
    weighed: bool = False
    discountable: bool = True


class ManualDiscount(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """A discount that a person gave: `rate_ppm` of the amount, or `amount` minor units; one of them is nought."""

    reason: str
    """Reason code."""
    rate_ppm: int = 0
    amount: int = 0
    approved_by: str = ""
    """Operator id of the approver when the limit asked for one."""


class Line(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """One line; voided ones stay, so that the record shows them. `number` counts from 1 and is never used again."""

    number: int
    item: Item
    quantity: int
    """Thousandths of `item.unit` (or of packs)."""
    unit_price: int
    """Minor units for one: the price of its scan, kept until paid, held or voided."""
    price_source: PriceSource = PriceSource.LIST
    price_version: int = 0
    """Version of the price row it was read from; 0 when from no row."""
    price_scope: str = "chain"
    """The feed scope of that row: chain | store."""
    fixed_amount: int | None = None
    """The amount printed on the goods, when the code carried it; then quantity times price does not decide."""
    scanned: str = ""
    """The code exactly as it was read, or the PLU as typed."""
    scanned_at_ms: int = 0
    list_price: int = 0
    """Unit price before an override; 0 without one."""
    reason: str = ""
    """Reason code of a price override."""
    approved_by: str = ""
    discount: ManualDiscount | None = None
    voided: bool = False
    void_reason: str = ""
    associate: str = ""
    age_checked: bool = False
    batch: str = ""
    serial: str = ""
    expiry: str = ""
    """Best before or expiry from the code, ISO date."""
    note: str = ""


class Basket(msgspec.Struct, frozen=True, omit_defaults=True):
    """An open sale. Its id is given with its first line and stays with every draft, intent and entry of it."""

    sale_id: str
    currency: str
    opened_at_ms: int
    store: str
    rules_version: RulesVersion = RulesVersion()
    """The rule-set in force at the first line: it prices the basket until it is paid, held or voided."""
    tax_version: int = 0
    """Version of the store's tax row (scope chain) at the first line."""
    lines: tuple[Line, ...] = ()
    discount: ManualDiscount | None = None
    """On the whole basket."""
    member: str = ""
    """The member's opaque id; no personal data."""
    tier: str = ""
    note: str = ""
    order: str = ""
    waiting: tuple[str, ...] = ()
    """Codes as scanned that a person has not answered for yet; none when it is sold."""

    @property
    def live(self) -> tuple[Line, ...]:
        """The lines that are not voided."""
        return tuple([line for line in self.lines if not line.voided])
