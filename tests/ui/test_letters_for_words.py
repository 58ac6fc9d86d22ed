"""A finger alone types a note or a name on the sell screen: the key of the letters stands where words are asked for."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.conftest import AtTheTill
from tests.ui.looks import looking
from tests.ui.shop_desk import SHELF
from ui.keys import Act
from ui.theme.type_scale import SCALES_PERCENT, TypeScale

Scan = Callable[..., AtTheTill]
TARGET_PX = 44


@pytest.mark.parametrize("percent", SCALES_PERCENT)
def test_a_note_is_typed_on_a_handheld_by_a_finger_alone(scanned: Scan, percent: int) -> None:
    till = scanned(SHELF[0].code)
    till.window.resize(480, 800)
    till.opened.face.put_on(scale=TypeScale(percent))
    entry, letters = till.sell.middle.entry, till.window.dock.keyboard
    till.sell.acting.do(Act.NOTE)
    till.keys.settle()
    assert min(entry.letters.width(), entry.letters.height()) >= TARGET_PX
    QTest.mouseClick(entry.letters, Qt.MouseButton.LeftButton)
    till.keys.settle()
    assert letters.isVisible()
    assert entry.text.visibleRegion().boundingRect().height() >= entry.text.height() * 3 // 4
    assert looking.overlapping(till.window) == []
    for letter in "gift":
        letters.key(letter).click()
    letters.key("enter").click()
    till.keys.settle()
    assert till.asked("note") == [("gift", 1)]
    assert letters.isHidden(), "what brought them up is done"


def test_the_letters_stay_while_the_note_goes_over_to_the_basket(scanned: Scan) -> None:
    till = scanned(SHELF[0].code)
    till.window.resize(480, 800)
    till.sell.acting.do(Act.NOTE)
    till.keys.settle()
    till.sell.middle.entry.letters.click()
    till.sell.acting.do(Act.NOTE)
    till.keys.settle()
    assert till.window.dock.keyboard.isVisible()
    till.keys.press("Esc")
    assert till.window.dock.keyboard.isHidden()


def test_where_there_is_room_for_a_keyboard_no_key_stands_beside_the_words(scanned: Scan) -> None:
    till = scanned(SHELF[0].code)
    till.window.resize(1280, 800)
    till.sell.acting.do(Act.NOTE)
    till.keys.settle()
    assert not till.sell.middle.entry.letters.isVisible()


@pytest.mark.parametrize("percent", SCALES_PERCENT)
def test_goods_are_found_by_name_on_a_handheld_by_a_finger_alone(till: AtTheTill, percent: int) -> None:
    till.window.resize(480, 800)
    till.opened.face.put_on(scale=TypeScale(percent))
    entry, letters = till.sell.middle.entry, till.window.dock.keyboard
    till.sell.columns.tabs[1].click()
    till.keys.settle()
    assert min(entry.letters.width(), entry.letters.height()) >= TARGET_PX
    QTest.mouseClick(entry.letters, Qt.MouseButton.LeftButton)
    till.keys.settle()
    for letter in SHELF[0].names["en"][:4].lower():
        letters.key(letter).click()
    till.keys.settle()
    assert entry.search.text() == SHELF[0].names["en"][:4].lower()
    assert entry.search.visibleRegion().boundingRect().height() >= entry.search.height() * 3 // 4
    assert looking.overlapping(till.window) == []
    letters.key("enter").click()
    till.keys.settle()
    assert len(till.asked("add_product")) == 1
    assert letters.isHidden(), "what brought them up is done"


def test_what_is_not_typed_brings_no_letters(till: AtTheTill) -> None:
    till.window.resize(480, 800)
    till.keys.settle()
    till.keys.press("F7", "Ctrl+O")
    assert not till.sell.middle.entry.letters.isVisible(), "a PIN is asked for"
