"""Tells a key struck by a person just before a scan from the scan that ran into it. Pure; asked by `ScanBurst`.

Only what cannot be anything else is parted: letters, then a clear pause, then a whole trade item number whose check
digit is right. All else stays one code, which the till refuses aloud.
"""

from collections.abc import Sequence
from typing import Final

from pos_app.domain.codes.gtin import GTIN_LENGTHS, has_check_digit, is_digits

TYPED_MOST: Final = 3
"""So many keys a quick hand strikes within a burst's gap."""
CLEAR_PAUSE_MS: Final = 8
CLEAR_PAUSE_TIMES: Final = 3
"""The pause before the scan is this many times the longest one inside it."""


def typed_before(text: str, at_ms: Sequence[int]) -> int:
    """Return how many characters at the front of a burst were typed; `at_ms` gives each one's time.

    >>> typed_before("m6901234567892", [0, *range(30, 56, 2)])
    1
    >>> typed_before("A6901234567892", list(range(0, 28, 2)))
    0
    """
    assert len(text) == len(at_ms)
    for count in range(1, min(TYPED_MOST, len(text) - 1) + 1):
        code = text[count:]
        if len(code) in GTIN_LENGTHS and is_digits(code) and has_check_digit(code) and text[:count].isalpha():
            gaps = [after - before for before, after in zip(at_ms[count:], at_ms[count + 1 :], strict=False)]
            return count if at_ms[count] - at_ms[count - 1] > max(CLEAR_PAUSE_MS, CLEAR_PAUSE_TIMES * max(gaps)) else 0
    return 0
