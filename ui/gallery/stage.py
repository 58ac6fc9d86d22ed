"""Puts a state before whoever looks: the window that shows it, and the way to dress it.

`./pos gallery` and the tests of the looks stand on it; both bring their own till.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager

import msgspec
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QWidget

from pos_app.domain.errors import Refusal
from ui.app import OpenTill
from ui.face import Face
from ui.gallery.dress import Dress, settle
from ui.gallery.driver import Driver, Hand
from ui.gallery.state import Shows, State
from ui.screens.first_run import Answers, FirstRun
from ui.theme.tokens import THEMES
from ui.theme.type_scale import TypeScale

WHILE_MS = 120
"""A lone character may be the first of a scan until this has passed; the customer display follows within it too."""
OpensTill = Callable[[dict[str, bool | str]], AbstractContextManager[OpenTill]]
"""Opens a fresh till with these settings; its window is not shown yet."""


class Staged(msgspec.Struct, frozen=True):
    """A window in its state; `faces` are all that colour it, the last the one whose language it speaks."""

    state: State
    widget: QWidget
    faces: tuple[Face, ...]
    opened: OpenTill | None = None

    def wear(self, dress: Dress) -> None:
        """Bring the window into this theme, language, type and size, and let it settle."""
        theme, scale = THEMES[dress.theme], TypeScale(dress.percent)
        for face in self.faces:
            language = dress.language if face is self.faces[-1] else face.language
            if (face.theme, face.scale, face.language) != (theme, scale, language):
                face.put_on(theme=theme, scale=scale, language=language)
        self.widget.resize(*dress.size)
        settle()


class Shop(msgspec.Struct, frozen=True):
    """What the states are played with: the goods' codes and the operators' PINs, by the names in `state`."""

    codes: Mapping[str, tuple[str, ...]]
    pins: Mapping[str, str]


@contextmanager
def staged(
    state: State, language: str, shop: Shop, opens_till: OpensTill, size: tuple[int, int] | None = None
) -> Iterator[Staged | None]:
    """Yield the window in the state, as somebody who reads `language` came there; None when it has no such screen.

    The way there is gone in a till's window of this size: another arrangement takes away what is seen in clear.
    Nothing of the window stays afterwards.
    """
    if state.shows is Shows.FIRST_RUN:
        first = _first_run(state, language)
        yield first
        _leave(first.widget, *first.faces)
        return
    with opens_till(state.settings) as opened:
        if size is not None and state.shows is Shows.TILL:
            opened.window.resize(*size)
        opened.window.show()
        settle()
        driver = Driver(opened, shop.codes, shop.pins)
        yield _played(driver, state, language) if driver.has(state) else None
    _leave(opened.window, opened.bridge, opened.scanner, opened.face)


def _played(driver: Driver, state: State, language: str) -> Staged:
    driver.reach(state, language)
    settle(WHILE_MS)
    opened = driver.opened
    opened.bridge.stop()
    display = opened.customer.display
    if state.shows is Shows.CUSTOMER and display is not None:
        display.face.put_on(language=language)
        display.look()
        return Staged(state, display, (opened.face, display.face), opened)
    return Staged(state, opened.window, (opened.face,), opened)


def _leave(*objects: QObject) -> None:
    """Let closed windows and what they lived on go now: no event loop runs here that would do it."""
    for each in objects:
        each.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _first_run(state: State, language: str) -> Staged:
    def refuse(_answers: Answers) -> None:
        raise Refusal("enrol.bad_code")

    face = Face(language=language)
    window = FirstRun(face, refuse, lambda: None)
    face.dress(window)
    window.show()
    settle()
    Hand(window).play(state)
    return Staged(state, window, (face,))
