"""`./pos till`: open the till's window; the sync daemon is started beside it when none runs."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from pos_app.cli.commands import REFUSED, data_option
from pos_app.domain.errors import Refusal
from pos_app.till import Till

EPILOG = """\
examples:
  ./pos till --data data          the workstation enrolled in ./data (see ./pos enrol --help)
  ./pos demo                      everything at once on this computer, with a demo store

A second till on the same folder raises the first one's window and ends with exit code 3.
The window needs no mouse: the keys stand on its controls.
"""
RAISE = "raise-window"
"""A file that a second start leaves in the data folder; the first till sees it and comes to the front."""

WARM_UP_AFTER_MS = 300
"""After the first paint, while the operator still reaches for the keys."""


def register(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.epilog = EPILOG
    data_option(parser)
    parser.add_argument("--full-screen", action="store_true", help="cover the whole screen")


def run(options: argparse.Namespace) -> int:
    """Open the window and stay until it is closed."""
    folder: Path = options.data
    try:
        return _open(folder, full_screen=options.full_screen)
    except Refusal as refusal:
        if refusal.message_id != "lock.held":
            raise
        (folder / RAISE).touch()
        sys.stderr.write("pos till: a till is open on this folder already; its window comes to the front.\n")
        return REFUSED


def _open(folder: Path, *, full_screen: bool) -> int:
    from pos_app.cli import link, workstation
    from pos_app.clock import SystemClock
    from pos_app.store import identity
    from sync.supervisor import Supervisor

    who = identity.read(folder)
    clock = SystemClock()
    daemon = link.Link(folder, clock, has_hub=bool(who.hub))
    with workstation.opened(folder, clock=clock, sync=daemon.seen) as till:
        if not who.hub:
            return _run(till, folder, (), full_screen=full_screen)
        supervisor = Supervisor(folder, clock)
        try:
            return _run(till, folder, (supervisor.poll,), full_screen=full_screen)
        finally:
            supervisor.stop()


def _run(till: Till, folder: Path, works: Sequence[Callable[[], None]], *, full_screen: bool) -> int:
    """Show the window until it is closed; each of `works` is done at every tick."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from pos_app.settings import load
    from ui.app import open_window

    application = QApplication(sys.argv[:1])
    opened = open_window(till, load(folder))
    asked = folder / RAISE

    def come_to_the_front() -> None:
        if asked.exists():
            asked.unlink(missing_ok=True)
            if opened.window.isMinimized():
                opened.window.showNormal()
            opened.window.raise_()
            opened.window.activateWindow()

    for work in (*works, come_to_the_front):
        opened.bridge.also(work)
    if full_screen:
        opened.window.showFullScreen()
    else:
        opened.window.show()
    QTimer.singleShot(WARM_UP_AFTER_MS, till.warm_up)
    code = application.exec()
    opened.close()
    return code
