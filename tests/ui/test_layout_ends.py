"""A closed till is gone: nothing of it is kept, dressed or laid out beside the next one.

A window that stays costs 40 MB, and each font that is put on later goes through it too. The pictures of a gallery, or
a run of the tests, are hundreds of windows in one process: they took 11 GB before a closed one was freed.
"""

import gc

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget

from pos_app.settings import Settings
from tests.ui.shop_desk import ShopDesk
from tests.ui.shop_rooms import ShopRooms
from ui.app import open_window
from ui.bridge import Bridge
from ui.face import Face
from ui.window import Window

WINDOWS = 3


def open_and_close(*, customer_display: str = "off") -> None:
    opened = open_window(ShopDesk(), Settings(customer_display=customer_display), rooms=ShopRooms().rooms)
    opened.window.show()
    QCoreApplication.processEvents()
    opened.close()


def turn_the_event_loop() -> None:
    """What a closed window asked for is done when the loop turns next."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("customer_display", ["off", "window"])
def test_a_closed_till_leaves_no_widget_behind(customer_display: str) -> None:
    turn_the_event_loop()
    before = {id(widget) for widget in QApplication.allWidgets()}
    for _ in range(WINDOWS):
        open_and_close(customer_display=customer_display)
    turn_the_event_loop()
    left: list[QWidget] = [widget for widget in QApplication.allWidgets() if id(widget) not in before]
    assert left == []


@pytest.mark.usefixtures("qapp")
def test_a_closed_till_is_not_kept_in_memory() -> None:
    open_and_close()
    turn_the_event_loop()
    kinds = (Window, Bridge, Face)
    before = [sum(isinstance(each, kind) for each in gc.get_objects()) for kind in kinds]
    for _ in range(WINDOWS):
        open_and_close()
    turn_the_event_loop()
    assert [sum(isinstance(each, kind) for each in gc.get_objects()) for kind in kinds] == before
