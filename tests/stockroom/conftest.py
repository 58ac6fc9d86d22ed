"""The stock desk of a workstation of the demo store, copied from one that is made once."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pos_app.cli import workstation
from pos_app.clock import SetClock
from pos_app.demo import shop
from tests.shop_floor import FakeCounter, make_workstation

Opens = Callable[..., contextlib.AbstractContextManager[workstation.Rooms]]


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_workstation(tmp_path_factory.mktemp("template") / "data")


@pytest.fixture
def folder(template: Path, tmp_path: Path) -> Path:
    return shutil.copytree(template, tmp_path / "data")


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def opens(folder: Path, clock: SetClock) -> Opens:
    """Open the rooms, with somebody signed on."""

    @contextlib.contextmanager
    def opened(who: str = "supervisor") -> Iterator[workstation.Rooms]:
        with workstation.rooms(folder, clock=clock, counter=FakeCounter(), random=os.urandom) as rooms:
            rooms.till.sign_in(who, shop.PINS[who])
            yield rooms

    return opened


@pytest.fixture
def rooms(opens: Opens) -> Iterator[workstation.Rooms]:
    with opens() as opened:
        yield opened
