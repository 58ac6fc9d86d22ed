"""A product that stands in two areas: what each count expects, what the card says, and what is asked at the end."""

from __future__ import annotations

import pytest

from pos_app.cli.workstation import Rooms
from pos_app.clock import SetClock
from pos_app.domain.area_counts import CYCLE_MS
from pos_app.stockroom.view import CardView
from tests.shop_floor import code_of
from tests.till.counter_top import PLAIN

MILK, RICE = PLAIN[0], PLAIN[1]
SHELF, BACK = "aisle-01", "store-room"


@pytest.fixture
def eight(rooms: Rooms, clock: SetClock) -> Rooms:
    """Eight of the milk are in the store, as a count of all of it said."""
    _count(rooms, "", 8)
    clock.advance(CYCLE_MS + 1)
    return rooms


def _count(rooms: Rooms, area: str, pieces: int, *elsewhere: str) -> None:
    rooms.stock.begin_count(area)
    rooms.stock.scan(code_of(MILK))
    rooms.stock.set_quantity(pieces * 1_000)
    rooms.stock.finish(elsewhere=elsewhere)


def _card(rooms: Rooms) -> CardView:
    rooms.stock.scan(code_of(MILK))
    card = rooms.stock.view.card
    assert card is not None
    return card


def _expected(rooms: Rooms, area: str) -> int | None:
    rooms.stock.begin_count(area)
    rooms.stock.scan(code_of(MILK))
    sheet = rooms.stock.view.sheet
    assert sheet is not None
    rooms.stock.throw_away()
    return sheet.lines[0].expected


def test_five_on_the_shelf_and_three_in_the_back_are_eight(eight: Rooms, clock: SetClock) -> None:
    assert _expected(eight, SHELF) == 8_000
    _count(eight, SHELF, 5, MILK)
    assert _card(eight).price.on_hand == 8_000, "nobody said that the rest is gone"
    assert [(each.counted, each.waits) for each in _card(eight).areas] == [(5_000, True)]
    clock.advance(60_000)
    assert _expected(eight, BACK) == 3_000
    _count(eight, BACK, 3)
    assert _card(eight).price.on_hand == 8_000
    assert [each.counted for each in _card(eight).areas] == [5_000, 3_000]


def test_in_the_other_order_and_with_a_piece_missing_they_are_seven(eight: Rooms, clock: SetClock) -> None:
    _count(eight, BACK, 3, MILK)
    clock.advance(60_000)
    assert _expected(eight, SHELF) == 5_000
    _count(eight, SHELF, 4)
    assert _card(eight).price.on_hand == 7_000
    clock.advance(60_000)
    assert _expected(eight, SHELF) == 4_000, "a second look at the same shelf"


def test_who_says_that_it_is_all_is_believed_until_another_area_has_some(eight: Rooms, clock: SetClock) -> None:
    _count(eight, SHELF, 5)
    assert _card(eight).price.on_hand == 5_000
    clock.advance(60_000)
    _count(eight, BACK, 3)
    assert _card(eight).price.on_hand == 8_000


def test_yesterdays_shelf_adds_nothing_to_todays(eight: Rooms, clock: SetClock) -> None:
    _count(eight, SHELF, 5)
    clock.advance(CYCLE_MS + 1)
    assert _expected(eight, BACK) == 5_000
    _count(eight, BACK, 3)
    assert _card(eight).price.on_hand == 3_000


def test_only_what_seems_to_be_missing_is_asked_about_and_blind_everything_is(eight: Rooms) -> None:
    eight.stock.begin_count(SHELF)
    eight.stock.scan(code_of(MILK))
    eight.stock.scan(code_of(RICE))  # nobody knows how much of it there should be
    assert [line.product_id for line in eight.stock.unsure()] == [MILK]
    eight.stock.choose(MILK)
    eight.stock.set_quantity(8_000)
    assert eight.stock.unsure() == ()
    eight.stock.throw_away()
    eight.stock.begin_count(SHELF, blind=True)
    eight.stock.scan(code_of(MILK))
    eight.stock.scan(code_of(RICE))
    assert [(line.product_id, line.expected) for line in eight.stock.unsure()] == [(MILK, None), (RICE, None)]
    eight.stock.throw_away()
    eight.stock.begin_count()
    eight.stock.scan(code_of(MILK))
    assert eight.stock.unsure() == (), "a count of the whole store leaves nothing elsewhere"
