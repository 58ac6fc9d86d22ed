"""The stock screen by keys alone, by touch alone and by scans, in the till's window and in the handheld's."""

from __future__ import annotations

import pytest

from pos_app.demo import shelf, shop
from pos_app.domain.entries import StockMoved
from pos_app.domain.entries_shelf import DeliveryReceived, StockCounted, TransferSent
from pos_app.selling.view import Sound
from tests.ui.at_the_shelf import FIRST, SECOND, THIRD, WEIGHED, Opens
from ui.gallery.state import UNKNOWN
from ui.window_shape import HANDHELD, TILL


def test_a_handheld_has_the_stock_desk_and_begins_with_it(opens: Opens) -> None:
    at = opens("cashier", HANDHELD)
    assert set(at.opened.window.screens) == {"sign_in", "stock", "devices"}
    assert at.opened.window.screen_now is at.screen
    assert (at.opened.window.width(), at.opened.window.height()) == (480, 800)
    at.keys.press("Esc")
    assert at.opened.window.screen_now is at.screen


def test_in_the_tills_window_it_is_behind_f4_and_escape_leads_back(opens: Opens) -> None:
    at = opens("cashier", TILL)
    at.keys.press("F4")
    assert at.opened.window.screen_now is at.screen
    at.keys.scan(FIRST)
    assert at.desk.view.card is not None
    assert not at.desks.till.view.lines, "nothing is sold here"
    at.keys.press("Esc")
    assert at.desk.view.card is None
    at.keys.press("Esc")
    assert at.opened.window.screen_now is at.opened.window.screens["sell"]


def test_a_count_by_keys_alone(opens: Opens) -> None:
    at = opens("manager", HANDHELD)
    at.keys.press("F7")
    at.keys.press("Down", "Down")
    at.keys.press("Enter")
    assert at.sheet.area["en"].startswith("Aisle 2")
    at.type(FIRST, "Enter")  # a code that is typed
    at.type("40", "Enter")
    at.keys.scan(SECOND)
    at.type("7")
    at.keys.scan(THIRD)  # the next scan takes what was typed
    assert at.quantities() == [1_000, 7_000, 40_000]
    at.keys.press("+")
    at.keys.press("F8")
    at.keys.press("Down")
    at.type("8", "Enter")
    assert at.quantities() == [8_000, 1_000, 40_000]
    at.keys.press("F12")
    assert at.screen.panel.isVisible(), "somebody has to say that no more stands elsewhere"
    at.keys.press("Enter")
    assert at.bodies(StockCounted) == [], "Enter, which a scanner sends, ends no count"
    at.keys.press("F7")
    (entry,) = at.bodies(StockCounted)
    assert isinstance(entry, StockCounted)
    assert sorted(line.counted for line in entry.lines) == [1_000, 8_000, 40_000]
    assert at.desk.view.sheet is None


@pytest.mark.parametrize("begins", ["F7", "F8", "Enter"])
def test_a_key_pressed_twice_counts_no_area_that_nobody_named(opens: Opens, begins: str) -> None:
    at = opens("manager", HANDHELD)
    at.keys.press("F7")
    assert at.screen.panel.list.current() is None, "no area is chosen beforehand"
    at.keys.press(begins)
    assert at.desk.view.sheet is None
    assert "Choose where you count" in at.told()
    at.keys.press("Down", begins)
    assert at.sheet.area["en"].startswith("Aisle 1")


def test_a_blind_count_by_touch_alone_with_a_supervisor(opens: Opens) -> None:
    at = opens("cashier", HANDHELD)
    at.touch_act("F7")
    at.touch_row(at.screen.panel.list, 2)
    at.touch_act("F8")
    assert at.sheet.blind
    at.keys.scan(FIRST)
    at.touch_act("F7")
    for digit in ("1", "2"):
        at.touch(at.screen.sheet.keypad._keys[digit])
    at.touch(at.screen.sheet.keypad.enter)
    at.touch(at.screen.sheet.more)
    assert at.quantities() == [13_000]
    assert not at.screen.sheet.strip.isVisible(), "a blind count says nothing of what is expected"
    at.touch_act("F12")
    assert [row.detail for row in at.screen.panel.list.row_model.rows] == [FIRST], "the question gives nothing away"
    at.touch_act("F7")
    assert at.screen.panel.isVisible()
    assert at.bodies(StockCounted) == []
    at.type("0000", "Enter")
    assert at.told()
    at.type(shop.PINS[at.desk.view.approvers[0].id], "Enter")
    (entry,) = at.bodies(StockCounted)
    assert isinstance(entry, StockCounted)
    assert (entry.operator, entry.approved_by) == ("cashier", at.desk.view.approvers[0].id)


def test_what_also_stands_elsewhere_is_marked_and_a_supervisor_approves_just_that(opens: Opens) -> None:
    at = opens("cashier", HANDHELD)
    at.keys.press("F7", "Down", "F7")
    for code, figure in ((FIRST, "999"), (SECOND, "2"), (THIRD, "1")):
        at.keys.scan(code)
        at.type(figure, "Enter")
    at.keys.press("F12")
    shown = at.screen.panel.list.row_model.rows
    assert [row.amount for row in shown] == ["2", "1"], "what is there in full is not asked about"
    at.touch_row(at.screen.panel.list, 1)
    at.touch_act("F8")
    at.touch_row(at.screen.panel.list, 0)
    at.keys.press("F8")
    at.keys.press("F8")  # taken back
    assert [row.detail.startswith("Also elsewhere") for row in at.screen.panel.list.row_model.rows] == [False, True]
    at.keys.press("F7")
    at.type(shop.PINS[at.desk.view.approvers[0].id], "Enter")
    (entry,) = at.bodies(StockCounted)
    assert isinstance(entry, StockCounted)
    assert entry.adds_up
    assert [line.more_elsewhere for line in entry.lines] == [False, False, True]
    at.keys.scan(THIRD)
    assert "Other areas are still to be counted" in at.screen.card.areas.text()


def test_a_count_of_the_whole_store_asks_nothing(opens: Opens) -> None:
    at = opens("manager", HANDHELD)
    at.keys.press("F7")
    at.keys.press("Up")
    for _ in range(20):
        at.keys.press("Down")
    at.keys.press("F7")
    assert at.sheet.area == {}
    at.keys.scan(FIRST)
    at.keys.press("F12")
    (entry,) = at.bodies(StockCounted)
    assert isinstance(entry, StockCounted)
    assert not entry.adds_up


def test_a_scan_goes_onto_the_sheet_wherever_the_focus_is(opens: Opens) -> None:
    at = opens("manager", HANDHELD)
    at.keys.press("F7", "Down", "Enter")
    at.keys.press("F9")
    at.type("milk")
    at.keys.scan(FIRST)
    at.keys.press("Del")  # asked whether to throw it away
    at.keys.scan(FIRST)
    assert at.quantities() == [2_000]
    assert at.screen.field.text() == ""


def test_wrong_codes_sound_low_and_change_nothing(opens: Opens) -> None:
    at = opens("manager", HANDHELD)
    at.keys.press("F7", "Down", "Enter")
    at.keys.scan(UNKNOWN)
    at.keys.scan("9520000000008")
    assert at.sounds.count(Sound.UNKNOWN) == 2
    assert at.told()
    assert at.sheet.lines == ()


def test_goods_are_found_by_name_and_weighed_goods_by_their_number(opens: Opens) -> None:
    at = opens("manager", HANDHELD)
    at.type("croissant", "Enter")
    assert at.desk.view.card is not None
    at.keys.press("F7", "Down", "Enter")
    at.keys.press("F9")
    at.type(WEIGHED, "Enter")
    at.type("12345", "Enter")
    assert at.quantities() == [12_345]


def test_a_delivery_is_received_and_closed_short(opens: Opens) -> None:
    at = opens("cashier", HANDHELD)
    at.keys.press("F8")
    at.keys.press("Down")
    at.keys.press("Enter")
    row = next(each for each in shelf.deliveries() if each.number == at.sheet.number)
    at.desk.choose(row.lines[0].product_id)
    at.screen.show_view()
    at.type("20", "Enter")
    at.keys.press("F12")
    assert at.screen.panel.isVisible(), "somebody has to say that no more will come"
    at.keys.press("F7")
    (entry,) = at.bodies(DeliveryReceived)
    assert isinstance(entry, DeliveryReceived)
    assert entry.deltas == {row.lines[0].product_id: 20_000}
    assert entry.short


def test_an_unknown_thing_in_a_delivery_gets_a_name(opens: Opens) -> None:
    at = opens("cashier", HANDHELD)
    at.keys.press("F8")
    at.keys.press("Up")
    for _ in range(5):
        at.keys.press("Down")
    at.keys.press("Enter")
    at.type("LS-77", "Enter")
    at.keys.scan(UNKNOWN)
    at.type("crate", "Enter")
    at.keys.press("F12")
    (entry,) = at.bodies(DeliveryReceived)
    assert isinstance(entry, DeliveryReceived)
    assert (entry.reference, entry.unlisted[0].name) == ("LS-77", "crate")


def test_a_transfer_and_an_adjustment(opens: Opens) -> None:
    at = opens("manager", HANDHELD)
    at.keys.press("F11")
    at.keys.press("Enter")
    at.keys.scan(FIRST)
    assert not at.screen.sheet.strip.isVisible()
    at.type("99999", "Enter")
    assert "more than the store has" in at.screen.sheet.strip.words.text(), "it is said, and may be sent all the same"
    at.type("1", "Enter")
    at.keys.press("F12")
    (sent,) = at.bodies(TransferSent)
    assert isinstance(sent, TransferSent)
    assert sent.to_store == shelf.OTHER_STORE
    at.keys.scan(FIRST)
    before = at.screen.card.figures[0].text()
    at.keys.press("Ins")
    at.keys.press("Enter")
    assert "Choose a reason" in at.told(), "no reason is chosen beforehand"
    at.keys.press("Down")
    at.keys.press("Enter")
    at.type("3")
    at.keys.press("Enter")
    assert at.bodies(StockMoved) == [], "Enter, which a scanner sends, moves nothing"
    at.keys.press("-")
    (moved,) = at.bodies(StockMoved)
    assert isinstance(moved, StockMoved)
    assert list(moved.deltas.values()) == [-3_000]
    assert moved.reference == "damaged"
    assert int(at.screen.card.figures[0].text()) == int(before) - 3


def test_a_sheet_put_aside_is_offered_again(opens: Opens) -> None:
    at = opens("manager", HANDHELD)
    at.keys.press("F7", "Down", "Enter")
    at.keys.scan(FIRST)
    at.keys.press("Esc")
    assert at.desk.view.sheet is None
    at.keys.press("Enter")
    assert at.quantities() == [1_000]
    at.keys.press("Del")
    at.keys.press("F7")
    assert at.desk.view.waiting == ()
    assert at.bodies(StockCounted) == []


def test_the_screen_speaks_the_operators_language(opens: Opens) -> None:
    at = opens("supervisor", HANDHELD)
    at.keys.scan(FIRST)
    assert at.screen.head.title.text() == "库存"
    assert at.screen.card.figures[0].accessibleName().startswith("现有")


def test_what_a_strip_or_a_question_says_is_not_said_below_it_too(opens: Opens) -> None:
    at = opens("cashier", HANDHELD)
    at.keys.scan(UNKNOWN)
    assert UNKNOWN in at.screen.strip.words.text()
    assert at.opened.window.status.words.text() == ""
