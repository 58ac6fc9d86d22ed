"""The rail at the left: the screens of the till from the top, the operator's own switches at the bottom."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from ui.face import Face

WIDTH_PX = 88
_ICON_PX = 24


class RailButton(QToolButton):
    """Icon over words over key."""

    def __init__(self, face: Face, icon: str, message_id: str, key: str, act: Callable[[], object]) -> None:
        """`act` is what the button does."""
        super().__init__()
        self._face, self._icon, self._message_id, self._key = face, icon, message_id, key
        self.gives_way = False
        self.setProperty("look", "rail")
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        self.setIconSize(QSize(_ICON_PX, _ICON_PX))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(lambda _checked: act())
        face.changed.connect(self.put_on)
        self.put_on()

    def mark(self, *, on: bool) -> None:
        """Show whether this button's screen is open."""
        self.setChecked(on)
        self.put_on()

    def put_on(self) -> None:
        """Take words, colours and size from the face."""
        words = self._face.say(self._message_id)
        self.setText(f"{words}\n{self._key}" if self._key else words)
        self.setAccessibleName(f"{words}, {self._key}" if self._key else words)
        self.setIcon(self._face.icon(self._icon, "brand_ink" if self.isChecked() else "ink2", _ICON_PX))
        self.setFixedHeight(self._face.px(72 if self._key else 60))


class Rail(QFrame):
    """The column of buttons."""

    def __init__(self, face: Face, parent: QWidget | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self.setObjectName("rail")
        self._face = face
        self.setFixedWidth(WIDTH_PX)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(6, 14, 6, 10)
        self._column.setSpacing(6)
        self._column.addStretch(1)
        self._screens = 0

    def add_screen(self, icon: str, message_id: str, key: str, act: Callable[[], object]) -> RailButton:
        """Add a screen under the last one."""
        button = RailButton(self._face, icon, message_id, key, act)
        button.setCheckable(True)
        self._column.insertWidget(self._screens, button)
        self._screens += 1
        return button

    def add_screen_below(self, icon: str, message_id: str, key: str, act: Callable[[], object]) -> RailButton:
        """Add a screen that is seldom needed over the switches."""
        button = RailButton(self._face, icon, message_id, key, act)
        button.setCheckable(True)
        self._column.addWidget(button)
        return button

    def add_switch(
        self, icon: str, message_id: str, act: Callable[[], object], *, gives_way: bool = False
    ) -> RailButton:
        """Add a switch at the bottom; one that `gives_way` is left out where the rail is too short: Settings has it."""
        button = RailButton(self._face, icon, message_id, "", act)
        button.gives_way = gives_way
        self._column.addWidget(button)
        return button
