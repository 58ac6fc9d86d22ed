"""What the window knows of a screen, whichever it is."""

from collections.abc import Callable

import msgspec
from PySide6.QtWidgets import QWidget

from pos_app.settings import Settings
from ui.bridge import Bridge
from ui.face import Face


class Screen(QWidget):
    """A page of the window."""

    def begin(self) -> None:
        """Be shown: put the focus where the hand goes first."""
        raise NotImplementedError

    def take_scan(self, code: str) -> None:
        """Take a scan that came while this screen was open."""
        raise NotImplementedError


class ScreenEntry(msgspec.Struct, frozen=True):
    """One line of the registry; an entry without an icon has no place in the rail."""

    name: str
    make: Callable[[Face, Bridge, Settings], Screen]
    icon: str = ""
    message_id: str = ""
    key: str = ""
