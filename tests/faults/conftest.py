"""One nursery for all the fault tests, and a shop of processes for each module that asks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.nursery import Nursery
from tests.faults.nursery import nursery as opened_nursery
from tests.faults.small_disk import mounted
from tests.faults.street import Street


@pytest.fixture(scope="session")
def nursery(tmp_path_factory: pytest.TempPathFactory, project: Path) -> Iterator[Nursery]:
    """What children say on standard error is shown when a test fails to end well."""
    with opened_nursery(tmp_path_factory.mktemp("nursery") / "errors.log", project) as opened:
        yield opened


@pytest.fixture
def street(tmp_path: Path, nursery: Nursery) -> Iterator[Street]:
    """A seeded hub that is open."""
    made = Street(tmp_path, nursery)
    made.open_hub()
    yield made
    made.kill_hub()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 64 MB."""
    with mounted(tmp_path / "disk") as place:
        yield place
