"""A finger that draws a list, tiles or cards up and down presses nothing; one that taps does."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import cast

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QLayout, QScroller, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.finger import Finger
from ui.face import Face
from ui.widgets.buttons import Button
from ui.widgets.found_list import FoundList, FoundRow
from ui.widgets.scrolled_part import ScrolledPart
from ui.widgets.table import Column, Table
from ui.widgets.tile_key import TileFace
from ui.widgets.tiles import Tiles

Pressed = list[int]
Place = tuple[QWidget, QPoint]


class Drawn:
    """Something that is drawn, what of it was pressed, and where it can be touched."""

    def __init__(self, area: QAbstractScrollArea, pressed: Pressed, touched: Callable[[], Place]) -> None:
        self.area, self.pressed, self.touched = area, pressed, touched
        self.window = QWidget()

    def is_drawn(self) -> bool:
        return self.area.verticalScrollBar().value() > 60

    def state(self) -> QScroller.State:
        return QScroller.scroller(self.area.viewport()).state()


def of_buttons() -> tuple[QWidget, Drawn]:
    part, pressed = QWidget(), Pressed()
    column = QVBoxLayout(part)
    for number in range(30):
        button = Button("quiet", partial(pressed.append, number))
        column.addWidget(button)
    area = ScrolledPart(part)
    return area, Drawn(area, pressed, lambda: _in_sight(area, part.findChildren(Button)))


def of_rows() -> tuple[QWidget, Drawn]:
    rows, pressed = FoundList(Face()), Pressed()
    rows.row_model.show(tuple(FoundRow(str(number), f"Row {number}", "", "") for number in range(60)))
    rows.clicked.connect(lambda index: pressed.append(index.row()))
    return rows, Drawn(rows, pressed, lambda: (rows.viewport(), rows.viewport().rect().center()))


def of_figures() -> tuple[QWidget, Drawn]:
    table, pressed = Table(Face()), Pressed()
    table.show_rows((Column("Name"),), tuple((f"Row {number}",) for number in range(60)))
    table.clicked.connect(lambda index: pressed.append(index.row()))
    return table, Drawn(table, pressed, lambda: (table.viewport(), table.viewport().rect().center()))


def of_tiles() -> tuple[QWidget, Drawn]:
    tiles, pressed = Tiles(Face()), Pressed()
    tiles.show_tiles(tuple(TileFace(str(number), f"Tile {number}", "1.00", "") for number in range(60)))
    tiles.taken.connect(lambda key: pressed.append(int(key)))
    area = tiles.findChild(QAbstractScrollArea)
    assert area is not None
    return tiles, Drawn(area, pressed, lambda: _in_sight(area, tiles.keys))


def _in_sight(area: QAbstractScrollArea, keys: Sequence[QAbstractButton]) -> Place:
    middle = area.viewport().mapToGlobal(area.viewport().rect().center())
    key = min(keys, key=lambda one: abs(one.mapToGlobal(one.rect().center()).y() - middle.y()))
    return key, key.rect().center()


@pytest.fixture(params=[of_buttons, of_rows, of_figures, of_tiles], ids=["buttons", "rows", "figures", "tiles"])
def drawn(request: pytest.FixtureRequest, qtbot: QtBot) -> Drawn:
    widget, made = cast("tuple[QWidget, Drawn]", request.param())
    window = made.window
    column = QVBoxLayout(window)
    column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
    column.addWidget(widget)
    qtbot.addWidget(window)
    window.resize(360, 500)
    with qtbot.waitExposed(window):
        window.show()
    qtbot.waitUntil(lambda: made.area.verticalScrollBar().maximum() > 200)
    return made


def finger_on(drawn: Drawn, qtbot: QtBot) -> Finger:
    finger = Finger(drawn.window, qtbot)
    finger.down(*drawn.touched())
    return finger


def test_what_the_finger_came_down_on_is_not_pressed_when_it_draws(drawn: Drawn, qtbot: QtBot) -> None:
    finger = finger_on(drawn, qtbot)
    finger.draw(-150, drawn.is_drawn)
    finger.up()
    qtbot.waitUntil(lambda: drawn.state() == QScroller.State.Inactive)
    assert drawn.pressed == []
    assert [key for key in drawn.area.findChildren(QAbstractButton) if key.isDown()] == []


def test_a_tap_presses_before_and_after_it_was_drawn(drawn: Drawn, qtbot: QtBot) -> None:
    finger_on(drawn, qtbot).up()
    assert len(drawn.pressed) == 1
    finger = finger_on(drawn, qtbot)
    finger.draw(-150, drawn.is_drawn)
    finger.up()
    qtbot.waitUntil(lambda: drawn.state() == QScroller.State.Inactive)
    finger.tap(*drawn.touched())
    assert len(drawn.pressed) == 2


def test_a_finger_that_stops_what_runs_on_presses_nothing(drawn: Drawn, qtbot: QtBot) -> None:
    finger = finger_on(drawn, qtbot)
    finger.draw(-150, drawn.is_drawn)
    QScroller.scroller(drawn.area.viewport()).scrollTo(QPoint(0, drawn.area.verticalScrollBar().maximum()), 60_000)
    finger.up()
    assert drawn.state() == QScroller.State.Scrolling
    finger.tap(*drawn.touched())
    assert drawn.pressed == []


def test_a_list_that_is_sorted_anew_under_the_finger_takes_no_row(qtbot: QtBot) -> None:
    rows, taken = FoundList(Face()), Pressed()
    shown = tuple(FoundRow(str(number), f"Order {number}", "", "") for number in range(5))
    rows.row_model.show(shown)
    rows.clicked.connect(lambda index: taken.append(index.row()))
    qtbot.addWidget(rows)
    rows.resize(360, 500)
    with qtbot.waitExposed(rows):
        rows.show()
    finger, first = Finger(rows, qtbot), rows.visualRect(rows.row_model.index(0, 0)).center()
    finger.down(rows.viewport(), first)
    rows.row_model.show(shown[::-1])
    finger.up()
    assert taken == []
    finger.tap(rows.viewport(), first)
    assert taken == [0]
