"""The small tick when the line to the hub goes or comes back, from the lamp's changes. Wired by `open_window`.

A lamp that shows something else (paper out) leaves the line's last known state; a line that flaps ticks once in
`TICK_EVERY_S` at most.
"""

import time
from collections.abc import Callable
from typing import Final

from pos_app.selling.view import Lamp, LampState, Sound

TICK_EVERY_S: Final = 10.0
_UP: Final = frozenset({LampState.ONLINE, LampState.SENDING, LampState.SLOW, LampState.STALE})
_DOWN: Final = frozenset({LampState.OFFLINE, LampState.DAEMON_DEAD})


class LineTicks:
    """Hears the lamp change."""

    def __init__(self, play: Callable[[Sound], None], monotonic: Callable[[], float] = time.monotonic) -> None:
        """Nothing is known of the line yet: the first state makes no sound."""
        self._play, self._monotonic = play, monotonic
        self._is_up: bool | None = None
        self._quiet_until = 0.0

    def show_lamp(self, lamp: Lamp) -> None:
        """Tick when the line is known to have changed."""
        if lamp.state not in _UP | _DOWN:
            return
        was, self._is_up = self._is_up, lamp.state in _UP
        if was is None or was == self._is_up or self._monotonic() < self._quiet_until:
            return
        self._quiet_until = self._monotonic() + TICK_EVERY_S
        self._play(Sound.ONLINE if self._is_up else Sound.OFFLINE)
