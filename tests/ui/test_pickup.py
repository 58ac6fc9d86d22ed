"""The pickup screen by keys alone, by touch alone, and by scans, over the real desk and the demo store's orders."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from pos_app.cli import demo_people, demo_workstation, workstation
from pos_app.cli.demo_workstation import codes
from pos_app.demo import orders as demo
from pos_app.demo import shop
from pos_app.domain.entries_orders import OrderStep, Step
from pos_app.domain.feed import Level
from pos_app.domain.orders_state import OrderState
from pos_app.pickup.desk import PickupDesk
from pos_app.pickup.view import Column, OpenOrderView
from pos_app.selling.view import Sound
from pos_app.settings import Settings
from tests.till.counter_top import feed
from ui.app import open_window
from ui.key_player import KeyPlayer
from ui.rooms import NoSounds, Rooms
from ui.screens.pickup import PickupScreen
from ui.widgets.found_list import FoundList


class AtTheDesk:
    """The window on its pickup screen, the desk behind it, and who stands before it."""

    def __init__(self, folder: Path, desks: workstation.Rooms, sounds: list[Sound]) -> None:
        self.folder, self.desks, self.sounds = folder, desks, sounds
        rooms = Rooms(desks.devices, desks.settings, NoSounds(), pickup=desks.pickup, exceptions=desks.exceptions)
        self.opened = open_window(desks.till, Settings(), play=sounds.append, rooms=rooms)
        self.keys = KeyPlayer(self.opened.window)
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
        journal = self.desks.till._journal
        found = [
            each.body for order in journal.subjects_after("order") for each in journal.entries_about("order", order)
        ]
        return [body for body in found if isinstance(body, OrderStep)]

    def touch(self, widget: object) -> None:
        assert hasattr(widget, "click")
        widget.click()
        self.keys.settle()

    def touch_row(self, shown: FoundList, at: int) -> None:
        rect = shown.visualRect(shown.row_model.index(at, 0))
        QTest.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(rect.center()))
        self.keys.settle()


@pytest.fixture(scope="module")
def enrolled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return demo_workstation.make(tmp_path_factory.mktemp("pickup-screen"))


@pytest.fixture
def at(enrolled: Path, tmp_path: Path, qtbot: QtBot) -> Iterator[AtTheDesk]:
    """The cashier is signed in, and the names are read."""
    folder = Path(shutil.copytree(enrolled, tmp_path / "till"))
    with workstation.rooms(folder) as desks:
        made = AtTheDesk(folder, desks, [])
        qtbot.addWidget(made.opened.window)
        with qtbot.waitExposed(made.opened.window):
            made.opened.window.show()
        qtbot.waitUntil(lambda: desks.people.ready)
        made.keys.type(shop.PINS["cashier"])
        made.keys.press("Enter")
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
    assert titles == ["Waiting · 2", "Ready · 2", "Handing over · 0", "Late · 2"]
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
    feed(at.folder, [(Level.STORE, "order", made.id, made)])
    at.opened.bridge.tick()
    at.screen._on_tick()
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
    assert "拒收" in said
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
