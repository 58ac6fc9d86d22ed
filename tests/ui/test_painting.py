"""Only what changed is drawn: a scan must be on the screen before the next one comes."""

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from tests.ui.conftest import AtTheTill
from tests.ui.shop_desk import SHELF
from ui.theme.tokens import DARK
from ui.widgets.line_list import LinePainter, LineRow


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return the numbers of the lines as they are drawn."""
    numbers: list[int] = []
    draw = LinePainter.draw

    def counted(self: LinePainter, painter: QPainter, row: object, area: QRect) -> None:
        assert isinstance(row, LineRow)
        numbers.append(row.number)
        draw(self, painter, row, area)

    monkeypatch.setattr(LinePainter, "draw", counted)
    return numbers


def test_a_scan_into_forty_lines_draws_two_rows(till: AtTheTill, drawn: list[int]) -> None:
    for at in range(40):
        till.keys.scan(SHELF[at % 6].code)
        till.keys.settle()
    drawn.clear()
    till.keys.scan(SHELF[0].code)
    till.keys.settle()
    # The new one, the one before it that is no longer the newest, and at most one that scrolled into sight anew.
    assert sorted(set(drawn)) == [40, 41]


def test_a_quantity_draws_its_own_row(till: AtTheTill, drawn: list[int]) -> None:
    for at in range(8):
        till.keys.scan(SHELF[at % 6].code)
    till.keys.settle()
    drawn.clear()
    till.keys.press("F7")
    till.keys.type("2")
    till.keys.press("Enter")
    assert set(drawn) == {8}


def test_what_stays_on_the_screen_is_not_drawn_again(till: AtTheTill, drawn: list[int]) -> None:
    till.keys.scan(SHELF[0].code)
    till.keys.settle()
    drawn.clear()
    till.opened.bridge.tick()
    till.window.repaint()
    till.keys.settle()
    assert drawn == []


def test_another_theme_draws_everything_again(till: AtTheTill, drawn: list[int]) -> None:
    for at in range(3):
        till.keys.scan(SHELF[at].code)
    till.keys.settle()
    drawn.clear()
    till.opened.face.put_on(theme=DARK)
    till.keys.settle()
    assert set(drawn) == {1, 2, 3}
