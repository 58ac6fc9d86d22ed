"""Somebody at the shelf before the stock screen, with a handheld or at the till."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pytestqt.qtbot import QtBot

from pos_app.cli import demo_workstation, workstation
from pos_app.stockroom.view import SheetView
from tests.ui.before_the_window import BeforeTheWindow
from ui.rooms import NoSounds, Rooms
from ui.screens.stock import StockScreen
from ui.window_shape import HANDHELD, Shape

FIRST, SECOND, THIRD, *_ = demo_workstation.codes()["goods"]
WEIGHED = demo_workstation.codes()["weighed"][0]


class AtTheShelf(BeforeTheWindow):
    """Somebody at the shelf, with a handheld or at the till."""

    def __init__(self, folder: Path, desks: workstation.Rooms, shape: Shape) -> None:
        rooms = Rooms(desks.devices, desks.settings, NoSounds(), stock=desks.stock)
        super().__init__(folder, desks, rooms, shape)
        self.desk = desks.stock
        screen = self.opened.window.screens["stock"]
        assert isinstance(screen, StockScreen)
        self.screen = screen

    @property
    def sheet(self) -> SheetView:
        found = self.desk.view.sheet
        assert found is not None
        return found

    def quantities(self) -> list[int]:
        return [line.quantity for line in self.sheet.lines]

    def touch_act(self, key: str) -> None:
        buttons = [*self.screen.buttons, *self.screen.panel.buttons, self.screen.main]
        (button,) = [each for each in buttons if each.isVisible() and each.text().endswith(key)]
        self.touch(button)

    def begin_count_by_touch(self) -> None:
        """Count the first area, and see what should be there."""
        self.touch_act("F7")
        self.touch_row(self.screen.panel.list, 0)
        self.touch_act("F7")

    def told(self) -> str:
        return self.screen.strip.words.text() if self.screen.strip.isVisible() else ""


Opens = Callable[[str, Shape], AtTheShelf]


@contextmanager
def opening(enrolled: Path, place: Path, qtbot: QtBot) -> Iterator[Opens]:
    """Yield what opens a window with somebody signed in, on a fresh copy of the enrolled workstation each time."""
    open_now: list[tuple[AtTheShelf, object]] = []

    def opened(who: str = "cashier", shape: Shape = HANDHELD) -> AtTheShelf:
        folder = Path(shutil.copytree(enrolled, place / f"workstation-{len(open_now)}"))
        rooms = workstation.rooms(folder)
        made = AtTheShelf(folder, rooms.__enter__(), shape)
        open_now.append((made, rooms))
        made.show(qtbot)
        made.sign_in(who)
        return made

    yield opened
    for made, rooms in open_now:
        made.opened.close()
        rooms.__exit__(None, None, None)  # type: ignore[attr-defined]
