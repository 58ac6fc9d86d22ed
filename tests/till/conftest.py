"""A workstation of the demo store for each test, copied from one that is made once."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pos_app.clock import SetClock
from pos_app.till import Till
from tests.shop_floor import FakeCounter, make_workstation, open_till


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_workstation(tmp_path_factory.mktemp("template") / "data")


@pytest.fixture
def new_folder(template: Path, tmp_path: Path) -> Callable[[str], Path]:
    """Make further workstations."""
    return lambda name: shutil.copytree(template, tmp_path / name)


@pytest.fixture
def folder(new_folder: Callable[[str], Path]) -> Path:
    return new_folder("data")


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def counter() -> FakeCounter:
    return FakeCounter()


@pytest.fixture
def till(folder: Path, clock: SetClock, counter: FakeCounter) -> Iterator[Till]:
    """The cashier is signed on."""
    with open_till(folder, clock=clock, counter=counter) as opened:
        yield opened
