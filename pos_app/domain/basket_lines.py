"""Commands on the lines of a basket: add, quantity, void, note, associate, age; each with its limits.

Reached by the till desk through `basket_commands`; prices and discounts by hand stand in `basket_prices`.
"""

from __future__ import annotations

from typing import Final

import msgspec

from pos_app.domain.basket import (
    LINES_MAX,
    NOTE_LENGTH_MAX,
    QUANTITY_MAX,
    Basket,
    Item,
    Line,
    PriceSource,
)
from pos_app.domain.errors import Refusal
from pos_app.domain.money import MILLI, extended
from pos_app.domain.product import Department, Unit

LINE_AMOUNT_MAX: Final = 10**12
"""Minor units of one line: a full basket then stays below `money.AMOUNT_LIMIT`."""
REASON_LENGTH_MAX: Final = 40


def live_line(basket: Basket, number: int) -> Line:
    """Return the line `number`; refuses when there is none or it is voided."""
    line = next((line for line in basket.lines if line.number == number), None)
    if line is None:
        raise Refusal("basket.no_such_line", line=number)
    if line.voided:
        raise Refusal("basket.line_voided", line=number)
    return line


def with_line(basket: Basket, line: Line) -> Basket:
    """Return the basket with the line of that number replaced by `line`, which must be within the limits."""
    amount = extended(line.unit_price, line.quantity) if line.fixed_amount is None else line.fixed_amount
    if not 0 <= amount < LINE_AMOUNT_MAX:
        raise Refusal("basket.amount_too_large", amount_minor=amount, currency=basket.currency)
    lines = tuple([line if old.number == line.number else old for old in basket.lines])
    return msgspec.structs.replace(basket, lines=lines)


def check_reason(reason: str) -> None:
    """Refuse an empty, overlong or unprintable reason code."""
    if not reason.strip():
        raise Refusal("basket.reason_required")
    if len(reason) > REASON_LENGTH_MAX or not reason.isprintable():
        raise Refusal("basket.text_unfit", limit=REASON_LENGTH_MAX)


def _check_quantity(line: Line, quantity: int) -> None:
    if quantity <= 0:
        raise Refusal("basket.quantity_nought", line=line.number)
    if quantity > QUANTITY_MAX:
        raise Refusal("basket.quantity_too_large", limit=QUANTITY_MAX // MILLI)
    if line.item.unit is Unit.EACH and not line.item.weighed and quantity % MILLI:
        raise Refusal("basket.quantity_not_whole", line=line.number)


def add_line(basket: Basket, line: Line, *, merge: bool = True) -> Basket:
    """Add `line` at the end, numbered by the basket; with `merge` the same goods again raise the last live line.

    "The same" is the same line in all but number, quantity, time of scan and age check: product, pack, code, price and
    its source, associate, no note. It must be counted goods without a price of their own, a discount or a serial. The
    grown line keeps the scan time of its first piece, as it does when its quantity is typed.
    """
    last = next((old for old in reversed(basket.lines) if not old.voided), None)
    _check_quantity(line, line.quantity)
    if merge and last is not None and _same_goods(last, line):
        return set_quantity(basket, last.number, last.quantity + line.quantity)
    if len(basket.lines) >= LINES_MAX:
        raise Refusal("basket.too_many_lines", limit=LINES_MAX)
    numbered = msgspec.structs.replace(line, number=len(basket.lines) + 1)
    return with_line(msgspec.structs.replace(basket, lines=(*basket.lines, numbered)), numbered)


def _same_goods(last: Line, line: Line) -> bool:
    item = line.item
    plain = item.product_id and item.unit is Unit.EACH and not item.weighed and line.fixed_amount is None
    if not plain or last.discount is not None or last.serial:
        return False
    return last == msgspec.structs.replace(
        line,
        number=last.number,
        quantity=last.quantity,
        scanned_at_ms=last.scanned_at_ms,
        age_checked=last.age_checked,
    )


def add_open_price(
    basket: Basket,
    department: Department,
    unit_price: int,
    *,
    quantity: int = MILLI,
    scanned_at_ms: int = 0,
    associate: str = "",
) -> Basket:
    """Sell something the catalogue does not know by its department, at a typed price of at most its limit."""
    if not department.open_price:
        raise Refusal("basket.open_price_not_allowed", department=department.id)
    if unit_price <= 0:
        raise Refusal("basket.price_nought")
    if unit_price > department.open_price_max:
        raise Refusal("basket.open_price_too_high", limit_minor=department.open_price_max, currency=basket.currency)
    item = Item("", department.names, department.id, department.tax_group)
    line = Line(0, item, quantity, unit_price, PriceSource.OPEN, scanned_at_ms=scanned_at_ms, associate=associate)
    return add_line(basket, line, merge=False)


def set_quantity(basket: Basket, number: int, quantity: int) -> Basket:
    """Set the thousandths of a line; nought is refused with the hint to void it."""
    line = live_line(basket, number)
    _check_quantity(line, quantity)
    if line.fixed_amount is not None:
        raise Refusal("basket.quantity_fixed", line=number)
    if line.serial and quantity != MILLI:
        raise Refusal("basket.quantity_of_serial", line=number)
    return with_line(basket, msgspec.structs.replace(line, quantity=quantity))


def void_line(basket: Basket, number: int, reason: str) -> Basket:
    """Void a line: it stays in the record and is neither priced nor sold."""
    line = live_line(basket, number)
    check_reason(reason)
    return with_line(basket, msgspec.structs.replace(line, voided=True, void_reason=reason))


def set_note(basket: Basket, note: str, number: int | None = None) -> Basket:
    """Write a note on the basket, or on the line `number`; an empty one removes it."""
    if len(note) > NOTE_LENGTH_MAX or not note.isprintable():
        raise Refusal("basket.text_unfit", limit=NOTE_LENGTH_MAX)
    if number is None:
        return msgspec.structs.replace(basket, note=note)
    return with_line(basket, msgspec.structs.replace(live_line(basket, number), note=note))


def set_associate(basket: Basket, number: int, associate: str) -> Basket:
    """Name the salesperson of a line by operator id; empty for nobody."""
    return with_line(basket, msgspec.structs.replace(live_line(basket, number), associate=associate))


def confirm_age(basket: Basket, number: int) -> Basket:
    """Record that the buyer's age was checked for a line; one yes serves every line that asks no more."""
    asked = live_line(basket, number).item.min_age
    lines = tuple(
        msgspec.structs.replace(line, age_checked=True) if not line.voided and 0 < line.item.min_age <= asked else line
        for line in basket.lines
    )
    return msgspec.structs.replace(basket, lines=lines)


def ages_to_check(basket: Basket) -> tuple[Line, ...]:
    """Return the lines that may not be sold until the buyer's age is checked."""
    return tuple(line for line in basket.live if line.item.min_age and not line.age_checked)
