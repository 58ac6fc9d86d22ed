"""The right sound for what happens at the counter, and none from a line that only flickers."""

import pytest

from pos_app.selling.view import Lamp, LampState, Sound
from tests.ui.conftest import AtTheTill
from tests.ui.shop_desk import SHELF
from ui.line_ticks import TICK_EVERY_S, LineTicks

EAN = SHELF[0].code
UNKNOWN_EAN = "4006381333931"


def test_a_scan_an_unknown_code_and_a_payment_sound_different(till: AtTheTill) -> None:
    del till.sounds[:]
    till.keys.scan(EAN)
    assert till.sounds == [Sound.OK]
    till.keys.scan(UNKNOWN_EAN)
    assert till.sounds == [Sound.OK, Sound.UNKNOWN]
    till.keys.press("Del", "F12", "F12")
    assert till.sounds[-1] is Sound.PAID


def test_what_is_refused_sounds_like_the_unknown(till: AtTheTill) -> None:
    del till.sounds[:]
    till.keys.press("F12")
    assert till.sounds == [Sound.UNKNOWN]


def test_a_scan_while_signed_out_is_heard_as_refused(locked: AtTheTill) -> None:
    locked.keys.scan(EAN)
    assert locked.sounds == [Sound.UNKNOWN]


class Line:
    """A line to the hub, its lamp, and what is heard."""

    def __init__(self) -> None:
        self.now = 100.0
        self.heard: list[Sound] = []
        self.ticks = LineTicks(self.heard.append, lambda: self.now)

    def show(self, *states: LampState, every_s: float = TICK_EVERY_S) -> list[Sound]:
        for state in states:
            self.now += every_s
            self.ticks.show_lamp(Lamp(state))
        return self.heard


def test_the_line_ticks_when_it_goes_and_when_it_comes_back() -> None:
    states = (LampState.ONLINE, LampState.OFFLINE, LampState.SENDING)
    assert Line().show(*states) == [Sound.OFFLINE, Sound.ONLINE]


def test_a_dead_daemon_is_heard_as_offline() -> None:
    assert Line().show(LampState.ONLINE, LampState.DAEMON_DEAD) == [Sound.OFFLINE]


@pytest.mark.parametrize("first", LampState)
def test_the_first_state_of_the_day_is_silent(first: LampState) -> None:
    assert Line().show(first) == []


def test_paper_out_between_two_states_of_the_line_is_no_change_of_the_line() -> None:
    states = (LampState.ONLINE, LampState.PRINTER, LampState.SENDING, LampState.LOOK, LampState.ONLINE)
    assert Line().show(*states) == []


def test_a_line_that_flaps_ticks_at_most_every_ten_seconds() -> None:
    line = Line()
    flapping = [LampState.ONLINE, LampState.OFFLINE] * 40
    assert len(line.show(*flapping, every_s=0.25)) <= 1 + 20 / TICK_EVERY_S


def test_a_till_that_sells_alone_never_ticks() -> None:
    assert Line().show(*[LampState.ALONE] * 5) == []
