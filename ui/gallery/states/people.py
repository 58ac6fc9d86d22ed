"""Who stands at the till: signing in, the lock, another operator over the same basket."""

from ui.gallery.state import SOME, State

PEOPLE = (
    State("sign-in", signed_in=False, in_full=True),
    State("sign-in-letters", signed_in=False, settings={"on_screen_keyboard": True}),
    State("wrong-pin", ("type 4321", "press Enter"), signed_in=False),
    State("locked", (*SOME, "press Ctrl+L")),
    State("switch", (*SOME, "press Ctrl+O")),
    State("switched", (*SOME, "press Ctrl+O", "pin manager", "press Enter")),
)
