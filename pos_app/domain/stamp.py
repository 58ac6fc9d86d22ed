"""When something happened, told so that a wrong clock neither stops a sale nor changes the order of facts.

A stamp is wall time, a hybrid logical clock (Kulkarni et al. 2014: 48 bits of milliseconds, 16 bits of counter)
and how far the clock is trusted. The logical part never runs backwards, whatever the wall clock does.
"""

from __future__ import annotations

import enum
from typing import Final

import msgspec

_COUNTER_BITS: Final = 16
MAX_DRIFT_MS: Final = 24 * 3_600_000
"""A remote stamp further ahead than this is not merged: it would drag every later stamp along."""


CHECKED_WITHIN_MS: Final = 2_000
"""A clock that is no further from the hub's is right, as far as a comparison over a network can tell."""
CHECKED_FOR_MS: Final = 24 * 3_600_000
"""For so long one comparison is believed."""


class ClockQuality(enum.StrEnum):
    """How far a workstation's wall clock is trusted."""

    CHECKED = "checked"
    """Compared with the hub within the last day and found within 2 s."""
    UNCHECKED = "unchecked"
    """Not compared lately, or less than a minute off: an answer that was long on its way looks the same."""
    WRONG = "wrong"
    """Known to be off, or it ran backwards."""


class Stamp(msgspec.Struct, frozen=True):
    """One moment: `wall_ms` since 1970 UTC as the clock said, `hlc` for order, `quality` of the clock."""

    wall_ms: int
    hlc: int
    quality: ClockQuality = ClockQuality.UNCHECKED


def next_hlc(last: int, wall_ms: int) -> int:
    """Return the logical time after `last` at `wall_ms`: always greater than `last`."""
    return max(last + 1, wall_ms << _COUNTER_BITS)


def merged_hlc(last: int, remote: int, wall_ms: int) -> int:
    """Return the logical time after hearing `remote`; a remote more than a day ahead is not believed."""
    believed = remote if (remote >> _COUNTER_BITS) - wall_ms <= MAX_DRIFT_MS else last
    return max(last + 1, believed + 1, wall_ms << _COUNTER_BITS)


def hlc_wall_ms(hlc: int) -> int:
    """Return the milliseconds since 1970 that a logical time stands for."""
    return hlc >> _COUNTER_BITS
