"""What the window knows of a screen, whichever it is."""

from collections.abc import Callable
from typing import Protocol, runtime_checkable

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from pos_app.settings import Settings
from ui.bridge import Bridge
from ui.face import Face


class Screen(QWidget):
    """A page of the window; `left` asks for the one that a cashier works on, `wants` for another by its name.

    `keyboard` asks for the on-screen keyboard: True, its key was touched; False, no words are to be typed now.
    """

    left = Signal()
    wants = Signal(str)
    keyboard = Signal(bool)

    @property
    def expected(self) -> str:
        """Return the message id of what is to be done now; "" where the screen itself says it."""
        return ""

    @property
    def takes_numbers(self) -> bool:
        """Whether F1 to F6 are this screen's now, and open no other one."""
        return False

    def begin(self) -> None:
        """Be shown: put the focus where the hand goes first."""
        raise NotImplementedError

    def take_scan(self, code: str) -> None:
        """Take a scan that came while this screen was open."""
        raise NotImplementedError


@runtime_checkable
class HearsPace(Protocol):
    """A screen that wants to know how fast a scan came."""

    def take_pace(self, keys: int, took_ms: int) -> None:
        """Take the keys of the scan that follows, and the milliseconds from the first to the last."""


@runtime_checkable
class ShowsSubject(Protocol):
    """A screen that a scanned code can lead to."""

    def show_subject(self, subject: str) -> None:
        """Show the order, member, ... of the code that was scanned and checked."""


class ScreenEntry(msgspec.Struct, frozen=True):
    """One line of the registry; an entry without an icon has no place in the rail."""

    name: str
    make: Callable[[Face, Bridge, Settings], Screen]
    icon: str = ""
    message_id: str = ""
    key: str = ""
    room: str = ""
    """Its desk among the rooms, by name: left out of a window that has none of that name."""
    needs_rooms: bool = False
    """It asks other desks than the till's: left out of a window that has none."""
    at_the_bottom: bool = False
    """Its place in the rail is with the switches."""
    signed_out: bool = False
    """It opens while nobody is signed in, too."""
