"""requirements.lock holds what pyproject.toml asks for, hashed, and one Qt for every Python."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

QT_VERSION = "6.11.3"  # 6.12.0 drops a reference to None at every void call on Python 3.11

_PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(\[[^\]]*\])?==(?P<version>\S+)(?P<marker> ; [^\\]*)?", re.MULTILINE)


@pytest.fixture
def lock(project: Path) -> str:
    return (project / "requirements.lock").read_text()


@pytest.fixture
def pins(lock: str) -> dict[str, str]:
    return {canonicalize_name(pin["name"]): pin["version"] for pin in _PIN.finditer(lock)}


def _asked_for(project: Path) -> list[Requirement]:
    text = tomllib.loads((project / "pyproject.toml").read_text())
    return [Requirement(line) for line in text["project"]["dependencies"] + text["dependency-groups"]["dev"]]


def test_every_dependency_is_locked_at_a_version_that_pyproject_allows(project: Path, pins: dict[str, str]) -> None:
    wrong = [
        f"{asked} is locked at {pins.get(canonicalize_name(asked.name))}"
        for asked in _asked_for(project)
        if not asked.specifier.contains(pins.get(canonicalize_name(asked.name), "0.dev0"))
    ]
    assert wrong == []


def test_qt_is_the_one_version_that_is_safe_on_every_python(lock: str, pins: dict[str, str]) -> None:
    assert pins["pyside6-essentials"] == pins["shiboken6"] == QT_VERSION
    assert [pin["marker"] for pin in _PIN.finditer(lock) if pin["name"] in {"pyside6-essentials", "shiboken6"}] == [
        None,
        None,
    ]


def test_every_locked_package_carries_its_hashes(lock: str) -> None:
    blocks = [b for b in re.split(r"^(?=[A-Za-z0-9])", lock, flags=re.MULTILINE) if _PIN.match(b)]
    assert len(blocks) > 40
    unhashed = [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block]
    assert unhashed == []


def test_the_lock_says_nothing_of_where_packages_come_from(lock: str) -> None:
    assert "://" not in lock
    assert "--index" not in lock
    assert "--find-links" not in lock


def test_the_lock_tells_how_it_is_refreshed(lock: str) -> None:
    assert "uv pip compile --universal --generate-hashes" in lock.splitlines()[1]
