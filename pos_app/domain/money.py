"""Money as whole minor units, and every rounding that the shop does.

An amount is a plain `int` of minor units of its document's one currency. Quantities are thousandths, rates parts per
million. No float.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Literal

from pos_app.domain.errors import Refusal

MILLI: Final = 1_000
"""Thousandths in one unit of quantity."""
PPM: Final = 1_000_000
"""Parts per million in a whole: 19 % is 190_000."""
AMOUNT_LIMIT: Final = 10**15
"""No amount may reach this many minor units: every product of an amount and a rate then fits 64 bits in SQLite."""

# ISO 4217 minor-unit exponents that are not 2 (list one, as of 2024-06).
_EXPONENTS: Final = {
    **dict.fromkeys(
        "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(),  # noqa: SIM905 - a table
        0,
    ),
    **dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3),  # noqa: SIM905 - a table
    **dict.fromkeys("CLF UYW".split(), 4),  # noqa: SIM905 - a table
}

_CODE: Final = re.compile("[A-Z]{3}")

Rounding = Literal["half_up", "half_even"]


def exponent(currency: str) -> int:
    """Return how many decimals `currency` has (ISO 4217): JPY 0, EUR 2, KWD 3."""
    if _CODE.fullmatch(currency) is None:
        raise Refusal("money.unknown_currency", currency=currency[:8])
    return _EXPONENTS.get(currency, 2)


def divide(numerator: int, denominator: int, rounding: Rounding = "half_up") -> int:
    """Divide whole numbers; a half goes away from zero (`half_up`) or to the even neighbour (`half_even`)."""
    if denominator <= 0:
        raise ValueError("the denominator must be positive")
    quotient, remainder = divmod(abs(numerator), denominator)
    twice = 2 * remainder
    if twice > denominator or (twice == denominator and (rounding == "half_up" or quotient & 1)):
        quotient += 1
    return quotient if numerator >= 0 else -quotient


def divide_each(numerators: Sequence[int], denominator: int, rounding: Rounding = "half_up") -> list[int]:
    """Divide each of many whole numbers as `divide` does, in fewer steps where none is below nought."""
    if rounding != "half_up" or denominator <= 0 or (numerators and min(numerators) < 0):
        return [divide(numerator, denominator, rounding) for numerator in numerators]
    twice = 2 * denominator
    return [(2 * numerator + denominator) // twice for numerator in numerators]


def extended(unit_price: int, quantity: int) -> int:
    """Return the amount of `quantity` thousandths at `unit_price` minor units a unit, half up."""
    if quantity % MILLI == 0:
        return unit_price * (quantity // MILLI)
    return divide(unit_price * quantity, MILLI)


def portion(amount: int, rate_ppm: int, rounding: Rounding = "half_up") -> int:
    """Return `rate_ppm` parts per million of `amount`."""
    return divide(amount * rate_ppm, PPM, rounding)


def share(total: int, weights: Sequence[int]) -> list[int]:
    """Split `total` over `weights` so that the parts sum to it exactly (largest remainder, earlier part first).

    Weights are not negative. With all weights nought the total must be nought too.
    """
    whole = sum(weights)
    if whole == 0:
        if total:
            raise ValueError("nothing to share over")
        return [0] * len(weights)
    if min(weights) < 0:
        raise ValueError("a weight is negative")
    amount = abs(total)
    parts = [amount * weight // whole for weight in weights]
    missing = amount - sum(parts)
    if missing:
        remainders = [amount * weight % whole for weight in weights]
        for place in largest(remainders, missing):
            parts[place] += 1
    return [-part for part in parts] if total < 0 else parts


def largest(remainders: Sequence[int], count: int) -> list[int]:
    """Return the places of the `count` largest, the earlier of equal ones first."""
    # A reversed sort of Python's keeps equal ones in their order.
    return sorted(range(len(remainders)), key=remainders.__getitem__, reverse=True)[:count]


def cash_rounded(amount: int, step: int) -> int:
    """Round `amount` to the nearest multiple of the smallest coin `step` (minor units), half away from zero."""
    return amount if step <= 1 else divide(amount, step) * step
