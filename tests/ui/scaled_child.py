"""A till under a scaled screen, looked at state by state: `python -m tests.ui.scaled_child 1280x800 1024x768`.

Run with QT_SCALE_FACTOR set. Each state is reached once, and looked at in both languages on screens of all these
sizes. Prints one line of JSON: what is cut off, covered or small, by state, size and language.
"""

from __future__ import annotations

import json
import os
import sys

from PySide6.QtWidgets import QApplication

from pos_app.settings import Settings
from pos_app.words import LANGUAGES
from tests.ui.conftest import AtTheTill
from tests.ui.looks import looking
from tests.ui.shop_desk import PIN, ShopDesk
from tests.ui.shop_rooms import ShopRooms
from tests.ui.test_language_switch import ALL, reach
from ui.app import open_window
from ui.screens import SCREENS

CHECKS = (looking.clipped, looking.overlapping, looking.small)


def look(state: str, sizes: dict[str, tuple[int, int]]) -> dict[str, list[str]]:
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
            opened.window.open(state.removeprefix("screen "))
        return {
            f"{state}, {size}, {language}": _wrong(till, state, logical, language)
            for size, logical in sizes.items()
            for language in LANGUAGES
        }
    finally:
        opened.close()
        opened.window.deleteLater()


def _wrong(till: AtTheTill, state: str, logical: tuple[int, int], language: str) -> list[str]:
    window = till.window
    window.resize(*logical)
    till.opened.face.put_on(language=language)
    till.keys.settle()
    till.keys.settle()  # words that broke anew ask for another height
    found = [each for check in CHECKS for each in check(window)]
    if (window.width(), window.height()) != logical:
        found.append(f"the window grew to {window.width()}x{window.height()}")
    if folder := os.environ.get("POS_PICTURES"):
        window.grab().save(f"{folder}/{state}-{language}-{logical[0]}x{logical[1]}.png")
    return found


def run(*sizes: str) -> dict[str, list[str]]:
    """Look at every state; the sizes are those of screens in their own px."""
    application = QApplication([])
    factor = application.devicePixelRatio()
    assert factor == float(os.environ["QT_SCALE_FACTOR"])
    logical = {size: tuple(int(int(px) / factor) for px in size.split("x")) for size in sizes}
    states = ("signed out", "keyboard", *ALL, *(f"screen {entry.name}" for entry in SCREENS))
    return {each: wrong for state in states for each, wrong in look(state, logical).items()}  # type: ignore[arg-type]


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run(*sys.argv[1:])) + "\n")
