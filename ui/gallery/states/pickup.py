"""The pickup desk: the board, finding, picking, proof, the hub asked, alone by the store's rule, what others did."""

from ui.gallery.state import State

_READY = ("open pickup", "press Right", "press Enter")
_GIVING = (*_READY, "press F12")
_PROVED = ("scan order-ready", "press F12")

PICKUP = (
    State("pickup-board", ("open pickup",), in_full=True),
    State("pickup-empty", ("open pickup", "board empty")),
    State("pickup-column", ("open pickup", "press Right", "press Right", "press Right")),
    State("pickup-found", ("open pickup", "type 104")),
    State("pickup-nothing-found", ("open pickup", "type qqqq")),
    State("pickup-order", ("open pickup", "press Enter"), in_full=True),
    State("pickup-wrong-item", ("open pickup", "press Enter", "scan aged")),
    State("pickup-reject", ("open pickup", "press Enter", "press Del")),
    State("pickup-ready", _READY),
    State("pickup-proof", _GIVING, in_full=True),
    State("pickup-wrong-tail", (*_GIVING, "type 0000", "press Enter")),
    State("pickup-supervisor", (*_GIVING, *(("type 0000", "press Enter") * 3))),
    State("pickup-approval", (*_GIVING, *(("type 0000", "press Enter") * 3), "press Enter")),
    State("pickup-place", ("open pickup", "press Enter", *(("press +",) * 3), "press Down", "press +", "press F8")),
    State("pickup-code", ("open pickup", "scan order-ready")),
    State("pickup-give", ("open pickup", *_PROVED)),
    State("pickup-alone", ("open pickup", *_PROVED, "press F12"), in_full=True),
    State("pickup-given", ("open pickup", *_PROVED, "press F12", "press F12")),
    State("pickup-elsewhere", ("open pickup", "type 1047", "press Enter")),
    State("pickup-gone", ("open pickup", "scan order-gone")),
    State("pickup-forgotten", ("open pickup", "type 1050", "press Enter", "press F12")),
    State("pickup-rejected", ("open pickup", "press Enter", "press Del", "press Enter")),
    State("pickup-wrong-person", ("open pickup", *_PROVED, "press F12", "press F12", "press F11")),
)
