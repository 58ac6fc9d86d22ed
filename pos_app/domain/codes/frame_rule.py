"""When a code that a camera saw counts as read: the one place of the rule, pure, for every screen with a camera.

The camera view calls `look` once for each frame that was decoded, in order. A wrong read passes its check digit in 1.5
to 2.7% of hard photos, and two decoders can agree on it: so frames are counted, never decoders. Promises: what is
returned was read alike in enough frames, and an accepted code comes back only after it was out of view for `LOCK_MS`.
"""

from __future__ import annotations

import enum
from collections import deque
from collections.abc import Callable, Sequence
from typing import Final

import msgspec

WINDOW: Final = 3
"""Frames that are looked back on."""
READS: Final = 2
READS_DOUBTFUL: Final = 3
"""For formats with a weak check, and for what is no known product."""
LOCK_MS: Final = 1_500
FRESH_MS: Final = 1_000
"""Frames older than this before the newest are forgotten: the camera stood still, or was covered."""
FRESH_SECOND_MS: Final = 2_500
"""The same for frames that the second decoder looked at: two a second."""


class Format(enum.StrEnum):
    """The symbologies that the till reads with a camera."""

    EAN_13 = "ean_13"
    EAN_8 = "ean_8"
    UPC_A = "upc_a"
    UPC_E = "upc_e"
    CODE_128 = "code_128"
    CODE_39 = "code_39"
    ITF = "itf"
    DATABAR = "databar"
    QR = "qr"
    DATA_MATRIX = "data_matrix"


DOUBTFUL: Final = frozenset({Format.EAN_8, Format.UPC_E, Format.ITF})
NEVER_SECOND_ALONE: Final = frozenset({Format.EAN_8, Format.UPC_E, Format.ITF, Format.CODE_39})
"""A read of these by the second decoder alone never counts."""

Point = tuple[int, int]


class SeenCode(msgspec.Struct, frozen=True):
    """One code in one frame. `text` begins with its AIM identifier, as a scanner would send it."""

    text: str
    format: Format
    corners: tuple[Point, ...] = ()
    """In the frame's pixels, around the code."""
    first: bool = True
    """The first decoder (zxing-cpp) read it."""
    second: bool = False
    """The second decoder (pyzbar) read it."""

    @property
    def data(self) -> str:
        """What it says without the identifier: by this, reads are equal."""
        return self.text[3:] if self.text.startswith("]") else self.text

    @property
    def counts(self) -> bool:
        """Tell whether a read by these decoders may count at all."""
        return self.first or self.format not in NEVER_SECOND_ALONE


class Judged(msgspec.Struct, frozen=True):
    """What became of a frame: the code to take, if any, and the one that is aimed at."""

    accepted: SeenCode | None = None
    aimed: SeenCode | None = None
    """The one nearest to the middle: it alone can be accepted from this frame."""
    locked: bool = False
    """The aimed one was accepted, now or before, and counts no more until it was out of view."""


class FrameRule:
    """Counts reads over frames; `knows` tells whether a code is a known product or a signed code that holds."""

    def __init__(self, knows: Callable[[str], bool]) -> None:
        """`knows` is asked once for a code that was read often enough; it must not raise."""
        self._knows = knows
        self._frames: deque[tuple[int, frozenset[str]]] = deque(maxlen=WINDOW)
        self._second: deque[tuple[int, frozenset[str]]] = deque(maxlen=WINDOW)
        self._locked: dict[str, int] = {}
        """When each accepted code was seen last."""

    def look(self, at_ms: int, seen: Sequence[SeenCode], size: Point, *, second_looked: bool = False) -> Judged:
        """Judge one frame of `size` pixels taken at `at_ms` (it only rises), in which `seen` was read.

        `second_looked`: the second decoder looked at it too.
        """
        self._locked = {data: last for data, last in self._locked.items() if at_ms - last < LOCK_MS}
        counted = [code for code in seen if code.counts]
        self._frames.append((at_ms, frozenset(code.data for code in counted)))
        if second_looked:
            self._second.append((at_ms, frozenset(code.data for code in counted if code.second)))
        aimed = min(counted, key=lambda code: _from_middle(code, size), default=None)
        taken = aimed is not None and aimed.data not in self._locked and self._enough(aimed, at_ms)
        accepted = aimed if taken else None
        for code in seen:
            if code.data in self._locked or code is accepted:
                self._locked[code.data] = at_ms
        return Judged(accepted, aimed, aimed is not None and aimed.data in self._locked)

    def _enough(self, code: SeenCode, at_ms: int) -> bool:
        reads = max(_reads(self._frames, code.data, at_ms, FRESH_MS), self._second_reads(code, at_ms))
        if reads < READS:
            return False
        return reads >= READS_DOUBTFUL or (code.format not in DOUBTFUL and self._knows(code.text))

    def _second_reads(self, code: SeenCode, at_ms: int) -> int:
        if code.format in NEVER_SECOND_ALONE:
            return 0
        return _reads(self._second, code.data, at_ms, FRESH_SECOND_MS)


def _reads(frames: deque[tuple[int, frozenset[str]]], data: str, at_ms: int, fresh_ms: int) -> int:
    return sum(data in read and at_ms - when <= fresh_ms for when, read in frames)


def _from_middle(code: SeenCode, size: Point) -> int:
    """Return the squared distance of a code's middle from the picture's, in half pixels."""
    count = len(code.corners) or 1
    across = sum(x for x, _ in code.corners) * 2 - size[0] * count
    down = sum(y for _, y in code.corners) * 2 - size[1] * count
    return (across * across + down * down) // (count * count)
