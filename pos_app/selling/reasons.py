"""The reasons that a cashier chooses from; each has its sentence `reason.<code>` in the catalogue.

Read by the screens through the till desk. The journal takes any printable code, so that a reason may be added here at
any time.
"""

from __future__ import annotations

import enum
from typing import Final

MOST: Final = 6
"""In one list: each has a function key."""


class ReasonFor(enum.StrEnum):
    """What a reason is asked for."""

    DISCOUNT = "discount"
    PRICE = "price"
    NO_SALE = "no_sale"
    ABANDON = "abandon"


REASONS: Final[dict[ReasonFor, tuple[str, ...]]] = {
    ReasonFor.DISCOUNT: ("customer_request", "damaged", "near_expiry", "loyal_customer", "complaint"),
    ReasonFor.PRICE: ("price_match", "wrong_label", "damaged", "near_expiry", "customer_request"),
    ReasonFor.NO_SALE: ("change_money", "wrong_change", "check_drawer"),
    ReasonFor.ABANDON: ("customer_left", "cannot_pay", "scanned_by_mistake"),
}
