"""A screen scaled to 125 or 150 %: every state still has its words whole and its keys wide enough for a finger."""

import json
import os
import subprocess
import sys

import pytest

TIMEOUT_S = 420
COUNTER = ("1280x800", "1024x768", "1920x1080")
ROOMS = {"1.25": ("1024x768",), "1.5": ("1024x768", "1280x800")}
"""The screens for members, pickup, stock and the others, by factor: where it is tight."""
STATES = {"camera", "enrol", "exceptions", "member", "pickup", "stock"}
ROOMS_LEAST = {"1.25": 12, "1.5": 55}


@pytest.mark.parametrize("factor", ["1.25", "1.5"])
def test_a_scaled_screen_cuts_nothing_off_and_has_room_for_a_finger(factor: str) -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "tests.ui.scaled_child", *COUNTER, "rooms", *ROOMS[factor]],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": factor},
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr[-2000:]
    looked_at = json.loads(answer.stdout)
    in_two_languages = 2 * (40 * len(COUNTER) + ROOMS_LEAST[factor] * len(ROOMS[factor]))
    assert len(looked_at) > in_two_languages
    assert {state.partition("-")[0].partition(",")[0] for state in looked_at} >= STATES
    assert {state: wrong for state, wrong in looked_at.items() if wrong} == {}
