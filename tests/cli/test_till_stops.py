"""A till that is told to stop closes in order, leaves no process behind, and finds its basket again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pos_app.cli.till import RAISE
from tests.shop_floor import make_workstation

PROJECT = Path(__file__).resolve().parents[2]


def _wait(condition: object, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():  # type: ignore[operator] # a question without arguments
        assert time.monotonic() < deadline, "it did not come to pass"
        time.sleep(0.05)


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_closes_the_window_in_order(told: signal.Signals, tmp_path: Path) -> None:
    folder = make_workstation(tmp_path / "till")
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(PROJECT), "PYTHONSAFEPATH": "1"}
    command = [sys.executable, "-m", "pos_app", "till", "--data", str(folder)]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as till:
        try:
            (folder / RAISE).touch()
            _wait(lambda: till.poll() is not None or not (folder / RAISE).exists())
            till.send_signal(told)
            _, said = till.communicate(timeout=20)
        finally:
            till.kill()
    assert till.returncode == 0, said
    assert "Traceback" not in said
