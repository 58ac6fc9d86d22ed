"""Everything a cashier may do to a basket: pure commands that return the basket as it is then, or refuse.

Called by the till desk; nothing here prices, stores or shows. A refused command has changed nothing. `approved_by` is
the id of the operator who allowed what is above the limit; that it is not the cashier, and may approve, is the desk's
to check.
"""

from __future__ import annotations

from pos_app.domain.basket_lines import (
    add_line,
    add_open_price,
    ages_to_check,
    confirm_age,
    live_line,
    set_associate,
    set_note,
    set_quantity,
    void_line,
)
from pos_app.domain.basket_member import attach_member, take_member_off
from pos_app.domain.basket_prices import check_discounts, discount_basket, discount_line, override_price

__all__ = [
    "add_line",
    "add_open_price",
    "ages_to_check",
    "attach_member",
    "check_discounts",
    "confirm_age",
    "discount_basket",
    "discount_line",
    "live_line",
    "override_price",
    "set_associate",
    "set_note",
    "set_quantity",
    "take_member_off",
    "void_line",
]
