"""What is asked for in place is left, and turned to its other kinds, by a finger alone: no keyboard is needed."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from pos_app.domain.basket import ManualDiscount
from tests.ui.conftest import AtTheTill
from tests.ui.looks import looking
from tests.ui.shop_desk import LI_WEI, SHELF
from ui.asked import Purpose
from ui.keys import Act

NOODLES, RICE, BANANAS, WINE = SHELF[0], SHELF[1], SHELF[6], SHELF[7]
UNKNOWN = "9999999999994"
TARGET_PX = 44
SIZES = ((1280, 800), (480, 800))
Scan = Callable[..., AtTheTill]

FORMS = {
    "quantity": Act.QUANTITY,
    "discount": Act.DISCOUNT,
    "price": Act.PRICE,
    "note": Act.NOTE,
    "served by": Act.SERVED_BY,
    "by department": Act.ANSWER,
    "price check": Act.PRICE_CHECK,
    "camera": Act.CAMERA,
    "operator": Act.SWITCH,
    "no sale": Act.NO_SALE,
    "receipts": Act.RECEIPTS,
    "commands": Act.PALETTE,
    "line": Act.ENTER,
}


def touch(till: AtTheTill, button: QAbstractButton) -> None:
    assert button.isVisible()
    assert not button.visibleRegion().isEmpty()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    till.keys.settle()


def kinds(till: AtTheTill) -> dict[str, QAbstractButton]:
    keys = [key for group in till.sell.middle.entry.kinds.keys for key in group]
    return {key.accessibleName().partition(",")[0]: key for key in keys if key.isVisible()}


def on(till: AtTheTill) -> list[str]:
    return [name for name, key in kinds(till).items() if key.isChecked()]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("form", FORMS)
def test_every_form_has_a_way_back_for_a_finger(scanned: Scan, form: str, size: tuple[int, int]) -> None:
    till = scanned(NOODLES.code)
    till.window.resize(*size)
    till.sell.acting.do(FORMS[form])
    till.keys.settle()
    back = till.sell.middle.entry.back
    assert till.sell.acting.asking.purpose is not None
    assert min(back.width(), back.height()) >= TARGET_PX
    assert back.accessibleName() == "Back, Esc"
    assert back in looking.focus_order(till.window)
    touch(till, back)
    assert till.sell.acting.asking.purpose is None
    assert till.lines() == [("1", NOODLES.names["en"])]
    assert not back.isVisible()


def test_the_held_baskets_and_a_search_are_left_by_a_finger_too(scanned: Scan) -> None:
    till = scanned(NOODLES.code)
    till.keys.press("F11", "Esc")
    till.keys.press("F11")
    middle = till.sell.middle
    assert middle.held.isVisible()
    touch(till, middle.entry.back)
    assert middle.start.isVisible()
    till.keys.type("rice")
    assert middle.results.isVisible()
    touch(till, middle.entry.back)
    assert middle.start.isVisible()
    assert middle.entry.search.text() == ""
    assert not middle.entry.back.isVisible()


def test_a_pin_that_was_asked_for_is_left_by_a_finger_and_not_kept(scanned: Scan) -> None:
    till = scanned(WINE.code)
    till.keys.press("Del")
    till.keys.scan(WINE.code)
    till.keys.press("Ins")
    till.keys.type("0123")
    touch(till, till.sell.middle.entry.back)
    assert till.asked("confirm_age") == []
    assert till.sell.middle.entry.secret.text() == ""
    assert till.sell.basket.question.isVisible()


def test_a_note_on_the_whole_basket_needs_no_second_key_and_keeps_what_is_typed(scanned: Scan) -> None:
    till = scanned(NOODLES.code)
    till.keys.press("Ctrl+N")
    till.keys.type("wrap it")
    assert on(till) == ["Line"]
    touch(till, kinds(till)["Basket"])
    assert on(till) == ["Basket"]
    till.keys.press("Enter")
    assert till.asked("note") == [("wrap it", None)]


def test_who_served_all_of_the_basket_is_chosen_by_a_finger(scanned: Scan) -> None:
    till = scanned(NOODLES.code)
    till.keys.press("Ctrl+S")
    touch(till, kinds(till)["Basket"])
    till.keys.press("F1")
    assert till.asked("set_associate") == [(LI_WEI.id, None)]


def test_a_discount_says_on_what_and_how_and_a_finger_changes_both(scanned: Scan) -> None:
    till = scanned(NOODLES.code)
    till.keys.press("F8")
    assert list(kinds(till)) == ["Line", "Basket", "Percent", "Amount"]
    assert [key.text() for key in kinds(till).values()] == ["Line", "Basket", "%", "¥  F8"]
    assert on(till) == ["Line", "Percent"]
    touch(till, kinds(till)["Amount"])
    assert on(till) == ["Line", "Amount"]
    till.keys.type("500")
    till.keys.press("Down")
    touch(till, kinds(till)["Basket"])
    assert on(till) == ["Basket", "Amount"]
    assert till.sell.middle.entry.figure.text() == "5.00"
    chosen = till.sell.middle.listed.list.current()
    assert chosen is not None
    till.keys.press("Enter")
    assert till.asked("discount_basket") == [(ManualDiscount(chosen.key, 0, 500), "", "")]


def test_what_was_typed_in_percent_is_no_amount_of_money(scanned: Scan) -> None:
    till = scanned(NOODLES.code)
    till.keys.press("F8")
    till.keys.type("10")
    touch(till, kinds(till)["Amount"])
    assert till.sell.middle.entry.figure.text() == ""


def test_a_kind_that_is_on_stays_on_when_it_is_touched(scanned: Scan) -> None:
    till = scanned(NOODLES.code)
    till.keys.press("F8")
    touch(till, kinds(till)["Percent"])
    assert on(till) == ["Line", "Percent"]


def test_the_key_that_opened_it_still_goes_round(scanned: Scan) -> None:
    till = scanned(NOODLES.code)
    seen = []
    for _ in range(5):
        till.keys.press("F8")
        seen.append(tuple(on(till)))
    assert seen == [
        ("Line", "Percent"),
        ("Line", "Amount"),
        ("Basket", "Percent"),
        ("Basket", "Amount"),
        ("Line", "Percent"),
    ]


def test_a_quantity_before_the_scan_needs_three_taps(scanned: Scan) -> None:
    till = scanned(NOODLES.code)
    keypad = till.sell.side.keypad
    touch(till, keypad.quantity)
    assert on(till) == ["Line"]
    touch(till, kinds(till)["Next scan"])
    assert on(till) == ["Next scan"]
    touch(till, keypad._keys["3"])
    till.keys.scan(RICE.code)
    assert till.lines() == [("1", NOODLES.names["en"]), ("3", RICE.names["en"])]


def test_before_the_first_scan_the_quantity_is_that_of_the_next(till: AtTheTill) -> None:
    touch(till, till.sell.side.keypad.quantity)
    assert till.sell.acting.asking.purpose is Purpose.NEXT_QUANTITY
    assert kinds(till) == {}
    touch(till, till.sell.side.keypad._keys["2"])
    till.keys.scan(RICE.code)
    assert till.lines() == [("2", RICE.names["en"])]


@pytest.mark.parametrize(("code", "stays"), [(UNKNOWN, "Set aside"), (BANANAS.code, "Set aside")])
def test_an_answer_that_is_being_typed_is_not_offered_again(scanned: Scan, code: str, stays: str) -> None:
    till = scanned(code)
    if till.sell.acting.asking.purpose is None:
        till.keys.press("Ins")
    form, strip = till.sell.acting.asking.form, till.sell.basket.question
    assert [act.key for act in strip.acts] == ["Del"]
    assert strip.buttons[0].text().startswith(stays)
    till.keys.type("3")
    till.keys.press("Ins")
    assert till.sell.acting.asking.form is form, "the key of what is open opens nothing else"
    assert till.sell.middle.entry.figure.text() != ""
    touch(till, till.sell.middle.entry.back)
    assert [act.key for act in strip.acts] == ["Ins", "Del"]


ASKS = {name: act for name, act in FORMS.items() if name not in ("line", "camera")}


@pytest.mark.parametrize("form", ASKS)
def test_the_key_of_void_clears_what_is_typed_and_says_so(scanned: Scan, form: str) -> None:
    till = scanned(RICE.code, NOODLES.code)
    void, asking = till.sell.side.keypad.void, till.sell.acting.asking
    assert void.accessibleName() == "Void, Del"
    till.sell.acting.do(ASKS[form])
    till.keys.settle()
    open_now, before = asking.form, till.lines()
    assert void.accessibleName() == "Clear"
    till.sell.middle.type("12")
    touch(till, void)
    assert till.sell.middle.entry.field.text() == ""
    touch(till, void)
    assert till.lines() == before, "nothing is left to clear, and no line goes"
    assert asking.form is open_now
    assert till.asked("void") == []
    touch(till, till.sell.middle.entry.back)
    assert void.accessibleName() == "Void, Del"
    touch(till, void)
    assert len(till.lines()) == 1


@pytest.mark.parametrize("act", [Act.ENTER, Act.CAMERA], ids=["line", "camera"])
def test_where_nothing_is_asked_void_takes_the_line_out(scanned: Scan, act: Act) -> None:
    till = scanned(RICE.code, NOODLES.code)
    till.sell.acting.do(act)
    till.keys.settle()
    assert till.sell.side.keypad.void.accessibleName() == "Void, Del"
    touch(till, till.sell.side.keypad.void)
    assert till.lines() == [("1", RICE.names["en"])]


@pytest.mark.parametrize("act", [None, Act.CAMERA], ids=["search", "camera"])
def test_a_mistyped_number_is_cleared_by_the_key_that_would_void(scanned: Scan, act: Act | None, qtbot: QtBot) -> None:
    till = scanned(RICE.code, NOODLES.code)
    if act is not None:
        till.sell.acting.do(act)
    void = till.sell.side.keypad.void
    touch(till, till.sell.side.keypad._keys["4"])
    qtbot.waitUntil(lambda: void.accessibleName() == "Clear")
    touch(till, void)
    assert till.sell.middle.entry.field.text() == ""
    assert till.asked("void") == []
    qtbot.waitUntil(lambda: void.accessibleName() == "Void, Del")


def test_the_key_of_void_keeps_its_name_while_something_is_scanned(
    scanned: Scan, monkeypatch: pytest.MonkeyPatch
) -> None:
    till = scanned(RICE.code)
    said: list[str] = []
    monkeypatch.setattr(till.sell.side.keypad.void, "setText", said.append)
    till.keys.scan(NOODLES.code)
    till.keys.settle()
    assert len(till.lines()) == 2
    assert said == []


def test_void_by_its_name_takes_the_line_out_whatever_is_half_typed(scanned: Scan) -> None:
    till = scanned(RICE.code, NOODLES.code)
    till.keys.type("4")
    till.sell.acting.do(Act.VOID)
    assert till.lines() == [("1", RICE.names["en"])]


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_clear_is_said_in_the_language_of_the_moment(scanned: Scan, language: str) -> None:
    till = scanned(NOODLES.code)
    till.keys.press("F7")
    till.opened.face.put_on(language=language)
    assert till.sell.side.keypad.void.text() == {"en": "Clear", "zh-Hans": "清空"}[language]


@pytest.mark.parametrize("code", [UNKNOWN, WINE.code, BANANAS.code], ids=["unknown", "age", "weight"])
def test_void_answers_no_question_of_the_basket(scanned: Scan, code: str) -> None:
    till = scanned(NOODLES.code, code)
    till.keys.press("Esc")  # a weight is asked for at once
    before, question = till.lines(), till.sell.basket.question
    assert not till.sell.side.keypad.void.isEnabled()
    till.sell.acting.do(Act.VOID)  # by its name in the palette
    assert "then void" in till.window.status.words.text()
    till.keys.press("Enter")
    touch(till, till.sell.middle.line.buttons[Act.VOID])
    assert (till.lines(), question.isVisible()) == (before, True)
    assert till.asked("set_aside") + till.asked("refuse_age") + till.asked("void") == []
    till.keys.press("Del")
    assert not question.isVisible(), "Del answers, as its strip prints"
    assert till.sell.side.keypad.void.isEnabled()


def test_a_weight_that_is_mistyped_is_cleared_and_not_set_aside(scanned: Scan) -> None:
    till = scanned(BANANAS.code)
    till.keys.type("3850")
    touch(till, till.sell.side.keypad.void)
    assert till.asked("set_aside") == []
    till.keys.type("385")
    till.keys.press("Enter")
    assert till.asked("weigh") == [(1, 385)]
