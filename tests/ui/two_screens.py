"""A till on a computer with two screens, one of which is pulled out and plugged in again during a sale.

Run by `test_two_screens` as a process of its own: how many screens there are is decided when Qt starts. Says one line
for each thing that held.
"""

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QApplication

from pos_app.settings import Settings
from tests.ui.shop_desk import PIN, SHELF, ShopDesk
from tests.ui.shop_rooms import ShopRooms
from ui.app import open_window
from ui.customer_display.placing import AUTO, Placing
from ui.key_player import KeyPlayer

LIMIT_MS = 5_000


def held(what: str, condition: Callable[[], bool]) -> None:
    """Let Qt work until it holds, then say so."""
    loop, looks = QEventLoop(), QTimer()
    looks.timeout.connect(lambda: loop.quit() if condition() else None)
    looks.start(5)
    QTimer.singleShot(LIMIT_MS, loop.quit)
    loop.exec()
    if not condition():
        raise AssertionError(what)
    sys.stdout.write(f"{what}\n")


def main() -> None:
    application = QApplication([])
    opened = open_window(ShopDesk(), Settings(customer_display="off"), rooms=ShopRooms().rooms)
    opened.window.show()
    there = QGuiApplication.screens()
    first = opened.window.screen()
    (second,) = (screen for screen in there if screen != first)
    placing = Placing(opened.window, opened.face, opened.bridge, lambda: there)
    keys = KeyPlayer(opened.window)
    keys.type(PIN)
    keys.press("Enter")
    placing.put(AUTO, "")

    def shown_on(screen: QScreen) -> bool:
        display = placing.display
        return display is not None and display.isVisible() and display.geometry() == screen.geometry()

    held("the display fills the second screen", lambda: shown_on(second))
    keys.scan(SHELF[0].code)
    there.remove(second)
    application.screenRemoved.emit(second)
    held("the display went with its screen", lambda: placing.display is None)
    keys.scan(SHELF[1].code)
    keys.press("F12")
    held("selling went on", lambda: len(opened.bridge.view.lines) == 2 and opened.bridge.view.payment is not None)
    there.append(second)
    application.screenAdded.emit(second)
    held("the display came back", lambda: shown_on(second))
    display = placing.display
    assert display is not None
    held("with the sale as it stands", lambda: display.state.text() == "Please pay now")
    opened.window.setScreen(second)
    opened.window.setGeometry(second.geometry())
    application.primaryScreenChanged.emit(second)
    held("it takes the other screen when the cashier's window moves", lambda: shown_on(first))
    there.remove(first)
    application.screenRemoved.emit(first)
    held("and never the cashier's own", lambda: placing.display is None)
    opened.close()


if __name__ == "__main__":
    sys.path.insert(0, str(Path.cwd()))
    main()
