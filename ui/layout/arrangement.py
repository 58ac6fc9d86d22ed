"""Which arrangement a width asks for: the one rule of every screen. Pure; the widgets of this room follow it."""

import enum

TABBED_BELOW_PX = 1100
ONE_COLUMN_BELOW_PX = 700


class Arrangement(enum.Enum):
    """How the parts of a screen stand."""

    COLUMNS = enum.auto()  # beside each other, the rail at the left
    TABBED = enum.auto()  # the search is a tab over the basket
    ONE_COLUMN = enum.auto()  # under each other, the rail is a bar at the bottom


def arrange(width_px: int) -> Arrangement:
    """Return the arrangement for a window of this width, in device-independent px."""
    if width_px < ONE_COLUMN_BELOW_PX:
        return Arrangement.ONE_COLUMN
    return Arrangement.TABBED if width_px < TABBED_BELOW_PX else Arrangement.COLUMNS
