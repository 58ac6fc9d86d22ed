"""What a cashier does beside a sale: holding, the drawer, a paper again, commands by name, the on-screen keyboard."""

from ui.gallery.state import ONE, SOME, State

_SOLD = (*SOME, "press F12", "press F12")
_BY_TOUCH: dict[str, bool | str] = {"on_screen_keyboard": True}

COUNTER = (
    State("palette", (*SOME, "press Ctrl+K")),
    State("key-sheet", (*SOME, "type ?")),
    State("held-name", (*SOME, "press F11")),
    State("held", (*SOME, "press F11", "press F11")),
    State("no-sale", ("do no_sale",)),
    State("abandon", (*SOME, "do abandon")),
    State("older-receipts", (*_SOLD, *ONE, "press F12", "press F12", "do receipts")),
    State("training-approval", ("do training",)),
    State("training", ("do training", "pin manager", "press Enter", *SOME), in_full=True),
    State("training-change", ("do training", "pin manager", "press Enter", *SOME, "press F12", "press F12")),
    State("keyboard", (*ONE, "keyboard"), settings=_BY_TOUCH, in_full=True),
    State("keyboard-search", (*ONE, "keyboard", "type corn"), settings=_BY_TOUCH),
    State("camera", (*ONE, "press Ctrl+T"), in_full=True),
    State("offline", (*SOME, "lamp offline")),
    State("paper-out", (*SOME, "lamp printer")),
    State("many-to-send", (*SOME, "lamp sending")),
    State("disk-low", (*SOME, "lamp disk-low")),
    State("clock-wrong", (*SOME, "lamp clock-wrong")),
    State("stale", (*SOME, "lamp stale")),
    State("look", (*SOME, "lamp look")),
)
