"""The pickup screen by keys alone, by touch alone, and by scans, over the real desk and the demo store's orders."""

from __future__ import annotations

from pos_app.cli import demo_people
from pos_app.cli.demo_workstation import codes
from pos_app.clock import SystemClock
from pos_app.demo import orders as demo
from pos_app.domain.entries_orders import Step
from pos_app.domain.orders_state import OrderState
from pos_app.pickup.view import Column
from pos_app.selling.lamp import Link, SyncSeen
from pos_app.selling.view import Sound
from tests.ui.pickup_counter import MINUTE_MS, AtTheDesk, picked, row_of, scan_goods


def test_f2_opens_the_board_from_selling_and_esc_comes_back(at: AtTheDesk) -> None:
    at.keys.press("F2")
    assert at.opened.window.screen_now is at.screen
    assert at.screen.field.hasFocus()
    titles = [column.title.text() for column in at.screen.board.columns.values()]
    assert titles == ["Waiting · 2", "Ready · 3", "Handing over · 1", "Late · 2"]
    at.keys.press("Esc")
    assert at.opened.window.screen_now is at.opened.window.screens["sell"]


def test_by_keys_alone_an_order_is_picked_set_ready_proved_and_handed_over(at: AtTheDesk) -> None:
    at.keys.press("F2")
    at.keys.type("1042")
    at.keys.press("Enter", "F7")
    assert at.order.number == "1042"
    scan_goods(at, 1)
    assert not any(line.missing for line in at.order.lines)
    at.keys.press("F8")
    at.keys.type("Shelf 4")
    at.keys.press("Enter")
    assert (at.order.state, at.order.place) == (OrderState.READY, "Shelf 4")
    at.keys.press("F12")
    at.keys.type(demo.order(1, 0).person.fields.phone[-4:])
    at.keys.press("Enter", "F12")
    assert at.order.asks == "alone"  # there is no hub behind this till
    at.keys.press("Enter")
    assert at.steps()[-1].step is Step.READY, "a key that a scanner sends hands nothing over"
    at.keys.press("Down", "F12")
    assert at.order.state is OrderState.DONE
    last = at.steps()[-1]
    assert (last.step, last.proof, last.alone, last.reason) == (
        Step.HANDED_OVER, "phone_and_name", True, "known_customer",
    )  # fmt: skip
    assert Sound.PAID in at.sounds


def test_by_touch_alone_a_line_is_rejected_and_the_rest_set_ready(at: AtTheDesk) -> None:
    at.opened.window.open("pickup")
    at.touch_row(at.screen.board.columns[Column.WAITING].list, 0)
    assert at.order.number == "1042"
    order = at.screen.order
    at.touch(order.others[1])
    at.touch_row(order.ask.list, 0)
    assert at.steps()[-1].reason == "not_in_stock"
    at.touch_row(order.lines, 1)
    while at.order.lines[1].missing:
        at.touch(order.others[2])
    at.touch(order.main)
    order.ask.field.setText("A9")
    at.keys.press("Enter")
    assert (at.order.state, at.order.place) == (OrderState.READY, "A9")


def test_the_code_of_the_customer_opens_the_order_from_any_screen_and_proves_it(at: AtTheDesk) -> None:
    (code,) = codes()["order-ready"]
    at.keys.scan(code)
    assert at.opened.window.screen_now is at.screen
    assert (at.order.number, at.order.proof) == ("1043", "code")
    at.keys.press("F12")
    assert at.order.asks == "ready_to_give"


def test_an_item_of_another_order_is_told_in_place_with_the_low_tone(at: AtTheDesk) -> None:
    at.keys.press("F2", "Enter")
    at.keys.scan(codes()["aged"][0])
    assert not at.screen.strip.isHidden()
    assert "not in order" in at.screen.strip.words.text()
    assert at.sounds[-1] is Sound.UNKNOWN
    assert at.steps() == []


def test_a_new_order_sounds_while_somebody_sells(at: AtTheDesk) -> None:
    made = demo_people.sealed(demo.order(40, at.desk.now_ms()))
    at.publish(made)
    assert at.sounds[-1] is Sound.PICKUP
    assert made.number in at.opened.window.status.words.text()
    at.keys.press("F2")
    rows = at.screen.board.columns[Column.WAITING].list.row_model.rows
    assert ["New" in row.detail for row in rows if row.name.startswith(made.number)] == [True]


def test_an_order_is_found_by_a_name_in_any_script_and_the_end_of_the_phone(at: AtTheDesk) -> None:
    person = demo.order(3, 0).person.fields
    at.keys.press("F2")
    for words in (person.name[:2], person.phone[-4:]):
        at.keys.type(words)
        assert any(row.name.startswith("1044") for row in at.screen.found.list.row_model.rows)
        at.keys.press("Esc")
    assert person.name not in str(at.screen.found.list.row_model.rows)


def test_esc_goes_one_step_back_at_a_time_and_never_hands_over(at: AtTheDesk) -> None:
    at.keys.scan(codes()["order-ready"][0])
    at.keys.press("F12", "Esc")
    assert at.order.asks == "nothing"
    at.keys.press("Del", "Esc")
    assert at.screen.asks.purpose is None
    at.keys.press("Esc")
    assert at.desk.view.order is None
    assert [each.step for each in at.steps()] == []


def test_another_language_says_everything_again(at: AtTheDesk) -> None:
    at.keys.press("F2", "Enter", "Del")
    at.opened.face.put_on(language="zh-Hans")
    said = at.screen.order.ask.words.text()
    assert "剔除" in said
    assert at.screen.order.state.text() == "待拣货"


def test_scans_are_not_sold_at_the_pickup_desk(at: AtTheDesk) -> None:
    at.keys.press("F2")
    at.keys.scan(codes()["goods"][0])
    assert at.desks.till.view.lines == ()


def test_the_code_of_an_order_that_was_handed_over_says_when_and_where_in_place(at: AtTheDesk) -> None:
    at.keys.scan(codes()["order-ready"][0])
    at.keys.press("F12", "F12", "F12")
    assert at.order.state is OrderState.DONE
    at.keys.press("Esc")
    before = len(at.steps())
    at.keys.scan(codes()["order-ready"][0])
    assert "was handed over already: at this till" in at.told()
    assert at.sounds[-1] is Sound.UNKNOWN
    assert "Handed over at this till" in at.screen.order.facts.text()
    at.keys.press("F12", "F12")
    assert len(at.steps()) == before, "no key hands it over a second time"


def test_an_order_cancelled_online_is_told_where_somebody_stands_before_it(at: AtTheDesk) -> None:
    at.keys.scan(codes()["order-ready"][0])
    at.keys.press("F12")
    assert at.order.asks == "ready_to_give"
    at.publish(picked(row_of(2), cancelled=True))
    assert "cancelled online" in at.told()
    assert "A3" in at.told()
    assert at.screen.order.state.text() == "Cancelled online"
    at.keys.press("F12")
    assert at.steps() == []
    at.keys.press("Esc")
    assert at.desk.view.order is None


def test_a_rejected_line_is_taken_back_by_the_key_that_rejected_it(at: AtTheDesk) -> None:
    at.keys.press("F2", "Enter", "Del", "Enter")
    assert at.order.lines[0].rejected > 0
    at.keys.press("Down")
    assert any("Reject line" in each for each in at.acts())
    at.keys.press("Up", "Del")
    assert [each.rejected for each in at.order.lines] == [0, 0]
    assert not any("Undo reject" in each for each in at.acts())


def test_an_order_rejected_as_a_whole_by_a_wrong_key_is_taken_back(at: AtTheDesk) -> None:
    at.publish(row_of(4))
    at.keys.press("F2")
    at.type("1045", "Enter")
    for _ in at.order.lines:
        at.keys.press("Del", "Enter", "Down")
    assert at.screen.order.state.text() == "All rejected"
    at.keys.press("Del")
    assert at.order.state is not OrderState.DONE


def test_a_customer_who_comes_while_it_is_still_being_packed_is_served_by_one_key(at: AtTheDesk) -> None:
    at.keys.press("F2", "Enter", "F7")
    scan_goods(at, 1)
    assert at.order.can_ready
    at.keys.press("F12")
    assert at.order.asks == "proof"


def test_the_age_of_what_the_till_knows_stands_over_the_board_and_on_the_order(at: AtTheDesk) -> None:
    at.keys.press("F2")
    assert not at.screen.as_of.isVisible(), "a till without a hub knows of no age"
    heard = SyncSeen(Link.OFFLINE, contact_age_ms=12 * MINUTE_MS)
    at.desk._rooms = at.desk._rooms._replace(sync=lambda: heard)
    at.desk.book.turn += 1
    at.publish(row_of(1, as_of_ms=1))
    assert "12 min ago" in at.screen.as_of.text()
    assert at.screen.as_of.isVisible()
    at.keys.press("Enter")
    assert not at.screen.as_of.isVisible()
    assert "12 min ago" in at.screen.order.facts.text()


def test_what_was_promised_for_another_day_says_the_day(at: AtTheDesk) -> None:
    tomorrow_ms = SystemClock().wall_ms() + 26 * 60 * MINUTE_MS
    at.publish(row_of(1, due_ms=tomorrow_ms))
    at.keys.press("F2")
    (row,) = [
        each for each in at.screen.board.columns[Column.WAITING].list.row_model.rows if each.key.endswith("00001")
    ]
    assert at.opened.face.moment(tomorrow_ms, at.desk.view.zone) in row.detail


def test_an_order_whose_customer_was_forgotten_names_nobody_and_asks_for_no_name(at: AtTheDesk) -> None:
    at.publish(picked(row_of(2, personal=None)))
    at.keys.press("F2")
    at.type("1043", "Enter")
    assert "name cannot be read here" in at.screen.order.facts.text()
    at.keys.press("F12")
    asked = at.screen.order.ask.words.text()
    assert "name cannot be read here" in asked
    assert "does it name" not in asked


def test_a_part_that_went_to_the_wrong_person_is_reported_before_the_rest_is_fetched(at: AtTheDesk) -> None:
    at.keys.scan(codes()["order-ready"][0])
    at.keys.press("F12", "Down", "-", "F12", "F12")
    assert at.order.state is OrderState.PARTLY
    at.keys.press("F11", "Ins")
    assert at.steps()[-1].step is Step.WRONG_PERSON
    at.keys.press("F12")
    assert at.order.asks == "proof", "the rest is proved anew"
