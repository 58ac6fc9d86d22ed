"""Prices and discounts by hand: who may give how much, with which reason.

Reached by the till desk through `basket_commands`. The store's `discount_limit_ppm` bounds
what a cashier gives alone, measured on the list price; above it a refusal names the approval that is needed, and the
same command with `approved_by` passes. `check_discounts` looks at the whole basket again before it is paid, for a
quantity changed or a line voided later must not turn a small discount into a large one.
"""

from __future__ import annotations

import msgspec

from pos_app.domain.basket import Basket, Line, ManualDiscount, PriceSource
from pos_app.domain.basket_lines import check_reason, live_line, with_line
from pos_app.domain.errors import Refusal
from pos_app.domain.money import PPM, extended, portion
from pos_app.domain.store_rows import StoreInfo


def override_price(
    basket: Basket, number: int, unit_price: int, *, reason: str, store: StoreInfo, approved_by: str = ""
) -> Basket:
    """Set another unit price than the list's, up or down; refuses above the limit without `approved_by`."""
    line = live_line(basket, number)
    check_reason(reason)
    if unit_price < 0:
        raise Refusal("basket.price_negative")
    if line.fixed_amount is not None:
        raise Refusal("basket.price_fixed", line=number)
    overridden = msgspec.structs.replace(
        line,
        unit_price=unit_price,
        price_source=PriceSource.OVERRIDE,
        list_price=_list_price(line),
        reason=reason,
        approved_by=approved_by,
    )
    _check_line(overridden, store)
    return with_line(basket, overridden)


def discount_line(basket: Basket, number: int, discount: ManualDiscount | None, store: StoreInfo) -> Basket:
    """Give a line a discount by hand in place of any before, or take it away (None)."""
    line = live_line(basket, number)
    if discount is not None:
        _check_shape(discount)
        if not line.item.discountable:
            raise Refusal("basket.not_discountable", line=number)
        if discount.amount > _gross(line):
            raise Refusal("basket.discount_too_large", limit_minor=_gross(line), currency=basket.currency)
    discounted = msgspec.structs.replace(line, discount=discount)
    if discount is not None:
        _check_line(discounted, store)
    return with_line(basket, discounted)


def discount_basket(basket: Basket, discount: ManualDiscount | None, store: StoreInfo) -> Basket:
    """Give the whole basket a discount by hand in place of any before, or take it away (None)."""
    if discount is not None:
        _check_shape(discount)
        limit = sum(_gross(line) for line in basket.live if line.item.discountable)
        if not limit:
            raise Refusal("basket.nothing_discountable")
        if discount.amount > limit:
            raise Refusal("basket.discount_too_large", limit_minor=limit, currency=basket.currency)
    discounted = msgspec.structs.replace(basket, discount=discount)
    _check_whole(discounted, store)
    return discounted


def check_discounts(basket: Basket, store: StoreInfo) -> None:
    """Refuse a basket in which something given by hand is above the limit without approval; asked before payment."""
    for line in basket.live:
        _check_line(line, store)
    _check_whole(basket, store)


def _list_price(line: Line) -> int:
    return line.list_price if line.price_source is PriceSource.OVERRIDE else line.unit_price


def _gross(line: Line) -> int:
    return extended(line.unit_price, line.quantity) if line.fixed_amount is None else line.fixed_amount


def _check_shape(discount: ManualDiscount) -> None:
    """Refuse a discount that is both or neither of rate and amount, out of range, or without a reason."""
    check_reason(discount.reason)
    if not 0 <= discount.rate_ppm <= PPM or discount.amount < 0 or (discount.rate_ppm > 0) == (discount.amount > 0):
        raise Refusal("basket.discount_unfit")


def _check_line(line: Line, store: StoreInfo) -> None:
    """Refuse what a person took off (or put on) one line above the limit, unless each step of it was approved."""
    gross = _gross(line)
    listed = gross if line.fixed_amount is not None else extended(_list_price(line), line.quantity)
    changed = abs(listed - gross)
    limit = portion(listed, store.discount_limit_ppm) if line.item.discountable else 0
    if changed > limit and not line.approved_by:
        _ask_approval(line.number, changed, limit, store)
    given = line.discount
    if given is not None and not given.approved_by:
        off = min(given.amount or portion(gross, given.rate_ppm), gross)
        if off + (0 if line.approved_by else changed) > limit:
            _ask_approval(line.number, off + changed, limit, store)


def _check_whole(basket: Basket, store: StoreInfo) -> None:
    given = basket.discount
    if given is None or given.approved_by:
        return
    gross = sum(_gross(line) for line in basket.live if line.item.discountable)
    off = min(given.amount or portion(gross, given.rate_ppm), gross)
    limit = portion(gross, store.discount_limit_ppm)
    if off > limit:
        _ask_approval(0, off, limit, store)


def _ask_approval(line: int, asked: int, limit: int, store: StoreInfo) -> None:
    raise Refusal(
        "basket.approval_needed",
        line=line,
        asked_minor=asked,
        limit_minor=limit,
        limit_ppm=store.discount_limit_ppm,
        currency=store.currency,
    )
