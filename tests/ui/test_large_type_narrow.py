"""On a handheld in the larger types: what is typed, what is to pay and what can be done stand in sight, whole."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QWidget

from pos_app.words import LANGUAGES
from tests.till.counter_top import code
from tests.ui.conftest import AtTheTill
from tests.ui.member_counter import PRODUCE, Counter
from tests.ui.shop_desk import SHELF
from tests.ui.test_narrow_keypad import KEYS, ask
from ui.theme.type_scale import SCALES_PERCENT, TypeScale

Scan = Callable[..., AtTheTill]
NARROW = (480, 800)
LARGER = [percent for percent in SCALES_PERCENT if percent > 100]


def whole(widget: QWidget) -> bool:
    return widget.visibleRegion().boundingRect().size() == widget.size()


def wear(till: AtTheTill, language: str, percent: int) -> None:
    till.window.resize(*NARROW)
    till.opened.face.put_on(language=language, scale=TypeScale(percent))
    till.keys.settle()


@pytest.mark.parametrize("percent", SCALES_PERCENT)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_long_message_cuts_neither_what_is_typed_nor_what_enter_takes(
    till: AtTheTill, language: str, percent: int
) -> None:
    wear(till, language, percent)
    ask(till, "department")
    till.keys.settle()
    assert till.sell.side.keypad.isVisible()
    assert whole(till.sell.middle.field)
    assert whole(till.sell.middle.entry.chosen)


@pytest.mark.parametrize("percent", SCALES_PERCENT)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("moment", ["selling", "pay"])
def test_what_is_to_pay_is_said_over_the_keypad(till: AtTheTill, moment: str, language: str, percent: int) -> None:
    wear(till, language, percent)
    ask(till, moment)
    till.sell.columns.tabs[KEYS].click()
    till.keys.settle()
    till.keys.settle()
    assert whole(till.sell.side.totals.figure)
    assert whole(till.sell.middle.field)
    if moment == "pay":
        assert whole(till.sell.middle.pay.other)


@pytest.mark.parametrize("percent", LARGER)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_act_of_a_line_is_in_sight_and_what_is_to_pay_in_one_line(
    scanned: Scan, language: str, percent: int
) -> None:
    till = scanned(SHELF[0].code)
    wear(till, language, percent)
    till.keys.press("Enter")
    till.keys.settle()
    assert [key.text() for key in till.sell.middle.line.buttons.values() if not whole(key)] == []
    assert whole(till.sell.side.totals.figure)
    till.keys.press("Esc")
    till.sell.columns.show_basket()
    till.keys.settle()
    assert till.sell.side.totals.height() == till.opened.face.px(88), "large again"


@pytest.mark.parametrize("percent", SCALES_PERCENT)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_consent_that_was_refused_says_what_to_do_and_has_it_in_sight(
    counter: Counter, language: str, percent: int
) -> None:
    counter.opened.window.resize(*NARROW)
    counter.opened.face.put_on(language=language, scale=TypeScale(percent))
    counter.keys.press("F10", "F1")
    counter.keys.type("Nora")
    counter.keys.press("Enter")
    counter.keys.type("13900007731")
    counter.keys.press("Enter", "Enter", "F6")
    counter.keys.settle()
    page = counter.enrol
    for part in (page.note, *page.purposes, page.language, page.next):
        assert part.isVisible()
        assert whole(part), part.accessibleName()


@pytest.mark.parametrize("percent", SCALES_PERCENT)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_price_that_was_checked_has_its_act_in_sight(counter: Counter, language: str, percent: int) -> None:
    counter.opened.window.resize(*NARROW)
    counter.opened.face.put_on(language=language, scale=TypeScale(percent))
    counter.keys.type("=")
    counter.keys.scan(code(PRODUCE))
    counter.keys.settle()
    price = counter.sell.middle.price
    assert price.story.isVisible(), "an offer has a story"
    assert whole(price.sell)


@pytest.mark.parametrize("percent", LARGER)
@pytest.mark.parametrize("language", LANGUAGES)
def test_over_the_letters_the_chosen_goods_are_in_sight(scanned: Scan, language: str, percent: int) -> None:
    till = scanned(SHELF[0].code)
    wear(till, language, percent)
    till.sell.columns.tabs[1].click()
    till.sell.middle.entry.letters.click()
    till.keys.type("tea")
    till.keys.settle()
    found = till.sell.middle.results.list
    row = found.visualRect(found.currentIndex())
    assert found.viewport().visibleRegion().boundingRect().contains(row)
    assert whole(till.sell.side.totals.figure)
