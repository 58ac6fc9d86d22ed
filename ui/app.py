"""Puts the window together over a till desk: what the command line, the demo and the tests call."""

from collections.abc import Callable

import msgspec
from PySide6.QtWidgets import QApplication

from pos_app.selling.view import Mode, Sound
from pos_app.settings import Settings
from ui import sweeping
from ui.bridge import Bridge
from ui.customer_display import Placing
from ui.desk import SellDesk
from ui.face import Face
from ui.idle_lock import IdleLock
from ui.line_ticks import LineTicks
from ui.rooms import Rooms
from ui.scan_burst import ScanBurst
from ui.scanner_filter import ScannerFilter
from ui.screens.settings import SettingsScreen
from ui.theme.tokens import LIGHT, THEMES
from ui.theme.type_scale import SCALES_PERCENT, TypeScale
from ui.widgets.camera_view import CameraView
from ui.window import Window
from ui.window_shape import TILL, Shape


class OpenTill(msgspec.Struct, frozen=True):
    """The window and what must live as long as it does."""

    window: Window
    bridge: Bridge
    face: Face
    scanner: ScannerFilter
    lock: IdleLock
    ticks: LineTicks
    customer: Placing

    def close(self) -> None:
        """Stop the timers, let the application's keys go by, and give the window's memory back.

        What is connected to a closed window would stay for ever: it is freed when the event loop turns next.
        """
        application = QApplication.instance()
        if application is not None:
            assert isinstance(application, QApplication)
            self.scanner.leave(application)
        self.bridge.stop()
        self.customer.close()
        self.window.close()
        for part in (self.window, self.bridge, self.face):
            part.deleteLater()


def open_window(
    till: SellDesk,
    settings: Settings,
    *,
    play: Callable[[Sound], None] = lambda _sound: None,
    rooms: Rooms | None = None,
    shape: Shape = TILL,
) -> OpenTill:
    """Build the window over a till desk and let the scanner in; the QApplication must exist.

    The caller shows the window and runs the application; `play` plays a sound and returns at once. Without
    `rooms` the window has the sell screen alone; `shape` says which screens it has.
    """
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    sweeping.begin()
    face = Face(THEMES.get(settings.theme, LIGHT), settings.language, scale_of(settings))
    bridge = Bridge(till, play, rooms)
    ticks = LineTicks(play)
    bridge.lamp_changed.connect(ticks.show_lamp)
    window = Window(face, bridge, settings, shape)
    face.dress(window)
    customer = Placing(window, face, bridge)
    customer.put(settings.customer_display, settings.customer_language)
    lock = IdleLock(settings.lock_after_s)
    scanner = _scanner(window, bridge, lock, settings)
    scanner.watch(application)
    for view in window.findChildren(CameraView):
        view.code.connect(lambda _code: lock.touched())  # who shows goods to the camera touches nothing

    def lock_when_idle() -> None:
        if lock.is_due() and bridge.view.mode in (Mode.SELLING, Mode.CHANGE):
            bridge.do(till.lock)

    def put_into_force(changed: Settings) -> None:
        face.put_on(theme=THEMES.get(changed.theme), language=changed.language, scale=scale_of(changed))
        lock.lock_after(changed.lock_after_s)
        customer.put(changed.customer_display, changed.customer_language)
        if rooms is not None:
            rooms.sounds.set_volume(changed.sound_volume)

    settings_screen = window.screens.get("settings")
    if isinstance(settings_screen, SettingsScreen):
        settings_screen.saved.connect(put_into_force)
    bridge.also(lock_when_idle)
    bridge.also(sweeping.sweep)
    bridge.start()
    return OpenTill(window, bridge, face, scanner, lock, ticks, customer)


def _scanner(window: Window, bridge: Bridge, lock: IdleLock, settings: Settings) -> ScannerFilter:
    """Return what tells a scanner at the keyboard from a person, and takes what it reads to the window."""
    scanner = ScannerFilter(bridge.alarm, ScanBurst(silence_ends_a_scan=not settings.scanner_suffix))
    scanner.paced.connect(window.tell_pace)
    scanner.scanned.connect(window.take_scan)
    scanner.scan_was_cut.connect(window.tell_cut_scan)
    scanner.touched.connect(lock.touched)
    return scanner


def scale_of(settings: Settings) -> TypeScale:
    """Return the type scale of the settings; the usual one for a figure that no screen is laid out for."""
    return TypeScale(settings.scale_percent if settings.scale_percent in SCALES_PERCENT else SCALES_PERCENT[0])
