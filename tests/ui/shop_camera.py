"""A camera that sees what the test says, when it says so; frames may come from another thread."""

from collections import deque
from collections.abc import Callable

from pos_app.devices import Condition, DeviceState, Health, Preview, Seen
from pos_app.domain.codes.frame_rule import Format, SeenCode

SIZE = (1280, 720)
STEP_MS = 40


class ShopCamera:
    """Implements `Scanner`."""

    def __init__(self) -> None:
        self.state, self.condition, self.why = DeviceState.CLAIMED, Condition.READY, ""
        self._wake: Callable[[], None] = lambda: None
        self._preview: Preview | None = None
        self._seen: deque[Seen] = deque()
        self._at_ms = self._number = 0

    @property
    def looks(self) -> bool:
        return self.state is DeviceState.ENABLED

    def see(self, *texts: str, frames: int = 1, step_ms: int = STEP_MS) -> None:
        """Let so many frames come in which these codes are read, the first one in the middle."""
        codes = tuple(
            SeenCode(text, Format.EAN_13, ((600 + 300 * at, 300), (700 + 300 * at, 300), (700 + 300 * at, 400)))
            for at, text in enumerate(texts)
        )
        for _ in range(frames):
            self._at_ms += step_ms
            self._number += 1
            self._preview = Preview(self._number, 16, 9, bytes(16 * 9 * 3), SIZE)
            self._seen.append(Seen(self._at_ms, SIZE, codes))
        self._wake()

    def fail(self, condition: Condition = Condition.UNREACHABLE, why: str = "") -> None:
        self.condition, self.why, self._preview = condition, why, None
        self._wake()

    def open(self) -> None:
        pass

    def claim(self) -> None:
        pass

    def enable(self) -> None:
        self.state = DeviceState.ENABLED

    def disable(self) -> None:
        self.state, self._preview = DeviceState.CLAIMED, None
        self._seen.clear()

    def close(self) -> None:
        self.disable()

    def health(self) -> Health:
        return Health(self.state, self.condition, self.why, {"number": 1} if self.why else {})

    def preview(self) -> Preview | None:
        return self._preview

    def seen(self) -> tuple[Seen, ...]:
        return tuple(self._seen.popleft() for _ in range(len(self._seen)))

    def on_frame(self, wake: Callable[[], None]) -> None:
        self._wake = wake
