"""A basket is built with keys alone."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.conftest import AtTheTill
from tests.ui.shop_desk import SHELF

NOODLES, COFFEE, RICE, TEA = SHELF[0], SHELF[1], SHELF[2], SHELF[4]
Scan = Callable[..., AtTheTill]


def test_the_newest_line_is_large_and_chosen(scanned: Scan) -> None:
    till = scanned(NOODLES.code, COFFEE.code)
    rows = till.sell.basket.lines.row_model.rows
    assert [row.newest for row in rows] == [False, True]
    assert till.sell.basket.chosen == rows[1].number


def test_a_quantity_after_the_scan(scanned: Scan) -> None:
    till = scanned(NOODLES.code, COFFEE.code)
    till.keys.press("Up", "F7")
    till.keys.type("12")
    till.keys.press("Enter")
    assert [quantity for quantity, _ in till.lines()] == ["12", "1"]
    assert not till.sell.middle.entry.asking


def test_a_quantity_before_the_scan(till: AtTheTill, qtbot: QtBot) -> None:
    till.keys.type("*")
    qtbot.waitUntil(lambda: till.sell.middle.entry.asking)
    till.keys.type("3")
    till.keys.press("Enter")
    till.keys.scan(TEA.code)
    till.keys.scan(COFFEE.code)
    assert [quantity for quantity, _ in till.lines()] == ["3", "1"]


def test_a_quantity_typed_and_scanned_without_enter_counts_too(till: AtTheTill, qtbot: QtBot) -> None:
    till.keys.type("*")
    qtbot.waitUntil(lambda: till.sell.middle.entry.asking)
    till.keys.type("3")
    till.keys.scan(TEA.code)
    assert [quantity for quantity, _ in till.lines()] == ["3"]


def test_a_scan_leaves_a_half_typed_quantity_undone(scanned: Scan) -> None:
    till = scanned(NOODLES.code)
    till.keys.press("F7")
    till.keys.type("9")
    till.keys.scan(COFFEE.code)
    assert [quantity for quantity, _ in till.lines()] == ["1", "1"]


def test_the_next_quantity_is_seen_until_it_is_used(till: AtTheTill, qtbot: QtBot) -> None:
    till.keys.type("*")
    qtbot.waitUntil(lambda: till.sell.middle.entry.asking)
    till.keys.type("3")
    till.keys.press("Enter")
    assert till.sell.middle.entry.search.placeholderText().startswith("Next scan × 3")
    till.keys.scan(TEA.code)
    assert "×" not in till.sell.middle.entry.search.placeholderText()


def test_words_find_and_arrows_choose(till: AtTheTill) -> None:
    till.keys.type("tea")
    till.keys.press("Down", "Enter")
    assert till.lines() == [("1", "Crispy Tea 750 g")]
    assert till.sell.middle.entry.search.text() == ""
    assert till.sell.middle.page is till.sell.middle.start


def test_two_chinese_letters_find(till: AtTheTill) -> None:
    till.sell.middle.entry.search.setText("绿茶")
    till.keys.press("Enter")
    assert till.lines() == [("1", "Roasted Tea 绿茶 250 g")]


def test_a_typed_number_is_a_code(till: AtTheTill) -> None:
    till.keys.type(TEA.code)
    till.keys.press("Enter")
    assert till.asked("scan") == [TEA.code]
    assert len(till.lines()) == 1


def test_nothing_found_says_what_to_do(till: AtTheTill) -> None:
    till.keys.type("zzz")
    assert "zzz" in till.sell.middle.results._empty_words.text()
    till.keys.press("Enter")
    assert till.lines() == []


def test_a_tap_on_a_result_sells_it(till: AtTheTill) -> None:
    till.keys.type("rice")
    found = till.sell.middle.results.list
    where = found.visualRect(found.row_model.index(1, 0)).center()
    QTest.mouseClick(found.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert till.lines() == [("1", "Premium Rice 250 g")]


def test_a_void_can_be_taken_back(scanned: Scan) -> None:
    till = scanned(NOODLES.code, COFFEE.code)
    till.keys.press("Del")
    assert till.lines() == [("1", NOODLES.names["en"])]
    assert till.sell.basket.undo.isVisible()
    till.keys.press("Ctrl+Z")
    assert len(till.lines()) == 2
    assert not till.sell.basket.undo.isVisible()


def test_the_offer_to_undo_stands_for_ten_seconds(scanned: Scan) -> None:
    till = scanned(NOODLES.code, COFFEE.code)
    till.keys.press("Del")
    alarm = till.sell.acting.answering._undo_alarm
    assert isinstance(alarm, QTimer)
    assert (alarm.isActive(), alarm.isSingleShot(), alarm.interval()) == (True, True, 10_000)
    assert till.sell.basket.undo.isVisible()
    alarm.timeout.emit()
    assert not till.sell.basket.undo.isVisible()


def test_delete_corrects_words_while_words_are_typed(scanned: Scan) -> None:
    till = scanned(NOODLES.code)
    till.keys.type("te")
    till.keys.press("Del")
    assert till.lines() == [("1", NOODLES.names["en"])]


def test_hold_and_recall(scanned: Scan) -> None:
    till = scanned(NOODLES.code, COFFEE.code)
    till.keys.press("F11")
    assert till.lines() == []
    till.keys.scan(TEA.code)
    till.keys.press("F11", "F11")
    assert till.sell.middle.page is till.sell.middle.held
    till.keys.press("Enter")
    assert len(till.lines()) == 2


def test_esc_goes_one_step_back_and_never_loses_the_basket(scanned: Scan) -> None:
    till = scanned(NOODLES.code)
    till.keys.press("F7", "Esc")
    assert not till.sell.middle.entry.asking
    till.keys.type("tea")
    till.keys.press("Esc")
    assert till.sell.middle.entry.search.text() == ""
    till.keys.press("Esc", "Esc", "Esc")
    assert till.lines() == [("1", NOODLES.names["en"])]


def test_keys_find_their_field_wherever_the_focus_went(scanned: Scan) -> None:
    till = scanned(NOODLES.code)
    till.window._buttons["sell"].setFocus()
    till.keys.press("F7")
    till.keys.type("4")
    till.keys.press("Enter")
    assert till.lines() == [("4", NOODLES.names["en"])]


def test_a_refusal_is_told_in_place_and_goes_with_the_next_act(scanned: Scan) -> None:
    till = scanned(NOODLES.code)
    till.keys.press("F7")
    till.keys.type("0")
    till.keys.press("Enter")
    assert till.sell.basket.no.isVisible()
    till.keys.press("Esc")
    till.keys.scan(COFFEE.code)
    assert not till.sell.basket.no.isVisible()
