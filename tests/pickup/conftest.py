"""A service desk for each test, from one enrolled folder."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pickup.service_desk import ServiceDesk, service_desk
from tests.shop_floor import make_workstation


@pytest.fixture(scope="session")
def enrolled_pickup(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a workstation with the demo store's catalogue."""
    return make_workstation(tmp_path_factory.mktemp("pickup") / "till")


@pytest.fixture
def folder(enrolled_pickup: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(enrolled_pickup, tmp_path / "till"))


@pytest.fixture
def counter(folder: Path) -> Iterator[ServiceDesk]:
    """The cashier is signed on, the board is empty."""
    with service_desk(folder) as made:
        yield made
