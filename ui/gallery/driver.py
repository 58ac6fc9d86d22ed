"""Someone at the keys who brings a window into a state, and a way back to where somebody has just signed in."""

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from pos_app.pickup.view import BoardView, PickupView
from ui.app import OpenTill
from ui.gallery.state import GOODS, LAMPS, UNKNOWN, State
from ui.key_player import KeyPlayer
from ui.keys import Act
from ui.panels.setting_rows import ChoiceRow
from ui.screens.first_run import FirstRun
from ui.screens.pickup import PickupScreen
from ui.screens.sell import SellScreen
from ui.screens.settings import SettingsScreen

FIRST = "cashier"
"""Who signs in: chosen on the sign-in screen already."""
WAIT_S = 5


class Hand:
    """Plays the acts that any window knows, `type` and `press`, and those of the first one: `wait`, `letters`."""

    def __init__(self, window: QWidget) -> None:
        """The window is shown."""
        self.window, self.keys = window, KeyPlayer(window)

    def play(self, state: State) -> None:
        """Do the state's acts one after the other."""
        for act in state.acts:
            verb, _, what = act.partition(" ")
            self.act(verb, what)
            self.keys.settle()

    def act(self, verb: str, what: str) -> None:
        """Do one act; ValueError for a verb that is not known."""
        if verb == "type":
            self.keys.type(what)
        elif verb == "press":
            self.keys.press(what)
        elif verb == "wait" and isinstance(self.window, FirstRun):
            self.window.background.wait(WAIT_S)
        elif verb == "letters" and isinstance(self.window, FirstRun):
            self.window.letters.click()
        else:
            raise ValueError(f"no such act: {verb} {what}")


class Driver(Hand):
    """Plays the acts of a state into a till's window."""

    def __init__(self, opened: OpenTill, codes: Mapping[str, tuple[str, ...]], pins: Mapping[str, str]) -> None:
        """`codes` has the codes by the names in `state`, `pins` those of the operators."""
        super().__init__(opened.window)
        self.opened, self._codes, self._pins = opened, codes, pins

    def reach(self, state: State, language: str) -> None:
        """Bring the window, which nobody has signed in to, into the state, with somebody who reads this language."""
        self.opened.face.put_on(language=language)
        if state.signed_in:
            self.keys.type(self._pins[FIRST])
            self.keys.press("Enter")
            self.opened.face.put_on(language=language)
        self.play(state)
        self.keys.settle()

    def has(self, state: State) -> bool:
        """Whether the window has the screen that the state opens."""
        opens = [act.partition(" ")[2] for act in state.acts if act.startswith("open ")]
        return all(name in self.opened.window.screens for name in opens)

    def act(self, verb: str, what: str) -> None:
        """Do one act."""
        if verb == "scan":
            for code in self._codes_of(what):
                self.keys.scan(code)
        elif verb == "number":
            self.keys.type(self._codes[what][0])
        elif verb == "pin":
            self.keys.type(self._pins[what])
        elif verb in ("do", "keypad"):
            self._sell(verb, what)
        elif verb in ("board", "choose"):
            self._at_a_desk(verb, what)
        elif verb == "lamp":
            self.opened.bridge.lamp_changed.emit(LAMPS[what])
        elif verb == "open":
            self.opened.window.open(what)
        elif verb == "keyboard":
            self.opened.window.dock.toggle()
        else:
            super().act(verb, what)

    def _at_a_desk(self, verb: str, what: str) -> None:
        if verb == "board":
            self._empty_board()
        else:
            self._choose(*what.split())

    def _empty_board(self) -> None:
        pickup = self.opened.window.screens["pickup"]
        assert isinstance(pickup, PickupScreen)
        self.opened.bridge.stop()  # its next tick would show the real board
        pickup.take_view(PickupView(BoardView({})))

    def _choose(self, setting: str, value: str) -> None:
        settings = self.opened.window.screens["settings"]
        assert isinstance(settings, SettingsScreen)
        row = settings.rows[setting]
        assert isinstance(row, ChoiceRow)
        row.buttons[value].click()

    def _sell(self, verb: str, what: str) -> None:
        sell = self.opened.window.screens["sell"]
        assert isinstance(sell, SellScreen)
        if verb == "keypad":
            sell.columns.tabs[-1].click()
        else:
            sell.acting.do(Act[what.upper()])

    def _codes_of(self, what: str) -> tuple[str, ...]:
        if what == "unknown":
            return (UNKNOWN,)
        name, _, count = what.partition(" ")
        return self._codes[name][: int(count)] if name == GOODS else self._codes[name][:1]
