"""Puts the customer display on the second screen, and takes it away with it; or in a window; or nowhere."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

from ui.bridge import Bridge
from ui.customer_display.display import CustomerDisplay
from ui.face import Face

AUTO, WINDOW, OFF = "auto", "window", "off"
SETTLE_MS = 100
"""After a screen came or went: until then Qt and the desktop move windows, the cashier's among them."""


class Placing(QObject):
    """Owns the display: `wish` is auto, window or off. A screen that is plugged in or pulled out is followed."""

    def __init__(
        self,
        cashier: QWidget,
        face: Face,
        bridge: Bridge,
        screens: Callable[[], Sequence[QScreen]] = QGuiApplication.screens,
    ) -> None:
        """`cashier` is the till's own window, whose screen the display never takes; `screens` are all there are."""
        super().__init__(cashier)
        self._cashier, self._face, self._bridge, self._screens = cashier, face, bridge, screens
        self._wish, self._language = OFF, ""
        self.display: CustomerDisplay | None = None
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        self._settled = bridge.alarm(self._place)
        for changed in (application.screenAdded, application.screenRemoved, application.primaryScreenChanged):
            changed.connect(self._let_it_settle)  # a method: it is let go with the window

    def put(self, wish: str, language: str) -> None:
        """Show, move or close the display as wished."""
        self._wish, self._language = wish, language
        if self.display is not None:
            self.display.speak(language)
        self._place()

    def close(self) -> None:
        """Close the display: the till is closing."""
        self._wish = OFF
        self._place()

    def _let_it_settle(self, _screen: QScreen) -> None:
        self._settled.start(SETTLE_MS)

    def _place(self) -> None:
        screen = self._second_screen()
        if self._wish == OFF or (self._wish == AUTO and screen is None):
            if self.display is not None:
                self.display.close()
                self.display.deleteLater()
                self.display = None
            return
        display = self.display
        if display is None:
            display = self.display = CustomerDisplay(self._face, self._bridge, self._language)
        if self._wish == AUTO and screen is not None:
            display.setScreen(screen)
            display.setGeometry(screen.geometry())
            display.showFullScreen()
        else:
            display.showNormal()

    def _second_screen(self) -> QScreen | None:
        """Return a screen that the cashier's window is not on; None while there is only one."""
        screens = self._screens()
        own = self._cashier.screen()
        return next((screen for screen in screens if screen != own), None) if len(screens) > 1 else None
