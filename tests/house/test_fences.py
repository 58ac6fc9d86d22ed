"""The import contracts stop what they are there to stop, and the domain reads no clock by a back door."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house import tree

_LINT = "from importlinter.cli import lint_imports_command as c; c()"

# file, its one import: each breaks a rule that the design states
BREACHES = [
    ("pos_app/domain/peek.py", "import time"),
    ("pos_app/domain/peek.py", "import random"),
    ("pos_app/domain/peek.py", "from pathlib import Path"),
    ("pos_app/domain/peek.py", "import pos_app.store"),
    ("pos_app/domain/peek.py", "import biip"),
    ("pos_app/till.py", "import PySide6.QtCore"),
    ("pos_app/till.py", "import sqlite3"),
    ("pos_app/till.py", "import ui"),
    ("pos_app/spare.py", "import json"),
    ("sync/courier.py", "import sqlalchemy"),
    ("sync/courier.py", "import hardware"),
    ("hardware/scanner.py", "import pos_app.store"),
    ("hardware/scanner.py", "import PySide6.QtCore"),
    ("hardware/printers/epson.py", "import hardware.printers.star"),
    ("ui/window.py", "import pos_app.store"),
    ("ui/window.py", "import sqlite3"),
    ("ui/screens/sell.py", "import ui.screens.pay"),
    ("sync/connectors/tryton.py", "import sync.connectors.medusa"),
    ("pos_app/domain/promotions/percent_off.py", "import pos_app.domain.promotions.spend_and_save"),
]
ALLOWED = [
    ("pos_app/domain/codes/gs1.py", "import biip"),
    ("pos_app/store/journal.py", "import sqlite3"),
    ("sync/hub/tables.py", "import sqlalchemy"),
    ("pos_app/cli/till.py", "import PySide6.QtCore, ui, sync, hardware, pos_app.till"),
    ("ui/window.py", "import PySide6.QtCore, pos_app.till, pos_app.words"),
    ("hardware/scanner.py", "import pos_app.devices, pos_app.domain, pos_app.words"),
]
HOUSE = [
    "pos_app/__init__.py",
    "pos_app/cli/__init__.py",
    "pos_app/clock.py",
    "pos_app/devices.py",
    "pos_app/domain/__init__.py",
    "pos_app/domain/codes/__init__.py",
    "pos_app/domain/promotions/__init__.py",
    "pos_app/domain/promotions/spend_and_save.py",
    "pos_app/store/__init__.py",
    "pos_app/till.py",
    "pos_app/words/__init__.py",
    "hardware/__init__.py",
    "hardware/printers/__init__.py",
    "hardware/printers/star.py",
    "sync/__init__.py",
    "sync/connectors/__init__.py",
    "sync/connectors/medusa.py",
    "sync/hub/__init__.py",
    "ui/__init__.py",
    "ui/screens/__init__.py",
    "ui/screens/pay.py",
]


@pytest.fixture
def house(tmp_path: Path, project: Path) -> Path:
    """Return an empty house under this project's contracts."""
    shutil.copy(project / "pyproject.toml", tmp_path)
    for name in HOUSE:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    return tmp_path


def _contracts_hold(house: Path) -> tuple[bool, str]:
    environment = os.environ | {"PYTHONPATH": str(house), "PYTHONSAFEPATH": "1"}
    run = subprocess.run(
        [sys.executable, "-c", _LINT, "--no-cache"],
        cwd=house,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )
    return run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize(("file", "line"), BREACHES, ids=[f"{file}: {line}" for file, line in BREACHES])
def test_a_breach_of_a_fence_is_found(house: Path, file: str, line: str) -> None:
    (house / file).write_text(line + "\n")
    holds, said = _contracts_hold(house)
    assert not holds
    assert "BROKEN" in said


def test_what_the_design_allows_passes(house: Path) -> None:
    for file, line in ALLOWED:
        (house / file).write_text(line + "\n")
    holds, said = _contracts_hold(house)
    assert holds, said


def test_the_domain_reads_no_clock_and_no_file_by_a_back_door() -> None:
    clock_reads = {"now", "today", "utcnow"}
    doors = {"open", "print", "input", "exec", "eval", "__import__"}
    found = []
    for path in sorted((tree.PROJECT / "pos_app" / "domain").rglob("*.py")):
        for call in (node for node in ast.walk(tree.parsed(path)) if isinstance(node, ast.Call)):
            by_attribute = isinstance(call.func, ast.Attribute) and call.func.attr in clock_reads
            by_name = isinstance(call.func, ast.Name) and call.func.id in doors
            if by_attribute or by_name:
                found.append(f"{tree.name(path)}:{call.lineno}")
    assert found == []
