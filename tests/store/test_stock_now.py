"""What the store has now: the hub's row with this journal's later moves, counts at their moment."""

import itertools
from pathlib import Path
from typing import NamedTuple

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pos_app.clock import SetClock
from pos_app.domain.area_counts import AreaCount, Count, counts_for, newest_of_areas, standing
from pos_app.domain.entries import StockMoved
from pos_app.domain.entries_shelf import CountedLine, DeliveryReceived, StockCounted, TransferSent
from pos_app.domain.store_rows import StockLevel
from pos_app.store.journal import Journal
from tests.store.samples import DAY, opened

NOON = 1_773_480_000_000


def _level(journal: Journal, on_hand: int, seq: int) -> StockLevel:
    return StockLevel("milk", "store-7", on_hand, {f"{journal.scope.workstation}/{journal.epoch}": seq})


def _count(journal: Journal, figure: int, at_ms: int) -> int:
    lines = (CountedLine("milk", figure, at_ms),)
    return journal.append(StockCounted(f"sheet-{at_ms}", "op-1", lines), business_day=DAY).seq


def _move(journal: Journal, by: int) -> int:
    return journal.append(StockMoved("adjustment", "op-1", {"milk": by}), business_day=DAY).seq


def test_nobody_has_told_anything(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        assert journal.stock_now("milk", None) is None


def test_own_moves_are_added_until_the_row_contains_them(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        journal.append(DeliveryReceived("d-1", "op-1", {"milk": 24_000}), business_day=DAY)
        seq = journal.append(TransferSent("t-1", "store-8", "op-1", {"milk": -4_000}), business_day=DAY).seq
        assert journal.stock_now("milk", _level(journal, 10_000, 0)) == 30_000
        assert journal.stock_now("milk", _level(journal, 30_000, seq)) == 30_000


def test_a_count_of_ones_own_stands_for_all_before_it(tmp_path: Path) -> None:
    clock = SetClock(NOON)
    with opened(tmp_path, clock=clock) as journal:
        _move(journal, -1_000)
        clock.advance(10_000)
        counted_at = clock.wall_ms()
        clock.advance(10_000)
        _move(journal, -2_000)  # sold between the scan of the shelf and the end of the count
        _count(journal, 40_000, counted_at)
        clock.advance(10_000)
        _move(journal, -3_000)
        assert journal.stock_now("milk", _level(journal, 99_000, 0)) == 35_000
        assert journal.stock_now("milk", None) == 35_000


def test_a_count_that_the_row_contains_is_not_counted_again(tmp_path: Path) -> None:
    clock = SetClock(NOON)
    with opened(tmp_path, clock=clock) as journal:
        seq = _count(journal, 40_000, clock.wall_ms())
        clock.advance(10_000)
        _move(journal, -3_000)
        assert journal.stock_now("milk", _level(journal, 38_000, seq)) == 35_000  # somebody else sold two


def _by_area(journal: Journal, area: str, figure: int, at_ms: int, *, more: bool = False) -> int:
    lines = (CountedLine("milk", figure, at_ms, more_elsewhere=more),)
    return journal.append(StockCounted(f"sheet-{area}", "op-1", lines, area, adds_up=True), business_day=DAY).seq


def test_shelf_and_back_room_of_one_till_add_up_when_the_last_one_is_counted(tmp_path: Path) -> None:
    clock = SetClock(NOON)
    with opened(tmp_path, clock=clock) as journal:
        level = _level(journal, 9_000, 0)
        _by_area(journal, "shelf", 5_000, clock.wall_ms(), more=True)
        assert journal.stock_now("milk", level) == 9_000
        assert journal.stock_now("milk", None) is None
        assert [each.more_elsewhere for each in journal.areas_now("milk", level)] == [True]
        clock.advance(10_000)
        _move(journal, -1_000)  # sold between the two
        clock.advance(10_000)
        _by_area(journal, "back room", 3_000, clock.wall_ms())
        assert journal.stock_now("milk", level) == 7_000
        assert [each.area for each in journal.areas_now("milk", level)] == ["shelf", "back room"]


def test_another_tills_shelf_adds_up_with_this_ones_back_room(tmp_path: Path) -> None:
    clock = SetClock(NOON)
    with opened(tmp_path, clock=clock) as journal:
        clock.advance(10_000)
        shelf = AreaCount("shelf", 5_000, NOON, more_elsewhere=True)
        level = StockLevel("milk", "store-7", 9_000, areas=(shelf,))
        assert journal.stock_now("milk", level) == 9_000
        seq = _by_area(journal, "back room", 3_000, clock.wall_ms())
        assert journal.stock_now("milk", level) == 8_000
        both = (shelf, AreaCount("back room", 3_000, clock.wall_ms()))
        contains = {f"{journal.scope.workstation}/{journal.epoch}": seq}
        synced = StockLevel("milk", "store-7", 8_000, contains, areas=both)
        assert journal.stock_now("milk", synced) == 8_000
        assert journal.areas_now("milk", synced) == both


def test_an_area_that_is_found_to_have_some_after_the_count_was_closed_is_added(tmp_path: Path) -> None:
    clock = SetClock(NOON)
    with opened(tmp_path, clock=clock) as journal:
        shelf = (AreaCount("shelf", 5_000, NOON),)  # one was sold since
        level = StockLevel("milk", "store-7", 4_000, areas=shelf, counted_from_ms=NOON, counted_to_ms=NOON)
        clock.advance(10_000)
        _by_area(journal, "back room", 3_000, clock.wall_ms(), more=True)
        assert journal.stock_now("milk", level) == 7_000


def test_what_was_sold_before_another_ones_count_is_in_that_count_already(tmp_path: Path) -> None:
    clock = SetClock(NOON)
    with opened(tmp_path, clock=clock) as journal:
        _move(journal, -1_000)  # alone, and not sent yet
        counted_ms = clock.wall_ms() + 60_000
        level = StockLevel("milk", "store-7", 40_000, counted_from_ms=counted_ms, counted_to_ms=counted_ms)
        assert journal.stock_now("milk", level) == 40_000
        clock.jump(counted_ms + 60_000)
        _move(journal, -3_000)
        assert journal.stock_now("milk", level) == 37_000


OPENING = 20_000
_examples = itertools.count()


class Step(NamedTuple):
    """A move of `figure`, or a count of so much: of an area, or of the store."""

    figure: int
    counts: bool
    area: str
    more: bool
    minutes: int
    """Since the step before; all of a day lie within a shift."""


_step = st.builds(
    Step,
    st.integers(-9, 9).filter(bool).map(lambda each: each * 1_000),
    st.booleans(),
    st.sampled_from(["", "shelf", "back room"]),
    st.booleans(),
    st.integers(1, 50),
)


def _row(journal: Journal, told: list[tuple[Count | None, int, int]], seq: int) -> StockLevel:
    """The hub's row when it has posted `told`: counts, or moves of thousandths at a moment."""
    counts = [count for count, _, _ in told if count is not None]
    found = standing(counts)
    first, last = (found.first_ms, found.last_ms) if found else (0, 0)
    moved = sum(by for count, by, at_ms in told if count is None and counts_for(by, at_ms, first, last))
    areas = tuple(
        AreaCount(each.area, each.figure, each.at_ms, each.more_elsewhere and not first <= each.at_ms <= last)
        for each in newest_of_areas(counts)
    )
    contains = {f"{journal.scope.workstation}/{journal.epoch}": seq}
    on_hand = (found.figure if found else OPENING) + moved
    return StockLevel("milk", "store-7", on_hand, contains, areas=areas, counted_from_ms=first, counted_to_ms=last)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(_step, min_size=1, max_size=9))
def test_the_stock_shown_is_the_same_however_much_of_the_journal_the_hub_has_posted(
    tmp_path: Path, steps: list[Step]
) -> None:
    clock = SetClock(NOON)
    with opened(tmp_path / str(next(_examples)), clock=clock) as journal:
        rows = [_row(journal, [], 0)]
        told: list[tuple[Count | None, int, int]] = []
        for step in steps:
            clock.advance(step.minutes * 60_000)
            at_ms = clock.wall_ms()
            if step.counts:
                line = CountedLine("milk", abs(step.figure), at_ms, more_elsewhere=step.more)
                body = StockCounted("sheet", "op-1", (line,), step.area, adds_up=bool(step.area))
                seq = journal.append(body, business_day=DAY).seq
                more = bool(step.area) and step.more
                count = Count(at_ms, seq.to_bytes(8), abs(step.figure), step.area, bool(step.area), more)
                told.append((count, 0, at_ms))
            else:
                seq = _move(journal, step.figure)
                told.append((None, step.figure, at_ms))
            rows.append(_row(journal, told, seq))
        assert [journal.stock_now("milk", row) for row in rows] == [rows[-1].on_hand] * len(rows)
