"""The one lamp: icon, word and colour together say how the till stands with the rest of the shop."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from pos_app.selling.view import Lamp, LampState
from ui.face import Face
from ui.widgets.label import Label

# state -> (severity for the style sheet, icon)
_SHOWN: dict[LampState, tuple[str, str]] = {
    LampState.DISK_LOW: ("stopped", "hard-drive"),
    LampState.JOURNAL_ALARM: ("stopped", "octagon-alert"),
    LampState.PRINTER: ("stopped", "printer"),
    LampState.LOOK: ("degraded", "triangle-alert"),
    LampState.CLOCK_WRONG: ("degraded", "clock-alert"),
    LampState.DAEMON_DEAD: ("degraded", "refresh-cw"),
    LampState.REFUSED: ("degraded", "cloud-alert"),
    LampState.OFFLINE: ("degraded", "cloud-off"),
    LampState.STALE: ("degraded", "calendar-clock"),
    LampState.SLOW: ("degraded", "turtle"),
    LampState.SENDING: ("good", "cloud-upload"),
    LampState.ONLINE: ("good", "cloud-check"),
    LampState.ALONE: ("good", "circle-check"),
}
_ICON_PX = 18
HEIGHT_PX = 26  # twice the radius in the style sheet
TARGET_PX = 44
KEY = "Ctrl+D"
_TOKENS = {"good": "brand_ink", "degraded": "warn", "stopped": "bad"}


class LampPill(QPushButton):
    """Shows a `Lamp`; pressed, it opens the page that says more."""

    def __init__(self, face: Face, parent: QWidget | None = None) -> None:
        """Begin as a till that sells alone."""
        super().__init__(parent)
        self.setProperty("look", "lamp-target")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAutoDefault(False)
        self._face = face
        self._pill = QFrame()
        self._pill.setProperty("look", "lamp")
        self._pill.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._icon = Label()
        self.words = Label()
        within = QHBoxLayout(self._pill)
        within.setContentsMargins(12, 0, 14, 0)
        within.setSpacing(7)
        within.addWidget(self._icon)
        within.addWidget(self.words)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(self._pill, 0, Qt.AlignmentFlag.AlignVCenter)
        self._lamp = Lamp(LampState.ALONE)
        face.changed.connect(self._put_on)
        self._put_on()

    def sizeHint(self) -> QSize:
        """Be as wide as the pill and as high as a finger."""
        return QSize(self._pill.sizeHint().width(), self._face.px(TARGET_PX))

    def minimumSizeHint(self) -> QSize:
        """Never cut the words."""
        return self.sizeHint()

    def show_lamp(self, lamp: Lamp) -> None:
        """Show another state; nothing happens when it is the same."""
        if lamp != self._lamp:
            self._lamp = lamp
            self._put_on()

    def _put_on(self) -> None:
        severity, icon = _SHOWN[self._lamp.state]
        words = lamp_words(self._face, self._lamp)
        if self.property("state") != severity:
            self.setProperty("state", severity)
            self._pill.setProperty("state", severity)
            for widget in (self._pill, self.words):
                widget.style().unpolish(widget)
                widget.style().polish(widget)
        self._icon.setPixmap(self._face.icon(icon, _TOKENS[severity], _ICON_PX).pixmap(_ICON_PX, _ICON_PX))
        self._pill.setFixedHeight(self._face.px(HEIGHT_PX))
        self.words.setText(words)
        self.setAccessibleName(words)
        self.setAccessibleDescription(f"{self._face.say('ui.devices')}, {KEY}")
        self.updateGeometry()


def lamp_words(face: Face, lamp: Lamp) -> str:
    """Return what the lamp says."""
    detail = face.say(f"ui.printer.{lamp.detail}") if lamp.state is LampState.PRINTER else lamp.detail
    return face.say(f"ui.lamp.{lamp.state}", count=lamp.count, detail=detail)


def severity(lamp: Lamp) -> str:
    """Return good, degraded or stopped."""
    return _SHOWN[lamp.state][0]


def stops_money(lamp: Lamp) -> bool:
    """Whether the state touches money and must be said beside Pay too."""
    return _SHOWN[lamp.state][0] == "stopped" or lamp.state is LampState.CLOCK_WRONG
