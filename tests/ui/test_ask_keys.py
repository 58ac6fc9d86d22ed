"""The key that takes an answer says which key of a keyboard it is: in print where there is room, to the ear always."""

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from pos_app.words import LANGUAGES
from ui.face import Face
from ui.gallery.dress import settle
from ui.panels.ask_keys import AskKeys
from ui.theme.type_scale import SCALES_PERCENT, TypeScale
from ui.widgets.fields import EntryField

NARROW_PX, WIDE_PX = 420, 900


@pytest.mark.parametrize("percent", SCALES_PERCENT)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("words", [False, True])
def test_ok_names_enter_where_it_fits_and_to_a_screen_reader_always(
    qtbot: QtBot, language: str, percent: int, *, words: bool
) -> None:
    face = Face(language=language, scale=TypeScale(percent))
    keys, field, host = AskKeys(face, lambda: None, lambda: None), EntryField(lambda _event: False), QWidget()
    for part in (keys, keys.keypad, field):
        part.setParent(host)
    qtbot.addWidget(host)
    face.dress(host)
    keys.serve(field, words=words, enters=True)
    host.show()
    ok = keys.take
    for width_px in (WIDE_PX, NARROW_PX):
        keys.resize(width_px, 80)
        settle()
        assert ok.accessibleName() == f"{face.say('ui.ok')}, Enter"
        assert ok.fontMetrics().horizontalAdvance(ok.text()) <= ok.width()
        assert "Enter" in ok.text() or width_px == NARROW_PX
