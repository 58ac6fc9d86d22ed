"""What is asked for in place on the sell screen: why, by which field, beside which list, and what is then done.

A form never covers the basket and never blocks a scan. Made by the forms of `ui.panels`, shown by `ui.panels.asking`.
"""

import enum
from collections.abc import Callable

import msgspec

from pos_app.selling.view import Told
from ui.face import Words
from ui.widgets.found_list import FoundRow
from ui.widgets.kinds_row import Kinds

MILLI_PLACES = 3


class Purpose(enum.Enum):
    """Why something is asked for."""

    QUANTITY = enum.auto()  # of a line
    NEXT_QUANTITY = enum.auto()  # of the next scan
    WEIGHT = enum.auto()  # answer to a question
    OPEN_PRICE = enum.auto()  # answer to a question, with a department
    APPROVAL = enum.auto()  # somebody else's PIN
    DISCOUNT = enum.auto()
    PRICE = enum.auto()
    NOTE = enum.auto()
    SERVED_BY = enum.auto()
    HOLD_NAME = enum.auto()
    SWITCH = enum.auto()
    NO_SALE = enum.auto()
    ABANDON = enum.auto()
    RECEIPT = enum.auto()
    PRICE_CHECK = enum.auto()
    CAMERA = enum.auto()  # goods are shown to the camera
    COMMAND = enum.auto()
    MEMBER = enum.auto()  # who buys
    ENROL = enum.auto()  # a new member, step by step
    REVEAL = enum.auto()  # what a member's field in clear is for
    ERASE = enum.auto()
    LINE = enum.auto()  # nothing is asked: a line is shown closely


class Field(enum.Enum):
    """Where the answer is typed."""

    WORDS = enum.auto()
    FIGURE = enum.auto()
    SECRET = enum.auto()


class Form(msgspec.Struct, frozen=True):
    """One thing asked for. `take` gets the field's text, its figure and the key of the chosen row."""

    purpose: Purpose
    prompt: str
    take: Callable[[str, int, str], Told] | None = None
    field: Field = Field.WORDS
    places: int = 0
    title: str = ""
    rows: tuple[FoundRow, ...] | None = None
    """A list to choose from; None for no list."""
    no_rows: str = ""
    target: int = 0
    """The line or question it is about, 0 for none."""
    answers: bool = False
    """It answers a question of the desk, and goes when that is gone."""
    needs: bool = True
    """Something must be typed; without it Enter leaves the form."""
    by_key_alone: bool = False
    """Enter takes nothing: what is done must not be done by anything that a scanner sends."""
    again: Callable[[], object] | None = None
    """What the key that opened the form does while it is open."""
    kinds: Kinds = ()
    """The same by keys that are seen: each kind that the key goes round to."""
    acts: Callable[[str], object] | None = None
    """Instead of `take`: does something of the screen's own with the chosen row, the form being left before."""
    approved: Callable[[str, str, str, int, str], Told] | None = None
    """The same as `take` by somebody else's PIN: approver, PIN, then what `take` gets."""
    pin_for: Words = ""
    """What is asked when that PIN is needed: it names the act. Empty: the desk's refusal says why."""


def thousandths(typed: int, *, weighed: bool) -> int:
    """Return a typed quantity in thousandths; a weighed one is typed with three decimals."""
    return typed if weighed else typed * 10**MILLI_PLACES


def keyed(rows: tuple[FoundRow, ...]) -> tuple[FoundRow, ...]:
    """Print F1, F2 ... on the first six rows."""
    return tuple(
        msgspec.structs.replace(row, amount=f"F{at}") if at <= KEYED_MOST else row for at, row in enumerate(rows, 1)
    )


KEYED_MOST = 6
