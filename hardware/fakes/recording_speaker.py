"""A sound device that writes down what it is given: for tests, the demo's story and a look without ears."""

from __future__ import annotations

import threading

from pos_app.domain.errors import Fault


class RecordingSpeaker:
    """Takes every sound at once. `is_there` False: no device; `holds`: it takes a sound and never plays it."""

    def __init__(self, *, is_there: bool = True) -> None:
        """Nothing was heard yet."""
        self.is_there = is_there
        self.holds = False
        self.heard: list[bytes] = []
        self.opened = 0
        self.tries = 0
        self.closed = 0
        self.rests = 0
        self.threads: set[str] = set()

    def open(self) -> None:
        """Open, or raise `Fault` "sound.no_device"."""
        self.tries += 1
        if not self.is_there:
            raise Fault("sound.no_device")
        self.opened += 1

    def play(self, sound: bytes) -> None:
        """Write it down."""
        if not self.is_there:
            raise Fault("sound.no_device")
        self.threads.add(threading.current_thread().name)
        self.heard.append(sound)

    def has_played(self) -> bool:
        """Tell whether the last sound was taken."""
        return not self.holds

    def rest(self) -> None:
        """Count it."""
        self.rests += 1

    def close(self) -> None:
        """Count it."""
        self.closed += 1
