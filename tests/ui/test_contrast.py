"""Where all words have one colour a shape says what rests, is a hint or is chosen; the focus is seen in every theme."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QImage
from PySide6.QtWidgets import QApplication, QLayout, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.face import Face
from ui.theme.contrast import contrast_ratio
from ui.theme.tokens import HIGH_CONTRAST, LIGHT, THEMES, Theme
from ui.theme.type_scale import TypeScale
from ui.widgets.buttons import Button
from ui.widgets.fields import EntryField, FigureField
from ui.widgets.found_list import FoundList, FoundRow
from ui.widgets.lamp import LampPill
from ui.widgets.rail import Rail
from ui.widgets.table import Column, Table
from ui.widgets.tiles import TileFace, Tiles

LOOKS = ("act", "low-act", "pay", "head", "choice", "quiet", "tab", "kind", "tender", "tick", "key")
OFTEN_PX = 40  # so many pixels of a colour are an edge, not a chance


@pytest.fixture
def face(qapp: object) -> Face:
    del qapp
    return Face()


@pytest.fixture
def put(qtbot: QtBot, face: Face) -> Callable[[QWidget], QWidget]:
    """Return what puts a widget into a dressed window."""
    window, first = QWidget(), Button("quiet", lambda: None, focusable=True)
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
    column.addWidget(first)
    window.resize(420, 300)
    face.dress(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()

    def put_in(widget: QWidget) -> QWidget:
        column.addWidget(widget)
        face.dress(window)
        first.setFocus()
        QApplication.processEvents()
        return widget

    return put_in


def picture(widget: QWidget) -> QImage:
    QApplication.processEvents()
    return widget.grab().toImage()


def counted(image: QImage, colour: str) -> int:
    wanted = colour.lower()
    return sum(image.pixelColor(x, y).name() == wanted for x in range(image.width()) for y in range(image.height()))


@pytest.mark.parametrize("look", LOOKS)
def test_a_key_that_rests_has_a_broken_edge_and_the_same_size(
    face: Face, put: Callable[[QWidget], QWidget], look: str
) -> None:
    face.put_on(theme=HIGH_CONTRAST)
    key = Button(look, lambda: None)
    key.show_words("Pay", "F12")
    put(key)
    size, edge = key.sizeHint(), _edge(picture(key))
    key.setEnabled(False)
    resting = _edge(picture(key))
    assert key.sizeHint() == size
    assert resting > edge + 4, "dashes on the upper edge"


def _edge(image: QImage) -> int:
    """Return how often ink and ground take turns along the upper edge."""
    across = range(20, image.width() - 20)
    rows = [[image.pixelColor(x, y).lightness() > 100 for x in across] for y in range(3)]
    return max(sum(one is not other for one, other in pairwise(row)) for row in rows)


def test_a_hint_is_slanted_where_it_has_the_colour_of_what_is_typed(
    face: Face, put: Callable[[QWidget], QWidget]
) -> None:
    field = EntryField(lambda _event: False)
    field.setPlaceholderText("Scan, or search")
    put(field)
    assert not field.font().italic()
    face.put_on(theme=HIGH_CONTRAST)
    QApplication.processEvents()
    size: QSize = field.sizeHint()
    assert field.font().italic()
    field.setText("t")
    assert not field.font().italic()
    assert field.sizeHint() == size
    assert field.font().pixelSize() == face.scale.px("body")
    field.clear()
    assert field.font().italic()
    face.put_on(scale=TypeScale(130))
    QApplication.processEvents()
    assert (field.font().italic(), field.font().pixelSize()) == (True, face.scale.px("body"))
    face.put_on(theme=LIGHT)
    QApplication.processEvents()
    assert not field.font().italic()


def test_the_amount_that_is_offered_is_slanted_too_and_the_typed_one_is_not(
    face: Face, put: Callable[[QWidget], QWidget]
) -> None:
    face.put_on(theme=HIGH_CONTRAST)
    amount = FigureField(face, lambda _event: False)
    put(amount)
    amount.begin(2)
    assert not amount.font().italic()
    amount.setPlaceholderText("207.88")
    assert amount.font().italic()
    amount.type_digits("5000")
    assert (amount.text(), amount.font().italic()) == ("50.00", False)
    assert (amount.font().weight(), amount.font().pixelSize()) == (QFont.Weight.DemiBold, face.scale.px("figure"))


def test_the_chosen_row_has_an_edge_where_its_ground_is_seen_too_little(
    face: Face, put: Callable[[QWidget], QWidget]
) -> None:
    face.put_on(theme=HIGH_CONTRAST)
    rows = FoundList(face)
    rows.row_model.show((FoundRow("1", "One", "", ""), FoundRow("2", "Two", "", "")))
    put(rows)
    before = counted(picture(rows), HIGH_CONTRAST.brand)
    rows.choose(1)
    assert counted(picture(rows), HIGH_CONTRAST.brand) > before + OFTEN_PX
    assert contrast_ratio(HIGH_CONTRAST.brand, HIGH_CONTRAST.surface) >= 3


def _button(look: str) -> Callable[[Face], tuple[QWidget, QWidget]]:
    def make(_face: Face) -> tuple[QWidget, QWidget]:
        button = Button(look, lambda: None, focusable=True)
        button.show_words("Hold", "F11")
        return button, button

    return make


def _tile(face: Face) -> tuple[QWidget, QWidget]:
    tiles = Tiles(face)
    tiles.show_tiles((TileFace("a", "Bananas", "6.98", "#228833"),))
    return tiles, tiles.keys[0]


def _field(_face: Face) -> tuple[QWidget, QWidget]:
    field = EntryField(lambda _event: False)
    return field, field


def _rail(face: Face) -> tuple[QWidget, QWidget]:
    rail = Rail(face)
    return rail, rail.add_screen("boxes", "ui.stock", "F4", lambda: None)


def _lamp(face: Face) -> tuple[QWidget, QWidget]:
    lamp = LampPill(face)
    return lamp, lamp


def _table(face: Face) -> tuple[QWidget, QWidget]:
    table = Table(face)
    table.show_rows((Column("Hour"), Column("Sales", figures=True)), (("9", "12"), ("10", "31")))
    return table, table


FOCUSABLE: dict[str, Callable[[Face], tuple[QWidget, QWidget]]] = {
    **{look: _button(look) for look in LOOKS},
    "tile": _tile,
    "field": _field,
    "rail": _rail,
    "lamp": _lamp,
    "table": _table,
}


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
@pytest.mark.parametrize("kind", FOCUSABLE)
def test_whatever_has_the_focus_shows_a_ring(
    face: Face, put: Callable[[QWidget], QWidget], kind: str, theme: Theme
) -> None:
    face.put_on(theme=theme)
    whole, focused = FOCUSABLE[kind](face)
    put(whole)
    assert counted(picture(focused), theme.focus) == 0
    focused.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    assert focused.hasFocus()
    assert counted(picture(focused), theme.focus) > OFTEN_PX
