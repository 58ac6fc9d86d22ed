"""A till under a scaled screen, looked at state by state: `python -m tests.ui.scaled_child 1280x800 en`.

Run with QT_SCALE_FACTOR set. Prints one line of JSON: what is cut off, covered or small, by state.
"""

from __future__ import annotations

import json
import os
import sys

from PySide6.QtWidgets import QApplication

from pos_app.settings import Settings
from tests.ui.conftest import AtTheTill
from tests.ui.looks import looking
from tests.ui.shop_desk import PIN, ShopDesk
from tests.ui.shop_rooms import ShopRooms
from tests.ui.test_language_switch import ALL, reach
from ui.app import open_window
from ui.screens import SCREENS

CHECKS = (looking.clipped, looking.overlapping, looking.small)


def look(state: str, logical: tuple[int, int], language: str) -> list[str]:
    """Return what is wrong with a till in this state, in a window of so many device-independent px."""
    desk, rooms = ShopDesk(), ShopRooms()
    opened = open_window(desk, Settings(language=language, on_screen_keyboard=state == "keyboard"), rooms=rooms.rooms)
    opened.window.show()
    try:
        till = AtTheTill(opened, desk, [], rooms)
        opened.window.resize(*logical)
        if state != "signed out":
            till.keys.type(PIN)
            till.keys.press("Enter")
        opened.face.put_on(language=language)
        if state in ALL:
            reach(till, state)
        elif state == "keyboard":
            opened.window.dock.toggle()
        elif state.startswith("screen "):
            opened.window.open(state.removeprefix("screen "))
        till.keys.settle()
        found = [each for check in CHECKS for each in check(opened.window)]
        if (opened.window.width(), opened.window.height()) != logical:
            found.append(f"the window grew to {opened.window.width()}x{opened.window.height()}")
        if folder := os.environ.get("POS_PICTURES"):
            opened.window.grab().save(f"{folder}/{state}-{language}-{logical[0]}x{logical[1]}.png")
        return found
    finally:
        opened.close()
        opened.window.deleteLater()


def run(size: str, language: str) -> dict[str, list[str]]:
    """Look at every state; the size is that of the screen in its own px."""
    application = QApplication([])
    factor = application.devicePixelRatio()
    assert factor == float(os.environ["QT_SCALE_FACTOR"])
    width, height = (int(int(px) / factor) for px in size.split("x"))
    states = ("signed out", "keyboard", *ALL, *(f"screen {entry.name}" for entry in SCREENS))
    return {state: look(state, (width, height), language) for state in states}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run(*sys.argv[1:])) + "\n")
