"""Members in the middle column of the sell screen: found, buying, enrolled, seen in clear, forgotten."""

from ui.gallery.state import SOME, Shows, State

_FOUND = (*SOME, "press F10", "number phone")
_BUYS = (*SOME, "scan card")
_NAMED = ("press F10", "press F1", "type Nora Lindqvist", "press Enter", "type 12900007731", "press Enter")
_CONSENT = (*_NAMED, "press Enter")
_CLEAR = (*_BUYS, "press F10", "press F3", "press F1", "pin manager", "press Enter")

MEMBERS = (
    State("member", (*SOME, "press F10"), in_full=True),
    State("member-found", _FOUND, in_full=True),
    State("member-many", (*SOME, "press F10", "type 王")),
    State("member-nobody", (*SOME, "press F10", "type 12900000000")),
    State("member-buys", _BUYS, in_full=True),
    State("member-open", (*_BUYS, "press F10")),
    State("member-offline", (*_BUYS, "lamp offline", "press F10")),
    State("member-what-for", (*_BUYS, "press F10", "press F3")),
    State("member-approval", (*_BUYS, "press F10", "press F3", "press F1")),
    State("member-in-clear", _CLEAR),
    State("member-forget", (*_BUYS, "press F10", "press F5")),
    State("member-forget-approval", (*_BUYS, "press F10", "press F5", "press F1")),
    State("member-forgotten", (*_BUYS, "press F10", "press F5", "press F1", "pin manager", "press Enter")),
    State("enrol-name", ("press F10", "press F1", "type Nora")),
    State("enrol-phone", ("press F10", "press F1", "type Nora Lindqvist", "press Enter", "type 129")),
    State("enrol-card", _NAMED),
    State("enrol-consent", _CONSENT, in_full=True),
    State("enrol-refused", (*_CONSENT, "press F6")),
    State("enrol-agreed", (*_CONSENT, "press F1", "press F2")),
    State("enrol-other-language", (*_CONSENT, "press F5")),
    State(
        "enrol-double",
        (*_BUYS, "press F10", "number phone", "press F1", "type Nora", *["press Enter"] * 3, "press F1", "press F6"),
    ),
    State("enrol-card-known", (*SOME, *_NAMED, "scan card", "press F1", "press F6")),
    State("enrolled", (*SOME, *_CONSENT, "press F1", "press F6")),
    State("member-change", (*_BUYS, "press F12", "press F12")),
    State("customer-member", _BUYS, shows=Shows.CUSTOMER, settings={"customer_display": "window"}),
)
