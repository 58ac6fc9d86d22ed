"""The on-screen keyboard's place under the screens: it comes when it is asked for, and pushes nothing aside before.

Asked for by the rail's switch; where the workstation's setting says so, also by touching a text field.
"""

from PySide6.QtCore import QEvent, QObject
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
        column.addWidget(self.keyboard)
        if by_touch:
            for field in window.findChildren(QLineEdit):
                field.installEventFilter(self)

    def toggle(self) -> None:
        """Show the keyboard, or put it away."""
        self.keyboard.setVisible(self.keyboard.isHidden())

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Come up for a touch."""
        if event.type() == QEvent.Type.MouseButtonPress:
            self.keyboard.show()
        return False
