"""From Pay to the change, and how the receipt is given."""

from ui.gallery.state import SOME, State

PAYING = (
    State("pay", (*SOME, "press F12"), in_full=True),
    State("pay-typed", (*SOME, "press F12", "type 50000")),
    State("pay-keypad", (*SOME, "press F12", "keypad")),
    State("pay-part", (*SOME, "press F12", "type 1000")),
    State("pay-split", (*SOME, "press F12", "type 1000", "press F3")),
    State("pay-too-little", (*SOME, "press F12", "type 1000", "press F1")),
    State("tray", (*SOME, "press F12", "scan goods 2")),
    State("change", (*SOME, "press F12", "type 50000", "press F1"), in_full=True),
    State("receipt-qr", (*SOME, "press F12", "type 50000", "press F1", "press Ctrl+B")),
    State("no-receipt", (*SOME, "press F12", "press Ctrl+R", "press Ctrl+R", "press F12")),
)
