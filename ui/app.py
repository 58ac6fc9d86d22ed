"""Puts the window together and runs it. The command line calls `run`; tests and the demo call `open_window`."""

import sys
from collections.abc import Callable
from typing import Protocol

import msgspec
from PySide6.QtWidgets import QApplication

from pos_app.selling.view import Sound
from pos_app.settings import Settings
from ui.bridge import Bridge
from ui.desk import SellDesk
from ui.face import Face
from ui.scanner_filter import ScannerFilter
from ui.theme.tokens import LIGHT, THEMES
from ui.window import Window


class Supervisor(Protocol):
    """Who looks after the sync daemon while the window stands."""

    def tick(self) -> None:
        """Look whether the daemon still runs."""


class OpenTill(msgspec.Struct, frozen=True):
    """The window and what must live as long as it does."""

    window: Window
    bridge: Bridge
    face: Face
    scanner: ScannerFilter

    def close(self) -> None:
        """Stop the timers and let the application's keys go by."""
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self.scanner)
        self.bridge.stop()
        self.window.close()


def open_window(till: SellDesk, settings: Settings, *, play: Callable[[Sound], None] = lambda _sound: None) -> OpenTill:
    """Build the window over a till desk and let the scanner in; the QApplication must exist."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    face = Face(THEMES.get(settings.theme, LIGHT), settings.language)
    bridge = Bridge(till, play)
    window = Window(face, bridge, settings)
    face.dress(window)
    scanner = ScannerFilter(bridge.alarm)
    scanner.scanned.connect(window.take_scan)
    scanner.scan_was_cut.connect(window.tell_cut_scan)
    application.installEventFilter(scanner)
    bridge.start()
    return OpenTill(window, bridge, face, scanner)


def run(
    till: SellDesk,
    settings: Settings,
    *,
    supervisor: Supervisor | None = None,
    play: Callable[[Sound], None] = lambda _sound: None,
) -> int:
    """Show the window until it is closed; return the exit code."""
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    opened = open_window(till, settings, play=play)
    if supervisor is not None:
        opened.bridge.also(supervisor.tick)
    opened.window.show()
    code = application.exec()
    opened.close()
    return code
