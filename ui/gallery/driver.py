"""Someone at the keys who brings a window into a state, and a way back to where somebody has just signed in."""

from collections.abc import Mapping

from ui.app import OpenTill
from ui.gallery.states import GOODS, LAMPS, UNKNOWN, State
from ui.key_player import KeyPlayer


class Driver:
    """Plays the acts of a state into one window."""

    def __init__(self, opened: OpenTill, codes: Mapping[str, tuple[str, ...]], pin: str) -> None:
        """`codes` has the codes by the names in `states`; the first operator signs in with `pin`."""
        self.opened, self._codes, self._pin = opened, codes, pin
        self.keys = KeyPlayer(opened.window)

    def reach(self, state: State, language: str) -> None:
        """Bring the window, which nobody has signed in to, into the state, with somebody who reads this language."""
        self.opened.face.put_on(language=language)
        if state.signed_in:
            self.keys.type(self._pin)
            self.keys.press("Enter")
            self.opened.face.put_on(language=language)
        for act in state.acts:
            self._act(act)
        self.keys.settle()

    def has(self, state: State) -> bool:
        """Whether the window has the screen that the state opens."""
        opens = [act.partition(" ")[2] for act in state.acts if act.startswith("open ")]
        return all(name in self.opened.window.screens for name in opens)

    def _act(self, act: str) -> None:
        verb, _, what = act.partition(" ")
        if verb == "scan":
            for code in self._codes_of(what):
                self.keys.scan(code)
        elif verb == "number":
            self.keys.type(self._codes[what][0])
        elif verb == "type":
            self.keys.type(what)
        elif verb == "press":
            self.keys.press(what)
        elif verb == "lamp":
            self.opened.bridge.lamp_changed.emit(LAMPS[what])
        elif verb == "open":
            self.opened.window.open(what)
        else:
            raise ValueError(f"no such act: {act}")
        self.keys.settle()

    def _codes_of(self, what: str) -> tuple[str, ...]:
        if what == "unknown":
            return (UNKNOWN,)
        name, _, count = what.partition(" ")
        return self._codes[name][: int(count)] if name == GOODS else self._codes[name][:1]
