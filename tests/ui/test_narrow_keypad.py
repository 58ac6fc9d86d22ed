"""On a narrow till the keypad comes up by its tab, for figures by itself: every key whole, what is typed in sight."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from pos_app.words import LANGUAGES
from tests.ui.conftest import AtTheTill
from tests.ui.looks import looking
from tests.ui.shop_desk import SHELF
from ui.layout.keys_room import KEY_PX
from ui.theme.type_scale import SCALES_PERCENT, TypeScale

KEYS = 2
"""The tab."""
TARGET_PX = 44


def ask(till: AtTheTill, moment: str) -> None:
    till.keys.scan(SHELF[0].code)
    if moment == "department":
        till.keys.scan("9999999999994")
        till.keys.press("Ins")
    elif moment == "quantity":
        till.keys.press("F7")
    elif moment in ("pay", "tray"):
        till.keys.press("F12")
    if moment == "tray":
        till.keys.scan(SHELF[1].code)


@pytest.mark.parametrize("percent", SCALES_PERCENT)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("moment", ["selling", "quantity", "department", "pay", "tray"])
def test_no_key_is_covered_and_what_is_typed_is_seen(till: AtTheTill, moment: str, language: str, percent: int) -> None:
    till.window.resize(480, 800)
    till.opened.face.put_on(language=language, scale=TypeScale(percent))
    ask(till, moment)
    keypad = till.sell.side.keypad
    if not keypad.isVisible():
        till.sell.columns.tabs[KEYS].click()
    till.keys.settle()
    till.keys.settle()
    keys = [key for key in keypad.findChildren(QAbstractButton) if key.isVisible()]
    assert len(keys) == 16
    assert min(key.height() for key in keys) >= TARGET_PX
    assert looking.overlapping(till.window) == []
    assert all(keypad.rect().contains(looking.place(key, keypad)) for key in keys)
    field = till.sell.middle.field
    assert field.visibleRegion().boundingRect().height() >= field.height() * 3 // 4


def test_what_is_to_pay_stands_in_one_line_over_the_keypad_and_large_again_without_it(till: AtTheTill) -> None:
    till.window.resize(480, 800)
    ask(till, "pay")
    large = till.sell.side.totals.height()
    till.sell.columns.tabs[KEYS].click()
    till.keys.settle()
    totals = till.sell.side.totals
    assert totals.isVisible()
    assert totals.figure.shown == "To pay  ¥176.23"
    assert totals.height() < large
    till.sell.columns.tabs[KEYS].click()
    till.keys.settle()
    assert (totals.figure.shown, totals.height()) == ("¥176.23", large)


def test_a_window_that_is_made_wide_again_has_the_cursor_where_one_types(till: AtTheTill) -> None:
    till.window.resize(480, 800)
    till.keys.settle()
    till.keys.scan(SHELF[0].code)
    till.keys.settle()
    till.window.resize(1280, 800)
    till.keys.settle()
    assert till.sell.middle.field.hasFocus()


def test_a_question_for_figures_brings_the_keypad_up_and_takes_it_along(till: AtTheTill) -> None:
    till.window.resize(480, 800)
    till.keys.scan(SHELF[0].code)
    keypad = till.sell.side.keypad
    assert not keypad.isVisible()
    till.keys.press("F7")
    assert keypad.isVisible()
    till.keys.press("Esc")
    assert not keypad.isVisible()
    till.keys.press("Ctrl+N")
    assert not keypad.isVisible(), "words are asked for"
    till.keys.press("Esc", "Ctrl+O")
    assert keypad.isVisible(), "a PIN is asked for"


def test_a_keypad_that_was_wanted_before_the_question_stays_after_it(till: AtTheTill) -> None:
    till.window.resize(480, 800)
    till.keys.scan(SHELF[0].code)
    till.sell.columns.tabs[KEYS].click()
    till.keys.press("F7", "Esc", "F9")
    till.sell.columns.show_middle()
    assert till.sell.side.keypad.isVisible()


def test_a_keypad_put_away_during_a_question_comes_up_for_the_next_one(till: AtTheTill) -> None:
    till.window.resize(480, 800)
    till.keys.scan(SHELF[0].code)
    keypad = till.sell.side.keypad
    till.keys.press("F8")
    till.sell.columns.tabs[KEYS].click()
    assert not keypad.isVisible()
    till.keys.press("F8")
    assert not keypad.isVisible(), "another kind is the same question"
    till.keys.press("Esc", "F7")
    assert keypad.isVisible()


def test_keys_that_came_by_themselves_are_as_large_as_they_should_be(till: AtTheTill) -> None:
    till.window.resize(480, 800)
    till.keys.scan(SHELF[0].code)
    for key in ("F7", "F8", "Ctrl+P", "Ctrl+O"):
        till.keys.press(key)
        till.keys.settle()
        keys = [each for each in till.sell.side.keypad.findChildren(QAbstractButton) if each.isVisible()]
        assert min(each.height() for each in keys) >= KEY_PX, key
        till.keys.press("Esc")


def test_what_enter_takes_is_said_while_the_keypad_hides_the_list(till: AtTheTill) -> None:
    """A price and Enter would else sell into the first department without a word."""
    till.window.resize(480, 800)
    ask(till, "department")
    till.keys.settle()
    till.keys.settle()
    chosen, entry = till.sell.middle.entry.chosen, till.sell.middle.entry
    assert chosen.text() == "Chosen: Fruit and vegetables"
    assert chosen.visibleRegion().boundingRect().height() == chosen.height() >= TARGET_PX
    till.keys.type("350")
    till.keys.press("Down")
    assert chosen.text() == "Chosen: Dry goods"
    QTest.mouseClick(chosen, Qt.MouseButton.LeftButton)
    till.keys.settle()
    assert not till.sell.side.keypad.isVisible()
    assert not chosen.isVisible()
    assert entry.figure.text() == "3.50"
    listed = till.sell.middle.listed.list
    QTest.mouseClick(
        listed.viewport(), Qt.MouseButton.LeftButton, pos=listed.visualRect(listed.model().index(0, 0)).center()
    )
    till.keys.settle()
    assert till.asked("sell_by_department") == [(1, "fruit", 350)]


def test_on_a_wide_till_the_list_itself_says_what_is_chosen(till: AtTheTill) -> None:
    ask(till, "department")
    assert not till.sell.middle.entry.chosen.isVisible()
