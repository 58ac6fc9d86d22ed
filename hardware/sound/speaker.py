"""The computer's sound device through miniaudio. Used by the player's thread alone.

The device runs only while a sound plays and a moment longer: an idle till has no audio callbacks. miniaudio is
imported when the first sound is asked for (0.1 s), never while the till starts.
"""

from __future__ import annotations

import contextlib
import ctypes
import sys
import threading
from collections.abc import Generator
from typing import TYPE_CHECKING, Any, Final

from hardware.sound.tones import RATE_HZ
from pos_app.domain.errors import Fault

if TYPE_CHECKING:
    import miniaudio

BUFFER_MS: Final = 40
_SAMPLE_BYTES: Final = 2
_ALSA_HANDLER: Final = ctypes.CFUNCTYPE(None, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_int)


_SAY_NOTHING: Final = _ALSA_HANDLER(lambda *_words: None)
"""ALSA writes twenty lines to the till's terminal for a missing card; the player says it once."""


class DeviceSpeaker:
    """The default sound device; `backend` is a name of miniaudio.Backend for tests, empty chooses."""

    def __init__(self, backend: str = "") -> None:
        """Nothing is touched before `open`."""
        self._backend = backend
        self._device: miniaudio.PlaybackDevice | None = None
        self._left = b""
        self._taking = threading.Lock()

    def open(self) -> None:
        """Find the device; raises `Fault` "sound.no_device"."""
        import miniaudio  # noqa: PLC0415 - a tenth of a second that a silent till never pays

        _quiet_alsa()
        try:
            self._device = miniaudio.PlaybackDevice(
                output_format=miniaudio.SampleFormat.SIGNED16,
                nchannels=1,
                sample_rate=RATE_HZ,
                buffersize_msec=BUFFER_MS,
                backends=[miniaudio.Backend[self._backend]] if self._backend else None,
                app_name="pos_app",
            )
        except miniaudio.MiniaudioError as error:
            raise Fault("sound.no_device") from error

    def play(self, sound: bytes) -> None:
        """Begin to play; raises `Fault` "sound.no_device" when it cannot."""
        import miniaudio  # noqa: PLC0415 - loaded by open

        assert self._device is not None
        with self._taking:
            self._left = sound
        if self._device.callback_generator is not None:
            return
        try:
            feed = self._feed()
            next(feed)
            self._device.start(feed)
        except miniaudio.MiniaudioError as error:
            raise Fault("sound.no_device") from error

    def has_played(self) -> bool:
        """Tell whether the device took everything."""
        return not self._left

    def rest(self) -> None:
        """Stop the device until the next sound."""
        if self._device is not None:
            with contextlib.suppress(Exception):  # the next sound finds out
                self._device.stop()

    def close(self) -> None:
        """Stop and let go."""
        device, self._device = self._device, None
        if device is not None:
            with contextlib.suppress(Exception):  # a device that is gone cannot be let go of better than this
                device.close()

    def _feed(self) -> Generator[bytes, int, None]:
        """Give the device's thread as many frames as it wants: of the sound, then silence."""
        frames = yield b""
        while True:
            wanted = frames * _SAMPLE_BYTES
            with self._taking:
                piece, self._left = self._left[:wanted], self._left[wanted:]
            frames = yield piece.ljust(wanted, b"\0")


def _quiet_alsa() -> None:
    if sys.platform != "linux":
        return
    with contextlib.suppress(OSError, AttributeError):
        alsa: Any = ctypes.CDLL("libasound.so.2")
        alsa.snd_lib_error_set_handler(_SAY_NOTHING)
