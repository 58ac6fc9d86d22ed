"""Takes lines out of the basket on the sell screen, and keeps Void and Del from answering what they were not asked.

Del answers the basket's question as its strip prints; the word Void answers nothing. While something is asked for in
place neither takes a line out. The keypad's key clears what is typed then, or in the search, and says so.
"""

from collections.abc import Callable

from pos_app.selling.view import LineView, Said
from ui.asked import Purpose
from ui.bridge import Bridge
from ui.panels.answering import Answering
from ui.panels.asking import Asking
from ui.panels.middle import MiddleCard

_SELLING_GOES_ON = (None, Purpose.LINE, Purpose.CAMERA)
"""Nothing is asked for, and a line is voided as ever, unless something is typed."""


class Voiding:
    """What Del and Void do."""

    def __init__(
        self,
        bridge: Bridge,
        middle: MiddleCard,
        asking: Asking,
        answering: Answering,
        line: Callable[[], LineView | None],
    ) -> None:
        """`line` returns the chosen line."""
        self._bridge, self._desk, self._middle, self._line = bridge, bridge.desk, middle, line
        self._asking, self._answering = asking, answering

    @property
    def clears(self) -> bool:
        """Tell whether the keypad's key clears what is typed: something is asked for, or half typed in the search."""
        typed = bool(self._middle.entry.field.text()) and self._asking.purpose is not Purpose.LINE
        return self._asks or typed

    @property
    def _asks(self) -> bool:
        return self._asking.purpose not in _SELLING_GOES_ON

    def by_del(self) -> None:
        """Answer the open question with Del's answer, else take the chosen line out."""
        if self._answering.offer("Del"):
            return
        if self._asks:
            self._bridge.hinted.emit(Said("ui.go_back_first"))
        else:
            self._take_out()

    def by_touch(self) -> None:
        """Do what the keypad's key says: Clear, or Void."""
        if self.clears:
            self._middle.entry.clear()
        else:
            self.by_word()

    def by_word(self) -> None:
        """Take the chosen line out; what is asked for, and a question of the basket, waits for its own answer."""
        if self._asks:
            self._bridge.hinted.emit(Said("ui.go_back_first"))
        elif self._bridge.view.questions:
            self._bridge.hinted.emit(Said("ui.answer_before_void"))
        else:
            self._take_out()

    def _take_out(self) -> None:
        line = self._line()
        if line is not None and self._answering.do(lambda: self._desk.void(line.number)):
            if self._asking.purpose is Purpose.LINE:
                self._asking.nothing()
            self._answering.show_voided(line)
