"""The customer display finds the second screen, goes when it is pulled out in mid-sale, and comes back with it."""

import json
import os
import subprocess
import sys
from pathlib import Path

LIMIT_S = 60
SCREENS = [
    {"name": name, "x": x, "y": 0, "width": width, "height": height, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    for name, x, width, height in (("till", 0, 1280, 800), ("customer", 1280, 1024, 600))
]


def test_a_screen_pulled_out_in_mid_sale_takes_the_display_along_and_brings_it_back(
    tmp_path: Path, project: Path
) -> None:
    config = tmp_path / "screens.json"
    config.write_text(json.dumps({"screens": SCREENS}), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "tests.ui.two_screens"],
        env={**os.environ, "QT_QPA_PLATFORM": f"offscreen:configfile={config}"},
        cwd=project,
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "the display fills the second screen",
        "the display went with its screen",
        "selling went on",
        "the display came back",
        "with the sale as it stands",
        "it takes the other screen when the cashier's window moves",
        "and never the cashier's own",
    ]
