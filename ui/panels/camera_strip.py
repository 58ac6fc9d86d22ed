"""A button that opens the camera's view where it stands, for any screen that takes scans; nothing without a camera.

The screen puts the strip under its field and `button` beside its title, asks `take_key` last, and connects `view.code`
to what takes its scans.
"""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.bridge import Bridge
from ui.face import Face
from ui.widgets.buttons import Button
from ui.widgets.camera_view import CameraView

KEY = "Ctrl+T"
VIEW_PX = 168
_ICON_PX = 22


class CameraStrip(QWidget):
    """Begins closed."""

    turned = Signal()
    """It was opened or closed."""

    def __init__(self, face: Face, bridge: Bridge) -> None:
        """The camera is the workstation's one."""
        super().__init__()
        self._face = face
        self._compact = False
        self._has_camera = bridge.rooms is not None and bridge.rooms.camera is not None
        self.view = CameraView(face, bridge.rooms.camera if bridge.rooms is not None else None, bridge.knows, self)
        self.view.setFixedHeight(VIEW_PX)
        self.view.hide()
        self.button = Button("quiet", self.toggle, focusable=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self.hide()
        face.changed.connect(self._put_on)
        self._put_on()

    def toggle(self) -> None:
        """Open the view, or close it."""
        if self._has_camera:
            self.setVisible(self.view.toggle())
            self._put_on()
            self.turned.emit()

    @property
    def is_open(self) -> bool:
        """Tell whether the view is open."""
        return not self.view.isHidden()

    def stand_in(self, head: QHBoxLayout) -> None:
        """Put the button into a row of the screen; without a camera there is none."""
        if self._has_camera:
            head.addWidget(self.button)

    def take_key(self, event: QKeyEvent) -> bool:
        """Take the key of the camera; False for any other."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if not control or event.key() != Qt.Key.Key_T or event.isAutoRepeat():
            return False
        self.toggle()
        return True

    def show_compact(self, *, on: bool) -> None:
        """Show the button by its icon alone, where its words have no room."""
        if on is not self._compact:
            self._compact = on
            self._put_on()

    def _put_on(self) -> None:
        opens = "ui.camera.open" if self.view.isHidden() else "ui.camera.close"
        self.button.show_words(self._face.say(opens), KEY)
        if self._compact:
            self.button.setText("")
        side = self._face.px(_ICON_PX)
        self.button.setIcon(self._face.icon("scan-barcode", "ink2", side) if self._compact else QIcon())
        self.button.setIconSize(QSize(side, side))
