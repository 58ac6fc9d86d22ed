"""The inner check digit that guards the price or weight inside a variable-measure number.

Called by `variable_measure`. Source: GS1 General Specifications, section 7.9.2 (weighting
factors), 7.9.3 (field of four digits) and 7.9.4 (field of five digits).
"""

from __future__ import annotations

from typing import Final

# The product of each digit 0-9 under the four weighting factors of section 7.9.2.
_TWO_MINUS: Final = (0, 2, 4, 6, 8, 9, 1, 3, 5, 7)
_THREE: Final = (0, 3, 6, 9, 2, 5, 8, 1, 4, 7)
_FIVE_PLUS: Final = (0, 5, 1, 6, 2, 7, 3, 8, 4, 9)
_FIVE_MINUS: Final = (0, 5, 9, 4, 8, 3, 7, 2, 6, 1)

_FOUR_DIGITS: Final = (_TWO_MINUS, _TWO_MINUS, _THREE, _FIVE_MINUS)
_FIVE_DIGITS: Final = (_FIVE_PLUS, _TWO_MINUS, _FIVE_MINUS, _FIVE_PLUS, _TWO_MINUS)


def value_check_digit(value: str) -> str:
    """Return the check digit of a price or weight field of four or five ASCII digits.

    The standard's own examples:

    >>> value_check_digit("2875"), value_check_digit("14685")
    ('9', '6')
    """
    factors = _FOUR_DIGITS if len(value) == 4 else _FIVE_DIGITS
    total = sum(factor[int(digit)] for factor, digit in zip(factors, value, strict=True))
    if len(value) == 4:
        return str(total * 3 % 10)
    # The check digit is the one whose product under "5-" lifts the sum to a multiple of ten.
    return str(_FIVE_MINUS.index(-total % 10))
