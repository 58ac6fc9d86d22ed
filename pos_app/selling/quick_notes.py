"""The sums that a customer probably hands over for what is due in cash, for one tap each. Pure.

Asked by `showing.payment`. The exact sum comes first; each other one can be laid down in the currency's own notes and
coins, and is what one gives who has no smaller ones.
"""

from __future__ import annotations

from typing import Final

from pos_app.domain.money import exponent

SUMS_MAX: Final = 5
"""The exact sum and four more: so many keys stand in one row of a narrow screen."""
USUAL: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000)
"""Of a currency that is not in the table below."""
PIECES: Final[dict[str, tuple[int, ...]]] = {
    "AUD": (1, 2, 5, 10, 20, 50, 100),
    "CAD": (1, 2, 5, 10, 20, 50, 100),
    "CHF": (1, 2, 5, 10, 20, 50, 100, 200),
    "CNY": (1, 5, 10, 20, 50, 100),
    "EUR": (1, 2, 5, 10, 20, 50, 100, 200),
    "GBP": (1, 2, 5, 10, 20, 50),
    "HKD": (1, 2, 5, 10, 20, 50, 100, 500, 1_000),
    "IDR": (1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000),
    "INR": (1, 2, 5, 10, 20, 50, 100, 200, 500),
    "JPY": (100, 500, 1_000, 5_000, 10_000),
    "KRW": (100, 500, 1_000, 5_000, 10_000, 50_000),
    "MOP": (1, 2, 5, 10, 20, 50, 100, 500, 1_000),
    "MYR": (1, 5, 10, 20, 50, 100),
    "SGD": (1, 2, 5, 10, 50, 100),
    "THB": (1, 2, 5, 10, 20, 50, 100, 500, 1_000),
    "TWD": (1, 5, 10, 50, 100, 500, 1_000),
    "USD": (1, 5, 10, 20, 50, 100),
    "VND": (1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000),
}
"""Notes and whole coins that people pay with, in major units, rising (each central bank's series, as of 2025)."""


def quick_notes(due: int, currency: str) -> tuple[int, ...]:
    """Return the sums in minor units, rising, the exact one first, at most `SUMS_MAX`; none when nothing is due.

    Of more than there is room for those stay that take the fewest pieces to lay down.

    >>> quick_notes(20_790, "CNY")
    (20790, 21000, 22000, 25000, 30000)
    """
    if due <= 0:
        return ()
    major = 10 ** exponent(currency)
    pieces = [each * major for each in PIECES.get(currency, USUAL)]
    sums = {-(-due // piece) * piece for piece in pieces} - {due}
    likely = sorted(sums, key=lambda given: (_laid_down(given, due, pieces), given))[: SUMS_MAX - 1]
    return (due, *sorted(likely))


def _laid_down(given: int, due: int, pieces: list[int]) -> int:
    """Return how many pieces make up `given` with none among them that could have stayed in the purse."""
    count, left, smallest = 0, given, 0
    for piece in reversed(pieces):
        if taken := left // piece:
            count, left, smallest = count + taken, left % piece, piece
    if given - smallest < due:
        return count
    return min(given // piece for piece in pieces if given % piece == 0 and given - piece < due)
