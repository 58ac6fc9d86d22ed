"""Tab goes as one reads: block by block, in each from the top, line by line; from the right where one reads so."""

from collections.abc import Iterator
from itertools import groupby

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.conftest import AtTheTill
from tests.ui.looks import looking
from tests.ui.test_language_switch import reach
from ui.widgets.card import Card
from ui.widgets.rail import Rail

STATES = ("empty", "basket", "search", "unknown", "pay", "change", "line", "palette", "devices", "settings", "locked")
SIZES = ((1280, 800), (480, 800))
LINE_PX = 20  # two widgets whose tops are nearer stand in one line


@pytest.fixture(params=[Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft], ids=["ltr", "rtl"])
def direction(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[Qt.LayoutDirection]:
    yield request.param
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def place(widget: QWidget) -> QRect:
    return QRect(widget.mapTo(widget.window(), QPoint(0, 0)), widget.size())


def block(widget: QWidget) -> QWidget:
    """Return the card or the rail that a widget stands in, the window for none."""
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, Card | Rail):
        parent = parent.parentWidget()
    return parent if parent is not None else widget.window()


def as_read(widgets: list[QWidget], *, mirrored: bool) -> list[QWidget]:
    """Return the widgets of a block line by line."""
    by_top = sorted(widgets, key=lambda each: place(each).top())
    lines: list[list[QWidget]] = []
    for each in by_top:
        if lines and place(each).top() - place(lines[-1][0]).top() < LINE_PX:
            lines[-1].append(each)
        else:
            lines.append([each])
    return [
        each
        for line in lines
        for each in sorted(line, key=lambda one: -place(one).right() if mirrored else place(one).left())
    ]


def told(widgets: list[QWidget]) -> list[str]:
    return [f"{type(each).__name__} {each.accessibleName()}" for each in widgets]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("state", STATES)
def test_tab_goes_in_reading_order(
    till: AtTheTill, direction: Qt.LayoutDirection, state: str, size: tuple[int, int]
) -> None:
    QApplication.setLayoutDirection(direction)
    till.window.resize(*size)
    reach(till, state)
    mirrored = direction is Qt.LayoutDirection.RightToLeft
    order = [each for each in looking.focus_order(till.window) if not each.visibleRegion().isEmpty()]
    assert order
    blocks = [(part, list(members)) for part, members in groupby(order, block)]
    parts = [part for part, _ in blocks if part is not till.window]
    assert len(parts) == len(set(parts)), "Tab leaves a block and comes back to it"
    for _, members in blocks:
        assert told(members) == told(as_read(members, mirrored=mirrored))


def test_tab_itself_walks_that_order_and_shift_tab_goes_back(till: AtTheTill) -> None:
    reach(till, "empty")
    order = looking.focus_order(till.window)
    order[0].setFocus(Qt.FocusReason.TabFocusReason)
    for expected in order[1:]:
        now = QApplication.focusWidget()
        assert now is not None
        QTest.keyClick(now, Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is expected
    for expected in reversed(order[:-1]):
        now = QApplication.focusWidget()
        assert now is not None
        QTest.keyClick(now, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
        assert QApplication.focusWidget() is expected
