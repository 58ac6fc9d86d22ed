"""A department's colour on a key: a soft ground under the words and a full edge, both kept readable in every theme.

The feed may give any colour. The ground takes as much of it as leaves the words 4.5:1 (WCAG 2.2, 1.4.3); the edge is
drawn towards the ink until it stands out at 3:1 (1.4.11). A spelling that is no colour tints nothing.
"""

from functools import lru_cache

import msgspec

from ui.theme.contrast import contrast_ratio
from ui.theme.tokens import MINIMUM_MARK_CONTRAST, MINIMUM_TEXT_CONTRAST, Theme

_SHARES_PERCENT = (10, 6, 3)
_STEP_PERCENT = 12
_STEPS = 8
_PLAIN = "contrast"


class Tint(msgspec.Struct, frozen=True):
    """Two colours as #RRGGBB; `edge` is "" where there is none."""

    ground: str
    edge: str = ""


@lru_cache(maxsize=256)  # some departments in three themes
def tint(colour: str, theme: Theme) -> Tint:
    """Return ground and edge for a key of this colour; the plain key for "" or what is no colour."""
    try:
        edge = _standing_out(colour, theme)
        return Tint(_ground(colour, theme), edge)
    except ValueError:
        return Tint(theme.sunken)


def _ground(colour: str, theme: Theme) -> str:
    if theme.name != _PLAIN:
        for percent in _SHARES_PERCENT:
            mixed = _mixed(theme.sunken, colour, percent)
            if min(contrast_ratio(theme.ink, mixed), contrast_ratio(theme.ink2, mixed)) >= MINIMUM_TEXT_CONTRAST:
                return mixed
    return theme.sunken


def _standing_out(colour: str, theme: Theme) -> str:
    for step in range(_STEPS):
        mixed = _mixed(colour, theme.ink, step * _STEP_PERCENT)
        if contrast_ratio(mixed, theme.surface) >= MINIMUM_MARK_CONTRAST:
            return mixed
    return theme.ink


def _mixed(one: str, other: str, percent: int) -> str:
    """Return `one` with so much of `other`, channel by channel; ValueError for any other spelling than #RRGGBB."""
    contrast_ratio(one, other)
    parts = zip(bytes.fromhex(one[1:]), bytes.fromhex(other[1:]), strict=True)
    return "#" + "".join(f"{(mine * (100 - percent) + its * percent + 50) // 100:02X}" for mine, its in parts)
