"""The two threads behind a camera: one grabs frames and makes them small, one decodes the newest.

Made by `hardware.scanners.camera` whenever the camera is enabled. Promises: a driver that fails is tried again
after a rest, one that hangs is left and another thread tries; frames that came while one was decoded are skipped.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from hardware.scanners.decoding import Decoders
from hardware.scanners.sources import FrameSource, opencv
from pos_app.devices import Condition, Preview, Seen
from pos_app.domain.errors import Fault

if TYPE_CHECKING:
    from cv2.typing import MatLike

PREVIEW_WIDTH: Final = 640
SECOND_EVERY_S: Final = 0.5
"""pyzbar takes 65 ms for a frame without a code: at most two a second."""
THOROUGH_EVERY: Final = 4
"""One frame in so many is also read turned, small and inverted; after one that was read so, the next ones too."""
RETRY_S: Final = (0.5, 1.0, 2.0, 5.0)
"""How long to wait before a camera that failed is tried again; then always the last."""
STALL_S: Final = 5.0
"""A grabbing thread that gave no sign for so long hangs inside a driver: it is left, and another one begins."""
ABANDONED_MAX: Final = 3
"""So many hanging threads are left behind; then the camera is given up until it is enabled afresh."""
LET_GO_S: Final = 1.0
"""A view that is closed and opened again gives the earlier threads so long to end: a frame, and a frame's decoding."""
_NAP_S: Final = 0.25
_STEP_S: Final = 0.02
_log = logging.getLogger(__name__)


class Listener(Protocol):
    """Who hears of a run: the camera."""

    def show(self, run: Run, preview: Preview) -> None:
        """Take a preview."""
        ...

    def tell(self, run: Run, seen: Seen) -> None:
        """Take what was read in a frame."""
        ...

    def ail(self, run: Run, condition: Condition, fault: Fault) -> None:
        """Hear what keeps the run from seeing."""
        ...


class Means(NamedTuple):
    """What a run works with; `source` gives a fresh one to every grabbing thread."""

    source: Callable[[], FrameSource]
    decoders: Callable[[], Decoders]
    monotonic: Callable[[], float] = time.monotonic
    stall_s: float = STALL_S


class Run:
    """What is between one `enable` and its `disable`: both threads, and the frame between them."""

    def __init__(self, listener: Listener, means: Means, earlier: tuple[Run, ...] = ()) -> None:
        """Begin with `start`; `earlier` runs are given time to let go of the camera."""
        self._camera, self._means, self._earlier = listener, means, earlier
        self._news = threading.Condition()
        self._ended = False
        self._frame: MatLike | None = None
        self._number = 0
        self._grabber = 0
        """Which grabbing thread counts: one that was left has a lower number."""
        self._sign = means.monotonic()
        self._threads: list[threading.Thread] = []

    @property
    def alive(self) -> bool:
        """Tell whether one of its threads still runs."""
        return any(thread.is_alive() for thread in self._threads)

    def start(self) -> None:
        """Begin to grab and to decode."""
        self._begin_to_grab()
        decoder = threading.Thread(target=self._decode, name="camera-decode", daemon=True)
        self._threads.append(decoder)
        decoder.start()

    def stop(self) -> None:
        """Let both threads end; returns at once."""
        with self._news:
            self._ended = True
            self._news.notify_all()

    def join(self, timeout_s: float) -> None:
        """Wait for the threads so long; one that hangs stays."""
        deadline = time.monotonic() + timeout_s
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))

    # The grabbing thread

    def _begin_to_grab(self) -> None:
        self._grabber += 1
        self._sign = self._means.monotonic()
        grab = threading.Thread(target=self._grab, args=(self._grabber,), name="camera-grab", daemon=True)
        self._threads.append(grab)
        grab.start()

    def _grab(self, number: int) -> None:
        failures = 0
        source = self._means.source()
        self._await_earlier(number)
        while self._goes_on(number):
            try:
                source.open()
                while self._goes_on(number):
                    frame = source.read()
                    failures = 0
                    self._take(number, frame)
            except Fault as fault:
                self._camera.ail(self, Condition.UNREACHABLE, fault)
            except Exception as error:  # noqa: BLE001 - a bug of a driver must not end the camera for the day
                _log.exception("the camera's driver failed")
                self._camera.ail(self, Condition.ERROR, Fault("camera.driver", error=type(error).__name__))
            finally:
                source.close()
            self._rest(number, RETRY_S[min(failures, len(RETRY_S) - 1)])
            failures += 1

    def _await_earlier(self, number: int) -> None:
        """Let the runs before this one let go of the camera: it opens for one at a time."""
        until = self._means.monotonic() + LET_GO_S
        while self._goes_on(number) and self._means.monotonic() < until and any(run.alive for run in self._earlier):
            self._sign = self._means.monotonic()
            for run in self._earlier:
                run.join(_STEP_S)
        self._earlier = ()

    def _goes_on(self, number: int) -> bool:
        return not self._ended and number == self._grabber

    def _take(self, number: int, frame: MatLike) -> None:
        preview = preview_of(frame, self._number + 1)
        with self._news:
            if not self._goes_on(number):
                return
            self._number += 1
            self._frame = frame
            self._sign = self._means.monotonic()
            self._news.notify_all()
        self._camera.show(self, preview)

    def _rest(self, number: int, rest_s: float) -> None:
        until = self._means.monotonic() + rest_s
        while self._goes_on(number) and (left := until - self._means.monotonic()) > 0:
            with self._news:
                self._sign = self._means.monotonic()
                self._news.wait(min(left, _NAP_S))

    # The decoding thread

    def _decode(self) -> None:
        try:
            decoders = self._means.decoders()
        except Fault as fault:
            self.stop()  # a picture without a reader would only look as if it worked
            self._camera.ail(self, Condition.ERROR, fault)
            return
        reader = Reader(decoders, self._means.monotonic)
        choking = False
        while (frame := self._newest()) is not None:
            try:
                self._camera.tell(self, reader.read(frame))
                choking = False
            except Exception:  # noqa: BLE001 - a frame that a decoder chokes on is one frame
                if not choking:  # once, and not thirty times a second
                    _log.exception("a frame could not be decoded")
                choking = True

    def _newest(self) -> MatLike | None:
        """Wait for a frame that was not decoded yet; None when the run has ended."""
        while True:
            with self._news:
                if self._ended:
                    return None
                if self._frame is not None:
                    frame, self._frame = self._frame, None
                    return frame
                self._news.wait(_NAP_S)
                stalled = self._means.monotonic() - self._sign > self._means.stall_s
            if stalled:
                self._leave()

    def _leave(self) -> None:
        """Leave a grabbing thread that hangs, and let another one try."""
        self._camera.ail(self, Condition.UNREACHABLE, Fault("camera.hangs"))
        if self._grabber <= ABANDONED_MAX:
            self._begin_to_grab()


class Reader:
    """Decides which frame is read how: fast or thoroughly, by one decoder or by both."""

    def __init__(self, decoders: Decoders, monotonic: Callable[[], float] = time.monotonic) -> None:
        """Begin with a thorough frame that both look at."""
        self._decoders, self._monotonic = decoders, monotonic
        self._frames = 0
        self._thorough_until = 0
        self._second_at = -SECOND_EVERY_S

    def read(self, frame: MatLike) -> Seen:
        """Return what is in a frame."""
        cv2 = opencv()
        now = self._monotonic()
        second = now - self._second_at >= SECOND_EVERY_S
        if second:
            self._second_at = now
        thorough = self._frames % THOROUGH_EVERY == 0 or self._frames < self._thorough_until
        grey = frame if frame.ndim == 2 else cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY)  # noqa: PLR2004 - rows, columns
        codes = self._decoders.read(grey, thorough=thorough, second=second)
        if thorough and codes:
            self._thorough_until = self._frames + THOROUGH_EVERY
        self._frames += 1
        height, width = grey.shape
        return Seen(int(now * 1_000), (width, height), codes, second_looked=second)


def preview_of(frame: MatLike, number: int) -> Preview:
    """Return a frame made small for the screen."""
    cv2 = opencv()
    height, width = frame.shape[:2]
    if frame.ndim == 2:  # noqa: PLR2004 - a grey frame has rows and columns alone
        frame = cv2.cvtColor(frame, cv2.COLOR_GRAY2BGR)
    small_width = min(width, PREVIEW_WIDTH)
    small_height = max(1, height * small_width // width)
    small = (
        frame if small_width == width else cv2.resize(frame, (small_width, small_height), interpolation=cv2.INTER_AREA)
    )
    return Preview(number, small_width, small_height, small.tobytes(), (width, height))
