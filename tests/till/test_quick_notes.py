"""The sums that a cashier takes with one tap: what people really hand over, and never a sum that is too little."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.money import exponent
from pos_app.selling.quick_notes import PIECES, SUMS_MAX, USUAL, quick_notes


@pytest.mark.parametrize(
    ("due", "currency", "sums"),
    [
        (20_790, "CNY", (20_790, 21_000, 22_000, 25_000, 30_000)),
        (17_623, "CNY", (17_623, 17_700, 18_000, 20_000)),
        (840, "CNY", (840, 1_000, 2_000, 5_000, 10_000)),
        (9_950, "CNY", (9_950, 10_000)),
        (20_000, "CNY", (20_000,)),
        (99_990, "CNY", (99_990, 100_000)),
        (840, "EUR", (840, 1_000, 2_000, 5_000, 10_000)),
        (836, "JPY", (836, 900, 1_000, 5_000, 10_000)),
        (4_300_000, "IDR", (4_300_000, 4_500_000, 5_000_000, 6_000_000, 10_000_000)),
        (0, "CNY", ()),
    ],
)
def test_the_sums_that_people_hand_over(due: int, currency: str, sums: tuple[int, ...]) -> None:
    assert quick_notes(due, currency) == sums


@given(due=st.integers(1, 100_000_000), currency=st.sampled_from([*PIECES, "ZAR", "KWD"]))
def test_each_sum_pays_what_is_due_and_stands_once_in_its_place(due: int, currency: str) -> None:
    sums = quick_notes(due, currency)
    pieces = PIECES.get(currency, USUAL)
    major = 10 ** exponent(currency)
    assert sums[0] == due
    assert len(sums) <= SUMS_MAX
    assert list(sums) == sorted(set(sums))
    for more in sums[1:]:
        assert more % (pieces[0] * major) == 0, "it can be laid down in notes and whole coins"
        assert more - due < pieces[-1] * major, "no note of it could have stayed in the purse"
