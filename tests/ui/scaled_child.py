"""A till under a scaled screen, looked at state by state.

`python -m tests.ui.scaled_child 1280x800 1024x768 rooms 1024x768`: sizes for the counter, and those for the rooms.

Run with QT_SCALE_FACTOR set. Each state is reached once, and looked at in both languages on screens of all these
sizes: the counter's over a desk in memory, members, pickup, stock, camera and the other rooms over the demo store's
own till. Prints one line of JSON: what is cut off, covered or small, by state, size and language.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from pos_app.cli import demo_workstation
from pos_app.settings import Settings
from pos_app.words import LANGUAGES
from tests.ui.conftest import AtTheTill
from tests.ui.looks import looking
from tests.ui.shop_desk import PIN, ShopDesk
from tests.ui.shop_rooms import ShopRooms
from tests.ui.test_language_switch import ALL, reach
from ui.app import open_window
from ui.face import Face
from ui.gallery.dress import settle
from ui.gallery.stage import staged
from ui.gallery.state import Shows, State
from ui.gallery.states import STATES
from ui.window import Window

CHECKS = (looking.clipped, looking.overlapping, looking.small)
Sizes = Mapping[str, tuple[int, int]]
ROOMS = ("camera", "enrol", "exceptions", "member", "pickup", "stock", "without-network")
"""How the states of the gallery begin that the desk in memory does not have."""
ALL_FROM = 1.5
"""At a lower factor only those that are shown in full are looked at: each costs a till of its own."""


def look(state: str, sizes: Sizes) -> dict[str, list[str]]:
    """Return what is wrong with a till in this state, in windows of so many device-independent px."""
    desk, rooms = ShopDesk(), ShopRooms()
    opened = open_window(desk, Settings(on_screen_keyboard=state == "keyboard"), rooms=rooms.rooms)
    opened.window.resize(*next(iter(sizes.values())))
    opened.window.show()
    try:
        till = AtTheTill(opened, desk, [], rooms)
        if state != "signed out":
            till.keys.type(PIN)
            till.keys.press("Enter")
        if state in ALL:
            reach(till, state)
        elif state == "keyboard":
            opened.window.dock.toggle()
        elif state.startswith("screen "):
            assert state.removeprefix("screen ") in opened.window.screens
            opened.window.open(state.removeprefix("screen "))
        return dict(_looked_at(state, opened.window, opened.face, sizes))
    finally:
        opened.close()
        for each in (opened.window, opened.bridge, opened.scanner, opened.face):
            each.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def look_in_rooms(state: State, sizes: Sizes, copy: Callable[[], Path]) -> dict[str, list[str]]:
    """Return the same of a state of the gallery, over a `copy` of the demo store's till."""
    things = demo_workstation.things()
    with staged(state, "en", things, lambda differing: demo_workstation.window(copy(), differing)) as shown:
        assert shown is not None
        assert isinstance(shown.widget, Window)
        return dict(_looked_at(state.name, shown.widget, shown.faces[0], sizes))


def _looked_at(state: str, window: Window, face: Face, sizes: Sizes) -> Iterator[tuple[str, list[str]]]:
    for size, logical in sizes.items():
        for language in LANGUAGES:
            window.resize(*logical)
            face.put_on(language=language)
            settle()
            settle()  # words that broke anew ask for another height
            found = [each for check in CHECKS for each in check(window)]
            if (window.width(), window.height()) != logical:
                found.append(f"the window grew to {window.width()}x{window.height()}")
            if folder := os.environ.get("POS_PICTURES"):
                window.grab().save(f"{folder}/{state}-{language}-{logical[0]}x{logical[1]}.png")
            yield f"{state}, {size}, {language}", found


def run(counter: Sequence[str], rooms: Sequence[str]) -> dict[str, list[str]]:
    """Look at every state; the sizes are those of screens in their own px."""
    application = QApplication([])
    factor = application.devicePixelRatio()
    assert factor == float(os.environ["QT_SCALE_FACTOR"])
    sizes = {size: _logical(size, factor) for size in counter}
    in_memory = ("signed out", "keyboard", *ALL, *(f"screen {name}" for name in ("sell", "devices", "settings")))
    looked_at = {each: wrong for state in in_memory for each, wrong in look(state, sizes).items()}
    sizes = {size: _logical(size, factor) for size in rooms}
    with tempfile.TemporaryDirectory() as made:
        template = demo_workstation.make(Path(made, "template"))
        for state in STATES:
            wanted = state.in_full or factor >= ALL_FROM
            if wanted and state.shows is Shows.TILL and state.name.startswith(ROOMS):
                till = Path(made, state.name)
                looked_at |= look_in_rooms(state, sizes, lambda till=till: shutil.copytree(template, till))  # type: ignore[misc]
                shutil.rmtree(till)
    return looked_at


def _logical(size: str, factor: float) -> tuple[int, int]:
    width, _, height = size.partition("x")
    return int(int(width) / factor), int(int(height) / factor)


if __name__ == "__main__":
    at = sys.argv.index("rooms")
    sys.stdout.write(json.dumps(run(sys.argv[1:at], sys.argv[at + 1 :])) + "\n")
