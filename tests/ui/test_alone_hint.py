"""A screen says what the registry says, while the till is out of touch with the hub, and nothing otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from pos_app.cli import demo_workstation, workstation
from pos_app.demo import shop
from pos_app.selling.lamp import Link, SyncSeen
from pos_app.settings import Settings
from pos_app.words import say
from tests.member_floor import Line
from ui.app import OpenTill, open_window
from ui.key_player import KeyPlayer
from ui.panels.alone_hint import AloneHint
from ui.rooms import NoSounds, Rooms
from ui.screens.pickup import PickupScreen
from ui.screens.sell import SellScreen
from ui.screens.stock import StockScreen


class Alone:
    """The window, the keys before it, and the cable."""

    def __init__(self, opened: OpenTill, line: Line, qtbot: QtBot) -> None:
        self.opened, self.line, self._qtbot = opened, line, qtbot
        self.keys = KeyPlayer(opened.window)

    def hint(self) -> AloneHint:
        screen = self.opened.window.screen_now
        if isinstance(screen, PickupScreen | StockScreen):
            return screen.alone
        assert isinstance(screen, SellScreen)
        return screen.findChildren(AloneHint)[0]

    def says(self, capability: str) -> None:
        words = f"{say('en', f'degraded.{capability}')} · {say('en', f'degraded.{capability}.alone')}"
        self._qtbot.waitUntil(lambda: self.hint().isVisible() and self.hint().words.text() == words)

    def says_nothing(self) -> None:
        self._qtbot.waitUntil(lambda: not self.hint().isVisible())


@pytest.fixture
def at(tmp_path: Path, qtbot: QtBot) -> Iterator[Alone]:
    folder, line = demo_workstation.make(tmp_path / "till"), Line()
    with workstation.rooms(folder, sync=line) as desks:
        rooms = Rooms(
            desks.devices, desks.settings, NoSounds(), members=desks.members, pickup=desks.pickup, stock=desks.stock
        )
        opened = open_window(desks.till, Settings(), rooms=rooms)
        qtbot.addWidget(opened.window)
        with qtbot.waitExposed(opened.window):
            opened.window.show()
        qtbot.waitUntil(lambda: desks.people.ready)
        made = Alone(opened, line, qtbot)
        made.keys.type(shop.PINS["cashier"])
        made.keys.press("Enter")
        yield made
        opened.close()


def test_the_pickup_screen_says_what_is_worth_what_alone(at: Alone) -> None:
    at.keys.press("F2")
    at.says_nothing()
    at.line.seen = SyncSeen(Link.OFFLINE, contact_age_ms=60_000)
    at.says("pickup_new")
    at.keys.type("1042")
    at.says("pickup_find")
    at.keys.press("Enter")
    at.says("pickup_pick")
    at.line.seen = SyncSeen(Link.ONLINE, contact_age_ms=0)
    at.says_nothing()


def test_the_member_page_says_whom_it_may_not_know(at: Alone) -> None:
    at.line.seen = SyncSeen(Link.OFFLINE, contact_age_ms=60_000)
    at.keys.press("F10")
    at.says("member_find")
    at.line.seen = SyncSeen(Link.NONE)
    at.says_nothing()


def test_the_stock_screen_says_what_its_figures_and_sheets_are_worth(at: Alone) -> None:
    at.line.seen = SyncSeen(Link.OFFLINE, contact_age_ms=60_000)
    at.keys.press("F4")
    at.says("stock_card")
    at.keys.press("F7", "Down", "Enter")
    at.says("count")
    at.line.seen = SyncSeen(Link.ONLINE, contact_age_ms=0)
    at.says_nothing()
