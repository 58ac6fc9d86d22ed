"""The two windows that the product has, the till's and the handheld's: which screens stand in each, which comes first.

The command line chooses one; the window builds what `entries_of` returns.
"""

import msgspec

from ui.rooms import Rooms
from ui.screen import ScreenEntry
from ui.screens import SCREENS

SIGN_IN, SELL, DEVICES = "sign_in", "sell", "devices"


class Shape(msgspec.Struct, frozen=True):
    """Which screens a window has (empty: all), the one that work begins on, and its first size."""

    screens: tuple[str, ...] = ()
    home: str = SELL
    size_px: tuple[int, int] = (1280, 800)


TILL = Shape()
HANDHELD = Shape((SIGN_IN, "stock", DEVICES), "stock", (480, 800))


def entries_of(shape: Shape, rooms: Rooms | None) -> dict[str, ScreenEntry]:
    """Return the screens of such a window by their names, in order; those whose desk is not there are left out."""
    wanted = (each for each in SCREENS if not shape.screens or each.name in shape.screens)
    return {each.name: each for each in wanted if _has_its_desks(rooms, each)}


def _has_its_desks(rooms: Rooms | None, entry: ScreenEntry) -> bool:
    if rooms is None:
        return not entry.needs_rooms and not entry.room
    return not entry.room or getattr(rooms, entry.room, None) is not None
