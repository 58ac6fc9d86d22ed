"""The status line says what is expected now, or what just happened, and nothing that was of another matter."""

from collections.abc import Callable

import pytest

from pos_app.selling.view import Said
from tests.ui.conftest import AtTheTill
from tests.ui.shop_desk import SHELF
from ui.widgets.rail import RailButton

NOODLES, BEER = SHELF[0], next(goods for goods in SHELF if goods.min_age)
UNKNOWN = "4006381333931"
Scan = Callable[..., AtTheTill]


def status(till: AtTheTill) -> str:
    return till.window.status.words.text()


def said(till: AtTheTill, message_id: str) -> str:
    return till.window.face.say(message_id)


def test_a_till_that_waits_for_goods_says_so(till: AtTheTill) -> None:
    assert status(till) == said(till, "ui.ready")


@pytest.mark.parametrize("code", [UNKNOWN, BEER.code], ids=["unknown", "age"])
def test_under_a_question_it_says_that_pay_waits_for_the_answer(scanned: Scan, code: str) -> None:
    till = scanned(code)
    assert status(till) == said(till, "ui.answer_first")
    till.keys.press("Del")
    assert status(till) == said(till, "ui.ready")


def test_it_does_not_repeat_the_question(scanned: Scan) -> None:
    till = scanned(UNKNOWN)
    assert UNKNOWN in till.sell.basket.question.words.text()
    assert UNKNOWN not in status(till)


@pytest.mark.parametrize("key", ["F7", "F8", "Ctrl+P", "Ctrl+K"])
def test_a_form_says_by_itself_what_it_wants(scanned: Scan, key: str) -> None:
    till = scanned(NOODLES.code)
    till.keys.press(key)
    assert till.sell.acting.asking.purpose is not None
    assert status(till) == ""
    till.keys.press("Esc")
    assert status(till) == said(till, "ui.ready")


def test_what_a_form_still_needs_goes_with_the_form(scanned: Scan) -> None:
    till = scanned(NOODLES.code)
    till.keys.press("F8", "Enter")
    till.keys.press("Esc")
    assert status(till) == said(till, "ui.ready")
    till.keys.press("Ctrl+O", "Enter")
    assert status(till) == said(till, "ui.type_pin_first")
    till.keys.press("Esc")
    assert status(till) == said(till, "ui.ready")


def test_what_a_command_said_stays_when_its_own_form_goes_and_leaves_for_the_next(scanned: Scan) -> None:
    till = scanned(NOODLES.code)
    till.keys.press("F11")
    news = till.desk.view
    assert news.held == 1
    till.keys.press("Esc")
    till.keys.scan(NOODLES.code)
    assert status(till) == said(till, "ui.ready")


def test_a_refusal_takes_the_good_news_before_it_away(till: AtTheTill) -> None:
    till.opened.bridge.told.emit(Said("till.printing"))
    assert status(till) == said(till, "till.printing")
    till.window.tell_cut_scan("40063")
    assert status(till) == said(till, "ui.ready")


def test_another_screen_does_not_begin_with_the_news_of_the_one_before(till: AtTheTill) -> None:
    till.opened.bridge.told.emit(Said("till.printing"))
    till.keys.press("Ctrl+D")
    assert till.window.screen_now is till.window.screens["devices"]
    assert status(till) == ""
    till.keys.press("F1")
    assert status(till) == said(till, "ui.ready")


def test_a_till_without_a_catalogue_does_not_ask_for_a_scan(till: AtTheTill) -> None:
    till.desk._show(catalogue=False)
    till.opened.bridge.tick()
    assert status(till) == ""


def _keys(till: AtTheTill) -> list[str]:
    buttons = [each for each in till.window.rail.findChildren(RailButton) if each.isVisible()]
    return [each.text().rpartition("\n")[2] for each in buttons if "F" in each.text().rpartition("\n")[2]]


def test_the_keys_of_the_screens_are_printed_where_they_open_one(scanned: Scan) -> None:
    till = scanned(NOODLES.code)
    high = [each.height() for each in till.window.rail.findChildren(RailButton)]
    assert _keys(till) == ["F1"]
    till.keys.press("F8")
    assert _keys(till) == []
    assert [each.height() for each in till.window.rail.findChildren(RailButton)] == high
    till.keys.press("Esc")
    assert _keys(till) == ["F1"]
    till.keys.press("F12")
    assert _keys(till) == []
    till.keys.press("Esc")
    assert _keys(till) == ["F1"]
