"""The sell screen while goods come in: basket, search, questions in place, a line looked at closely."""

from ui.gallery.state import ONE, SOME, State

SELLING = (
    State("empty", in_full=True),
    State("basket", SOME, in_full=True),
    State("long-basket", ("scan goods 12", "scan goods 12")),
    State("search", (*ONE, "type corn")),
    State("nothing-found", ("type qqqq",)),
    State("second-page", ("press Right",)),
    State("unknown-code", (*ONE, "scan unknown"), in_full=True),
    State("department", ("scan unknown", "press Ins")),
    State("department-price", ("scan unknown", "press Ins", "type 350")),
    State("weight", ("number weighed", "press Enter")),
    State("age", ("scan aged",)),
    State("age-again", ("scan aged", "press Del", "scan aged")),
    State("age-approval", ("scan aged", "press Del", "scan aged", "press Ins")),
    State("quantity", (*SOME, "press F7")),
    State("next-quantity", (*ONE, "type *3")),
    State("voided", (*SOME, "press Del")),
    State("undone", (*SOME, "press Del", "press Ctrl+Z")),
    State("line-explained", (*SOME, "press Up", "press Up", "press Enter")),
    State("near-miss", ("scan goods 9", "press Enter")),
    State("price-check", (*SOME, "type =", "scan goods 1"), in_full=True),
    State("price-check-empty", (*SOME, "type =")),
    State("discount", (*SOME, "press F8")),
    State("discount-approval", (*SOME, "press F8", "type 60", "press Enter")),
    State("new-price", (*SOME, "press Ctrl+P")),
    State("note", (*SOME, "press Ctrl+N")),
    State("noted", (*SOME, "press Ctrl+N", "type Gift wrap", "press Enter", "press Enter")),
    State("served-by", (*SOME, "press Ctrl+S")),
)
