"""Somebody before a window over the real desks of a workstation: keys, touch, what is heard, what is on disk then.

The screens' tests of the desks beside the counter build on it, each with its own screen and its own desk.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from pos_app.cli import workstation
from pos_app.demo import shop
from pos_app.domain.chain import open_body
from pos_app.domain.entries import Body
from pos_app.selling.view import Sound
from pos_app.settings import Settings
from pos_app.store.journal_reader import JournalReader
from ui.app import open_window
from ui.key_player import KeyPlayer
from ui.rooms import Rooms
from ui.widgets.found_list import FoundList
from ui.window_shape import TILL, Shape

Kind = type[Body]


class BeforeTheWindow:
    """The window, the desks behind it, and who stands before it."""

    def __init__(self, folder: Path, desks: workstation.Rooms, rooms: Rooms, shape: Shape = TILL) -> None:
        self.folder, self.desks = folder, desks
        self.sounds: list[Sound] = []
        self.opened = open_window(desks.till, Settings(), play=self.sounds.append, rooms=rooms, shape=shape)
        self.keys = KeyPlayer(self.opened.window)

    def show(self, qtbot: QtBot) -> None:
        qtbot.addWidget(self.opened.window)
        with qtbot.waitExposed(self.opened.window):
            self.opened.window.show()

    def sign_in(self, who: str = "cashier") -> None:
        for _ in range([each.id for each in self.desks.till.operators()].index(who)):
            self.keys.press("Down")
        self.type(shop.PINS[who], "Enter")

    def type(self, text: str, *keys: str) -> None:
        self.keys.type(text)
        for key in keys:
            self.keys.press(key)

    def touch(self, widget: object) -> None:
        assert hasattr(widget, "click")
        widget.click()
        self.keys.settle()

    def touch_row(self, shown: FoundList, at: int) -> None:
        rect = shown.visualRect(shown.row_model.index(at, 0))
        QTest.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(rect.center()))
        self.keys.settle()

    def bodies(self, *kinds: Kind) -> list[Body]:
        """What the journal on disk says, of these kinds, in order."""
        with JournalReader.open_readonly(self.folder, self.desks.till._journal.scope.workstation) as reader:
            found = [open_body(entry.sealed.body) for entry in reader.after(0)]
        return [body for body in found if isinstance(body, kinds)]
