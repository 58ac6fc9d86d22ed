"""What the desks may ask of a device, in UnifiedPOS words; the drivers stand in `hardware`.

A device is opened, claimed and enabled before it works; `health` never waits longer than 0.5 s. A call that cannot be
done raises `Fault` with what a person can do about it. Drivers run on the spool's worker, never on the screen's thread.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from typing import Final, Protocol

import msgspec

from pos_app.domain.codes.frame_rule import SeenCode
from pos_app.domain.errors import Param
from pos_app.domain.receipt import Receipt

CONNECT_TIMEOUT_S: Final = 2.0
STATUS_TIMEOUT_S: Final = 0.5
PRINT_TIMEOUT_S: Final = 10.0
SEEN_MAX: Final = 60
"""Frames whose reads a scanner holds for a screen that does not take them: some two seconds."""


class DeviceState(enum.StrEnum):
    """UnifiedPOS life cycle, one after the other."""

    CLOSED = "closed"
    OPEN = "open"
    CLAIMED = "claimed"
    ENABLED = "enabled"


class Condition(enum.StrEnum):
    """What a device says of itself; all but the first two want a person."""

    READY = "ready"
    UNKNOWN = "unknown"
    """It cannot say: a device without a way back."""
    PAPER_LOW = "paper_low"
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    ERROR = "error"
    UNREACHABLE = "unreachable"


class Health(msgspec.Struct, frozen=True):
    """A device's state and condition now."""

    state: DeviceState
    condition: Condition
    why: str = ""
    """Message id of what keeps it from its job, where that is known more closely than by the condition."""
    params: dict[str, Param] = {}
    """What that sentence names."""

    @property
    def works(self) -> bool:
        """Tell whether it can do its job."""
        return self.condition in {Condition.READY, Condition.UNKNOWN, Condition.PAPER_LOW}


class Device(Protocol):
    """Every device: open, claim, enable, and the way back by `close`."""

    def open(self) -> None:
        """Find it; raises `Fault`."""
        ...

    def claim(self) -> None:
        """Take it for this workstation alone; raises `Fault` when another holds it."""
        ...

    def enable(self) -> None:
        """Make it ready to work; raises `Fault`."""
        ...

    def health(self) -> Health:
        """Say how it is, within `STATUS_TIMEOUT_S`; never raises."""
        ...

    def close(self) -> None:
        """Let go of it, from any state; never raises."""
        ...


class POSPrinter(Device, Protocol):
    """A receipt printer."""

    def print(self, receipt: Receipt) -> None:
        """Print and cut; returns when the printer has printed it and says it is well.

        Raises `Fault`: "printer.uncertain" when some of it may be on paper, any other id when nothing is.
        """
        ...


class CashDrawer(Device, Protocol):
    """A cash drawer, often on a printer's kick line."""

    def kick(self) -> None:
        """Open it; raises `Fault`."""
        ...


class Seen(msgspec.Struct, frozen=True):
    """What was read in one frame. Sizes and corners are the full frame's pixels, times monotonic."""

    at_ms: int
    size: tuple[int, int]
    """Width and height."""
    codes: tuple[SeenCode, ...]
    second_looked: bool = False
    """The second decoder looked at this frame too."""


class Preview(msgspec.Struct, frozen=True):
    """The newest frame, small, for the screen: rows of blue, green, red bytes without gaps."""

    number: int
    width: int
    height: int
    pixels: bytes
    size: tuple[int, int]
    """Of the frame that it was made from."""


class Scanner(Device, Protocol):
    """A camera that reads codes. It works between `enable` and `disable`; both return at once, as all calls here do.

    What is read is held until `seen` takes it, the newest `SEEN_MAX` frames of it; nothing waits for a camera.
    """

    def disable(self) -> None:
        """Let the camera rest; it is claimed still."""
        ...

    def preview(self) -> Preview | None:
        """Return the newest frame; None before the first one, and while the camera does not answer."""
        ...

    def seen(self) -> tuple[Seen, ...]:
        """Take what was read since the last call, oldest first; frames without a code are among them."""
        ...

    def on_frame(self, wake: Callable[[], None]) -> None:
        """Call `wake` from a worker's thread whenever a frame, a read or another health waits."""
        ...


class JobKind(enum.StrEnum):
    """What the counter is asked to do."""

    PRINT = "print"
    DRAWER = "drawer"


class Outcome(enum.StrEnum):
    """How a recorded intent ended."""

    DONE = "done"
    FAILED = "failed"
    """The device said no before anything happened: safe to ask again."""
    UNKNOWN = "unknown"
    """The answer never came: a person looks before it is asked again."""


class Job(msgspec.Struct, frozen=True):
    """One request to the counter's devices, tied to the intent that is already on disk."""

    intent: int
    kind: JobKind
    receipt: Receipt | None = None


class JobResult(msgspec.Struct, frozen=True):
    """UnifiedPOS output-complete or error event: how job `intent` ended, and why not in a message id."""

    intent: int
    kind: JobKind
    outcome: Outcome
    why: str = ""
    params: dict[str, Param] = {}
    """What the sentence of `why` may name."""


class Counter(Protocol):
    """The devices around the till behind one queue: jobs in, results out, in the order asked."""

    def submit(self, job: Job) -> None:
        """Queue `job`; returns at once, and does an intent only once however often it is submitted.

        Raises `Fault` "devices.queue_full" at the queue's limit, "devices.closed" after `close`.
        """
        ...

    def results(self) -> tuple[JobResult, ...]:
        """Take what has ended since the last call."""
        ...

    def health(self) -> Health:
        """Return the last known health of the printer without asking it."""
        ...

    def close(self) -> None:
        """Finish what is being done within `PRINT_TIMEOUT_S`, leave the rest to the recorded intents."""
        ...
