"""One quiet line that says what works now, out of touch with the hub, on the screen that it stands on.

The sentence is the registry's own (`degraded.<capability>.alone`), so that no screen promises what the table denies. It
is hidden in touch, and at a till that has no hub to be in touch with.
"""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from pos_app.domain.degraded import CAPABILITIES
from pos_app.selling.lamp import Link
from ui.bridge import Bridge
from ui.face import Face
from ui.widgets.label import Label, words_label

_ICON_PX = 16
_TOUCHLESS = (Link.OFFLINE, Link.DEAD, Link.REFUSED)
TICKS_BETWEEN_LOOKS = 4
"""Of the bridge's 250 ms."""
_KNOWN = frozenset(each.id for each in CAPABILITIES)


class AloneHint(QWidget):
    """Says what one capability is worth alone; the screen says which it is now."""

    def __init__(self, face: Face, bridge: Bridge) -> None:
        """Be hidden until the till is alone and there is something to say."""
        super().__init__()
        self._face, self._bridge = face, bridge
        self._capability, self._alone, self._ticks = "", False, 0
        self._icon = Label()
        self.words = words_label("meta")
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 0, 6, 0)
        row.setSpacing(8)
        row.addWidget(self._icon)
        row.addWidget(self.words, 1)
        self.hide()
        bridge.also(self._on_tick)
        face.changed.connect(self._show)

    def about(self, capability: str) -> None:
        """Speak of a capability of the registry from now on; of none when it is empty."""
        assert capability in _KNOWN or not capability
        if capability != self._capability:
            self._capability = capability
            self._look()

    def _on_tick(self) -> None:
        self._ticks += 1
        above = self.parentWidget()
        if self._ticks >= TICKS_BETWEEN_LOOKS and above is not None and above.isVisible():
            self._look()

    def _look(self) -> None:
        self._ticks = 0
        rooms = self._bridge.rooms
        self._alone = rooms is not None and rooms.devices.look().sync.link in _TOUCHLESS
        self._show()

    def _show(self) -> None:
        said = bool(self._alone and self._capability)
        if said:
            self._icon.setPixmap(self._face.icon("cloud-off", "warn", _ICON_PX).pixmap(_ICON_PX, _ICON_PX))
            name = f"degraded.{self._capability}"
            self.words.setText(f"{self._face.say(name)} · {self._face.say(f'{name}.alone')}")
        self.setVisible(said)
