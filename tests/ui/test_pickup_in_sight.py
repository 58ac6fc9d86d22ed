"""What somebody at the pickup desk sees before they act, and what a finger alone reaches on a handheld."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pos_app.demo import orders as demo
from pos_app.domain.entries import ClaimMade
from pos_app.domain.entries_orders import OrderStep, Step
from pos_app.domain.orders_state import OrderState
from pos_app.pickup.view import BoardView, Column
from pos_app.selling.view import Sound
from pos_app.words import say
from tests.ui.pickup_counter import MINUTE_MS, AtTheDesk, picked, row_of, scan_goods
from ui.screens.exceptions import ExceptionsScreen
from ui.widgets.buttons import Button


def test_the_exceptions_say_what_happened_what_is_safe_and_what_to_do(at: AtTheDesk) -> None:
    at.keys.press("Ctrl+G")
    screen = at.opened.window.screens["exceptions"]
    assert at.opened.window.screen_now is screen
    words: Callable[[], list[str]] = lambda: [label.text() for label in screen.words]  # type: ignore[attr-defined] # noqa: E731
    first = words()
    assert "1041" in first[0]
    assert all(first)
    at.keys.press("Down")
    assert words() != first
    at.keys.press("Esc")
    assert at.opened.window.screen_now is at.opened.window.screens["sell"]


def test_what_to_do_next_is_in_sight_on_a_handheld_whichever_case_is_chosen(at: AtTheDesk) -> None:
    at.opened.window.resize(480, 800)
    at.keys.press("Ctrl+G")
    screen = at.opened.window.screens["exceptions"]
    assert isinstance(screen, ExceptionsScreen)
    for _ in screen.cases.list.row_model.rows:
        for label in screen.words:
            assert label.visibleRegion().boundingRect() == label.rect(), label.text()
        assert "./pos" not in "".join(label.text() for label in screen.words)
        assert screen.words[-1].text().endswith("Then tell the office, which closes the case.")
        at.keys.press("Down")


def test_another_tills_hand_over_stands_in_its_column_with_its_place(at: AtTheDesk) -> None:
    at.keys.press("F2")
    at.publish(picked(row_of(2), handing_by="0217-09"))
    row = at.screen.board.columns[Column.HANDING_OVER].list.row_model.rows[-1]
    assert row.name.startswith("1043")
    assert "at till 0217-09" in row.detail
    at.keys.press("Right", "Right", "Down", "Enter")
    assert "Till 0217-09 has been handing it over since" in at.screen.order.held.words.text()
    assert at.screen.order.state.text() == "Being handed over"


def test_what_another_till_hands_over_has_no_large_key_here_and_f12_says_why_not(at: AtTheDesk) -> None:
    at.publish(picked(row_of(2), handing_by="0217-09"))
    at.keys.press("F2")
    at.type("1043", "Enter")
    order = at.screen.order
    assert order.held.isVisible()
    assert not order.main.isVisible()
    assert not any("Hand over" in each or "Ready" in each for each in at.acts())
    before = at.bodies(OrderStep, ClaimMade)
    at.keys.press("F12")
    assert "is being handed over at till 0217-09" in at.told()
    assert at.sounds[-1] is Sound.UNKNOWN
    assert at.bodies(OrderStep, ClaimMade) == before
    at.publish(picked(row_of(2)))
    assert not order.held.isVisible()
    assert any("Hand over" in each for each in at.acts())


def test_f12_says_what_stands_in_the_way_where_nothing_can_be_handed_over_yet(at: AtTheDesk) -> None:
    at.keys.press("F2", "Enter", "F12")
    assert at.told() == say("en", "order.nothing_picked")
    at.keys.press("Esc")
    at.type("1044", "Enter")
    at.keys.press("F12", "F12")
    assert at.told() == say("en", "pickup.asks_proof")
    assert at.steps() == []


def test_late_says_by_how_much_and_its_tab_is_marked_only_while_something_is(at: AtTheDesk) -> None:
    at.keys.press("F2")
    now_ms = at.desk.now_ms()
    at.publish(row_of(1, placed_ms=now_ms - 50 * MINUTE_MS, due_ms=now_ms - 20 * MINUTE_MS - 1))
    rows = {row.key: row for row in at.screen.board.columns[Column.LATE].list.row_model.rows}
    assert rows["demo-00001"].amount == "20 min late"
    assert not at.screen.board.tabs[Column.LATE].icon().isNull()
    assert at.screen.board.tabs[Column.READY].icon().isNull()
    at.type("1042")
    assert at.screen.found.list.row_model.rows[0].amount == "20 min late"
    at.keys.press("Enter")
    assert "20 min late" in at.screen.order.facts.text()
    at.screen.board.show_board(BoardView({}), {})
    assert at.screen.board.tabs[Column.LATE].icon().isNull()


def test_three_wrong_tails_are_told_by_the_question_alone_and_the_pin_says_what_it_is_for(at: AtTheDesk) -> None:
    at.keys.press("F2")
    at.type("1044", "Enter")
    at.keys.press("F12")
    for _ in range(3):
        at.type("0000", "Enter")
    asked = at.screen.order.ask.words.text()
    assert at.told() == ""
    assert say("en", "ui.pickup.ask.tails_spent") in asked
    assert "Then a supervisor approves" in asked
    at.keys.press("Enter")
    assert at.screen.order.ask.words.text() == say("en", "ui.pickup.ask.supervisor", number="1044")
    assert "order 1044" in at.screen.order.ask.words.text()


@pytest.mark.parametrize("size", [(480, 800), (1280, 800)])
def test_the_age_of_the_goods_is_seen_before_they_are_handed_over(at: AtTheDesk, size: tuple[int, int]) -> None:
    at.opened.window.resize(*size)
    at.keys.press("F2")
    at.type("1044", "Enter")
    mark = at.screen.order.about.age
    assert mark.words.text() == "Age 18: check it"
    assert not mark.visibleRegion().isEmpty()
    at.keys.press("Esc")
    at.type("1042", "Enter")
    assert not mark.isVisible(), "these goods have no limit"


def test_a_rejected_line_has_no_figures(at: AtTheDesk) -> None:
    at.keys.press("F2", "Enter", "Del", "Enter")
    first, second = at.screen.order.lines.row_model.rows
    assert (first.amount, second.amount) == ("–", "0 / 1")
    assert at.screen.order.heads.text() == "Picked / wanted"


@pytest.mark.parametrize("size", [(480, 800), (1024, 768), (1280, 800)])
def test_every_reason_is_in_sight_whatever_the_window_was_before(at: AtTheDesk, size: tuple[int, int]) -> None:
    at.opened.window.resize(480, 800)
    at.keys.press("F2", "Enter", "Del")
    at.opened.window.resize(*size)
    at.keys.settle()
    shown = at.screen.order.ask.list
    last = shown.visualRect(shown.row_model.index(len(shown.row_model.rows) - 1, 0))
    assert shown.viewport().visibleRegion().contains(last)


def test_by_a_finger_alone_an_order_is_proved_by_its_phone_on_a_handheld(at: AtTheDesk) -> None:
    at.opened.window.resize(480, 800)
    at.opened.window.open("pickup")
    at.touch(at.screen.board.tabs[Column.READY])
    at.touch_row(at.screen.board.columns[Column.READY].list, 0)
    at.touch(at.screen.order.main)
    keypad = at.screen.order.ask.keypad
    assert keypad.isVisible()
    for digit in demo.order(3, 0).person.fields.phone[-4:]:
        at.touch(keypad._keys[digit])
    at.touch(at.screen.order.ask.keys.take)
    assert at.order.needs is None
    assert not keypad.isVisible()
    assert at.order.asks == "age"


def test_by_a_finger_alone_an_order_is_packed_and_handed_over_on_a_handheld(at: AtTheDesk) -> None:
    at.opened.window.resize(480, 800)
    at.opened.window.open("pickup")
    at.touch_row(at.screen.board.columns[Column.WAITING].list, 0)
    order = at.screen.order
    for line in range(2):
        at.touch_row(order.lines, line)
        while at.order.lines[line].missing:
            at.touch(button(at, "Pick one"))
    at.touch(order.main)
    at.touch(order.ask.keys.letters_key)
    at.touch(at.opened.window.dock.keyboard.key("b"))
    at.touch(order.ask.keys.take)
    assert at.order.state is OrderState.READY
    at.touch(order.main)
    for digit in demo.order(1, 0).person.fields.phone[-4:]:
        at.touch(order.ask.keypad._keys[digit])
    at.touch(order.ask.keys.take)
    at.touch(order.main)
    assert at.order.asks == "alone"
    at.touch_row(order.ask.list, 1)
    assert at.steps()[-1].step is Step.READY, "a reason that is touched hands nothing over yet"
    at.touch(order.main)
    assert (at.order.state, at.steps()[-1].reason) == (OrderState.DONE, "known_customer")


def button(at: AtTheDesk, words: str) -> Button:
    """The act with these words, which can be seen and touched."""
    order = at.screen.order
    (found,) = [each for each in (*order.others, order.main) if each.text().startswith(words) and each.isVisible()]
    assert not found.visibleRegion().isEmpty()
    return found


def test_by_a_finger_alone_the_letters_for_a_place_come_up_and_go_again(at: AtTheDesk) -> None:
    at.opened.window.resize(480, 800)
    at.keys.press("F2", "Enter", "F7")
    scan_goods(at, 1)
    at.touch(at.screen.order.main)
    letters, key = at.opened.window.dock.keyboard, at.screen.order.ask.keys.letters_key
    assert min(key.width(), key.height()) >= 44
    assert key.visibleRegion().boundingRect() == key.rect()
    at.touch(key)
    assert letters.isVisible()
    at.touch(letters.key("a"))
    assert at.screen.order.ask.field.text() == "a"
    at.touch(at.screen.order.ask.keys.take)
    assert (at.order.place, letters.isVisible()) == ("a", False)


def test_by_a_finger_alone_an_order_is_found_by_the_name_on_a_handheld(at: AtTheDesk) -> None:
    at.opened.window.resize(480, 800)
    at.opened.window.open("pickup")
    letters, key = at.opened.window.dock.keyboard, at.screen.finder.letters
    assert min(key.width(), key.height()) >= 44
    assert key.visibleRegion().boundingRect() == key.rect()
    at.touch(key)
    at.touch(letters.key("sign"))
    for digit in "1042":
        at.touch(letters.key(digit))
    assert (at.screen.field.text(), letters.isVisible()) == ("1042", True)
    at.touch_row(at.screen.found.list, 0)
    assert at.order.number == "1042"
    assert letters.isHidden(), "they go with what was found"
    at.touch(key)
    at.tick()
    assert letters.isVisible(), "another order is looked for from the open one"


def test_a_wide_till_shows_no_key_for_letters_beside_the_field(at: AtTheDesk) -> None:
    at.keys.press("F2")
    assert not at.screen.finder.letters.isVisible()
    hint = at.screen.field
    at.opened.window.resize(480, 800)
    at.keys.settle()
    assert hint.fontMetrics().horizontalAdvance(hint.placeholderText()) <= hint.width() - 24, "the hint is whole"
