"""Money as whole minor units, and every rounding that the shop does.

An amount inside a document is a plain `int` of minor units of that document's one currency; `Money` pairs an
amount with its currency where the two could part. Quantities are thousandths, rates parts per million. No float.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Literal

import msgspec

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


class Money(msgspec.Struct, frozen=True, order=False):
    """An amount that left its document: `minor` units of `currency` (ISO 4217 code)."""

    minor: int
    currency: str


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
    sign = -1 if total < 0 else 1
    parts: list[int] = []
    remainders: list[tuple[int, int]] = []
    for index, weight in enumerate(weights):
        part, remainder = divmod(abs(total) * weight, whole)
        parts.append(part)
        remainders.append((-remainder, index))
    missing = abs(total) - sum(parts)
    if missing:
        remainders.sort()
        for _, index in remainders[:missing]:
            parts[index] += 1
    return [sign * part for part in parts] if sign < 0 else parts


def cash_rounded(amount: int, step: int) -> int:
    """Round `amount` to the nearest multiple of the smallest coin `step` (minor units), half away from zero."""
    return amount if step <= 1 else divide(amount, step) * step
