"""Every state of every screen, as what a person does to come there from a till where somebody has just signed in.

A state is reached through the real window and the real desk, so a picture shows what a cashier sees and nothing else.
"""

import msgspec

from pos_app.devices import Condition
from pos_app.selling.view import Lamp, LampState

UNKNOWN = "9999999999994"
GOODS, WEIGHED, AGED = "goods", "weighed", "aged"
"""Names of codes that who drives the window knows: some twelve packed goods, one that is weighed, one with an age."""


class State(msgspec.Struct, frozen=True):
    """A state by name; an act is a verb and what it takes.

    Such as `scan unknown`, `press F12`, `type tea`, `number weighed` (it is typed), `lamp offline`, `open devices`.
    """

    name: str
    acts: tuple[str, ...] = ()
    signed_in: bool = True


_ONE, _SOME = ("scan goods 1",), ("scan goods 6",)
STATES = (
    State("sign-in", signed_in=False),
    State("wrong-pin", ("type 4321", "press Enter"), signed_in=False),
    State("empty"),
    State("basket", _SOME),
    State("long-basket", ("scan goods 12", "scan goods 12")),
    State("search", (*_ONE, "type corn")),
    State("nothing-found", ("type qqqq",)),
    State("unknown-code", (*_ONE, "scan unknown")),
    State("department", ("scan unknown", "press Ins")),
    State("weight", ("number weighed", "press Enter")),
    State("age", ("scan aged",)),
    State("department-price", ("scan unknown", "press Ins", "type 350")),
    State("palette", (*_SOME, "press Ctrl+K")),
    State("new-price", (*_SOME, "press Ctrl+P")),
    State("price-check", (*_SOME, "type =", "scan goods 1")),
    State("locked", (*_SOME, "press Ctrl+L")),
    State("quantity", (*_SOME, "press F7")),
    State("voided", (*_SOME, "press Del")),
    State("held", (*_SOME, "press F11", "press F11")),
    State("pay", (*_SOME, "press F12")),
    State("pay-typed", (*_SOME, "press F12", "type 50000")),
    State("pay-part", (*_SOME, "press F12", "type 1000")),
    State("tray", (*_SOME, "press F12", "scan goods 1")),
    State("change", (*_SOME, "press F12", "type 50000", "press F1")),
    State("offline", (*_SOME, "lamp offline")),
    State("paper-out", (*_SOME, "lamp printer")),
    State("many-to-send", (*_SOME, "lamp sending")),
    State("devices", ("open devices",)),
    State("settings", ("open settings",)),
)
LAMPS = {
    "offline": Lamp(LampState.OFFLINE, 12),
    "printer": Lamp(LampState.PRINTER, 1, Condition.PAPER_OUT),
    "sending": Lamp(LampState.SENDING, 3),
}
