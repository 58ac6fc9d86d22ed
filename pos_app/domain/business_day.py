"""The business day: the shop's own date, which turns when the shop sleeps and not at midnight.

The desk writes it into every entry. It is worked out from the wall clock of the place, so that summer time moves
nothing; a clock that is wildly wrong still gives a day, for a wrong clock must never stop a sale.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

LAST_HOUR: Final = 23
_LATEST_S: Final = 253_402_128_000
"""9999-12-30 UTC: the last moment with a local date in every zone."""


def business_day(wall_ms: int, zone: dt.tzinfo, starts_hour: int) -> str:
    """Return the ISO date of the business day at `wall_ms` since 1970 UTC in `zone`.

    Before `starts_hour` of local time (0 to 23; anything else counts as the nearest) it is still the day before.
    """
    seconds = min(max(wall_ms // 1000, 0), _LATEST_S)
    local = dt.datetime.fromtimestamp(seconds, dt.UTC).astimezone(zone)
    day = local.date()
    if local.hour < min(max(starts_hour, 0), LAST_HOUR):
        day -= dt.timedelta(days=1)
    return day.isoformat()
