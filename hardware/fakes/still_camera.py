"""A camera that stands still: shows the pictures of a folder one by one, each as long as nobody asks for the next one.

For pictures of the screens and their tests: everything happens in the caller's thread, with the real decoders, and the
same picture gives the same screen every time.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from hardware.scanners.decoding import Decoders
from hardware.scanners.looking import Reader, preview_of
from hardware.scanners.sources import FolderSource, opencv
from pos_app.devices import Condition, DeviceState, Health, Preview, Seen

if TYPE_CHECKING:
    from cv2.typing import MatLike

STEP_S: Final = 0.04
FRAMES: Final = 3
"""Reads of one picture: as many as any code needs."""
PICTURE: Final = "goods.png"
_FAR: Final = 1_000.0


class StillCamera:
    """Implements `Scanner` over the pictures of a folder."""

    def __init__(self, folder: Path, draw: Callable[[], None] = lambda: None) -> None:
        """Read nothing before it is enabled; `draw` makes the pictures then, where there are none."""
        self._draw = draw
        self._source = FolderSource(folder, frames_per_s=_FAR, hold=1)
        self._state = DeviceState.CLAIMED
        self._now_s = 0.0
        self._number = 0
        self._preview: Preview | None = None
        self._seen: list[Seen] = []
        self._reader: Reader | None = None
        self._wake: Callable[[], None] = lambda: None

    def open(self) -> None:
        """There is nothing to find."""

    def claim(self) -> None:
        """There is nothing to take."""

    def enable(self) -> None:
        """Show the first picture."""
        if self._state is not DeviceState.ENABLED:
            self._state = DeviceState.ENABLED
            self._reader = self._reader or Reader(Decoders(), lambda: self._now_s)
            self._draw()
            self._source.open()
            self.next()

    def next(self) -> None:
        """Show the next picture, and read it as often as any code needs."""
        assert self._reader is not None
        frame = self._source.read()
        self._number += 1
        self._preview = preview_of(frame, self._number)
        for _ in range(FRAMES):
            self._now_s += STEP_S
            self._seen.append(self._reader.read(frame))
        self._wake()

    def disable(self) -> None:
        """Close the folder."""
        self._state = DeviceState.CLAIMED
        self._preview = None
        self._seen.clear()
        self._source.close()

    def close(self) -> None:
        """Close the folder and let go of the decoders."""
        self.disable()
        self._reader = None

    def health(self) -> Health:
        """It is always well."""
        return Health(self._state, Condition.READY)

    def preview(self) -> Preview | None:
        """Return the picture that is shown."""
        return self._preview

    def seen(self) -> tuple[Seen, ...]:
        """Take what was read."""
        taken, self._seen = tuple(self._seen), []
        return taken

    def on_frame(self, wake: Callable[[], None]) -> None:
        """Call `wake` for each picture."""
        self._wake = wake


def draw_goods(file: Path, gtin: str, beside: str = "") -> None:
    """Draw a pack with an EAN-13 as a camera would see it, and write it; `beside` is another pack at the edge."""
    cv2 = opencv()
    file.parent.mkdir(exist_ok=True)
    frame: Any = _ground(cv2)
    for code, box, tint in (
        (gtin, (380, 150, 560, 430), (96, 142, 60)),
        (beside, (960, 330, 310, 330), (150, 90, 60)),
    ):
        if code:
            left, top, wide, high = box
            cv2.rectangle(frame, (left, top), (left + wide, top + high), tint, -1)
            _paste(cv2, frame, code, (left + 20, top + high // 3, wide - 40, high // 2))
    cv2.imwrite(str(file), cv2.GaussianBlur(frame, (3, 3), 0.6))


def _ground(cv2: Any) -> MatLike:  # noqa: ANN401 - the module
    """Return a wooden counter: bands from dark to light."""
    import numpy as np  # noqa: PLC0415 - for the pictures alone

    frame: MatLike = np.zeros((720, 1280, 3), np.uint8)
    for row in range(0, 720, 90):
        shade = 108 + row // 12
        cv2.rectangle(frame, (0, row), (1280, row + 90), (shade - 30, shade - 8, shade + 12), -1)
        cv2.line(frame, (0, row), (1280, row), (60, 74, 88), 2)
    return frame


def _paste(cv2: Any, frame: Any, code: str, box: tuple[int, int, int, int]) -> None:  # noqa: ANN401 - arrays
    import numpy as np  # noqa: PLC0415 - the same
    import zxingcpp  # noqa: PLC0415 - the same

    left, top, wide, high = box
    made = zxingcpp.create_barcode(code, zxingcpp.BarcodeFormat.EAN13).to_image(scale=4, add_quiet_zones=True)
    label = cv2.resize(np.array(made), (wide, high), interpolation=cv2.INTER_AREA)
    frame[top : top + high, left : left + wide] = cv2.cvtColor(label, cv2.COLOR_GRAY2BGR)
