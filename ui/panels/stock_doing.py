"""How the stock screen runs a command of its desk, and says what came of it where it cannot be overseen."""

from collections.abc import Callable

from pos_app.domain.errors import Fault, Refusal
from pos_app.selling.view import Said, Sound, Told
from ui.bridge import Bridge
from ui.face import Face
from ui.shown import sentence
from ui.widgets.strip import Strip

_WARNS = (Sound.UNKNOWN, Sound.APPROVAL)
"""What the strip alone says: it goes with what it is about, and the status line must not say it after that."""


class StockDoing:
    """Runs commands; the screen's strip says what came of them."""

    def __init__(self, face: Face, bridge: Bridge, strip: Strip) -> None:
        """Begin with nothing done."""
        self._face, self._bridge, self._strip = face, bridge, strip

    def do(self, command: Callable[[], Told], asks: Callable[[Refusal], bool], show: Callable[[], object]) -> bool:
        """Run a command and `show` what holds then; `asks` sees a refusal first. Return whether it was done."""
        self._strip.dismiss()
        heard: list[Told] = []

        def run() -> Told:
            heard.append(command())
            told = heard[0]  # a line of a sheet is none of the basket
            return Told(told.sound, None if told.sound in _WARNS else told.said)

        done = self._bridge.do(run, asks)
        show()
        if heard and heard[0].said is not None:
            self._tell(heard[0].said, heard[0].sound)
        return done

    def show_no(self, no: Refusal | Fault | Said) -> None:
        """Say what could not be done."""
        self._strip.tell("bad" if isinstance(no, Fault) else "warn", lambda: sentence(self._face, no))
        self._bridge.warn()

    def _tell(self, said: Said, sound: Sound | None) -> None:
        kind = "warn" if sound in _WARNS else "calm"
        self._strip.tell(kind, lambda: sentence(self._face, said))
