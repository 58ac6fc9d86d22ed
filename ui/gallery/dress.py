"""How a picture is taken: in which theme, language, size of window and size of type; and which are taken of a state.

The kept ones stand in docs/screens; `every` is all that there is.
"""

from collections.abc import Iterable

import msgspec
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QTimer

from pos_app.words import LANGUAGES
from ui.gallery.state import Shows, State
from ui.theme.tokens import THEMES
from ui.theme.type_scale import SCALES_PERCENT

ALL_SIZES = ((480, 800), (1024, 768), (1280, 800), (1920, 1080))
DISPLAY_SIZES = ((1024, 600), (800, 480), (1280, 800), (1920, 1080))
WIDGET_SIZES = ((1280, 800), (480, 800))
"""Of the pages of the widgets."""


class Dress(msgspec.Struct, frozen=True):
    """How a picture is taken."""

    theme: str = "light"
    language: str = "en"
    size: tuple[int, int] = (1280, 800)
    percent: int = 100

    @property
    def name(self) -> str:
        """Return the part of a file's name."""
        larger = f"-{self.percent}" if self.percent != 100 else ""  # noqa: PLR2004 - the plain scale
        return f"{self.theme}-{self.language}-{self.size[0]}x{self.size[1]}{larger}"


def sizes(state: State) -> tuple[tuple[int, int], ...]:
    """Return the sizes of the window that shows the state: a till's, or a customer display's."""
    return DISPLAY_SIZES if state.shows is Shows.CUSTOMER else ALL_SIZES


def kept(state: State) -> tuple[Dress, ...]:
    """Return the dresses of the pictures in the repository, the plain one first.

    Of every state two that differ in all: light English, and small dark Chinese. Of a few every theme, and every
    size but the largest.
    """
    small, large = ((800, 480), (1024, 600)) if state.shows is Shows.CUSTOMER else ((480, 800), (1280, 800))
    two = (Dress(size=large), Dress("dark", "zh-Hans", small))
    if not state.in_full:
        return two
    return (
        *two,
        Dress(size=small),
        *(Dress(size=size) for size in sizes(state)[:-1] if size not in (small, large)),
        *(Dress(theme, size=large) for theme in THEMES if theme != "light"),
        Dress(language="zh-Hans", size=large),
    )


def every(state: State, percents: Iterable[int] = SCALES_PERCENT) -> tuple[Dress, ...]:
    """Return every theme, language and size in these types; what takes long to change changes least often."""
    return tuple(
        Dress(theme, language, size, percent)
        for size in sizes(state)
        for language in LANGUAGES
        for percent in percents
        for theme in THEMES
    )


def settle(for_ms: int = 0) -> None:
    """Let layouts find their place, and short alarms ring that end within `for_ms`."""
    if for_ms:
        loop = QEventLoop()
        QTimer.singleShot(for_ms, loop.quit)
        loop.exec()
    for _ in range(3):
        QCoreApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
