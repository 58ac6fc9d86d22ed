"""Runs the pickup desk's commands and says what came of them: in the strip what must not be overseen, else in the line.

The pickup screen gives its commands here. What stands in the strip before the eyes is not said a second time below.
"""

from collections.abc import Callable
from functools import partial

from pos_app.domain.errors import Fault, Refusal
from pos_app.selling.view import Said, Sound, Told
from ui.bridge import Bridge
from ui.face import Face
from ui.pickup_room import PickupRoom
from ui.shown import sentence
from ui.widgets.strip import Strip


class PickupTelling:
    """Speaks through one strip; `seen` tells whether the screen is before the eyes."""

    def __init__(self, face: Face, bridge: Bridge, desk: PickupRoom, strip: Strip, seen: Callable[[], bool]) -> None:
        """What fails anywhere is told here too, while the screen is seen."""
        self._face, self._bridge, self._desk, self._strip, self._seen = face, bridge, desk, strip, seen
        bridge.failed.connect(self._show_no)

    def run(self, command: Callable[[], Told], asks_for: Callable[[Refusal], bool]) -> bool:
        """Run a command and tell what came of it; `asks_for` sees a refusal first, and may ask in place."""
        self._strip.dismiss()
        heard: list[Told] = []

        def once() -> Told:
            heard.append(command())
            return self._but_for_the_strip(heard[0])

        done = self._bridge.do(once, asks_for)
        if heard:
            self._tell(heard[0])
        return done

    def news(self) -> None:
        """Let the desk do what waits, and tell what people must hear of it."""
        try:
            heard = self._desk.tick()
        except (Refusal, Fault) as no:
            self._bridge.failed.emit(no)
            return
        for told in heard:
            self._bridge.do(partial(self._but_for_the_strip, told))
            self._tell(told)

    def _but_for_the_strip(self, told: Told) -> Told:
        """Return what the status line says: nothing that stands in the strip before the eyes."""
        return Told(told.sound, None if self._seen() and told.sound is Sound.UNKNOWN else told.said)

    def _tell(self, told: Told) -> None:
        if told.said is not None and told.sound is Sound.UNKNOWN:
            said = told.said
            self._strip.tell("warn", lambda: sentence(self._face, said))

    def _show_no(self, no: Refusal | Fault | Said) -> None:
        if self._seen():
            self._strip.tell("bad" if isinstance(no, Fault) else "warn", lambda: sentence(self._face, no))
            self._bridge.warn()
