"""Somebody at the pickup screen, over the real desk and the demo store's orders; for the tests of that screen."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from pytestqt.qtbot import QtBot

from pos_app.cli import demo_people, workstation
from pos_app.clock import SystemClock
from pos_app.demo import orders as demo
from pos_app.domain.entries_orders import OrderStep
from pos_app.domain.feed import Level
from pos_app.domain.orders import CustomerOrder
from pos_app.pickup.desk import PickupDesk
from pos_app.pickup.view import OpenOrderView
from tests.till.counter_top import feed
from tests.ui.before_the_window import BeforeTheWindow
from ui.rooms import NoSounds, Rooms
from ui.screens.pickup import PickupScreen

MINUTE_MS = 60_000


class AtTheDesk(BeforeTheWindow):
    """Somebody at the pickup desk."""

    def __init__(self, folder: Path, desks: workstation.Rooms) -> None:
        rooms = Rooms(desks.devices, desks.settings, NoSounds(), pickup=desks.pickup, exceptions=desks.exceptions)
        super().__init__(folder, desks, rooms)
        screen = self.opened.window.screens["pickup"]
        assert isinstance(screen, PickupScreen)
        self.screen = screen

    @property
    def desk(self) -> PickupDesk:
        return self.desks.pickup

    @property
    def order(self) -> OpenOrderView:
        found = self.desk.view.order
        assert found is not None
        return found

    def steps(self) -> list[OrderStep]:
        return [body for body in self.bodies(OrderStep) if isinstance(body, OrderStep)]

    def publish(self, *orders: CustomerOrder) -> None:
        """The feed brings rows, and the window's clock ticks."""
        feed(self.folder, [(Level.STORE, "order", each.id, each) for each in orders])
        self.tick()

    def tick(self) -> None:
        self.opened.bridge.tick()
        self.screen._on_tick()
        self.keys.settle()

    def told(self) -> str:
        return self.screen.strip.words.text() if self.screen.strip.isVisible() else ""

    def acts(self) -> list[str]:
        """What can be done, as its keys say."""
        order = self.screen.order
        return [each.text() for each in (*order.others, order.main) if each.isVisible()]


@contextmanager
def at_the_desk(enrolled: Path, folder: Path, qtbot: QtBot) -> Iterator[AtTheDesk]:
    """The cashier is signed in at a copy of the enrolled till, and the names are read."""
    with workstation.rooms(Path(shutil.copytree(enrolled, folder))) as desks:
        made = AtTheDesk(folder, desks)
        made.show(qtbot)
        qtbot.waitUntil(lambda: desks.people.ready)
        made.sign_in()
        yield made
        made.opened.close()


def scan_goods(at: AtTheDesk, number: int) -> None:
    for line in demo.order(number, 0).order.lines:
        for _ in range(line.quantity // 1_000):
            at.keys.scan(line.gtins[0][-13:])


def row_of(number: int, **changed: object) -> CustomerOrder:
    """An order of the demo, placed a quarter of an hour ago, as the feed tells it after something happened."""
    placed_ms = SystemClock().wall_ms() - 15 * MINUTE_MS
    return msgspec.structs.replace(demo_people.sealed(demo.order(number, placed_ms)), **changed)


def picked(order: CustomerOrder, **changed: object) -> CustomerOrder:
    lines = tuple(msgspec.structs.replace(line, picked=line.quantity) for line in order.lines)
    return msgspec.structs.replace(order, lines=lines, ready=True, place="A3", **changed)
