"""A part that scrolls where a low window has no room for it: what is chosen or typed in there is brought into sight."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLineEdit, QScrollArea, QScroller, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.face import Face
from ui.gallery.dress import settle
from ui.panels.two_columns import TwoColumns
from ui.widgets.found_list import FoundList, FoundRow
from ui.widgets.scrolled_part import ScrolledPart

ROWS = tuple(FoundRow(str(number), f"Reason {number}", "", "") for number in range(5))


def low(qtbot: QtBot, *widgets: QWidget) -> ScrolledPart:
    part = QWidget()
    column = QVBoxLayout(part)
    for widget in widgets:
        column.addWidget(widget)
    scrolled = ScrolledPart(part)
    qtbot.addWidget(scrolled)
    scrolled.resize(300, 150)
    with qtbot.waitExposed(scrolled):
        scrolled.show()
    return scrolled


def test_a_row_chosen_with_the_arrows_is_in_sight(qtbot: QtBot) -> None:
    rows = FoundList(Face())
    rows.row_model.show(ROWS)
    rows.setFixedHeight(5 * 56 + 2)
    scrolled = low(qtbot, rows)
    rows.selectionModel().currentRowChanged.connect(lambda _now, _before: scrolled.show_row(rows))
    for at in (*range(5), *reversed(range(5))):
        rows.choose(at)
        row = rows.visualRect(rows.currentIndex())
        top = rows.viewport().mapTo(scrolled, row.topLeft()).y()
        assert 0 <= top <= scrolled.height() - row.height()


def test_a_field_that_is_typed_in_is_in_sight(qtbot: QtBot) -> None:
    above, field = QWidget(), QLineEdit()
    above.setFixedHeight(400)
    scrolled = low(qtbot, above, field)
    qtbot.waitUntil(lambda: scrolled.verticalScrollBar().maximum() > 0)
    field.setFocus()
    qtbot.waitUntil(lambda: field.hasFocus() and not field.visibleRegion().isEmpty())
    above.setFixedHeight(600)
    settle()
    qtbot.waitUntil(lambda: field.mapTo(scrolled, field.rect().bottomLeft()).y() < scrolled.height())


def test_with_room_it_stands_in_full(qtbot: QtBot) -> None:
    above = QWidget()
    above.setMinimumHeight(400)
    scrolled = low(qtbot, above)
    assert scrolled.heightForWidth(300) >= 400
    scrolled.resize(300, scrolled.heightForWidth(300))
    assert scrolled.verticalScrollBar().maximum() == 0


@pytest.mark.parametrize("make", [lambda: TwoColumns(Face()), lambda: ScrolledPart(QWidget())], ids=["cards", "part"])
def test_what_only_scrolls_has_no_frame_and_no_focus_and_moves_under_a_finger(
    qtbot: QtBot, make: Callable[[], QScrollArea]
) -> None:
    area = make()
    qtbot.addWidget(area)
    assert area.frameShape() is QFrame.Shape.NoFrame
    assert area.focusPolicy() is Qt.FocusPolicy.NoFocus
    assert area.horizontalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    assert QScroller.hasScroller(area.viewport())
    assert not area.viewport().autoFillBackground()
