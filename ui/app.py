"""Puts the window together over a till desk: what the command line, the demo and the tests call."""

from collections.abc import Callable

import msgspec
from PySide6.QtWidgets import QApplication

from pos_app.selling.view import Mode, Sound
from pos_app.settings import Settings
from ui.bridge import Bridge
from ui.desk import SellDesk
from ui.face import Face
from ui.idle_lock import IdleLock
from ui.line_ticks import LineTicks
from ui.scan_burst import ScanBurst
from ui.scanner_filter import ScannerFilter
from ui.theme.tokens import LIGHT, THEMES
from ui.window import Window


class OpenTill(msgspec.Struct, frozen=True):
    """The window and what must live as long as it does."""

    window: Window
    bridge: Bridge
    face: Face
    scanner: ScannerFilter
    lock: IdleLock
    ticks: LineTicks

    def close(self) -> None:
        """Stop the timers and let the application's keys go by."""
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self.scanner)
        self.bridge.stop()
        self.window.close()


def open_window(till: SellDesk, settings: Settings, *, play: Callable[[Sound], None] = lambda _sound: None) -> OpenTill:
    """Build the window over a till desk and let the scanner in; the QApplication must exist.

    The caller shows the window and runs the application; `play` plays a sound and returns at once.
    """
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    face = Face(THEMES.get(settings.theme, LIGHT), settings.language)
    bridge = Bridge(till, play)
    ticks = LineTicks(play)
    bridge.lamp_changed.connect(ticks.show_lamp)
    window = Window(face, bridge, settings)
    face.dress(window)
    lock = IdleLock(settings.lock_after_s)
    scanner = ScannerFilter(bridge.alarm, ScanBurst(silence_ends_a_scan=not settings.scanner_suffix))
    scanner.scanned.connect(window.take_scan)
    scanner.scan_was_cut.connect(window.tell_cut_scan)
    scanner.touched.connect(lock.touched)
    application.installEventFilter(scanner)

    def lock_when_idle() -> None:
        if lock.is_due() and bridge.view.mode in (Mode.SELLING, Mode.CHANGE):
            bridge.do(till.sign_off)

    bridge.also(lock_when_idle)
    bridge.start()
    return OpenTill(window, bridge, face, scanner, lock, ticks)
