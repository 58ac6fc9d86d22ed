"""Which arrangement a window's size asks for: the one rule of every screen. Pure; the widgets here follow it."""

import enum

TABBED_BELOW_PX = 1100
ONE_COLUMN_BELOW_PX = 700
LOW_BELOW_PX = 600
"""A window lower than this, as 1024x768 at 150 %, has no height to stack its parts in, nor for a bar at the bottom."""
BESIDE_LEAST_PX = 640
"""Below this a low window, too, has no width for two parts beside each other."""


class Arrangement(enum.Enum):
    """How the parts of a screen stand."""

    COLUMNS = enum.auto()  # beside each other, the rail at the left
    TABBED = enum.auto()  # the search is a tab over the basket
    ONE_COLUMN = enum.auto()  # under each other, the rail is a bar at the bottom


def arrange(width_px: int, height_px: int) -> Arrangement:
    """Return the arrangement for a window of this size, in device-independent px."""
    if width_px < (BESIDE_LEAST_PX if height_px < LOW_BELOW_PX else ONE_COLUMN_BELOW_PX):
        return Arrangement.ONE_COLUMN
    return Arrangement.TABBED if width_px < TABBED_BELOW_PX else Arrangement.COLUMNS
