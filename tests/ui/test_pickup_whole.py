"""At the pickup desk nothing that is read or touched is cut, in the sizes and languages of the shop's tills."""

from __future__ import annotations

import pytest

from tests.ui.pickup_counter import AtTheDesk
from ui.widgets.row_painter import INSET

_SIZES = [(480, 800), (1024, 768), (1280, 800)]
_GAP_PX = 10
"""Between a name and the figure beside it."""


@pytest.mark.parametrize("size", _SIZES)
@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_a_card_of_the_board_is_whole(at: AtTheDesk, language: str, size: tuple[int, int]) -> None:
    at.opened.window.resize(*size)
    face = at.opened.window.face
    face.put_on(language=language)
    at.keys.press("F2")
    name, amount, detail = face.metrics("body"), face.metrics("body"), face.metrics("meta")
    for column in at.screen.board.columns.values():
        if not column.isVisible():
            continue
        assert column.list.row_model.rows
        width = column.list.viewport().width() - 2 * INSET
        for row in column.list.row_model.rows:
            first = name.horizontalAdvance(row.name) + _GAP_PX + amount.horizontalAdvance(row.amount)
            assert first <= width, row.name
            assert detail.horizontalAdvance(row.detail) <= width, row.detail


@pytest.mark.parametrize("size", _SIZES)
@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_after_a_wrong_phone_ok_is_whole(at: AtTheDesk, language: str, size: tuple[int, int]) -> None:
    at.opened.window.resize(*size)
    at.opened.window.face.put_on(language=language)
    at.keys.press("F2", "Right", "Enter", "F12")
    at.keys.type("0000")
    at.keys.press("Enter")
    assert at.told()
    take = at.screen.order.ask.keys.take
    assert take.visibleRegion().boundingRect() == take.rect()


@pytest.mark.parametrize("size", _SIZES)
@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_what_went_to_the_wrong_person_is_asked_without_a_bar(
    at: AtTheDesk, language: str, size: tuple[int, int]
) -> None:
    at.opened.window.resize(*size)
    at.opened.window.face.put_on(language=language)
    at.keys.press("F2")
    at.keys.type("1049")
    at.keys.press("Enter")
    order = at.screen.order
    for key in order.others:
        if key.isVisible():
            assert key.fontMetrics().horizontalAdvance(key.text()) <= key.width() - 16, key.text()
    at.keys.press("F11")
    at.keys.settle()
    assert order.ask.isVisible()
    assert not order.told.verticalScrollBar().isVisible()
