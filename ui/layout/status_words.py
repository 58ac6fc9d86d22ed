"""The words of the status line: what the last command said, what an open form still needs, or what is expected now.

A sentence belongs to what was asked when it was said, and goes with it: the next command, a refusal, another form or
another screen takes it away. Made by the window.
"""

from collections.abc import Callable

from pos_app.selling.view import Said, SellView
from ui.bridge import Bridge
from ui.expected import REPEATS
from ui.face import Face
from ui.shown import joined, sentence
from ui.widgets.status_line import StatusLine


class StatusWords:
    """Speaks on a status line."""

    def __init__(self, face: Face, bridge: Bridge, line: StatusLine, expected: Callable[[], str]) -> None:
        """`expected` returns the message id of what is to be done now, "" where the screen says it."""
        self._face, self._line, self._expected = face, line, expected
        self._news: Said | None = None
        self._hint: Said | None = None
        bridge.told.connect(self._take_news)
        bridge.hinted.connect(self._take_hint)
        bridge.failed.connect(lambda _no: self.forget())
        bridge.asked.connect(self._take_form)

    def show_view(self, view: SellView) -> None:
        """Say who works here, and what that view expects."""
        place = joined(view.workstation, view.operator.name if view.operator else "", view.store_name)
        if place != self._line.place.text():
            self._line.place.setText(place)
        self.show()

    def show(self) -> None:
        """Say what is to be said now, in the language of now."""
        what, expected = self._hint or self._news, self._expected()
        if what is not None:
            self._line.say(sentence(self._face, what))
        else:
            self._line.say(self._face.say(expected) if expected else "")

    def forget(self) -> None:
        """Say no more of what was."""
        self._news = self._hint = None
        self.show()

    def _take_news(self, news: Said | None) -> None:
        self._hint = None
        self._news = None if news is None or news.message_id.startswith(REPEATS) else news
        self.show()

    def _take_hint(self, hint: Said) -> None:
        self._hint = hint
        self.show()

    def _take_form(self, opened: bool) -> None:  # noqa: FBT001 - a slot
        """Forget the hint of a form that went; what was said before a new one came is of another matter."""
        self._hint = None
        if opened:
            self._news = None
        self.show()
