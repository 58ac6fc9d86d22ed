"""The stock desk: cards, a count with and without what is expected, a delivery, a transfer, an adjustment."""

from ui.gallery.state import State

_OPEN = ("open stock",)
_CARD = (*_OPEN, "scan goods 1")
_COUNTING = (*_OPEN, "press F7", "press Down", "press Enter")
_BLIND = (*_OPEN, "press F7", "press Down", "press F8")
_LINES = (*_COUNTING, "scan goods 4", "type 40", "press Enter")
_DELIVERY = (*_OPEN, "press F8", "press Down", "press Enter")
_REFERENCE = (*_OPEN, "press F8", *("press Down",) * 6, "press Enter")

STOCK = (
    State("stock-empty", _OPEN),
    State("stock-card", _CARD, in_full=True),
    State("stock-found", (*_OPEN, "type tea")),
    State("stock-camera", (*_OPEN, "press Ctrl+T")),
    State("stock-unknown", (*_OPEN, "scan unknown")),
    State("stock-areas", (*_OPEN, "press F7")),
    State("stock-count-empty", _COUNTING),
    State("stock-count", _LINES, in_full=True),
    State("stock-count-blind", (*_BLIND, "scan goods 4", "type 40", "press Enter"), in_full=True),
    State("stock-count-typing", (*_COUNTING, "scan goods 2", "press F7", "type 12")),
    State("stock-weight", (*_COUNTING, "scan goods 2", "press F9", "number weighed", "press Enter")),
    State("stock-rest", (*_LINES, "press F12", "press Down", "press F8")),
    State("stock-approval", (*_LINES, "press F12", "press F7")),
    State(
        "stock-card-areas",
        (*_LINES, "press F12", "press F8", "press F7", "pin manager", "press Enter", "scan goods 1"),
    ),
    State("stock-throw-away", (*_LINES, "press Del")),
    State("stock-deliveries", (*_OPEN, "press F8")),
    State("stock-receive", (*_DELIVERY, "scan goods 2"), in_full=True),
    State("stock-receive-unknown", (*_DELIVERY, "scan unknown")),
    State("stock-receive-short", (*_DELIVERY, "scan goods 1", "press F12")),
    State("stock-transfer", (*_OPEN, "press F11", "press Enter", "scan goods 3")),
    State("stock-reference", _REFERENCE),
    State("stock-letters", (*_REFERENCE, "keyboard", "type ls"), settings={"on_screen_keyboard": True}),
    State("stock-reason", (*_CARD, "press Ins")),
    State("stock-adjust", (*_CARD, "press Ins", "press Down", "press Enter", "type 3")),
    State("stock-adjust-approval", (*_CARD, "press Ins", "press Down", "press Enter", "type 3", "press -")),
    State("stock-put-aside", (*_LINES, "press F11")),
)
