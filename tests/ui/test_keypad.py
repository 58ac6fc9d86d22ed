"""The keypad: the keys of a row are alike, in either arrangement."""

import pytest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from pos_app.words import LANGUAGES
from tests.ui.looks import looking
from ui.face import Face
from ui.gallery.dress import settle
from ui.theme.type_scale import SCALES_PERCENT, TypeScale
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


@pytest.mark.parametrize("percent", SCALES_PERCENT)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_acts_print_their_keys_on_a_counter_and_to_the_ear_everywhere(
    language: str, percent: int, qtbot: QtBot
) -> None:
    face, window = Face(language=language, scale=TypeScale(percent)), QWidget()
    qtbot.addWidget(window)
    keypad = Keypad(face, window)
    face.dress(window)
    window.show()
    for width_px, four_across in ((WIDTH_LEAST_PX + 40, False), (440, True)):
        keypad.lay_out(four_across=four_across)
        keypad.resize(width_px, keypad.minimumSizeHint().height())
        settle()
        for act, key in ((keypad.quantity, "F7"), (keypad.discount, "F8"), (keypad.void, "Del")):
            assert act.accessibleName().endswith(f", {key}")
            assert key in act.text()
            assert looking.clipped(keypad) == []
