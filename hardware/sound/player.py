"""Plays the till's sounds from one thread that lives as long as the window: `play` is called on the screen's thread.

Promises: `play` never waits and never raises; at most one sound waits, the newest of the highest rank, so that a storm
of scans ends with the last beep; without a device the till is silent, says so in `state`, and looks again at times.
"""

from __future__ import annotations

import enum
import logging
import threading
import time
from collections.abc import Callable
from typing import Final, Protocol

from hardware.sound.tones import RANKS, SOUNDS, length_ms, samples
from pos_app.domain.errors import Fault

STALE_AFTER_S: Final = 0.5
"""A sound that could not begin by then tells of something long past."""
RETRY_EVERY_S: Final = 30.0
"""How often a missing device is looked for, and only when there is something to play."""
GRACE_S: Final = 0.5
"""How long after its end a sound may still be in the device's buffer."""
REST_AFTER_S: Final = 2.0
"""Without a sound for so long the device is stopped: an idle till has no audio callbacks."""
CLOSE_TIMEOUT_S: Final = 2.0
_log = logging.getLogger(__name__)


class Speaker(Protocol):
    """A sound device. Called by the player's thread alone."""

    def open(self) -> None:
        """Find it; raises `Fault` "sound.no_device"."""
        ...

    def play(self, sound: bytes) -> None:
        """Begin to play 16-bit samples in place of what plays now; raises `Fault` when the device is gone."""
        ...

    def has_played(self) -> bool:
        """Tell whether all of the last sound was taken by the device."""
        ...

    def rest(self) -> None:
        """Nothing more is played for now; never raises."""
        ...

    def close(self) -> None:
        """Let go of it; never raises."""
        ...


class SoundState(enum.StrEnum):
    """What the Devices page says of the sound."""

    ON = "on"
    MUTED = "muted"
    """The volume is 0."""
    NO_DEVICE = "no_device"
    """Sound off: the till is silent."""
    NOT_YET = "not_yet"
    """Nothing was played yet, so no device was looked for."""


class Player:
    """One speaker behind one thread."""

    def __init__(self, speaker: Speaker, volume: int, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        """`volume` is 0 to 100; nothing is opened before the first sound."""
        self._speaker, self._monotonic = speaker, monotonic
        self._changed = threading.Condition()
        self._volume = volume
        self._waiting: tuple[str, float] | None = None
        self._state = SoundState.NOT_YET
        self._closing = False
        self._open = self._plays = False
        self._look_again_at = 0.0
        self._made: dict[tuple[str, int], bytes] = {}
        self._worker = threading.Thread(target=self._work, name="sound", daemon=True)
        self._worker.start()

    @property
    def state(self) -> SoundState:
        """Return how it is, without asking the device."""
        with self._changed:
            return self._state if self._volume else SoundState.MUTED

    def play(self, sound: str) -> None:
        """Play a sound of `tones.SOUNDS` as soon as what is of the same or a higher rank has ended."""
        with self._changed:
            if self._closing or not self._volume or sound not in SOUNDS:
                return
            if self._waiting is None or _rank(sound) >= _rank(self._waiting[0]):
                self._waiting = (sound, self._monotonic())
                self._changed.notify()

    def set_volume(self, volume: int) -> None:
        """Play from now on at 0 to 100."""
        with self._changed:
            self._volume = volume
            self._made.clear()

    def close(self) -> None:
        """End the thread and let go of the device; what waits is not played."""
        with self._changed:
            self._closing = True
            self._waiting = None
            self._changed.notify()
        self._worker.join(CLOSE_TIMEOUT_S)

    def _work(self) -> None:
        try:
            while (sound := self._next()) is not None:
                try:
                    self._sound(sound)
                except Fault as fault:
                    self._lose(fault)
                except Exception:  # noqa: BLE001 - a bug of a driver must not end the sounds for the day
                    _log.exception("the sound device failed")
                    self._lose(None)
        finally:
            self._speaker.close()

    def _next(self) -> str | None:
        with self._changed:
            while not self._closing:
                if self._waiting is None:
                    if not self._changed.wait(REST_AFTER_S if self._plays else None):
                        self._plays = False
                        self._speaker.rest()
                    continue
                (sound, asked), self._waiting = self._waiting, None
                if self._monotonic() - asked <= STALE_AFTER_S:
                    return sound
            return None

    def _sound(self, name: str) -> None:
        if not self._open:
            if self._monotonic() < self._look_again_at:
                return
            self._speaker.open()
            self._open = True
            self._set(SoundState.ON)
        self._speaker.play(self._samples(name))
        self._plays = True
        if self._has_ended(name) and not self._speaker.has_played():
            raise Fault("sound.no_device")

    def _samples(self, name: str) -> bytes:
        with self._changed:
            volume = self._volume
        key = (name, volume)
        if key not in self._made:
            self._made[key] = samples(name, volume).tobytes()
        return self._made[key]

    def _has_ended(self, name: str) -> bool:
        """Wait until the device took the sound; False when a higher one or the end of the till cuts it off."""
        ends = self._monotonic() + length_ms(name) / 1_000
        while (now := self._monotonic()) < ends or (now < ends + GRACE_S and not self._speaker.has_played()):
            with self._changed:
                if self._changed.wait_for(lambda: self._is_cut(name), max(0.01, ends - now)):
                    return False
        return True

    def _is_cut(self, name: str) -> bool:
        return self._closing or (self._waiting is not None and _rank(self._waiting[0]) > _rank(name))

    def _lose(self, fault: Fault | None) -> None:
        if fault is not None and self._state is not SoundState.NO_DEVICE:
            _log.warning("the till is silent: %s", fault)
        self._speaker.close()
        self._open = self._plays = False
        self._look_again_at = self._monotonic() + RETRY_EVERY_S
        self._set(SoundState.NO_DEVICE)

    def _set(self, state: SoundState) -> None:
        with self._changed:
            self._state = state


def _rank(sound: str) -> int:
    return RANKS.get(sound, 0)
