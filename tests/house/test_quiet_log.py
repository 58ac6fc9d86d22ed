"""The suite's own alarm: an unannounced warning, a silent promise or a Qt warning fails a test."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

INNER = """
import logging
import pytest

def test_silent():
    logging.getLogger("till").info("fine")

def test_warns():
    logging.getLogger("till").warning("the disk is nearly full")

@pytest.mark.expects_log("disk is nearly full")
def test_announced():
    logging.getLogger("till").warning("the disk is nearly full")

@pytest.mark.expects_log("disk is nearly full")
def test_promised_in_vain():
    pass

def test_qt_warns():
    from PySide6.QtCore import qWarning
    qWarning("no such slot")

def test_python_warns():
    import warnings
    warnings.warn("old call", DeprecationWarning)
"""


def test_unannounced_log_lines_fail_a_test(tmp_path: Path, project: Path) -> None:
    shutil.copy(project / "pyproject.toml", tmp_path)
    (tmp_path / "tests").mkdir()
    shutil.copy(project / "tests" / "conftest.py", tmp_path / "tests")
    (tmp_path / "tests" / "test_inner.py").write_text(INNER)
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        check=False,
        capture_output=True,
        text=True,
    )
    unhappy = set(re.findall(r"^(?:FAILED|ERROR) \S+::(\w+)", run.stdout, re.MULTILINE))
    assert unhappy == {"test_warns", "test_promised_in_vain", "test_qt_warns", "test_python_warns"}, run.stdout
