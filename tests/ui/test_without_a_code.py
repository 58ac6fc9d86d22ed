"""The touch key of goods without a code does what it says, also while its key answers a question."""

from collections.abc import Callable

from tests.ui.conftest import AtTheTill
from tests.ui.shop_desk import SHELF
from tests.ui.test_by_a_finger import touch
from ui.asked import Purpose

NOODLES, WINE = SHELF[0], SHELF[7]
UNKNOWN = "9999999999994"
Scan = Callable[..., AtTheTill]


def test_goods_without_a_code_confirm_no_age(scanned: Scan) -> None:
    till = scanned(NOODLES.code, WINE.code)
    key = till.sell.middle.start.by_department
    assert till.sell.basket.question.acts[0].key == "Ins"
    assert "Ins" not in key.text(), "the key answers the question now"
    touch(till, key)
    assert till.asked("confirm_age") == []
    assert till.sell.acting.asking.purpose is Purpose.OPEN_PRICE
    touch(till, till.sell.middle.entry.back)
    till.keys.press("Del")
    assert key.text().endswith("Ins")


def test_goods_without_a_code_answer_an_unknown_code(scanned: Scan) -> None:
    till = scanned(UNKNOWN)
    touch(till, till.sell.middle.start.by_department)
    till.keys.type("1250")
    till.keys.press("Enter")
    assert till.asked("sell_by_department") == [(1, "fruit", 1250)]
    assert till.sell.basket.question.isHidden()
