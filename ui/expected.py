"""What a person at the sell screen is to do now, as a message id. Pure; read by the status line of the window.

Nothing ("") is expected where the screen says it already: a form has its own prompt.
"""

from pos_app.selling.view import Mode, SellView

_PLAIN = {Mode.SELLING: "ui.ready", Mode.PAYING: "ui.choose_tender", Mode.CHANGE: "ui.sale_done"}
REPEATS = "till.ask_"
"""Begins the ids of what a question says of itself: it stands in its own strip."""


def expected(view: SellView, *, form: bool) -> str:
    """Return what is to be done; `form` says that something is asked for in place."""
    if form:
        return ""
    if view.mode is Mode.SELLING and view.questions:
        return "ui.answer_first"
    if not view.catalogue and view.mode is not Mode.PAYING:
        return ""  # nothing to scan: the empty basket says so
    return _PLAIN.get(view.mode, "")
