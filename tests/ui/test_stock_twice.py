"""A key of the stock desk pressed twice, held, or touched twice loses no work and begins nothing that nobody chose."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from pos_app.domain.entries_shelf import DeliveryReceived, StockCounted
from pos_app.stockroom.view import ChoiceView
from tests.ui.at_the_shelf import FIRST, SECOND, AtTheShelf, Opens
from ui.widgets.found_list import FoundList
from ui.window_shape import HANDHELD, TILL, Shape

SHEETS = {"count": ("F7", "Down", "Enter"), "receive": ("F8", "Down", "Enter"), "transfer": ("F11", "Enter")}
STORES = (ChoiceView("S9", {"": "Ninth"}), ChoiceView("S8", {"": "Eighth"}))


def begun(opens: Opens, kind: str, shape: Shape = HANDHELD) -> AtTheShelf:
    """Return somebody with two products on a sheet of that kind."""
    at = opens("manager", shape)
    if shape is TILL:
        at.keys.press("F4")
    at.keys.press(*SHEETS[kind])
    at.keys.scan(FIRST)
    at.keys.scan(SECOND)
    return at


def hold(at: AtTheShelf, key: Qt.Key) -> None:
    """Press a key and keep it down, as the window system says it."""
    handle = at.opened.window.windowHandle()
    assert handle is not None
    for repeats in (False, True, True, True):
        at.keys.now_ms += 30
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, "", repeats)
        event.setTimestamp(at.keys.now_ms)
        QCoreApplication.sendEvent(handle, event)
    at.keys.settle()


def touch_twice(at: AtTheShelf, button: QAbstractButton) -> None:
    """Touch where the button stands, and once more what stands there then."""
    window = at.opened.window
    place = button.mapTo(window, button.rect().center())
    for _ in range(2):
        under = window.childAt(place) or window
        if not isinstance(under, FoundList):
            QTest.mouseClick(under, Qt.MouseButton.LeftButton, pos=QPoint(under.mapFrom(window, place)))
        at.keys.settle()


@pytest.mark.parametrize("kind", SHEETS)
def test_a_sheet_is_not_thrown_away_by_the_key_that_asks(opens: Opens, kind: str) -> None:
    at = begun(opens, kind)
    lines = at.quantities()
    at.keys.press("Del", "Del", "Del")
    assert at.quantities() == lines
    assert at.screen.panel.isVisible(), "it is still asked"
    at.keys.press("F8")
    assert at.screen.sheet.isVisible()
    at.keys.press("Del", "F7")
    assert at.desk.view.sheet is None
    assert at.desk.view.waiting == ()


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_F12])
@pytest.mark.parametrize("kind", ["count", "receive"])
def test_a_held_key_asks_and_does_no_more(opens: Opens, kind: str, key: Qt.Key) -> None:
    at = begun(opens, kind)
    hold(at, key)
    assert len(at.sheet.lines) >= 2
    assert at.screen.panel.isVisible()


@pytest.mark.parametrize("presses", [2, 3])
def test_a_delivery_is_not_closed_short_by_the_key_that_asks(opens: Opens, presses: int) -> None:
    at = begun(opens, "receive")
    at.keys.press(*("F12",) * presses)
    assert at.bodies(DeliveryReceived) == []
    assert at.screen.panel.isVisible()
    at.keys.press("Esc")
    assert at.screen.sheet.isVisible()
    at.keys.press("F12", "F7")
    (entry,) = at.bodies(DeliveryReceived)
    assert isinstance(entry, DeliveryReceived)
    assert entry.short


def test_a_count_is_not_ended_by_the_key_that_asks_what_stands_elsewhere(opens: Opens) -> None:
    at = begun(opens, "count")
    at.keys.press("F12", "F12", "F12")
    assert at.bodies(StockCounted) == []
    at.keys.press("F7")
    assert len(at.bodies(StockCounted)) == 1


@pytest.mark.parametrize("shape", [HANDHELD, TILL], ids=["handheld", "till"])
@pytest.mark.parametrize("kind", ["count", "receive"])
@pytest.mark.parametrize("act", ["Del", "F12"])
def test_a_finger_that_touches_twice_loses_nothing(opens: Opens, kind: str, act: str, shape: Shape) -> None:
    at = begun(opens, kind, shape)
    keys = (*at.screen.buttons, at.screen.main)
    (button,) = (each for each in keys if each.isVisible() and each.text().endswith(act))
    touch_twice(at, button)
    assert at.desk.view.sheet is not None
    assert at.bodies(DeliveryReceived, StockCounted) == []


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_enter_takes_no_delivery_that_nobody_chose(opens: Opens, language: str) -> None:
    at = opens("cashier", HANDHELD)
    at.opened.face.put_on(language=language)
    at.keys.press("F8")
    assert len(at.desk.deliveries()) > 1
    assert at.screen.panel.list.current() is None
    at.keys.press("Enter", "Enter")
    assert at.desk.view.sheet is None
    assert ("arrows" if language == "en" else "方向键") in at.told()
    first = at.desk.deliveries()[0].detail
    at.keys.press("Down", "Enter")
    assert at.sheet.number == first


def test_where_nothing_is_announced_enter_begins_what_nobody_announced(
    opens: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = opens("cashier", HANDHELD)
    monkeypatch.setattr(at.desk, "deliveries", tuple)
    at.keys.press("F8", "Enter")
    assert at.screen.panel.field.isVisible(), "the number on the paper is asked for"


def test_of_several_stores_none_is_chosen_beforehand(opens: Opens, monkeypatch: pytest.MonkeyPatch) -> None:
    at = opens("cashier", HANDHELD)
    monkeypatch.setattr(at.desk, "stores", lambda: STORES)
    at.keys.press("F11", "Enter")
    assert at.desk.view.sheet is None
    assert "Choose the store" in at.told()


def test_the_only_other_store_is_chosen_beforehand(opens: Opens) -> None:
    at = opens("cashier", HANDHELD)
    assert len(at.desk.stores()) == 1
    at.keys.press("F11", "Enter")
    assert at.sheet.lines == ()
