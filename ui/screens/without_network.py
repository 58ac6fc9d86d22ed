"""What works without the network: the registry of capabilities, with the situation of this moment in front.

Opened from Devices and sync, or by its key from anywhere. Nothing can be changed here, and nothing scanned is sold.
"""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from pos_app.domain.degraded import Situation
from pos_app.selling.lamp import Link
from pos_app.settings import Settings
from ui.bridge import Bridge
from ui.face import Face
from ui.panels.capability_rows import CapabilityCard
from ui.panels.two_columns import TwoColumns
from ui.screen import Screen
from ui.widgets.buttons import Button
from ui.widgets.label import Label, words_label

_IN_TOUCH = (Link.ONLINE, Link.SLOW)
_STEP_PX = 120
TICKS_BETWEEN_LOOKS = 4
"""Of the bridge's 250 ms."""


class WithoutNetworkScreen(Screen):
    """The page of what works, as things stand now."""

    def __init__(self, face: Face, bridge: Bridge, _settings: Settings) -> None:
        """The window builds it only when there are rooms; its rows are made when it is first opened."""
        super().__init__()
        assert bridge.rooms is not None
        self._face, self._rooms = face, bridge.rooms
        self._card: CapabilityCard | None = None
        self._shown: Link | None = None
        self._ticks = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.back = Button("quiet", self.left.emit, focusable=True)
        self._title = Label()
        self._title.setProperty("look", "title")
        self._title.setWordWrap(True)
        self._now = words_label("quiet")
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self.back)
        self._page = TwoColumns(face, (1, 0))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._now)
        column.addWidget(self._page, 1)
        bridge.also(self._on_tick)
        face.changed.connect(self._put_on)
        self._put_on()

    @property
    def card(self) -> CapabilityCard:
        """Return the rows, made at the first visit: a till that never looks here pays nothing for them."""
        if self._card is None:
            self._card = CapabilityCard(self._face)
            self._page.left.addWidget(self._card)
            self._page.left.addStretch(1)
        return self._card

    def begin(self) -> None:
        """Show how things stand, from the top."""
        self._shown = None
        self._look()
        self._page.verticalScrollBar().setValue(0)
        self.setFocus()

    def take_scan(self, _code: str) -> None:
        """Nothing is scanned here."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave by Esc; the arrows and page keys scroll."""
        bar = self._page.verticalScrollBar()
        steps = {
            Qt.Key.Key_Down: _STEP_PX,
            Qt.Key.Key_Up: -_STEP_PX,
            Qt.Key.Key_PageDown: self._page.viewport().height(),
            Qt.Key.Key_PageUp: -self._page.viewport().height(),
        }
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif Qt.Key(event.key()) in steps:
            bar.setValue(bar.value() + steps[Qt.Key(event.key())])

    def _on_tick(self) -> None:
        self._ticks += 1
        if self.isVisible() and self._ticks >= TICKS_BETWEEN_LOOKS:
            self._look()

    def _look(self) -> None:
        self._ticks = 0
        link = self._rooms.devices.look().sync.link
        situation = Situation.ONLINE if link in _IN_TOUCH else Situation.ALONE
        if link is not self._shown:
            self._shown = link
            now = "degraded.now.no_hub" if link is Link.NONE else f"degraded.now.{situation}"
            self._now.setText(self._face.say(now))
            self.card.show_at(situation)

    def _put_on(self) -> None:
        self._title.setText(self._face.say("degraded.title"))
        self.back.show_words(self._face.say("ui.back"), "Esc")
        self._shown = None
        if self.isVisible():
            self._look()
