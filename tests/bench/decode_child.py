"""The live view under measurement, offscreen: `python -m tests.bench.decode_child`. Prints one line of JSON.

A video of 720p is generated in which goods come by, 30 frames a second; a timer of the window says when it was held up.
"""

from __future__ import annotations

import itertools
import json
import tempfile
import time
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication

FPS: Final = 30
FRAMES: Final = 240
SECONDS: Final = 16
GOODS: Final = ("4006381333931", "9501234567891", "6901234567892", "0036000291452")
AWAY: Final = 15
"""Frames without goods between two."""
_TICK_MS: Final = 5


def main() -> None:
    """Measure."""
    with tempfile.TemporaryDirectory(prefix="pos-camera-") as made:
        video = Path(made) / "goods.avi"
        _film(video)
        print(json.dumps(_measure(video)))  # noqa: T201 - the answer


def _measure(video: Path) -> dict[str, float]:
    from hardware.scanners import camera_of
    from ui.face import Face
    from ui.widgets.camera_view import CameraView

    application = QApplication([])
    camera = camera_of(str(video))
    assert camera is not None
    view = CameraView(Face(), camera, lambda _code: True)
    taken: list[str] = []
    view.code.connect(taken.append)
    view.resize(560, 420)
    gaps = Gaps()
    view.show()
    while view.frames == 0:
        _wait(0.02)
    _wait(1.0)
    loading_gap_ms = gaps.longest_ms()
    began, frames, processor = time.monotonic(), view.frames, time.process_time()
    first = len(taken)
    looks = _count_looks(camera)
    _wait(SECONDS)
    took = time.monotonic() - began
    found = {
        "source_fps": FPS, "shown_fps": round((view.frames - frames) / took, 1), "gap_ms": gaps.longest_ms(),
        "loading_gap_ms": loading_gap_ms, "decoded_fps": round(looks[0] / took, 1),
        "second_fps": round(looks[1] / took, 1),
        "processor_percent": round(100 * (time.process_time() - processor) / took),
        "came_by": int(took * FPS / FRAMES * len(GOODS)), "accepted": len(taken) - first,
        "repeated": sum(one == next_one for one, next_one in itertools.pairwise(taken)),
    }  # fmt: skip
    view.hide()
    camera.close()
    application.processEvents()
    return found


def _count_looks(camera: object) -> list[int]:
    """Count the frames that are decoded from now on, and those that the second decoder looked at."""
    looks, take = [0, 0], camera.seen  # type: ignore[attr-defined]

    def counted() -> object:
        seen = take()
        looks[0] += len(seen)
        looks[1] += sum(each.second_looked for each in seen)
        return seen

    camera.seen = counted  # type: ignore[attr-defined]
    return looks


class Gaps:
    """A timer of the window that notes when it comes late."""

    def __init__(self) -> None:
        """Begin now."""
        self._last = time.monotonic()
        self._longest = 0.0
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start(_TICK_MS)

    def longest_ms(self) -> float:
        """Return the longest gap since the last call."""
        longest, self._longest = self._longest, 0.0
        return round(longest * 1e3, 1)

    def _tick(self) -> None:
        now = time.monotonic()
        self._longest = max(self._longest, now - self._last)
        self._last = now


def _wait(seconds: float) -> None:
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1_000), loop.quit)
    loop.exec()


def _film(file: Path) -> None:
    """Write the video: each of the goods slides through the middle, then the shelf is empty for a moment."""
    import cv2

    from tests.hardware.scanners.pictures import code_picture, shelf_frame

    out = cv2.VideoWriter(str(file), cv2.VideoWriter.fourcc(*"MJPG"), FPS, (1280, 720))
    shelf = shelf_frame()
    each = FRAMES // len(GOODS)
    pictures = [cv2.cvtColor(code_picture("ean13", text, 4), cv2.COLOR_GRAY2BGR) for text in GOODS]
    for number in range(FRAMES):
        frame, at = shelf.copy(), number % each
        if at >= AWAY:
            picture = pictures[number // each]
            height, width = picture.shape[:2]
            left = 250 + (at - AWAY) * 6
            frame[240 : 240 + height, left : left + width] = picture
        out.write(frame)
    out.release()


if __name__ == "__main__":
    main()
