"""`./pos handheld`: the stock desk in a small window of its own, for the computer in an associate's hand."""

from __future__ import annotations

import argparse

from pos_app.cli import till
from pos_app.cli.commands import data_option

EPILOG = """\
examples:
  ./pos enrol --hub https://hub.example:8470 --code 5Y37K4DKG4JF --data handheld --name "Handheld 1"
  ./pos handheld --data handheld                 480x800, as the enrolled workstation of ./handheld
  ./pos handheld --data handheld --full-screen   on the device itself

A handheld is a workstation like a till: it has its own folder, its own journal and keys, and its own enrolment. What is
counted, received or sent is on its disk with every scan and goes to the hub when there is a network; killed in the
middle, it goes on where it was. One folder is open once: on one that a till or another handheld holds, that one's
window comes to the front and this ends with exit code 3. The same desk is behind F4 in the till's window.

keys: F7 count, F8 receive, F11 transfer, Ins adjust, F9 or / search, F12 finish a sheet, Ctrl+Z take back, Esc one step
back. Scanning works wherever the focus is; everything can be done by touch, too.
"""


def register(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.epilog = EPILOG
    data_option(parser)
    parser.add_argument("--full-screen", action="store_true", help="cover the whole screen")


def run(options: argparse.Namespace) -> int:
    """Open the window and stay until it is closed."""
    return till.start(options.data, full_screen=options.full_screen, handheld=True)
