"""Prices and discounts by hand: a reason always, an approval above the store's limit."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.basket import Basket, ManualDiscount, PriceSource
from pos_app.domain.basket_commands import (
    check_discounts,
    discount_basket,
    discount_line,
    override_price,
    set_quantity,
    void_line,
)
from pos_app.domain.errors import Refusal
from pos_app.domain.money import PPM
from pos_app.domain.pricing import price
from tests.domain.builders import NO_RULES, STORE, basket, line, taxes

SOLD = basket(line("a", 1_000, 2), line("b", 500), line("c", 400, discountable=False), line("d", 0, fixed_amount=300))


def _override(sold: Basket, number: int, unit_price: int, approved_by: str = "") -> Basket:
    return override_price(sold, number, unit_price, reason="price_match", store=STORE, approved_by=approved_by)


def _off(amount: int = 0, rate_ppm: int = 0, approved_by: str = "") -> ManualDiscount:
    return ManualDiscount("damaged", rate_ppm, amount, approved_by)


def _asks_approval(command: object, *arguments: object) -> Refusal:
    with pytest.raises(Refusal) as refused:
        command(*arguments)  # type: ignore[operator]  # any of the commands
    assert refused.value.message_id == "basket.approval_needed"
    return refused.value


def test_an_override_keeps_the_list_price_and_its_reason() -> None:
    changed = _override(SOLD, 1, 900).lines[0]
    assert (changed.unit_price, changed.list_price, changed.reason) == (900, 1_000, "price_match")
    assert changed.price_source is PriceSource.OVERRIDE


def test_the_limit_is_measured_on_the_list_price_however_often_it_is_overridden() -> None:
    twice = _override(_override(SOLD, 1, 950), 1, 900)
    assert twice.lines[0].list_price == 1_000
    refusal = _asks_approval(_override, twice, 1, 899)
    assert refusal.params == {
        "line": 1, "asked_minor": 202, "limit_minor": 200, "limit_ppm": 100_000, "currency": "EUR",
    }  # fmt: skip
    _asks_approval(_override, SOLD, 1, 1_101)
    assert _override(SOLD, 1, 0, "sue").lines[0].approved_by == "sue"


def test_what_may_not_be_discounted_takes_approval_for_any_other_price() -> None:
    _asks_approval(_override, SOLD, 3, 399)
    assert _override(SOLD, 3, 399, "sue").lines[2].unit_price == 399


@pytest.mark.parametrize(
    ("number", "unit_price", "message"), [(1, -1, "price_negative"), (4, 100, "price_fixed"), (9, 1, "no_such_line")]
)
def test_an_override_that_makes_no_sense_is_refused(number: int, unit_price: int, message: str) -> None:
    with pytest.raises(Refusal, match=rf"basket\.{message}"):
        _override(SOLD, number, unit_price)


def test_a_discount_up_to_the_limit_is_the_cashiers_own() -> None:
    assert discount_line(SOLD, 1, _off(200), STORE).lines[0].discount == _off(200)
    assert discount_line(SOLD, 1, _off(rate_ppm=100_000), STORE).lines[0].discount is not None
    _asks_approval(discount_line, SOLD, 1, _off(201), STORE)
    _asks_approval(discount_line, SOLD, 1, _off(rate_ppm=101_000), STORE)
    assert discount_line(SOLD, 1, _off(2_000, approved_by="sue"), STORE).lines[0].discount is not None


def test_an_override_and_a_discount_together_do_not_pass_the_limit() -> None:
    _asks_approval(discount_line, _override(SOLD, 1, 950), 1, _off(101), STORE)
    _asks_approval(_override, discount_line(SOLD, 1, _off(200), STORE), 1, 999)
    approved = _override(SOLD, 1, 500, "sue")
    assert discount_line(approved, 1, _off(200), STORE).lines[0].discount == _off(200)


def test_the_basket_has_its_own_limit_over_what_may_be_discounted() -> None:
    assert discount_basket(SOLD, _off(280), STORE).discount == _off(280)  # a tenth of 20.00 + 5.00 + 3.00
    _asks_approval(discount_basket, SOLD, _off(281), STORE)
    with pytest.raises(Refusal, match=r"basket\.discount_too_large limit_minor=2800"):
        discount_basket(SOLD, _off(2_801, approved_by="sue"), STORE)


@pytest.mark.parametrize("wrong", [_off(), _off(1, 1), _off(-1), _off(rate_ppm=PPM + 1), _off(rate_ppm=-1)])
def test_a_discount_is_one_of_rate_and_amount(wrong: ManualDiscount) -> None:
    with pytest.raises(Refusal, match=r"basket\.discount_unfit"):
        discount_line(SOLD, 1, wrong, STORE)
    with pytest.raises(Refusal, match=r"basket\.discount_unfit"):
        discount_basket(SOLD, wrong, STORE)


def test_a_discount_has_a_reason_and_something_to_work_on() -> None:
    with pytest.raises(Refusal, match=r"basket\.reason_required"):
        discount_line(SOLD, 1, ManualDiscount("", amount=1), STORE)
    with pytest.raises(Refusal, match=r"basket\.not_discountable"):
        discount_line(SOLD, 3, _off(1, approved_by="sue"), STORE)
    with pytest.raises(Refusal, match=r"basket\.nothing_discountable"):
        discount_basket(basket(line(discountable=False)), _off(1), STORE)


def test_a_discount_is_replaced_and_taken_away() -> None:
    given_ = discount_line(discount_line(SOLD, 1, _off(50), STORE), 1, _off(60), STORE)
    assert given_.lines[0].discount == _off(60)
    assert discount_line(given_, 1, None, STORE) == SOLD
    assert discount_basket(discount_basket(SOLD, _off(5), STORE), None, STORE) == SOLD


def test_a_quantity_lowered_afterwards_does_not_smuggle_a_large_discount_to_the_payment() -> None:
    given_ = discount_line(SOLD, 1, _off(200), STORE)
    check_discounts(given_, STORE)
    _asks_approval(check_discounts, set_quantity(given_, 1, 1_000), STORE)
    whole = discount_basket(SOLD, _off(280), STORE)
    check_discounts(whole, STORE)
    _asks_approval(check_discounts, void_line(whole, 2, "customer_request"), STORE)


@given(st.integers(0, 10_000), st.integers(1, 9), st.integers(0, PPM))
def test_no_cashier_alone_gives_more_than_the_limit_of_the_list_price(listed: int, pieces: int, rate: int) -> None:
    store = msgspec.structs.replace(STORE, discount_limit_ppm=rate)
    sold = basket(line("a", listed, pieces))
    for amount in {1, listed * pieces * rate // PPM, listed * pieces}:
        try:
            given_ = discount_line(sold, 1, ManualDiscount("x", amount=amount), store)
        except Refusal:
            continue
        paid = price(given_, NO_RULES, taxes()).priced.total
        assert (listed * pieces - paid) * PPM <= listed * pieces * rate + PPM // 2
