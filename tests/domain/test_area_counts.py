"""What counts of one product in several areas say together, by the rules of docs/decisions/0075."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.area_counts import CYCLE_MS, Count, counts_for, newest_of_areas, standing

HOUR = 3_600_000
NINE = 1_760_000_000_000


def _in(area: str, figure: int, hours: float = 0.0, *, more: bool = False) -> Count:
    return Count(NINE + int(hours * HOUR), b"", figure, area, adds_up=True, more_elsewhere=more)


def _figure(*counts: Count) -> int | None:
    found = standing(counts)
    return None if found is None else found.figure


def test_shelf_and_back_room_add_up() -> None:
    assert _figure(_in("shelf", 5, more=True), _in("back", 3, 1)) == 8
    assert _figure(_in("shelf", 5), _in("back", 3, 1)) == 8
    assert _figure(_in("shelf", 5), _in("back", 3, 1, more=True)) == 8, "somebody said already that it is all"


def test_a_shelf_alone_says_nothing_while_more_stands_elsewhere() -> None:
    assert _figure(_in("shelf", 5, more=True)) is None
    assert _figure(_in("shelf", 5)) == 5, "the counting person said that nothing stands elsewhere"


def test_an_area_that_is_counted_again_is_not_counted_twice() -> None:
    assert _figure(_in("shelf", 5, more=True), _in("back", 3, 1), _in("shelf", 6, 2)) == 9


def test_counts_of_another_day_do_not_add_up() -> None:
    late = CYCLE_MS / HOUR + 0.001
    assert _figure(_in("shelf", 5), _in("back", 3, late)) == 3
    assert _figure(_in("shelf", 5), _in("back", 3, late - 0.001)) == 8
    assert _figure(_in("shelf", 5), _in("back", 3, late, more=True)) == 5


def test_a_count_of_the_whole_store_stands_for_all_before_it() -> None:
    whole = Count(NINE + HOUR, b"", 7)
    assert _figure(_in("shelf", 5), whole) == 7
    assert _figure(_in("shelf", 5), whole, _in("back", 3, 2)) == 3
    assert newest_of_areas((_in("shelf", 5), whole)) == ()
    assert newest_of_areas((_in("shelf", 5), whole, _in("back", 3, 2))) == (_in("back", 3, 2),)


def test_a_count_from_before_areas_added_up_means_what_it_meant() -> None:
    old = [Count(NINE + at * HOUR, b"", figure, area) for at, (area, figure) in enumerate((("shelf", 5), ("back", 3)))]
    assert _figure(*old) == 3


def test_what_moved_between_two_areas_never_makes_the_book_too_large() -> None:
    assert counts_for(-1_000, 5, 4, 6)
    assert not counts_for(1_000, 5, 4, 6)
    assert counts_for(1_000, 7, 4, 6)
    assert not counts_for(-1_000, 4, 4, 6), "a move of the moment itself was before it"


_counts = st.builds(
    Count,
    st.integers(0, 14).map(lambda half: NINE + half * HOUR),
    st.binary(max_size=1),
    st.integers(0, 9),
    st.sampled_from(["shelf", "back", "till"]),
    st.booleans(),
    st.booleans(),
)


@given(st.lists(_counts, max_size=8), st.randoms(use_true_random=False))
def test_neither_order_nor_repetition_of_counts_matters(counts: list[Count], random: object) -> None:
    mixed = [*counts, *counts[:3]]
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert standing(set(mixed)) == standing(set(counts))


@given(st.lists(_counts, max_size=8), _counts)
def test_what_the_book_goes_by_never_becomes_an_older_count(counts: list[Count], late: Count) -> None:
    before, after = standing(set(counts)), standing({*counts, late})
    assert before is None or (after is not None and after.governs >= before.governs)
