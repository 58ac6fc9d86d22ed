"""`./pos demo`: hub, demo store and till on this computer; without a display a scripted shift that proves itself."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from pos_app.demo import shop

PINS = ", ".join(f"{operator} {pin}" for operator, pin in shop.PINS.items())
EPILOG = f"""\
With a display: starts a hub on loopback (SQLite), seeds the demo store, enrols this workstation and opens the till.
Sign in with: {PINS}. Scan by typing a code fast, or search; F12 F12 sells for exact cash.

Without a display, or with --headless: the same window runs offscreen and works a scripted shift through real key
events, is killed in mid-basket, loses its network and its cache, and is compared with the hub to the last unit.
Screenshots, receipts and a summary are written to the output folder. Exit code 1 when anything is lost or doubled.
"""


def register(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.epilog = EPILOG
    parser.add_argument("--headless", action="store_true", help="play the scripted shift even when there is a display")
    parser.add_argument("--output", type=Path, default=Path("demo-output"), metavar="DIR", help="of the scripted shift")
    parser.add_argument("--data", type=Path, default=Path("demo-data"), metavar="DIR", help="of the demo with a window")


def run(options: argparse.Namespace) -> int:
    """Play or open the demo."""
    seen = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or sys.platform in {"win32", "darwin"}
    if options.headless or not seen:
        from pos_app.cli.demo.conductor import play

        return play(options.output)
    from pos_app.cli.demo.at_a_screen import show

    return show(options.data)
