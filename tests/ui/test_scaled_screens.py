"""A screen scaled to 125 or 150 %: every state still has its words whole and its keys wide enough for a finger."""

import json
import os
import subprocess
import sys

import pytest

TIMEOUT_S = 240
SIZES = ("1280x800", "1024x768", "1920x1080")


@pytest.mark.parametrize("factor", ["1.25", "1.5"])
def test_a_scaled_screen_cuts_nothing_off_and_has_room_for_a_finger(factor: str) -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "tests.ui.scaled_child", *SIZES],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": factor},
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr[-2000:]
    looked_at = json.loads(answer.stdout)
    assert len(looked_at) > 40 * len(SIZES) * 2  # in two languages
    assert {state: wrong for state, wrong in looked_at.items() if wrong} == {}
