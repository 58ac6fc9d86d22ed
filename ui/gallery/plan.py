"""Which pictures are taken of a state: the few that the repository keeps, every one, or sheets of many together.

`./pos gallery --screens` asks for them; each dress stands in one picture.
"""

import enum

import msgspec

from ui.gallery.dress import Dress, every, kept
from ui.gallery.state import State

PLAIN_PERCENT = (100,)


class Wanted(enum.Enum):
    """What somebody wants to look at."""

    KEPT = enum.auto()
    """The few that stand in docs/screens."""
    EVERY = enum.auto()
    """Every theme, language, size and type, each a picture of its own."""
    SHEETS = enum.auto()
    """Of every size a sheet with all themes and languages, in the plain type."""
    EVERY_SHEET = enum.auto()
    """The sheets in the larger types too."""


class Picture(msgspec.Struct, frozen=True):
    """One file: its name, and the dresses that are seen in it."""

    name: str
    dresses: tuple[Dress, ...]


def pictures(state: State, wanted: Wanted) -> tuple[Picture, ...]:
    """Return the pictures of a state; the one that stands for it first."""
    if wanted is Wanted.KEPT:
        return tuple(_alone(state, dress) for dress in kept(state))
    if wanted is Wanted.EVERY:
        return tuple(_alone(state, dress) for dress in every(state))
    worn = every(state) if wanted is Wanted.EVERY_SHEET else every(state, PLAIN_PERCENT)
    sheets: dict[str, list[Dress]] = {}
    for dress in worn:
        larger = "" if dress.percent in PLAIN_PERCENT else f"-{dress.percent}"
        sheets.setdefault(f"{state.name}-{dress.size[0]}x{dress.size[1]}{larger}.png", []).append(dress)
    return tuple(Picture(name, tuple(dresses)) for name, dresses in sheets.items())


def _alone(state: State, dress: Dress) -> Picture:
    return Picture(f"{state.name}-{dress.name}.png", (dress,))
