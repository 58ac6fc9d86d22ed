"""The pickup screen by keys alone, by touch alone, and by scans, over the real desk and the demo store's orders."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from pos_app.cli import demo_people, demo_workstation, workstation
from pos_app.cli.demo_workstation import codes
from pos_app.clock import SystemClock
from pos_app.demo import orders as demo
from pos_app.domain.entries import ClaimMade
from pos_app.domain.entries_orders import OrderStep, Step
from pos_app.domain.feed import Level
from pos_app.domain.orders import CustomerOrder
from pos_app.domain.orders_state import OrderState
from pos_app.pickup.desk import PickupDesk
from pos_app.pickup.view import BoardView, Column, OpenOrderView
from pos_app.selling.lamp import Link, SyncSeen
from pos_app.selling.view import Sound
from pos_app.words import say
from tests.till.counter_top import feed
from tests.ui.before_the_window import BeforeTheWindow
from ui.rooms import NoSounds, Rooms
from ui.screens.exceptions import ExceptionsScreen
from ui.screens.pickup import PickupScreen
from ui.widgets.buttons import Button

MINUTE_MS = 60_000


class AtTheDesk(BeforeTheWindow):
    """Somebody at the pickup desk."""

    def __init__(self, folder: Path, desks: workstation.Rooms) -> None:
        rooms = Rooms(desks.devices, desks.settings, NoSounds(), pickup=desks.pickup, exceptions=desks.exceptions)
        super().__init__(folder, desks, rooms)
        screen = self.opened.window.screens["pickup"]
        assert isinstance(screen, PickupScreen)
        self.screen = screen

    @property
    def desk(self) -> PickupDesk:
        return self.desks.pickup

    @property
    def order(self) -> OpenOrderView:
        found = self.desk.view.order
        assert found is not None
        return found

    def steps(self) -> list[OrderStep]:
        return [body for body in self.bodies(OrderStep) if isinstance(body, OrderStep)]

    def publish(self, *orders: CustomerOrder) -> None:
        """The feed brings rows, and the window's clock ticks."""
        feed(self.folder, [(Level.STORE, "order", each.id, each) for each in orders])
        self.tick()

    def tick(self) -> None:
        self.opened.bridge.tick()
        self.screen._on_tick()
        self.keys.settle()

    def told(self) -> str:
        return self.screen.strip.words.text() if self.screen.strip.isVisible() else ""

    def acts(self) -> list[str]:
        """What can be done, as its keys say."""
        order = self.screen.order
        return [each.text() for each in (*order.others, order.main) if each.isVisible()]


@pytest.fixture(scope="module")
def enrolled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return demo_workstation.make(tmp_path_factory.mktemp("pickup-screen"))


@pytest.fixture
def at(enrolled: Path, tmp_path: Path, qtbot: QtBot) -> Iterator[AtTheDesk]:
    """The cashier is signed in, and the names are read."""
    folder = Path(shutil.copytree(enrolled, tmp_path / "till"))
    with workstation.rooms(folder) as desks:
        made = AtTheDesk(folder, desks)
        made.show(qtbot)
        qtbot.waitUntil(lambda: desks.people.ready)
        made.sign_in()
        yield made
        made.opened.close()


def scan_goods(at: AtTheDesk, number: int) -> None:
    for line in demo.order(number, 0).order.lines:
        for _ in range(line.quantity // 1_000):
            at.keys.scan(line.gtins[0][-13:])


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


def row_of(number: int, **changed: object) -> CustomerOrder:
    """An order of the demo, placed a quarter of an hour ago, as the feed tells it after something happened."""
    placed_ms = SystemClock().wall_ms() - 15 * MINUTE_MS
    return msgspec.structs.replace(demo_people.sealed(demo.order(number, placed_ms)), **changed)


def picked(order: CustomerOrder, **changed: object) -> CustomerOrder:
    lines = tuple(msgspec.structs.replace(line, picked=line.quantity) for line in order.lines)
    return msgspec.structs.replace(order, lines=lines, ready=True, place="A3", **changed)


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
    letters = at.opened.window.dock.keyboard
    at.touch(at.screen.order.ask.keys.letters_key)
    assert letters.isVisible()
    at.touch(letters.key("a"))
    assert at.screen.order.ask.field.text() == "a"
    at.touch(at.screen.order.ask.keys.take)
    assert (at.order.place, letters.isVisible()) == ("a", False)


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
