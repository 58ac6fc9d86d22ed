"""Dates of six digits: the century by the sliding window, day 00 as the month's last day.

Called by the linters and by `reading`. Source: GS1 General Specifications, sections 3.4.2
(day 00) and 7.12 (century).
"""

from __future__ import annotations

import calendar
import datetime as dt


def full_year(two_digits: int, this_year: int) -> int:
    """Return the year meant by its last two digits: from 49 years past to 50 years ahead.

    >>> full_year(76, 2026), full_year(77, 2026), full_year(0, 2026), full_year(1, 2051)
    (2076, 1977, 2000, 2101)
    """
    century = this_year - this_year % 100
    ahead = two_digits - this_year % 100
    if ahead >= 51:
        return century - 100 + two_digits
    if ahead <= -50:
        return century + 100 + two_digits
    return century + two_digits


def read_date(yymmdd: str, today: dt.date, *, day_may_be_zero: bool) -> dt.date | None:
    """Return the date of six ASCII digits, None when there is no such day.

    >>> read_date("270200", dt.date(2026, 1, 1), day_may_be_zero=True)
    datetime.date(2027, 2, 28)
    >>> read_date("270230", dt.date(2026, 1, 1), day_may_be_zero=True) is None
    True
    """
    year = full_year(int(yymmdd[:2]), today.year)
    month, day = int(yymmdd[2:4]), int(yymmdd[4:6])
    if not 1 <= month <= 12:
        return None
    last = calendar.monthrange(year, month)[1]
    if day == 0 and day_may_be_zero:
        day = last
    return dt.date(year, month, day) if 1 <= day <= last else None
