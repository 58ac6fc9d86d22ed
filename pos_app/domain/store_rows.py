"""The other rows that a till follows: the store, its people, its tiles, its stock, the keys it trusts."""

from __future__ import annotations

import enum
from typing import Final

import msgspec

from pos_app.domain.area_counts import AreaCount
from pos_app.domain.pickup_policy import PickupPolicy


class StoreInfo(msgspec.Struct, frozen=True, omit_defaults=True):
    """A row of the stream `store`: who we are on a receipt, and how this store counts."""

    id: str
    name: str
    currency: str
    header: tuple[str, ...] = ()
    footer: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("en", "zh-Hans")
    """The first is the receipt's."""
    tax_table: str = ""
    tax_number: str = ""
    cash_step: int = 1
    """Smallest coin, minor units: 5 for a Swiss store."""
    region: str = ""
    """Rules of the variable-measure codes (`codes.variable_measure`)."""
    time_zone: str = "UTC"
    day_starts_hour: int = 4
    """The business day turns at this hour of local time."""
    discount_limit_ppm: int = 100_000
    """What a cashier may give by hand without approval."""
    pickup: PickupPolicy = PickupPolicy()
    """How orders are handed over."""
    country: str = ""
    """ISO 3166-1 alpha-2: a phone typed without country code is dialled from here."""


class Role(enum.StrEnum):
    """What an operator may do is tied to the role."""

    CASHIER = "cashier"
    SUPERVISOR = "supervisor"
    MANAGER = "manager"


class Operator(msgspec.Struct, frozen=True, omit_defaults=True):
    """A row of the stream `operator`: someone who may sign in."""

    id: str
    name: str
    """As shown on the screen and the receipt."""
    pin_hash: str
    """argon2id, PHC string format."""
    role: Role = Role.CASHIER
    language: str = "en"
    valid_to_ms: int | None = None
    """The credential expires then, offline too."""


PICTURE_BYTES_MAX: Final = 32_768
"""Of a quick key's picture, as it travels."""


class Tile(msgspec.Struct, frozen=True, omit_defaults=True):
    """A row of the stream `tile`: one quick key. `page` and `place` count from 0."""

    id: str
    page: int
    place: int
    product_id: str = ""
    department: str = ""
    names: dict[str, str] = {}
    colour: str = ""
    picture: bytes = b""
    """A small PNG or JPEG of at most `PICTURE_BYTES_MAX`; a larger or broken one is not shown."""


class TilePage(msgspec.Struct, frozen=True, omit_defaults=True):
    """A row of the stream `tile_page`: a page of quick keys by its place."""

    id: str
    place: int
    names: dict[str, str]


class StockLevel(msgspec.Struct, frozen=True, omit_defaults=True):
    """A row of the stream `stock`: what a store has of a product, in thousandths of its unit.

    `contains` says, for each workstation and epoch ("workstation/epoch"), the last seq whose moves are in it; a
    till adds its own later moves.
    """

    product_id: str
    store: str
    on_hand: int
    contains: dict[str, int] = {}
    reserved: int = 0
    """Of it, promised to open orders."""
    on_the_way: int = 0
    """Expected by open deliveries and transfers."""
    as_of_ms: int = 0
    areas: tuple[AreaCount, ...] = ()
    """What was counted of it in the areas of the store, where it was last counted by area."""
    counted_from_ms: int = 0
    counted_to_ms: int = 0
    """From when to when the count was made that `on_hand` goes by: what moved before is in it. 0: none was."""


class SigningKey(msgspec.Struct, frozen=True, omit_defaults=True):
    """A row of the stream `key`: a public Ed25519 key that tills trust, for codes and snapshots."""

    id: str
    public: bytes
    purpose: str
    valid_to_ms: int | None = None
