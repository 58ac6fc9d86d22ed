"""Where frames come from: a camera, a video file, a folder of pictures. All three look alike to the camera's threads.

A source is opened, read and closed by the grabbing thread alone. Frames are opencv's arrays: rows of blue, green, red.
opencv is loaded by `open`: a till whose camera is off never loads it.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from pos_app.domain.errors import Fault

if TYPE_CHECKING:
    import cv2
    from cv2.typing import MatLike

WIDTH: Final = 1280
HEIGHT: Final = 720
FRAMES_PER_S: Final = 30
SIDE_MAX: Final = 1_920
"""Longest side of a frame; a larger picture of a folder is made smaller."""
PICTURES_MAX: Final = 5_000
DEVICE: Final = "/dev/video{}"
"""A camera's file on Linux, by its index."""
_PICTURES: Final = frozenset({".png", ".jpg", ".jpeg", ".webp", ".bmp"})
_FAILED: Final = "camera.lost"


class FrameSource(Protocol):
    """Something that gives frames, at its own pace."""

    def open(self) -> None:
        """Find it; raises `Fault` "camera.missing" | "denied" | "no_answer" | "no_file" | "no_library"."""
        ...

    def read(self) -> MatLike:
        """Wait for the next frame and return it; raises `Fault` "camera.lost" when it gives none any more."""
        ...

    def close(self) -> None:
        """Let go of it, from any state; never raises."""
        ...


class CameraSource:
    """A camera of this computer by its index: 0 is the first."""

    def __init__(self, index: int) -> None:
        """Touch nothing yet."""
        self._index = index
        self._capture: cv2.VideoCapture | None = None

    def open(self) -> None:
        """Ask for 720p at 30 frames a second; a camera that has another size gives that."""
        cv2 = opencv()
        capture = cv2.VideoCapture(self._index)
        if not capture.isOpened():
            capture.release()
            raise _not_opened(self._index)
        capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))  # without it most give 10 frames a second
        capture.set(cv2.CAP_PROP_FRAME_WIDTH, WIDTH)
        capture.set(cv2.CAP_PROP_FRAME_HEIGHT, HEIGHT)
        capture.set(cv2.CAP_PROP_FPS, FRAMES_PER_S)
        capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)  # the newest frame, not one from a queue
        self._capture = capture

    def read(self) -> MatLike:
        """Return the next frame."""
        return _next(self._capture)

    def close(self) -> None:
        """Let go of the camera."""
        _release(self._capture)
        self._capture = None


class VideoSource:
    """A video file at its own speed, over and over: for trying out, for the bench, and for teaching."""

    def __init__(self, path: Path) -> None:
        """Touch nothing yet."""
        self._path = path
        self._capture: cv2.VideoCapture | None = None
        self._pace = Pace(FRAMES_PER_S)

    def open(self) -> None:
        """Open the file."""
        cv2 = opencv()
        self._capture = cv2.VideoCapture(str(self._path))
        if not self._capture.isOpened():
            raise Fault("camera.no_file", file=str(self._path))
        self._pace = Pace(self._capture.get(cv2.CAP_PROP_FPS) or FRAMES_PER_S)

    def read(self) -> MatLike:
        """Return the next frame when it is due; after the last one the first."""
        self._pace.wait()
        capture = self._capture
        found, frame = capture.read() if capture is not None else (False, None)
        if found and frame is not None:
            return frame
        if capture is not None:
            capture.set(opencv().CAP_PROP_POS_FRAMES, 0)
        return _next(capture)

    def close(self) -> None:
        """Close the file."""
        _release(self._capture)
        self._capture = None


class FolderSource:
    """The pictures of a folder by name, each for a while, over and over."""

    def __init__(self, folder: Path, frames_per_s: float = FRAMES_PER_S, hold: int = 30) -> None:
        """`hold` is how many frames one picture stays."""
        self._folder, self._hold = folder, hold
        self._pace = Pace(frames_per_s)
        self._files: list[Path] = []
        self._turn = 0
        self._frame: MatLike | None = None

    def open(self) -> None:
        """Look which pictures there are."""
        opencv()
        files = sorted(self._folder.iterdir()) if self._folder.is_dir() else []
        self._files = [file for file in files if file.suffix.lower() in _PICTURES][:PICTURES_MAX]
        if not self._files:
            raise Fault("camera.no_file", file=str(self._folder))

    def read(self) -> MatLike:
        """Return a picture when it is due; one that is none is left out."""
        self._pace.wait()
        for _ in range(len(self._files)):
            if self._frame is None or self._turn % self._hold == 0:
                self._frame = _picture(self._files[self._turn // self._hold % len(self._files)])
            if self._frame is not None:
                self._turn += 1
                return self._frame
            self._turn += self._hold
        raise Fault(_FAILED)

    def close(self) -> None:
        """Forget the picture in hand."""
        self._frame, self._turn = None, 0


class Pace:
    """Lets so many frames a second through."""

    def __init__(self, frames_per_s: float) -> None:
        """Begin now."""
        self._step_s = 1 / max(1.0, frames_per_s)
        self._due = 0.0

    def wait(self) -> None:
        """Wait until the next frame is due; who is late does not catch up."""
        now = time.monotonic()
        if now < self._due:
            time.sleep(self._due - now)
        self._due = max(now, self._due) + self._step_s


def opencv() -> Any:  # noqa: ANN401 - the module
    """Load opencv, quiet and with one thread: the till's other threads need the second core."""
    try:
        import cv2  # noqa: PLC0415 - see the module's docstring
    except ImportError as error:
        raise Fault("camera.no_library", name="opencv") from error
    cv2.setNumThreads(1)
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)  # what is wrong is said by a Fault
    return cv2


def _not_opened(index: int) -> Fault:
    """Return why a camera was not opened, as far as the computer tells; people count cameras from one."""
    device, number = Path(DEVICE.format(index)), index + 1
    if not sys.platform.startswith("linux"):
        return Fault("camera.no_answer", number=number)
    if not device.exists():
        return Fault("camera.missing", number=number)
    if not os.access(device, os.R_OK | os.W_OK):
        return Fault("camera.denied", number=number, file=str(device))
    return Fault("camera.no_answer", number=number)  # held by another program, or no camera that gives pictures


def _next(capture: cv2.VideoCapture | None) -> MatLike:
    found, frame = capture.read() if capture is not None else (False, None)
    if not found or frame is None:
        raise Fault(_FAILED)
    return frame


def _release(capture: cv2.VideoCapture | None) -> None:
    if capture is not None:
        capture.release()


def _picture(file: Path) -> MatLike | None:
    cv2 = opencv()
    frame: MatLike | None = cv2.imread(str(file), cv2.IMREAD_COLOR)
    if frame is None:
        return None
    longest = max(frame.shape[:2])
    if longest <= SIDE_MAX:
        return frame
    scale = SIDE_MAX / longest
    small: MatLike = cv2.resize(frame, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return small
