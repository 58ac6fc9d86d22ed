"""The keypad: the keys of a row are alike, in either arrangement."""

import pytest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ui.face import Face
from ui.widgets.keypad import WIDTH_LEAST_PX, Keypad


@pytest.mark.parametrize(("four_across", "rows_high"), [(False, 5), (True, 4)])
def test_all_keys_of_a_row_are_as_wide_as_each_other(four_across: bool, rows_high: int, qtbot: QtBot) -> None:
    face = Face()
    window = QWidget()
    qtbot.addWidget(window)
    keypad = Keypad(face, window)
    face.dress(window)
    keypad.lay_out(four_across=four_across)
    keypad.resize(WIDTH_LEAST_PX, 420)
    window.resize(WIDTH_LEAST_PX, 420)
    with qtbot.waitExposed(window):
        window.show()
    rows: dict[int, list[int]] = {}
    for key in keypad.findChildren(QPushButton):
        rows.setdefault(key.y(), []).append(key.width())
    assert len(rows) == rows_high
    assert all(max(widths) - min(widths) <= 1 for widths in rows.values()), rows
    assert min(min(widths) for widths in rows.values()) >= 44, "room for a finger"
