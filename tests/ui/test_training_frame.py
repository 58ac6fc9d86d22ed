"""On a till that trains every screen says so, in colours that are read in every theme."""

import pytest
from PySide6.QtGui import QColor

from tests.ui.conftest import AtTheTill
from ui.theme.contrast import contrast_ratio
from ui.theme.tokens import THEMES, Theme

WORDS_ABOVE_PX = 20


def train(till: AtTheTill, *, on: bool = True) -> None:
    till.desk._show(training=on)
    till.opened.bridge.tick()
    till.keys.settle()


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_the_words_stand_in_the_colours_of_a_warning_over_whatever_is_open(till: AtTheTill, theme: Theme) -> None:
    till.opened.face.put_on(theme=theme)
    train(till)
    frame = till.window.training.frame
    for key in ("Ctrl+D", "F1", "F12"):
        till.keys.press(key)
        till.keys.settle()
        assert frame.isVisible()
        assert frame.accessibleName() == till.window.face.say("ui.training_words")
        picture = till.window.grab().toImage()
        corner = frame.mapTo(till.window, frame.rect().topLeft())
        middle = corner.x() + frame.width() // 2
        band = {
            picture.pixelColor(x, corner.y() + y).name().upper()
            for x in range(middle - 60, middle + 60)
            for y in range(2, WORDS_ABOVE_PX)
        }
        assert {theme.warn, theme.warn_soft} <= band
    assert contrast_ratio(theme.warn, theme.warn_soft) >= 4.5
    assert QColor(theme.warn) != QColor(theme.ink)


def test_nothing_of_the_screen_stands_under_the_frame(till: AtTheTill) -> None:
    train(till)
    frame, screen = till.window.training.frame, till.window.screen_now
    assert screen.geometry().top() >= WORDS_ABOVE_PX
    assert screen.geometry().left() > 0
    assert screen.geometry().bottom() < frame.geometry().bottom()


def test_the_frame_goes_with_the_training_and_while_the_till_is_locked(till: AtTheTill) -> None:
    frame = till.window.training.frame
    assert not frame.isVisible()
    train(till)
    till.keys.press("Ctrl+L")
    assert not frame.isVisible()
    train(till, on=False)
    assert not frame.isVisible()
    assert till.window.screen_now.geometry().topLeft().isNull()


def test_the_words_follow_the_language(till: AtTheTill) -> None:
    train(till)
    till.opened.face.put_on(language="zh-Hans")
    assert till.window.training.frame.accessibleName() == till.window.face.say("ui.training_words")
