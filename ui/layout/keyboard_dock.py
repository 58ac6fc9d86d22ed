"""The on-screen keyboard's place under the screens: it comes when it is asked for, and pushes nothing aside before.

Asked for by a screen's own key or by the rail's switch; where the workstation's setting says so, also by touching a
text field.
"""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QBoxLayout, QLineEdit, QWidget

from ui.face import Face
from ui.widgets.keyboard import Keyboard


class KeyboardDock(QObject):
    """Shows and hides one keyboard at the end of a column."""

    def __init__(self, face: Face, window: QWidget, column: QBoxLayout, *, by_touch: bool) -> None:
        """`by_touch`: touching a text field brings it up."""
        super().__init__(window)
        self.keyboard = Keyboard(face)
        self.keyboard.hide()
        self.keyboard.closed.connect(self.keyboard.hide)
        self._for_a_screen = False
        column.addWidget(self.keyboard)
        if by_touch:
            for field in window.findChildren(QLineEdit):
                field.installEventFilter(self)

    def toggle(self) -> None:
        """Show the keyboard, or put it away."""
        self._for_a_screen = False
        self.keyboard.setVisible(self.keyboard.isHidden())

    def ask(self, wanted: bool) -> None:  # noqa: FBT001 - a slot
        """Come up, or go, for a screen's key; unwanted any more, only what a screen's key brought up goes."""
        if wanted:
            self.toggle()
            self._for_a_screen = not self.keyboard.isHidden()
        elif self._for_a_screen:
            self._for_a_screen = False
            self.keyboard.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Come up for a tap, when the finger is lifted: nothing may move under one that draws."""
        if event.type() == QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent):
            assert isinstance(watched, QWidget)
            if watched.rect().contains(event.position().toPoint()):
                self.keyboard.show()
        return False
