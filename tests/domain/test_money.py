"""Every rounding that the shop does, and amounts as a person types them."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.errors import Refusal
from pos_app.domain.money import AMOUNT_LIMIT, Rounding, cash_rounded, divide, exponent, extended, portion, share

ROUNDINGS: list[Rounding] = ["half_up", "half_even"]
amounts = st.integers(-AMOUNT_LIMIT, AMOUNT_LIMIT)
weights = st.lists(st.integers(0, 10**9), min_size=1, max_size=40)


@pytest.mark.parametrize(("currency", "decimals"), [("EUR", 2), ("JPY", 0), ("KWD", 3), ("CLF", 4), ("CNY", 2)])
def test_each_currency_has_the_decimals_of_iso_4217(currency: str, decimals: int) -> None:
    assert exponent(currency) == decimals


@pytest.mark.parametrize("wrong", ["", "eur", "EURO", "E1R", "ＥＵＲ"])
def test_what_is_not_a_currency_code_is_refused(wrong: str) -> None:
    with pytest.raises(Refusal, match=r"money\.unknown_currency"):
        exponent(wrong)


@pytest.mark.parametrize(
    ("numerator", "half_up", "half_even"), [(5, 1, 0), (15, 2, 2), (-5, -1, 0), (-15, -2, -2), (4, 0, 0), (-6, -1, -1)]
)
def test_a_half_goes_away_from_zero_or_to_the_even_neighbour(numerator: int, half_up: int, half_even: int) -> None:
    assert (divide(numerator, 10), divide(numerator, 10, "half_even")) == (half_up, half_even)


@given(amounts, st.integers(1, 10**9), st.sampled_from(ROUNDINGS))
def test_a_rounded_quotient_is_never_more_than_half_a_unit_off(
    numerator: int, denominator: int, rounding: Rounding
) -> None:
    exact = Fraction(numerator, denominator)
    found = divide(numerator, denominator, rounding)
    assert abs(found - exact) <= Fraction(1, 2)
    assert divide(-numerator, denominator, rounding) == -found


@given(st.integers(0, 10**7), st.integers(1, 10**7))
def test_weighed_goods_cost_quantity_times_price_half_up(unit_price: int, quantity: int) -> None:
    doubled = 2 * unit_price * quantity
    assert 2000 * extended(unit_price, quantity) - 1000 <= doubled < 2000 * extended(unit_price, quantity) + 1000


@given(amounts, weights.filter(any))
def test_the_parts_of_a_shared_amount_sum_to_it_and_stray_less_than_one_unit(total: int, parts: list[int]) -> None:
    shared = share(total, parts)
    assert sum(shared) == total
    for got, weight in zip(shared, parts, strict=True):
        assert abs(got - Fraction(total * weight, sum(parts))) < 1
        assert weight or not got
    assert share(-total, parts) == [-part for part in shared]


@given(weights.filter(any), st.data())
def test_a_share_never_takes_more_from_a_line_than_is_on_it(parts: list[int], data: st.DataObject) -> None:
    total = data.draw(st.integers(0, sum(parts)))
    assert all(0 <= got <= weight for got, weight in zip(share(total, parts), parts, strict=True))


def test_equal_remainders_go_to_the_earlier_line() -> None:
    assert share(100, [1, 1, 1]) == [34, 33, 33]
    assert share(0, [0, 0]) == [0, 0]
    with pytest.raises(ValueError, match="nothing to share"):
        share(1, [0, 0])
    with pytest.raises(ValueError, match="negative"):
        share(1, [3, -1])


@given(amounts, st.integers(0, 1_000))
def test_cash_rounding_lands_on_a_coin_at_most_half_a_coin_away(amount: int, step: int) -> None:
    rounded = cash_rounded(amount, step)
    assert rounded % max(step, 1) == 0
    assert 2 * abs(rounded - amount) <= step


def test_a_part_per_million_of_the_largest_amount_stays_exact() -> None:
    assert portion(AMOUNT_LIMIT - 1, 1_000_000) == AMOUNT_LIMIT - 1
    assert portion(1_000, 190_000) == 190
