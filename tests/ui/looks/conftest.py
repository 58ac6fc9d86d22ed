"""A till of the demo store in each of the gallery's states, with the real desk behind the window."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from pos_app.cli import demo_workstation
from pos_app.demo.shop import PINS
from ui.app import OpenTill
from ui.gallery.driver import Driver
from ui.gallery.states import State


@pytest.fixture(scope="session")
def enrolled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a workstation that has its catalogue and has sold nothing."""
    return demo_workstation.make(tmp_path_factory.mktemp("looks"))


@pytest.fixture
def reached(enrolled: Path, tmp_path: Path, qtbot: QtBot) -> Iterator[Callable[..., OpenTill]]:
    """Return what brings a fresh till into a state."""
    with ExitStack() as stack:

        def reach(state: State, language: str = "en") -> OpenTill:
            opened = stack.enter_context(demo_workstation.window(shutil.copytree(enrolled, tmp_path / "till")))
            qtbot.addWidget(opened.window)
            with qtbot.waitExposed(opened.window):
                opened.window.show()
            driver = Driver(opened, demo_workstation.codes(), PINS["cashier"])
            if not driver.has(state):
                pytest.skip(f"this window has no {state.name}")
            driver.reach(state, language)
            opened.bridge.stop()
            return opened

        yield reach
