"""What stands in Pay is read whole in every type, says what it does, and only what acts looks as if it did."""

import pytest

from pos_app.words import LANGUAGES
from tests.ui.conftest import AtTheTill
from tests.ui.looks import looking
from tests.ui.shop_desk import SHELF
from ui.theme.type_scale import SCALES_PERCENT, TypeScale
from ui.widgets.buttons import MoneyButton

NARROW = (480, 800)
PAID = "¥10.00"
MIDDLE = 1
"""The tab."""


def pay(till: AtTheTill, *then: str) -> None:
    """Open the payment of one line; each of `then` is typed, and taken as a part."""
    till.keys.scan(SHELF[0].code)
    till.keys.press("F12")
    for amount in then:
        till.keys.type(amount)
        till.keys.press("F3")
    till.keys.settle()


@pytest.mark.parametrize("percent", SCALES_PERCENT)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_key_that_takes_money_is_lower_than_its_words(till: AtTheTill, language: str, percent: int) -> None:
    till.window.resize(*NARROW)
    till.opened.face.put_on(language=language, scale=TypeScale(percent))
    pay(till, "1000")
    till.keys.type("2000")
    till.keys.settle()
    keys = [key for key in till.sell.middle.pay.findChildren(MoneyButton) if key.isVisible()]
    assert {till.sell.middle.pay.back_one, till.sell.middle.pay.part} <= set(keys)
    assert [key.text() for key in keys if key.height() < key.sizeHint().height()] == []


@pytest.mark.parametrize("percent", SCALES_PERCENT)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_last_payment_is_taken_back_by_a_key_in_sight(till: AtTheTill, language: str, percent: int) -> None:
    till.window.resize(*NARROW)
    till.opened.face.put_on(language=language, scale=TypeScale(percent))
    pay(till, "1000")
    key = till.sell.middle.pay.back_one
    assert key.visibleRegion().boundingRect().size() == key.size()


def test_the_notes_stay_in_one_row_when_a_strip_takes_room(till: AtTheTill) -> None:
    till.window.resize(*NARROW)
    pay(till)
    grid = till.sell.middle.pay.notes.grid
    assert grid.columns == len(till.sell.middle.pay.notes.keys)
    till.keys.scan(SHELF[1].code)
    till.keys.settle()
    till.keys.settle()
    assert till.sell.basket.strips.isVisible()
    assert grid.columns == len(till.sell.middle.pay.notes.keys)


def test_the_keys_for_lines_rest_while_money_is_taken(till: AtTheTill) -> None:
    keypad = till.sell.side.keypad
    acts = (keypad.quantity, keypad.discount, keypad.void)
    pay(till, "1000")
    assert [key.isEnabled() for key in acts] == [False, False, False]
    keypad.void.click()
    assert PAID in till.sell.middle.pay._taken.text()
    till.keys.press("Del")
    assert PAID not in till.sell.middle.pay._taken.text(), "Del takes the last payment back, as its own key says"
    till.keys.press("Esc")
    assert [key.isEnabled() for key in acts] == [True, True, True]


@pytest.mark.parametrize("size", [NARROW, (1024, 768)])
def test_the_tab_over_the_payment_says_pay(till: AtTheTill, size: tuple[int, int]) -> None:
    till.window.resize(*size)
    till.keys.settle()
    tab = till.sell.columns.tabs[MIDDLE]
    assert tab.text() == "Find"
    pay(till)
    assert tab.text() == "Pay"
    till.opened.face.put_on(language="zh-Hans")
    assert tab.text() == "结账"
    till.keys.press("Esc")
    assert tab.text() == "查找"
    assert looking.overlapping(till.window) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", [NARROW, (1280, 800)])
def test_the_two_ways_to_pay_stand_beside_each_other(till: AtTheTill, language: str, size: tuple[int, int]) -> None:
    till.window.resize(*size)
    till.opened.face.put_on(language=language, scale=TypeScale(130 if size == NARROW else 100))
    pay(till)
    cash, other = till.sell.middle.pay.cash, till.sell.middle.pay.other
    assert (cash.y(), cash.height()) == (other.y(), other.height())
    assert cash.x() < other.x()


def test_no_note_stands_alone_in_a_row(till: AtTheTill) -> None:
    till.window.resize(1280, 800)
    pay(till)
    notes = till.sell.middle.pay.notes
    assert (len(notes.keys), notes.grid.columns) == (4, 2)
