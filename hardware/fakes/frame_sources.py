"""A camera that is not there: gives the frames that it is handed, can be pulled out, put back, and hang."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Final

from pos_app.domain.errors import Fault

if TYPE_CHECKING:
    from cv2.typing import MatLike

STEP_S: Final = 0.005
"""Between two frames: as fast as a test wants it, slow enough to let others run."""


class PictureSource:
    """Shows one picture at a time, over and over, until it is handed another one."""

    def __init__(self, frame: MatLike) -> None:
        """Begin with `frame`, plugged in."""
        self.frame = frame
        self.plugged_in = True
        self.opened = self.closed = 0
        self.hang = threading.Event()
        """Set: the next read never returns until it is cleared."""
        self.release = threading.Event()
        """Lets a read that hangs go on."""

    def open(self) -> None:
        """Find the camera, when it is there."""
        if not self.plugged_in:
            raise Fault("camera.missing", number=1)
        self.opened += 1

    def read(self) -> MatLike:
        """Return the picture in hand."""
        time.sleep(STEP_S)
        if self.hang.is_set():
            self.release.wait()
        if not self.plugged_in:
            raise Fault("camera.lost")
        return self.frame

    def close(self) -> None:
        """Let go."""
        self.closed += 1
