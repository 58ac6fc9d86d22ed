"""`./pos till`: open the till's window; the sync daemon is started beside it when none runs."""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pos_app.cli.commands import DONE, REFUSED, data_option
from pos_app.domain.errors import Refusal

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from hardware.sound.player import Player
    from pos_app.cli.workstation import Rooms as Desks
    from pos_app.devices import Scanner
    from ui.rooms import Rooms

EPILOG = """\
examples:
  ./pos till --data data          the workstation enrolled in ./data (see ./pos enrol --help)
  ./pos demo                      everything at once on this computer, with a demo store

On a folder that is no workstation yet a window asks for the enrolment code, or opens the demo.
A second till on the same folder raises the first one's window and ends with exit code 3.
The window needs no mouse: the keys stand on its controls.
"""
RAISE = "raise-window"
"""A file that a second start leaves in the data folder; the first till sees it and comes to the front."""

WARM_UP_AFTER_MS = 300
"""After the first paint, while the operator still reaches for the keys."""


FIRST_RUN_WAIT_S = 30
"""For an enrolment or a demo that was begun when the first window was closed; the hub's own limit is shorter."""


def register(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.epilog = EPILOG
    data_option(parser)
    parser.add_argument("--full-screen", action="store_true", help="cover the whole screen")


def run(options: argparse.Namespace) -> int:
    """Open the window and stay until it is closed; a computer that is no till yet is asked what it shall be."""
    return start(options.data, full_screen=options.full_screen)


def start(folder: Path, *, full_screen: bool, handheld: bool = False) -> int:
    """Do that, with the window of a till or of a handheld."""
    from pos_app.store import identity

    if identity.enrolled(folder) or not _has_a_display():
        return _held(folder, full_screen=full_screen, handheld=handheld)
    with contextlib.ExitStack() as stack:
        chosen = _first_run(folder, stack)
        return DONE if chosen is None else _held(chosen, full_screen=full_screen, handheld=handheld)


def _held(folder: Path, *, full_screen: bool, handheld: bool) -> int:
    """Open the window of `folder`, or bring the one that is open to the front."""
    try:
        return _open(folder, full_screen=full_screen, handheld=handheld)
    except Refusal as refusal:
        if refusal.message_id != "lock.held":
            raise
        (folder / RAISE).touch()
        sys.stderr.write("pos till: a till is open on this folder already; its window comes to the front.\n")
        return REFUSED


def _has_a_display() -> bool:
    named = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return sys.platform in {"win32", "darwin"} or any(os.environ.get(name) for name in named)


def _first_run(folder: Path, stack: contextlib.ExitStack) -> Path | None:
    """Show the first window; return the folder of the till that came of it, the demo's kept up by `stack`."""
    from pos_app.cli.demo.at_a_screen import DEMO_DATA, staged
    from sync.enrol import enrol
    from ui.face import Face
    from ui.screens.first_run import Answers, FirstRun, Outcome

    application = _application()
    demo: list[Path] = []

    def join(answers: Answers) -> None:
        enrol(folder, answers.hub, answers.code, answers.name, answers.certificate)

    face = Face()
    window = FirstRun(face, join, lambda: demo.append(stack.enter_context(staged(DEMO_DATA))))
    face.dress(window)
    window.show()
    application.exec()
    window.background.wait(FIRST_RUN_WAIT_S)  # what was begun ends before the program does
    outcome = window.outcome
    window.deleteLater()
    if outcome is Outcome.ENROLLED:
        return folder
    return demo[0] if outcome is Outcome.DEMO else None


def _application() -> QApplication:
    from PySide6.QtWidgets import QApplication

    found = QApplication.instance()
    application = found if isinstance(found, QApplication) else QApplication(sys.argv[:1])

    def close_in_order(_number: int, _frame: object) -> None:
        application.quit()

    # The bridge's tick lets Python see a signal within a quarter second, in the middle of any Qt loop.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, close_in_order)
    return application


def _open(folder: Path, *, full_screen: bool, handheld: bool) -> int:
    from pos_app.cli import link, workstation
    from pos_app.clock import SystemClock
    from pos_app.store import identity
    from sync.supervisor import Supervisor

    who = identity.read(folder)
    clock = SystemClock()
    daemon = link.Link(folder, clock, has_hub=bool(who.hub))
    with workstation.rooms(folder, clock=clock, sync=daemon.seen) as desks:
        if not who.hub:
            return _run(desks, folder, (), full_screen=full_screen, handheld=handheld)
        supervisor = Supervisor(folder, clock)
        try:
            return _run(desks, folder, (supervisor.poll,), full_screen=full_screen, handheld=handheld)
        finally:
            supervisor.stop()


def _rooms(desks: Desks, sounds: Player, camera: Scanner | None) -> Rooms:
    """Return the desks as the screens ask them."""
    from ui.rooms import Rooms

    return Rooms(
        desks.devices,
        desks.settings,
        sounds,
        camera=camera,
        pickup=desks.pickup,
        stock=desks.stock,
        exceptions=desks.exceptions,
        members=desks.members,
    )


def _run(desks: Desks, folder: Path, works: Sequence[Callable[[], None]], *, full_screen: bool, handheld: bool) -> int:
    """Show the window until it is closed; each of `works` is done at every tick."""
    from PySide6.QtCore import QTimer

    from hardware.scanners import camera_of
    from hardware.sound.player import Player
    from hardware.sound.speaker import DeviceSpeaker
    from ui import sweeping
    from ui.app import open_window
    from ui.window_shape import HANDHELD, TILL

    application = _application()
    settings = desks.settings.settings
    sounds = Player(DeviceSpeaker(), settings.sound_volume)
    camera = camera_of(settings.camera)
    rooms = _rooms(desks, sounds, camera)
    shape = HANDHELD if handheld else TILL
    opened = open_window(desks.till, settings, play=sounds.play, rooms=rooms, shape=shape)
    asked = folder / RAISE

    def come_to_the_front() -> None:
        if asked.exists():
            asked.unlink(missing_ok=True)
            if opened.window.isMinimized():
                opened.window.showNormal()
            opened.window.raise_()
            opened.window.activateWindow()

    def warm_up() -> None:
        desks.till.warm_up()
        sweeping.spare_what_stays()

    for work in (*works, come_to_the_front):
        opened.bridge.also(work)
    if full_screen:
        opened.window.showFullScreen()
    else:
        opened.window.show()
    QTimer.singleShot(WARM_UP_AFTER_MS, warm_up)
    try:
        return application.exec()
    finally:
        opened.close()
        sounds.close()
        if camera is not None:
            camera.close()
