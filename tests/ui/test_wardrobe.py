"""Another theme is on every widget when it can be seen, and is painted once: what a person waits for."""

from collections import Counter
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from tests.ui.conftest import AtTheTill
from tests.ui.shop_desk import SHELF
from tests.ui.test_faces import STATES, reach
from ui.screens import SCREENS
from ui.theme.tokens import DARK, LIGHT, THEMES, Theme
from ui.theme.wardrobe import parts

GROUNDS = ("ground", "surface", "sunken", "brand_soft", "hairline")


def grounds(picture: QImage) -> set[str]:
    """Return the colours that fill places of the picture, not the edges of letters."""
    found = set()
    for x in range(0, picture.width() - 3, 3):
        for y in range(0, picture.height() - 3, 3):
            colour = picture.pixel(x, y)
            if colour == picture.pixel(x + 3, y) == picture.pixel(x, y + 3) == picture.pixel(x + 3, y + 3):
                found.add(colour & 0xFFFFFF)
    return {f"#{colour:06X}" for colour in found}


def only_of(theme: Theme, other: Theme) -> set[str]:
    """Return the grounds of a theme that are no colour of the other."""
    others = {getattr(other, name) for name in other.__struct_fields__}
    return {getattr(theme, name).upper() for name in GROUNDS} - {str(each).upper() for each in others}


def as_it_is(till: AtTheTill) -> QImage:
    """Return what is painted now, without an idle moment in which more could be dressed."""
    till.window.repaint()
    return till.window.grab().toImage()


@pytest.fixture
def painted(qapp: QApplication) -> Iterator[Counter[QObject]]:
    """Count how often each widget is painted."""

    class Counting(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's own name
            if event.type() == QEvent.Type.Paint:
                counted[watched] += 1
            return False

    counted: Counter[QObject] = Counter()
    counting = Counting()
    qapp.installEventFilter(counting)
    yield counted
    qapp.removeEventFilter(counting)


def test_a_switched_theme_paints_each_widget_once(till: AtTheTill, painted: Counter[QObject]) -> None:
    for goods in SHELF[:6]:
        till.keys.scan(goods.code)
    till.keys.settle()
    keys = [key for key in till.window.findChildren(QAbstractButton) if key.isVisible()]
    for theme in (DARK, LIGHT, DARK):
        painted.clear()
        till.opened.face.put_on(theme=theme)
        till.keys.settle()
        assert {painted[key] for key in keys} == {1}


@pytest.mark.parametrize("state", [state for state in STATES if "QR" not in state])  # its white is white in any theme
def test_what_is_seen_changes_at_once(till: AtTheTill, state: str) -> None:
    reach(till, state)
    till.opened.face.put_on(theme=DARK)
    assert grounds(as_it_is(till)) & only_of(LIGHT, DARK) == set()
    till.opened.face.put_on(theme=LIGHT)
    assert grounds(as_it_is(till)) & only_of(DARK, LIGHT) == set()


@pytest.mark.parametrize("state", [state for state in STATES if "QR" not in state])  # its white is white in any theme
def test_what_comes_up_after_the_switch_is_in_the_new_theme(till: AtTheTill, state: str) -> None:
    till.opened.face.put_on(theme=DARK)
    reach(till, state)
    assert grounds(as_it_is(till)) & only_of(LIGHT, DARK) == set()


@pytest.mark.parametrize("name", [entry.name for entry in SCREENS])
def test_a_screen_opened_after_the_switch_is_in_the_new_theme(till: AtTheTill, name: str) -> None:
    for theme, before in ((DARK, LIGHT), (LIGHT, DARK), (THEMES["contrast"], LIGHT)):
        till.window.open("sell")
        till.opened.face.put_on(theme=theme)
        till.window.open(name)
        assert grounds(as_it_is(till)) & only_of(before, theme) == set()


def test_what_nobody_sees_is_dressed_when_there_is_time(till: AtTheTill, qtbot: object) -> None:
    from pytestqt.qtbot import QtBot

    assert isinstance(qtbot, QtBot)
    till.opened.face.put_on(theme=DARK)
    stale = [part for part in parts(till.window) if _worn(part, LIGHT)]
    assert stale
    qtbot.waitUntil(lambda: not any(_worn(part, LIGHT) for part in parts(till.window)))


def _worn(part: QWidget, theme: Theme) -> bool:
    return theme.surface in part.styleSheet() or theme.hairline in part.styleSheet()
