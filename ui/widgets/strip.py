"""Inline strips: an amber bar that asks something, a calm one that offers to undo, a red one where money stops.

A strip never takes the focus and never covers anything: the list above it gives way. Its acts have keys, printed
on them.
"""

from collections.abc import Callable
from functools import partial

import msgspec
from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QSizePolicy, QWidget

from ui.face import Face, Words, said
from ui.widgets.buttons import Button
from ui.widgets.label import Label

_ICON_PX = 20
_ACTS_MOST = 2
_LOOKS = {
    "warn": ("warn-strip", "triangle-alert", "warn"),
    "calm": ("calm-strip", "circle-check", "brand_ink"),
    "member": ("calm-strip", "user-round", "brand_ink"),
    "bad": ("bad-strip", "octagon-alert", "bad"),
}


class Act(msgspec.Struct, frozen=True):
    """One thing that a strip offers."""

    words: Words
    key: str
    do: Callable[[], object]


class Strip(QFrame):
    """One strip; hidden until it has something to say."""

    def __init__(self, face: Face, parent: QWidget | None = None) -> None:
        """Make it once: words and acts change, the widgets stay."""
        super().__init__(parent)
        self._face = face
        self._kind = ""
        self._acts: tuple[Act, ...] = ()
        self._words: Words = ""
        self._words_high = 0
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._both.setContentsMargins(14, 8, 8, 8)
        self._both.setSpacing(8)
        across = QHBoxLayout()
        across.setSpacing(10)
        self._both.addLayout(across, 1)
        self._icon = Label()
        self.words = Label()
        self.words.setWordWrap(True)
        self.words.installEventFilter(self)
        across.addWidget(self._icon)
        across.addWidget(self.words, 1)
        self.buttons = tuple(Button("strip", partial(self._do, at)) for at in range(_ACTS_MOST))
        offers = QHBoxLayout()
        offers.setSpacing(8)
        for button in self.buttons:
            offers.addWidget(button, 1)
        self._both.addLayout(offers)
        self.setVisible(False)
        face.changed.connect(self._put_on)

    @property
    def acts(self) -> tuple[Act, ...]:
        """Return what the strip offers now; empty while it is hidden."""
        return self._acts

    def tell(self, kind: str, words: Words, acts: tuple[Act, ...] = ()) -> None:
        """Show words and at most two acts; `kind` is warn, calm or bad."""
        assert len(acts) <= _ACTS_MOST
        self._acts, self._words = acts, words
        if kind != self._kind:
            self._kind = kind
            self._dress()
        below = len(acts) == _ACTS_MOST  # two acts beside the words would leave them no room
        self._both.setDirection(QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight)
        for at, button in enumerate(self.buttons):
            button.setVisible(at < len(acts))
        self._say()
        self.setVisible(True)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Ask for the height that the words need at another width: the layouts around remember the one before."""
        if isinstance(event, QResizeEvent):
            high = self.words.heightForWidth(event.size().width())
            if high != self._words_high:  # only what changes: two widths that take turns would never end
                self._words_high = high
                self.words.updateGeometry()
        return False

    def dismiss(self) -> None:
        """Say nothing more."""
        self._acts, self._words = (), ""
        self.setVisible(False)

    def act_of(self, key: str) -> Act | None:
        """Return the act with this printed key."""
        return next((act for act in self._acts if act.key == key), None)

    def _do(self, at: int) -> None:
        if at < len(self._acts):
            self._acts[at].do()

    def _say(self) -> None:
        words = said(self._words)
        if words != self.words.text():
            for button in self.buttons:
                button.let_go()  # the same answer to something else
        self.words.setText(words)
        self.setAccessibleName(words)
        for button, act in zip(self.buttons, self._acts, strict=False):
            button.show_words(said(act.words), act.key)

    def _put_on(self) -> None:
        self._dress()
        if self._words:
            self._say()

    def _dress(self) -> None:
        if not self._kind:
            return
        look, icon, token = _LOOKS[self._kind]
        if self.property("look") != look:
            self.setProperty("look", look)
            for widget in (self, self.words, *self.buttons):
                widget.style().unpolish(widget)
                widget.style().polish(widget)
        self._icon.setPixmap(self._face.icon(icon, token, _ICON_PX).pixmap(QSize(_ICON_PX, _ICON_PX)))
