"""The one object between the desks and Qt: it runs commands, owns every timer and tells the screens by signals.

All of it runs on the UI thread; what another thread has for a screen comes by a queued signal of the part it is for.
A refusal or a fault of a desk becomes a sentence on the screen; any other error is a bug: it is logged, the window
stays and the basket with it.
"""

import logging
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from pos_app.domain.errors import Fault, Refusal
from pos_app.selling.view import Lamp, Said, SellView, Sound, Told
from ui.desk import SellDesk
from ui.rooms import Rooms
from ui.scanner_filter import Alarm

TICK_MS = 250
T = TypeVar("T")
_log = logging.getLogger(__name__)


class _TimerAlarm(QTimer):
    """A one-shot timer with the alarm's two verbs."""

    def __init__(self, ring: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self.setSingleShot(True)
        self.setTimerType(Qt.TimerType.PreciseTimer)
        self.timeout.connect(ring)


class Bridge(QObject):
    """Runs the desk's commands and owns the timers."""

    view_changed = Signal()
    told = Signal(object)  # Said, or None when a command had nothing to say
    failed = Signal(object)  # Refusal | Fault | Said
    asked = Signal(bool)  # something is asked for in place, or nothing any more
    hinted = Signal(object)  # Said: what is still needed before anything can be done; it goes with what is asked
    lamp_changed = Signal(object)  # Lamp
    newest_changed = Signal(int)  # line number
    opens = Signal(object)  # Opens: where a scanned code leads
    key_for_a_screen = Signal(str)  # "F2": pressed on the sell screen, and nothing there takes it

    def __init__(
        self, desk: SellDesk, play: Callable[[Sound], None] = lambda _sound: None, rooms: Rooms | None = None
    ) -> None:
        """`play` must return at once: the sounds' own thread plays. `rooms` are the desks of the other screens."""
        super().__init__()
        self.desk, self.rooms = desk, rooms
        self._play = play
        self._lamp: Lamp | None = None
        self._shown: SellView | None = None
        self._ticker = QTimer(self)
        self._ticker.setInterval(TICK_MS)
        self._ticker.timeout.connect(self.tick)

    @property
    def view(self) -> SellView:
        """Return the desk's view."""
        return self.desk.view

    def start(self) -> None:
        """Begin to tick."""
        self.tick()
        self._ticker.start()

    def stop(self) -> None:
        """Stop every timer: the window is closing."""
        for timer in self.findChildren(QTimer):
            timer.stop()

    def also(self, work: Callable[[], object]) -> None:
        """Do this at every tick too; it must return at once. A bug in it is logged, and the tick goes on."""

        def guarded() -> None:
            try:
                work()
            except Exception:  # noqa: BLE001 - a bug beside the sale must not stop it
                _log.exception("what is done at every tick failed")

        self._ticker.timeout.connect(guarded)

    def alarm(self, ring: Callable[[], None]) -> Alarm:
        """Return a one-shot timer."""
        return _TimerAlarm(ring, self)

    def do(self, command: Callable[[], Told], asks: Callable[[Refusal], bool] | None = None) -> bool:
        """Run a command and tell what came of it; return whether it was done.

        `asks` sees a refusal first; True: it asks for what is missing, and nothing is told.
        """
        try:
            told = command()
        except (Refusal, Fault) as no:
            if asks is not None and isinstance(no, Refusal) and asks(no):
                self._play(Sound.APPROVAL)
            else:
                self.failed.emit(no)
            self._show_view()
            return False
        except Exception:  # noqa: BLE001 - a bug must not take the window, and the basket with it, away
            _log.exception("a command of the till failed")
            self.failed.emit(Said("ui.bug"))
            self._show_view()
            return False
        if told.line:
            self.newest_changed.emit(told.line)
        self._show_view()
        self.told.emit(told.said)
        if told.sound is not None:
            self._play(told.sound)
        if told.opens is not None:
            self.opens.emit(told.opens)
        return True

    def ask(self, query: Callable[[], tuple[T, ...]]) -> tuple[T, ...]:
        """Return what the desk answers; nothing, and told why, when it cannot."""
        try:
            return query()
        except (Refusal, Fault) as no:
            self.failed.emit(no)
        except Exception:  # noqa: BLE001 - the same as for a command
            _log.exception("a question to the till failed")
            self.failed.emit(Said("ui.bug"))
        return ()

    def knows(self, code: str) -> bool:
        """Tell whether the desk knows what a code stands for; a bug in the look-up is a no."""
        try:
            return self.desk.knows(code)
        except Exception:  # noqa: BLE001 - the same as for a command
            _log.exception("a look-up of the till failed")
            return False

    def warn(self) -> None:
        """Play the low double tone."""
        self._play(Sound.UNKNOWN)

    def tick(self) -> None:
        """Let the desk do its work between two commands, and look at the lamp."""
        try:
            self.desk.tick()
            lamp = self.desk.lamp()
        except (Refusal, Fault) as no:
            self.failed.emit(no)
            return
        except Exception:  # noqa: BLE001 - the same
            _log.exception("the till's work between two commands failed")
            return
        self._show_view()
        if lamp != self._lamp:
            self._lamp = lamp
            self.lamp_changed.emit(lamp)

    def _show_view(self) -> None:
        if self.desk.view is not self._shown:
            self._shown = self.desk.view
            self.view_changed.emit()
