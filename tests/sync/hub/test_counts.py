"""I8 with counts: the book is the newest count and what moved after it, whatever the order of arrival.

Several tills, late backlogs, several counts of the same product, entries sent twice.
"""

from __future__ import annotations

import itertools
from operator import itemgetter
from typing import NamedTuple

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pos_app.domain.area_counts import CYCLE_MS, AreaCount
from pos_app.domain.chain import Sealed
from pos_app.domain.entries import StockMoved
from pos_app.domain.entries_shelf import CountedLine, StockCounted
from pos_app.domain.feed import Level
from pos_app.domain.store_rows import StockLevel
from sync.hub import count_differences, stock_counts
from sync.hub.publish import Row
from tests.sync.hub.paper_till import CHAIN, STORE, PaperTill
from tests.sync.hub.stand import OPENING, Stand, a_level

_examples = itertools.count()
START = 1_760_000_000_000
CYCLE_MIN = CYCLE_MS // 60_000


class Happening(NamedTuple):
    """Something on a till at a minute of the day: a move, or a count of a product."""

    till: int
    minute: int
    product: int
    figure: int
    counted: bool
    scanned_before: int
    """Minutes between the scan of the shelf and the end of the count."""
    area: str = ""
    """Counted by area; empty: the whole store."""
    more_elsewhere: bool = False


def _write(till: PaperTill, what: Happening) -> Sealed:
    till.clock.jump(START + what.minute * 60_000 - 1_000)  # sealing takes a second
    product = f"p{what.product}"
    if what.counted:
        at_ms = START + (what.minute - what.scanned_before) * 60_000
        line = CountedLine(product, abs(what.figure), at_ms, more_elsewhere=what.more_elsewhere)
        return till.write(StockCounted(f"sheet-{till.made}", "op-1", (line,), what.area, adds_up=bool(what.area)))
    return till.write(StockMoved("adjustment", "op-1", {product: what.figure}))


def _book(happened: list[Happening], product: int, ends: dict[int, bytes]) -> int:
    """What the shelf holds, worked out from all that happened."""
    mine = [each for each in happened if each.product == product]
    told = [(each.minute - each.scanned_before, ends[id(each)], each) for each in mine if each.counted]
    told.sort(key=itemgetter(0, 1))
    closing = [at for at, (_, _, each) in enumerate(told) if not (each.area and each.more_elsewhere)]
    if not closing:
        return OPENING + sum(each.figure for each in mine if not each.counted)
    areas: dict[str, tuple[int, int]] = {}
    head_at, _, head = told[closing[-1]]
    for at, _, each in told:
        if not each.area:
            areas = {"": (at, abs(each.figure))} if not head.area else {}
        elif head.area and abs(at - head_at) <= CYCLE_MIN:
            areas[each.area] = at, abs(each.figure)
    first, last = min(at for at, _ in areas.values()), max(at for at, _ in areas.values())
    moves = [
        each.figure
        for each in mine
        if not each.counted and (each.minute > last or (each.minute > first and each.figure < 0))
    ]
    return sum(figure for _, figure in areas.values()) + sum(moves)


_happening = st.builds(
    Happening,
    till=st.integers(0, 2),
    minute=st.integers(1, 12),
    product=st.integers(0, 1),
    figure=st.integers(-9_000, 9_000).filter(bool),
    counted=st.booleans(),
    scanned_before=st.integers(0, 6),
    area=st.just(""),
    more_elsewhere=st.just(value=False),
)
_by_area = st.builds(
    Happening,
    till=st.integers(0, 1),
    minute=st.integers(1, 12) | st.integers(1, 3).map(lambda cycles: 3 + cycles * CYCLE_MIN // 2),
    product=st.just(0),
    figure=st.integers(-9_000, 9_000).filter(bool),
    counted=st.booleans(),
    scanned_before=st.integers(0, 3),
    area=st.sampled_from(["shelf", "shelf", "back room", ""]),
    more_elsewhere=st.booleans(),
)


_examples_of_a_day = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@settings(_examples_of_a_day, max_examples=40)
@given(happened=st.lists(_happening, min_size=1, max_size=14), data=st.data())
def test_the_book_is_the_newest_count_and_what_moved_after_it(
    stand: Stand, happened: list[Happening], data: st.DataObject
) -> None:
    _any_way(stand, happened, data)


@_examples_of_a_day
@given(happened=st.lists(_by_area, min_size=2, max_size=12), data=st.data())
def test_counts_of_two_areas_on_two_tills_add_up_in_any_order(
    stand: Stand, happened: list[Happening], data: st.DataObject
) -> None:
    _any_way(stand, happened, data)


def _any_way(stand: Stand, happened: list[Happening], data: st.DataObject) -> None:
    """Send what happened in parts, some of it twice, in any order of tills; the book is what the shelf holds."""
    stand.clock.jump(START + 5_000 * 60_000)
    stand.clock.advance(5 * 60_000)  # the hub lets so many enrol in a minute
    store = f"store-of-example-{next(_examples)}"
    levels = [StockLevel(f"p{number}", store, OPENING) for number in (0, 1)]
    stand.publish([Row(Level.STORE, store, "stock", level.product_id, level) for level in levels])
    tills = [stand.till(store) for _ in range(3)]
    ends: dict[int, bytes] = {}
    for till in tills:
        till.clock.jump(START)
        till.opened()
    happened = sorted(happened, key=lambda each: (each.minute, each.till))
    batches: dict[int, list[Sealed]] = {0: [], 1: [], 2: []}
    for what in happened:
        made = _write(tills[what.till], what)
        ends[id(what)] = made.hash
        batches[what.till].append(made)
    for number in [*data.draw(st.lists(st.sampled_from([0, 1, 2]), max_size=6)), 0, 1, 2]:
        till = tills[number]
        upto = data.draw(st.integers(0, len(till.entries)))
        stand.push(till, till.entries[:upto])  # a backlog that comes in parts, some of it twice
        if data.draw(st.booleans()):
            stand.settle()
    for till in tills:
        stand.push(till)
    stand.settle()
    books = {row["product"]: row["on_hand"] for row in stand.admin("stock", store)}
    for product in (0, 1):
        assert books[f"p{product}"] == _book(happened, product, ends)


def _adjusted(till: PaperTill, minute: int, product: str, by: int) -> None:
    till.clock.jump(START + minute * 60_000 - 1_000)
    till.write(StockMoved("adjustment", "op-1", {product: by}))


def _counted(till: PaperTill, minute: int, product: str, figure: int) -> None:
    till.clock.jump(START + minute * 60_000 - 1_000)
    line = CountedLine(product, figure, START + minute * 60_000)
    till.write(StockCounted(f"sheet-{minute}", "op-1", (line,), area="aisle-1"))


def _expected(stand: Stand) -> list[tuple[int, int | None]]:
    with stand.db.reading() as tx:
        found = count_differences.differences(stock_counts.Place(tx, CHAIN, STORE))
    return [(each.counted, each.expected) for each in found]


def test_a_sale_from_before_the_count_changes_what_was_expected_and_not_the_book(stand: Stand) -> None:
    stand.clock.jump(START + 500 * 60_000)
    seller, counter = stand.till(), stand.till()
    _counted(counter, 30, "p1", 990_000)
    stand.push(counter)
    stand.settle()
    assert _expected(stand) == [(990_000, OPENING)]
    _adjusted(seller, 10, "p1", -10_000)  # offline since before the count
    _adjusted(seller, 40, "p1", -5_000)
    stand.push(seller)
    stand.settle()
    assert _expected(stand) == [(990_000, 990_000)]
    assert _on_hand(stand, "p1") == 985_000


def test_a_large_difference_is_an_exception_until_late_sales_explain_it(stand: Stand) -> None:
    stand.clock.jump(START + 500 * 60_000)
    seller, counter = stand.till(), stand.till()
    _counted(counter, 30, "p1", 900_000)
    _counted(counter, 31, "p2", 999_000)
    stand.push(counter)
    stand.settle()
    assert [(row["kind"], row["subject"]) for row in stand.admin("exceptions")] == [("count.large_difference", "p1")]
    _adjusted(seller, 10, "p1", -100_000)
    stand.push(seller)
    stand.settle()
    assert stand.kinds() == []


def test_a_row_of_the_feed_says_that_it_contains_the_count(stand: Stand) -> None:
    stand.clock.jump(START + 500 * 60_000)
    counter = stand.till()
    counter.opened()
    _counted(counter, 30, "p1", 990_000)
    stand.push(counter)
    stand.settle()
    levels = [
        msgspec.msgpack.decode(row.body, type=StockLevel)
        for batch in stand.follow(counter)
        for row in batch.rows
        if (row.stream, row.key) == ("stock", "p1")
    ]
    assert levels[-1].on_hand == 990_000
    assert levels[-1].contains == {f"{counter.scope.workstation}/{counter.epoch}": 2}


def test_what_people_set_after_a_count_holds_and_later_sales_go_off_it(stand: Stand) -> None:
    stand.clock.jump(START + 500 * 60_000)
    till = stand.till()
    _counted(till, 30, "p1", 990_000)
    stand.push(till)
    stand.settle()
    stand.publish([a_level("p1", 500_000)])
    _adjusted(till, 40, "p1", -1_000)
    stand.push(till)
    stand.settle()
    assert _on_hand(stand, "p1") == 499_000


def test_a_count_that_no_shelf_can_hold_or_that_is_a_month_old_is_set_aside(stand: Stand) -> None:
    stand.clock.jump(START + 60 * 24 * 3_600_000)
    till = stand.till()
    _counted(till, 30, "p1", 990_000)
    till.write(StockCounted("sheet", "op-1", (CountedLine("p1", 2**60, stand.clock.wall_ms()),)))
    till.write(StockCounted("sheet", "op-1", (CountedLine("p1", -1, stand.clock.wall_ms()),)))
    stand.push(till)
    stand.settle()
    assert sorted(stand.reasons()) == ["amount.absurd", "amount.absurd", "count.too_old"]
    assert _on_hand(stand, "p1") == OPENING


def test_a_clock_days_ahead_cannot_keep_every_later_sale_out_of_the_book(stand: Stand) -> None:
    stand.clock.jump(START + 60 * 60_000)
    wrong, right = stand.till(), stand.till()
    _counted(wrong, 60 * 24 * 365, "p1", 10_000)  # it says: next year
    stand.push(wrong)
    stand.settle()
    stand.clock.jump(START + 3 * 24 * 3_600_000)
    _adjusted(right, 3 * 24 * 60, "p1", -1_000)
    stand.push(right)
    stand.settle()
    assert _on_hand(stand, "p1") == 9_000


def _on_hand(stand: Stand, product: str) -> int:
    return int({row["product"]: row["on_hand"] for row in stand.admin("stock")}[product])


def test_a_move_of_the_same_moment_counts_as_before_it_whichever_comes_first(stand: Stand) -> None:
    stand.clock.jump(START + 500 * 60_000)
    seller, counter = stand.till(), stand.till()
    _counted(counter, 30, "p1", 990_000)
    _adjusted(seller, 30, "p1", -1_000)
    _counted(counter, 40, "p2", 990_000)
    _adjusted(seller, 40, "p2", -1_000)
    for entries in (counter.entries[:1], seller.entries, counter.entries):  # p1's count first, p2's last
        stand.push(counter if entries is not seller.entries else seller, entries)
        stand.settle()
    assert _on_hand(stand, "p1") == 990_000
    assert _on_hand(stand, "p2") == 990_000


def _in_area(till: PaperTill, minute: int, area: str, figure: int, *, more: bool = False) -> None:
    till.clock.jump(START + minute * 60_000 - 1_000)
    line = CountedLine("p1", figure, START + minute * 60_000, more_elsewhere=more)
    till.write(StockCounted(f"sheet-{area}", "op-1", (line,), area, adds_up=True))


def _level(stand: Stand, till: PaperTill) -> StockLevel:
    rows = [row for batch in stand.follow(till) for row in batch.rows if (row.stream, row.key) == ("stock", "p1")]
    return msgspec.msgpack.decode(rows[-1].body, type=StockLevel)


def test_a_shelf_that_is_counted_alone_leaves_the_book_until_the_back_room_was(stand: Stand) -> None:
    stand.clock.jump(START + 500 * 60_000)
    shelf, back = stand.till(), stand.till()
    _in_area(shelf, 30, "shelf", 600_000, more=True)
    stand.push(shelf)
    stand.settle()
    assert _on_hand(stand, "p1") == OPENING
    assert stand.kinds() == [], "nothing is missing: it was not all counted"
    assert _waiting(stand) == ["shelf"]
    assert _level(stand, shelf).areas == (AreaCount("shelf", 600_000, START + 30 * 60_000, more_elsewhere=True),)
    _in_area(back, 40, "back room", 390_000)
    stand.push(back)
    stand.settle()
    assert _on_hand(stand, "p1") == 990_000
    assert _waiting(stand) == []
    with stand.db.reading() as tx:
        newest, _ = count_differences.differences(stock_counts.Place(tx, CHAIN, STORE))
    assert (newest.counted, newest.together, newest.expected) == (390_000, 990_000, OPENING)
    level = _level(stand, shelf)
    assert [(each.area, each.more_elsewhere) for each in level.areas] == [("shelf", False), ("back room", False)]
    assert (level.counted_from_ms, level.counted_to_ms) == (START + 30 * 60_000, START + 40 * 60_000)


def _waiting(stand: Stand) -> list[str]:
    with stand.db.reading() as tx:
        found = count_differences.differences(stock_counts.Place(tx, CHAIN, STORE))
    return [each.area for each in found if each.waits]


def test_what_the_shelf_seemed_to_miss_is_no_exception_once_the_back_room_had_it(stand: Stand) -> None:
    stand.clock.jump(START + 500 * 60_000)
    shelf, back = stand.till(), stand.till()
    _in_area(shelf, 30, "shelf", 600_000)
    stand.push(shelf)
    stand.settle()
    assert stand.kinds() == ["count.large_difference"]
    _in_area(back, 40, "back room", 400_000)
    stand.push(back)
    stand.settle()
    assert _on_hand(stand, "p1") == 1_000_000
    assert stand.kinds() == []
    assert _expected(stand) == [(400_000, OPENING), (600_000, None)]


def test_a_shelf_that_arrives_late_joins_the_back_room(stand: Stand) -> None:
    stand.clock.jump(START + 500 * 60_000)
    shelf, back, seller = stand.till(), stand.till(), stand.till()
    _in_area(shelf, 30, "shelf", 600_000, more=True)
    _adjusted(seller, 35, "p1", -1_000)
    _in_area(back, 40, "back room", 390_000)
    stand.push(back)
    stand.push(seller)
    stand.settle()
    assert _on_hand(stand, "p1") == 390_000
    stand.push(shelf)
    stand.settle()
    assert _on_hand(stand, "p1") == 989_000, "what was sold between them was sold off the shelf that was counted"
    stand.publish([a_level("p1", 500_000)])
    _in_area(shelf, 45, "till", 2_000, more=True)
    stand.push(shelf)
    stand.settle()
    assert _on_hand(stand, "p1") == 502_000, "what people set meanwhile holds"
