"""What a state of a screen is: how a person comes there, and which window then shows it.

The rooms under `ui.gallery.states` list theirs; `Driver` plays them; pictures and tests of the looks walk them all.
"""

import enum

import msgspec

from pos_app.devices import Condition
from pos_app.selling.view import Lamp, LampState

UNKNOWN = "9999999999994"
GOODS, WEIGHED, AGED = "goods", "weighed", "aged"
"""Names of codes that who drives the window knows: some twelve packed goods, one that is weighed, one with an age."""


class Shows(enum.Enum):
    """The window that a state is looked at in."""

    TILL = enum.auto()
    CUSTOMER = enum.auto()
    """The customer display; the acts are still the cashier's, at the till."""
    FIRST_RUN = enum.auto()
    """The first window of a computer that is no till yet."""


class State(msgspec.Struct, frozen=True):
    """A state by name; an act is a verb and what it takes.

    `scan unknown`, `scan goods 6`, `number weighed` (it is typed), `type tea`, `press F12`, `pin manager`, `open
    devices`, `do training` (a command of the palette, by the end of its message id), `lamp offline`, `keyboard`
    (the rail's switch), `keypad` (its tab, of a narrow window), `board empty` (with no order at all), `choose
    printer.kind tcp` (a setting), `wait` (until what runs beside the first window has ended), `letters` (its keyboard).
    """

    name: str
    acts: tuple[str, ...] = ()
    signed_in: bool = True
    shows: Shows = Shows.TILL
    settings: dict[str, bool | str] = {}
    """What differs from the default settings."""
    in_full: bool = False
    """Its pictures in every theme and size are kept in the repository; of the others two each."""


ONE, SOME = ("scan goods 1",), ("scan goods 6",)
LAMPS = {
    "offline": Lamp(LampState.OFFLINE, 12),
    "printer": Lamp(LampState.PRINTER, 1, Condition.PAPER_OUT),
    "sending": Lamp(LampState.SENDING, 3),
    "disk-low": Lamp(LampState.DISK_LOW),
    "clock-wrong": Lamp(LampState.CLOCK_WRONG),
    "stale": Lamp(LampState.STALE, 2),
    "look": Lamp(LampState.LOOK, 2),
}
