"""A window over a till desk in memory, with someone at the keys."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from pos_app.cli import demo_workstation
from pos_app.selling.view import Sound
from pos_app.settings import Settings
from tests.ui.at_the_shelf import Opens, opening
from tests.ui.member_counter import Counter, open_counter, with_members
from tests.ui.pickup_counter import AtTheDesk, at_the_desk
from tests.ui.shop_desk import PIN, ShopDesk
from tests.ui.shop_rooms import ShopRooms
from tests.ui.witness import witness
from ui.app import OpenTill, open_window
from ui.key_player import KeyPlayer
from ui.screens.sell import SellScreen


class AtTheTill:
    """The window, the desk behind it, and the keys before it."""

    def __init__(self, opened: OpenTill, desk: ShopDesk, sounds: list[Sound], rooms: ShopRooms) -> None:
        self.opened, self.desk, self.sounds, self.rooms = opened, desk, sounds, rooms
        self.window = opened.window
        self.keys = KeyPlayer(opened.window)
        sell = opened.window.screens["sell"]
        assert isinstance(sell, SellScreen)
        self.sell = sell

    def lines(self) -> list[tuple[str, str]]:
        """Return quantity and name of each line on the screen."""
        return [(row.quantity, row.name) for row in self.sell.basket.lines.row_model.rows]

    def asked(self, what: str) -> list[object]:
        """Return what the desk was asked under this name."""
        return [value for name, value in self.desk.asked if name == what]


@pytest.fixture(autouse=True)
def long_ones_are_told(request: pytest.FixtureRequest) -> Iterator[None]:
    """Say of a test that nears its limit whether it computes, and where, or waits for the machine."""
    with witness(request.node.nodeid):
        yield


@contextmanager
def standing(qtbot: QtBot, settings: Settings) -> Iterator[AtTheTill]:
    """Open a till that nobody has signed in to."""
    desk = ShopDesk()
    sounds: list[Sound] = []
    rooms = ShopRooms()
    opened = open_window(desk, settings, play=sounds.append, rooms=rooms.rooms)
    qtbot.addWidget(opened.window)
    with qtbot.waitExposed(opened.window):
        opened.window.show()
    yield AtTheTill(opened, desk, sounds, rooms)
    opened.close()


@pytest.fixture
def locked(qtbot: QtBot) -> Iterator[AtTheTill]:
    """Return a till that nobody has signed in to."""
    with standing(qtbot, Settings()) as till:
        yield till


@pytest.fixture
def touched(qtbot: QtBot) -> Iterator[AtTheTill]:
    """Return a till on which a touch of a field brings the letters up, with Li Wei signed in."""
    with standing(qtbot, Settings(on_screen_keyboard=True)) as till:
        till.keys.type(PIN)
        till.keys.press("Enter")
        yield till


@pytest.fixture
def till(locked: AtTheTill) -> AtTheTill:
    """Return a till with Li Wei signed in."""
    locked.keys.type(PIN)
    locked.keys.press("Enter")
    return locked


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a workstation in which the demo's members are known."""
    return with_members(tmp_path_factory.mktemp("members") / "data")


@pytest.fixture
def counter(template: Path, tmp_path: Path, qtbot: QtBot) -> Iterator[Counter]:
    """Return a till with members, over the real desks, with a cashier signed in."""
    with open_counter(template, tmp_path / "data", qtbot) as made:
        yield made


@pytest.fixture(scope="module")
def enrolled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a workstation that has its catalogue and has sold nothing; who works in it copies it."""
    return demo_workstation.make(tmp_path_factory.mktemp("enrolled"))


@pytest.fixture(name="at")
def at_the_pickup_desk(enrolled: Path, tmp_path: Path, qtbot: QtBot) -> Iterator[AtTheDesk]:
    """Return a cashier signed in at the pickup desk of the demo store."""
    with at_the_desk(enrolled, tmp_path / "till", qtbot) as made:
        yield made


@pytest.fixture
def opens(enrolled: Path, tmp_path: Path, qtbot: QtBot) -> Iterator[Opens]:
    """Return what opens a window at the shelf with somebody signed in."""
    with opening(enrolled, tmp_path, qtbot) as opened:
        yield opened


@pytest.fixture
def scanned(till: AtTheTill) -> Callable[..., AtTheTill]:
    """Return what scans codes and gives the till back."""

    def scan(*codes: str) -> AtTheTill:
        for code in codes:
            till.keys.scan(code)
        return till

    return scan
