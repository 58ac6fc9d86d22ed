"""The programs that a person starts, run as a person does: the scripted demo and a replay of recorded baskets."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pos_app.demo import people
from tests.members.plain_text import search

PROJECT = Path(__file__).resolve().parents[2]


def _pos(*arguments: str, timeout_s: int = 230) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(PROJECT), "PYTHONSAFEPATH": "1"}
    command = [sys.executable, "-m", "pos_app", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=timeout_s, check=False)


@pytest.mark.slow
@pytest.mark.timeout(240)  # it ends within 90 s on a machine of its own; here others run beside it
def test_the_scripted_demo_loses_and_doubles_nothing(tmp_path: Path) -> None:
    out = tmp_path / "demo-output"
    ended = _pos("demo", "--headless", "--output", str(out))
    assert ended.returncode == 0, ended.stdout + ended.stderr
    summary = json.loads((out / "summary.json").read_text("utf-8"))
    assert summary["differences"] == []
    assert (summary["sales"], summary["papers"]) == (12, 14), "each order that was picked has a slip"
    assert summary["scenes"].count("kill") == 2
    some = [each.fields for each in people.members(16)]
    assert search([out], some) == [], "nobody stands in it in clear"
    assert summary["screenshots"] == len(list(out.glob("*.png"))) >= 36, "both sizes and both languages"


def test_the_demo_does_not_empty_a_folder_that_it_did_not_make(tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("mine")
    ended = _pos("demo", "--headless", "--output", str(tmp_path))
    assert ended.returncode == 3
    assert (tmp_path / "letters.txt").read_text() == "mine"


@pytest.mark.slow
def test_a_replay_agrees_to_the_last_unit(tmp_path: Path) -> None:
    baskets = tmp_path / "baskets.csv"
    baskets.write_text("whole milk,rolls/buns\nbottled beer,soda,whole milk\nnapkins\n" * 8, encoding="utf-8")
    ended = _pos("replay", str(baskets))
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "24 sales of 48 lines" in ended.stdout
    assert "agree to the last unit" in ended.stdout
