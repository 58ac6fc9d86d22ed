"""On a narrow till the keypad comes up by its tab: every key whole, what is typed in sight, whatever else is said."""

import pytest
from PySide6.QtWidgets import QAbstractButton

from pos_app.words import LANGUAGES
from tests.ui.conftest import AtTheTill
from tests.ui.looks import looking
from tests.ui.shop_desk import SHELF
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
    till.sell.columns.tabs[KEYS].click()
    till.keys.settle()
    till.keys.settle()
    keypad = till.sell.side.keypad
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
