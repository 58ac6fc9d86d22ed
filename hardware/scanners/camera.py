"""A camera as a scanner: one thread grabs frames, one decodes the newest, the screen takes what is there.

Made by the wiring from the settings; used by the camera view through `pos_app.devices.Scanner`. Promises: no call waits
for a camera; a camera that is pulled out, refuses or hangs is said by `health` and tried again; frames that came while
one was decoded are skipped, never queued.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Final

import msgspec

from hardware.scanners.decoding import Decoders
from hardware.scanners.looking import STALL_S, Means, Run
from hardware.scanners.sources import FrameSource
from pos_app.devices import SEEN_MAX, Condition, DeviceState, Health, Preview, Seen
from pos_app.domain.errors import Fault

CLOSE_TIMEOUT_S: Final = 2.0
_WELL: Final = Health(DeviceState.ENABLED, Condition.READY)
_log = logging.getLogger(__name__)


class Camera:
    """One frame source behind two threads; implements `Scanner`."""

    def __init__(
        self,
        make: Callable[[], FrameSource],
        *,
        decoders: Callable[[], Decoders] = Decoders,
        monotonic: Callable[[], float] = time.monotonic,
        stall_s: float = STALL_S,
    ) -> None:
        """`make` gives a fresh source for every grabbing thread; nothing is opened before `enable`."""
        self._means, self._monotonic = Means(make, decoders, monotonic, stall_s), monotonic
        self._changed = threading.Condition()
        self._state = DeviceState.CLOSED
        self._health = Health(DeviceState.CLOSED, Condition.UNKNOWN)
        """As the enabled run told it last; its state is `_state`."""
        self._run: Run | None = None
        self._runs: list[Run] = []
        self._preview: Preview | None = None
        self._seen: deque[Seen] = deque(maxlen=SEEN_MAX)
        self._wake: Callable[[], None] = lambda: None

    def open(self) -> None:
        """Be ready to look; the camera itself is found by the grabbing thread."""
        self._state = DeviceState.OPEN

    def claim(self) -> None:
        """Take it: only one camera view is enabled at a time."""
        self._state = DeviceState.CLAIMED

    def enable(self) -> None:
        """Begin to grab and to decode; a second call changes nothing."""
        if self._run is None:
            self._state = DeviceState.ENABLED
            self._runs = [run for run in self._runs if run.alive]
            self._run = Run(self, self._means, tuple(self._runs))
            self._runs.append(self._run)
            self._run.start()

    def disable(self) -> None:
        """End both threads soon; what was read and not taken is forgotten."""
        run, self._run = self._run, None
        if run is not None:
            run.stop()
            self._state = DeviceState.CLAIMED
        with self._changed:
            self._preview = None
            self._seen.clear()

    def close(self) -> None:
        """Let go of the camera; a thread that hangs in a driver is left to the process's end."""
        self.disable()
        deadline = self._monotonic() + CLOSE_TIMEOUT_S
        for run in self._runs:
            run.join(max(0.0, deadline - self._monotonic()))
        self._state = DeviceState.CLOSED

    def health(self) -> Health:
        """Say how it was last; unknown before it was ever enabled."""
        with self._changed:
            return msgspec.structs.replace(self._health, state=self._state)

    def preview(self) -> Preview | None:
        """Return the newest frame, small."""
        with self._changed:
            return self._preview

    def seen(self) -> tuple[Seen, ...]:
        """Take what was read."""
        with self._changed:
            taken = tuple(self._seen)
            self._seen.clear()
        return taken

    def on_frame(self, wake: Callable[[], None]) -> None:
        """Call `wake` from a worker's thread whenever something new waits."""
        self._wake = wake

    # What a run tells

    def show(self, run: Run, preview: Preview) -> None:
        """Take a preview of the run that is enabled."""
        with self._changed:
            if run is not self._run:
                return
            self._preview, self._health = preview, _WELL
        self._wake()

    def tell(self, run: Run, seen: Seen) -> None:
        """Take what the run read in a frame."""
        with self._changed:
            if run is not self._run:
                return
            self._seen.append(seen)
        self._wake()

    def ail(self, run: Run, condition: Condition, fault: Fault) -> None:
        """Say what keeps the run from seeing; logged when it is news."""
        with self._changed:
            if run is not self._run:
                return
            health = Health(DeviceState.ENABLED, condition, fault.message_id, fault.params)
            news, self._health = self._health != health, health
            self._preview = None
        if news:
            _log.warning("the camera sees nothing: %s", fault)
            self._wake()
