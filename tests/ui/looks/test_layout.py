"""One rule says how a screen stands at a width, and a theme reaches what was hidden when it was put on."""

import pytest
from PySide6.QtWidgets import QLabel, QStackedWidget, QWidget
from pytestqt.qtbot import QtBot

from pos_app.words import LANGUAGES, say
from pos_app.words.pseudo import CLOSE, OPEN, PSEUDO, pseudo
from ui.face import Face
from ui.layout.arrangement import Arrangement, arrange
from ui.theme.tokens import DARK
from ui.theme.wardrobe import parts


@pytest.mark.parametrize(
    ("size", "wanted"),
    [
        ((480, 800), Arrangement.ONE_COLUMN),
        ((699, 800), Arrangement.ONE_COLUMN),
        ((682, 512), Arrangement.TABBED),  # 1024x768 at 150 %
        ((639, 480), Arrangement.ONE_COLUMN),
        ((700, 800), Arrangement.TABBED),
        ((1024, 768), Arrangement.TABBED),
        ((1099, 800), Arrangement.TABBED),
        ((1100, 800), Arrangement.COLUMNS),
        ((1920, 1080), Arrangement.COLUMNS),
    ],
)
def test_a_size_has_its_arrangement(size: tuple[int, int], wanted: Arrangement) -> None:
    assert arrange(*size) is wanted


def test_a_page_that_is_not_seen_is_dressed_when_it_comes_up(qtbot: QtBot) -> None:
    window, stack = QWidget(), QStackedWidget()
    qtbot.addWidget(window)
    stack.setParent(window)
    for words in ("one", "two"):
        stack.addWidget(QLabel(words))
    face = Face()
    face.dress(window)
    with qtbot.waitExposed(window):
        window.show()
    hidden = stack.widget(1)
    assert hidden is not None
    face.put_on(theme=DARK)
    assert DARK.ink2 not in hidden.styleSheet()
    stack.setCurrentIndex(1)
    assert DARK.ink2 in hidden.styleSheet()


def test_what_is_not_seen_is_dressed_in_time_all_the_same(qtbot: QtBot) -> None:
    window, stack = QWidget(), QStackedWidget()
    qtbot.addWidget(window)
    stack.setParent(window)
    for words in ("one", "two", "three"):
        stack.addWidget(QLabel(words))
    face = Face()
    face.dress(window)
    with qtbot.waitExposed(window):
        window.show()
    face.put_on(theme=DARK)
    qtbot.waitUntil(lambda: all(DARK.ink2 in part.styleSheet() for part in parts(window)))


def test_the_pseudo_locale_is_longer_marked_and_on_no_list() -> None:
    english, told = say("en", "ui.search_hint"), say(PSEUDO, "ui.search_hint")
    assert told[0] == OPEN
    assert told[-1] == CLOSE
    assert len(told) >= len(english) * 14 // 10
    assert PSEUDO not in LANGUAGES
    assert pseudo("{count} left").startswith("[{count} ")
