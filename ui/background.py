"""Does one slow thing (network, disk) on a thread of its own and tells the window how it ended."""

import logging
import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from pos_app.domain.errors import Fault, Refusal
from pos_app.selling.view import Said

_log = logging.getLogger(__name__)


class Background(QObject):
    """One thing at a time; `done` and `failed` arrive on the window's thread."""

    done = Signal()
    failed = Signal(object)  # Refusal | Fault | Said

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin with nothing to do."""
        super().__init__(parent)
        self._worker: threading.Thread | None = None

    @property
    def is_busy(self) -> bool:
        """Tell whether something is being done."""
        return self._worker is not None and self._worker.is_alive()

    def start(self, work: Callable[[], object]) -> None:
        """Do `work`; nothing happens while something else is being done."""
        if not self.is_busy:
            self._worker = threading.Thread(target=self._do, args=(work,), name="background", daemon=True)
            self._worker.start()

    def wait(self, timeout_s: float) -> None:
        """Wait until it has ended; the window has closed."""
        if self._worker is not None:
            self._worker.join(timeout_s)

    def _do(self, work: Callable[[], object]) -> None:
        try:
            work()
        except (Refusal, Fault) as no:
            self.failed.emit(no)
        except Exception:  # noqa: BLE001 - a bug becomes a sentence: the window must not wait for ever
            _log.exception("what was begun on the first screen failed")
            self.failed.emit(Said("ui.bug"))
        else:
            self.done.emit()
