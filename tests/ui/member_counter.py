"""The sell screen of a till with members, over the real desks, with keys and taps before it."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from pos_app.cli import workstation
from pos_app.clock import SystemClock
from pos_app.demo.shop import PINS
from pos_app.members.view import BuyerView
from pos_app.settings import Settings
from tests.member_floor import Line, MemberTill, give_members, of_tier, wait_for_names
from tests.shop_floor import FakeCounter, make_workstation
from tests.till.counter_top import GOODS
from ui.app import OpenTill, open_window
from ui.asked import Purpose
from ui.key_player import KeyPlayer
from ui.rooms import NoSounds, Rooms
from ui.screens.sell import SellScreen

GOLD = of_tier("gold")
NATIONAL = GOLD.fields.phone.removeprefix("+86")
"""Her phone as it is typed in the store's own country."""
PRODUCE = next(p.id for p, _ in GOODS.values() if p.department == "produce" and not p.weighed)
"""Goods that members buy for less."""


class Counter:
    """The window, the desks behind it, and the keys before it."""

    def __init__(self, at: MemberTill, opened: OpenTill) -> None:
        self.at, self.opened, self.keys = at, opened, KeyPlayer(opened.window)
        sell = opened.window.screens["sell"]
        assert isinstance(sell, SellScreen)
        self.sell = sell
        self.page, self.enrol = sell.middle.member, sell.middle.enrol

    @property
    def purpose(self) -> Purpose | None:
        return self.sell.acting.asking.purpose

    def asked(self) -> Purpose | None:
        """What is asked, afresh."""
        return self.purpose

    @property
    def buyer(self) -> BuyerView | None:
        return self.at.till.view.buyer

    def rows(self) -> list[str]:
        return [row.name for row in self.page.results.list.row_model.rows]

    def words(self) -> str:
        """Everything that can be read on the sell screen."""
        fields = (widget.text() for widget in self.sell.findChildren(QWidget) if _reads(widget))  # type: ignore[attr-defined]
        rows = (f"{row.name} {row.detail} {row.amount}" for row in self.page.results.list.row_model.rows)
        return "\n".join((*fields, *rows))

    def tap(self, button: QAbstractButton) -> None:
        assert button.isVisible()
        assert button.isEnabled()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.keys.settle()


def _reads(widget: QWidget) -> bool:
    return widget.isVisible() and isinstance(widget, QLabel | QAbstractButton)


def with_members(folder: Path) -> Path:
    """Make a workstation's folder in which the demo's members are known."""
    return give_members(make_workstation(folder))


@contextlib.contextmanager
def open_counter(template: Path, folder: Path, qtbot: QtBot) -> Iterator[Counter]:
    """Open the window over a copy of `template`; the cashier is signed on."""
    place, line, clock = shutil.copytree(template, folder), Line(), SystemClock()
    with workstation.rooms(place, clock=clock, sync=line, counter=FakeCounter(), random=os.urandom) as desks:
        rooms = Rooms(desks.devices, desks.settings, NoSounds(), members=desks.members)
        opened = open_window(desks.till, Settings(), rooms=rooms)
        qtbot.addWidget(opened.window)
        with qtbot.waitExposed(opened.window):
            opened.window.show()
        wait_for_names(desks.people)
        made = Counter(MemberTill(desks.till, desks.members, desks.people, place, line, clock), opened)  # type: ignore[arg-type]
        made.keys.type(PINS["cashier"])
        made.keys.press("Enter")
        yield made
        opened.close()
