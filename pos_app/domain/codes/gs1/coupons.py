"""The North American coupon codes inside the identifiers 8110 and 8112.

Called by `linters` only: the shop shows such a coupon, it does not redeem it yet by these fields.
Source: GS1 US, North American Coupon Application Guideline Using GS1 DataBar Expanded Symbols,
and GS1 General Specifications, sections 3.9.20 (8110) and 3.9.22 (8112).
"""

from __future__ import annotations

import calendar
from typing import Final

_PREFIX_SIZES: Final = "0123456"
_VALUE_SIZES: Final = "12345"
_REQUIREMENT_CODES: Final = "012349"
_NO_PREFIX: Final = "9"


class _Malformed(Exception):
    """The coupon's digits do not follow the layout."""


class _Digits:
    """Take the coupon's digits from left to right."""

    def __init__(self, text: str) -> None:
        self._rest = text

    def __bool__(self) -> bool:
        return bool(self._rest)

    def take(self, length: int) -> str:
        """Return the next `length` digits; all of them must be there."""
        taken, self._rest = self._rest[:length], self._rest[length:]
        if len(taken) != length or not (taken.isascii() and taken.isdigit()):
            raise _Malformed
        return taken

    def one_of(self, allowed: str) -> str:
        """Return the next digit, which must be an allowed one."""
        digit = self.take(1)
        if digit not in allowed:
            raise _Malformed
        return digit

    def sized(self, sizes: str, added: int = 0) -> str:
        """Return a field that begins with its own size; `added` is what the size leaves out."""
        return self.take(int(self.one_of(sizes)) + added)

    def starts(self, indicator: str) -> bool:
        """Step over the indicator of an optional field when it is next."""
        if self._rest[:1] != indicator:
            return False
        self._rest = self._rest[1:]
        return True

    def date(self) -> str:
        """Return six digits of a day that exists (the century does not matter to a coupon)."""
        yymmdd = self.take(6)
        month, day = int(yymmdd[2:4]), int(yymmdd[4:])
        if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(2000 + int(yymmdd[:2]), month)[1]:
            raise _Malformed
        return yymmdd


def is_coupon(value: str) -> bool:
    """Say whether the value of 8110 follows the coupon layout to its last digit.

    >>> is_coupon("01234561234561111012339" + "0000"), is_coupon("0123456123456116123456")
    (False, False)
    >>> is_coupon("0123456123456111101239" + "0000"), is_coupon("01234561234561111012")
    (True, False)
    """
    digits = _Digits(value)
    try:
        digits.sized(_PREFIX_SIZES, added=6)
        digits.take(6)  # offer code
        digits.sized(_VALUE_SIZES)  # save value
        _purchase(digits)
        _more_purchases(digits)
        _dates(digits)
        if digits.starts("5"):
            digits.sized("0123456789", added=6)  # serial number
        if digits.starts("6"):
            digits.sized("1234567", added=6)  # retailer's prefix or location
        if digits.starts("9"):
            digits.one_of("01256")  # save value code
            digits.one_of("012")  # which item it applies to
            digits.take(1)  # store coupon
            digits.one_of("01")  # not to be multiplied
    except _Malformed:
        return False
    return not digits


def is_coupon_offer(value: str) -> bool:
    """Say whether the value of 8112 follows the positive-offer layout to its last digit.

    >>> is_coupon_offer("001234561234560123456"), is_coupon_offer("00123456123456")
    (True, False)
    """
    digits = _Digits(value)
    try:
        digits.one_of("01")  # format
        digits.sized(_PREFIX_SIZES, added=6)  # funder
        digits.take(6)  # offer code
        digits.sized("0123456789", added=6)  # serial number
    except _Malformed:
        return False
    return not digits


def _purchase(digits: _Digits) -> None:
    """Requirement (sized), its code, and the family it is about."""
    digits.sized(_VALUE_SIZES)
    digits.one_of(_REQUIREMENT_CODES)
    digits.take(3)


def _more_purchases(digits: _Digits) -> None:
    """The second and third qualifying purchase, each with its own company prefix or none."""
    for indicator in "12":
        if not digits.starts(indicator):
            continue
        if indicator == "1":
            digits.one_of("0123")  # how the purchases combine
        _purchase(digits)
        size = digits.one_of(_PREFIX_SIZES + _NO_PREFIX)
        if size != _NO_PREFIX:
            digits.take(int(size) + 6)


def _dates(digits: _Digits) -> None:
    """Expiry, then start, neither of them needed; a coupon cannot end before it starts."""
    expires = digits.date() if digits.starts("3") else "999999"
    starts = digits.date() if digits.starts("4") else "000000"
    if expires < starts:
        raise _Malformed
