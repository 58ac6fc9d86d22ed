"""The screens beside selling: devices and sync, settings, and the first window of a computer that is no till yet."""

from ui.gallery.state import SOME, Shows, State

_FIRST = Shows.FIRST_RUN
_TYPED = ("type https://hub.example:8470", "press Enter", "type 7KQ2M4WXPD3A", "press Enter", "type Till 3")

ROOMS = (
    State("devices", (*SOME, "press F12", "press F12", "open devices")),
    State("devices-scan", ("open devices", "scan goods 1")),
    State("without-network", ("open without_network",)),
    State("exceptions", ("open exceptions",), in_full=True),
    State("exceptions-second", ("open exceptions", "press Down")),
    State("settings", ("open settings",)),
    State("settings-guarded", ("open settings", "choose customer_display window", "choose printer.kind none")),
    State("settings-unfit", ("open settings", "choose printer.kind tcp")),
    State("first-run", shows=_FIRST, signed_in=False, in_full=True),
    State("first-run-letters", ("letters",), shows=_FIRST, signed_in=False),
    State("first-run-missing", ("press F12",), shows=_FIRST, signed_in=False),
    State("first-run-refused", (*_TYPED, "press F12", "wait"), shows=_FIRST, signed_in=False),
)
