"""A line with a box before it that is ticked or not: what somebody agrees to. Used by the form of a new member.

The box is painted empty or ticked, so that nobody takes it for a key that does something; a screen reader hears a
check box with its state.
"""

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QWidget

from ui.face import Face
from ui.widgets.buttons import Button

_BOX_PX = 20
_BOXES = ((QIcon.State.Off, "square", "ink2"), (QIcon.State.On, "square-check", "brand_ink"))


class Tick(Button):
    """A button of the look "tick" that stays as it was pressed."""

    def __init__(self, face: Face, act: Callable[[], object], parent: QWidget | None = None) -> None:
        """Begin unticked; whoever made it says by `setChecked` what holds after `act`."""
        super().__init__("tick", act, parent)
        self._face = face
        self.setCheckable(True)
        face.changed.connect(self._put_on)
        self._put_on()

    def _put_on(self) -> None:
        side = self._face.px(_BOX_PX)
        self.setIconSize(QSize(side, side))
        both = QIcon()
        for state, name, token in _BOXES:
            drawn = self._face.icon(name, token, side)
            for ratio in (1.0, 2.0):
                both.addPixmap(drawn.pixmap(QSize(side, side), ratio), QIcon.Mode.Normal, state)
        self.setIcon(both)
