"""What was not sold is asked about in place, and Pay waits for the answer."""

from collections.abc import Callable

import pytest

from tests.ui.conftest import AtTheTill
from tests.ui.shop_desk import SHELF

NOODLES, BANANAS, WINE = SHELF[0], SHELF[6], SHELF[7]
UNKNOWN = "9999999999994"
Scan = Callable[..., AtTheTill]


def test_an_unknown_code_blocks_pay_until_one_key_sets_it_aside(scanned: Scan) -> None:
    till = scanned(NOODLES.code, UNKNOWN)
    question = till.sell.basket.question
    assert UNKNOWN in question.words.text()
    assert not till.sell.side.pay.isEnabled()
    till.keys.press("F12")
    assert not till.sell.middle.paying
    till.keys.press("Del")
    assert till.lines() == [("1", NOODLES.names["en"])]
    assert not question.isVisible()
    till.keys.press("F12")
    assert till.sell.middle.paying


def test_an_unknown_code_is_sold_by_department_at_a_typed_price(scanned: Scan) -> None:
    till = scanned(UNKNOWN)
    till.keys.press("Ins")
    till.keys.type("1250")
    till.keys.press("Down", "Enter")
    assert till.asked("sell_by_department") == [(1, "dry", 1250)]
    assert till.lines() == [("1", "Dry goods")]
    assert not till.sell.basket.question.isVisible()


def test_a_department_without_a_price_sells_nothing(scanned: Scan) -> None:
    till = scanned(UNKNOWN)
    till.keys.press("Ins", "Enter")
    assert till.lines() == []
    assert till.sell.basket.question.isVisible()


def test_scanning_past_an_unknown_code_goes_on_and_forgets_nothing(scanned: Scan) -> None:
    till = scanned(UNKNOWN, NOODLES.code, "8888888888888")
    assert till.lines() == [("1", NOODLES.names["en"])]
    assert "1 of 2" in till.sell.basket.question.words.text()
    till.keys.press("Del", "Del")
    assert till.asked("set_aside") == [1, 2]


def test_a_weighed_item_asks_for_its_weight_at_once(scanned: Scan) -> None:
    till = scanned(BANANAS.code)
    till.keys.type("385")
    till.keys.press("Enter")
    assert till.asked("weigh") == [(1, 385)]
    assert till.lines() == [("0.385", "Bananas")]
    assert not till.sell.middle.entry.asking


def test_a_weight_that_was_left_is_asked_for_again_by_its_key(scanned: Scan) -> None:
    till = scanned(BANANAS.code)
    till.keys.press("Esc")
    assert till.sell.basket.question.isVisible()
    till.keys.press("Ins")
    till.keys.type("1200")
    till.keys.press("Enter")
    assert till.asked("weigh") == [(1, 1200)]


def test_old_enough_keeps_the_line_and_refused_takes_it_away(scanned: Scan) -> None:
    till = scanned(WINE.code)
    assert "18" in till.sell.basket.question.words.text()
    till.keys.press("Ins")
    assert till.lines() == [("1", WINE.names["en"])]
    till.keys.scan(WINE.code)
    till.keys.press("Del")
    assert till.lines() == []


def test_after_a_refusal_the_next_try_asks_a_supervisor_in_place(scanned: Scan) -> None:
    till = scanned(WINE.code)
    till.keys.press("Del")
    till.keys.scan(WINE.code)
    assert "supervisor" in till.sell.basket.question.words.text()
    till.keys.press("Ins")
    till.keys.type("0123")
    assert "0123" not in till.sell.middle.entry.secret.displayText()
    till.keys.press("Enter")
    assert till.asked("confirm_age") == [(2, "21", "0123")]
    assert till.lines() == [("1", WINE.names["en"])]
    assert not till.sell.middle.entry.asking


def test_a_supervisors_pin_that_was_not_typed_approves_nothing(scanned: Scan) -> None:
    till = scanned(WINE.code)
    till.keys.press("Del")
    till.keys.scan(WINE.code)
    till.keys.press("Ins", "Enter")
    assert till.asked("confirm_age") == []
    assert till.sell.basket.question.isVisible()


def test_the_newest_line_of_a_recalled_basket_is_its_last(scanned: Scan) -> None:
    till = scanned(NOODLES.code, WINE.code)
    till.keys.press("Ins", "Up", "+")
    till.keys.press("F11")
    till.keys.scan(NOODLES.code)
    till.keys.press("F11", "F11", "Enter")
    assert [row.newest for row in till.sell.basket.lines.row_model.rows] == [False, True]


def test_goods_without_a_code_are_sold_by_department(till: AtTheTill) -> None:
    till.keys.press("Ins")
    till.keys.type("1250")
    till.keys.press("Enter")
    till.keys.type("300")
    till.keys.press("Ins", "Down", "Enter")
    assert till.asked("sell_by_department") == [(0, "fruit", 1250), (0, "dry", 300)]
    assert till.lines() == [("1", "Fruit and vegetables"), ("1", "Dry goods")]
    assert not till.sell.middle.entry.asking


def test_a_question_that_comes_while_a_price_is_typed_waits(till: AtTheTill) -> None:
    till.keys.press("Ins")
    till.keys.type("1250")
    till.keys.scan(UNKNOWN)
    assert till.sell.middle.entry.figure.text() == "12.50"
    till.keys.press("Enter")
    assert till.asked("sell_by_department") == [(0, "fruit", 1250)]
    assert till.sell.basket.question.isVisible()


@pytest.mark.parametrize("key", ["F7", "F8", "Ctrl+P", "Ctrl+N", "Ctrl+K"])
def test_del_voids_no_line_under_what_is_asked_for(scanned: Scan, key: str) -> None:
    till = scanned(NOODLES.code)
    till.keys.press(key, "Del", "Del")
    assert till.asked("void") == []
    assert "Esc" in till.window.status.words.text()
    assert till.sell.acting.asking.purpose is not None
    till.keys.press("Esc", "Del")
    assert till.lines() == []
