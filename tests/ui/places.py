"""Where one stands on the sell screen, and a tap on a row: for the tests of the window."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.conftest import AtTheTill
from ui.asked import Purpose


def purpose(till: AtTheTill) -> Purpose | None:
    return till.sell.acting.asking.purpose


def on_start(till: AtTheTill) -> bool:
    return till.sell.middle.page is till.sell.middle.start


def rows(till: AtTheTill) -> list[str]:
    return [row.name for row in till.sell.middle.listed.list.row_model.rows]


def typed_key(till: AtTheTill, qtbot: QtBot, key: str) -> None:
    """Type a character that a scan may begin with: the filter lets it by when no scan follows."""
    before = purpose(till)
    till.keys.type(key)
    qtbot.waitUntil(lambda: purpose(till) is not before)


def tap(qtbot: QtBot, till: AtTheTill, row: int) -> None:
    """Tap a row of the list that is open."""
    choices = till.sell.middle.choices
    assert choices is not None
    place = choices.list.visualRect(choices.list.row_model.index(row, 0)).center()
    QTest.mouseClick(choices.list.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
