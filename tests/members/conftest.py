"""A workstation with members for each test, copied from one that is made once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.member_floor import MemberTill, give_members, open_members
from tests.shop_floor import make_workstation


@pytest.fixture(scope="session")
def members_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return give_members(make_workstation(tmp_path_factory.mktemp("members") / "data"))


@pytest.fixture
def folder(members_template: Path, tmp_path: Path) -> Path:
    return shutil.copytree(members_template, tmp_path / "data")


@pytest.fixture
def at(folder: Path) -> Iterator[MemberTill]:
    """The cashier is signed on, names are loaded."""
    with open_members(folder) as opened:
        yield opened
