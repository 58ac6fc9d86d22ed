"""A wrong clock changes no order, and ids sort by time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.ids import RANDOM_BYTES, uuid7
from pos_app.domain.stamp import MAX_DRIFT_MS, hlc_wall_ms, merged_hlc, next_hlc

moments = st.integers(0, 2**47)


@given(st.lists(moments, min_size=2, max_size=50))
def test_logical_time_rises_whatever_the_wall_clock_does(walls: list[int]) -> None:
    last, told = 0, []
    for wall_ms in walls:
        last = next_hlc(last, wall_ms)
        told.append(last)
    assert told == sorted(set(told))


@given(moments, moments, moments)
def test_hearing_another_till_moves_behind_both(own: int, remote: int, wall_ms: int) -> None:
    heard = merged_hlc(own << 16, remote << 16, wall_ms)
    assert heard > own << 16
    if remote - wall_ms <= MAX_DRIFT_MS:
        assert heard > remote << 16
    else:
        assert hlc_wall_ms(heard) <= max(own, wall_ms) + 1


def test_a_sound_clock_is_read_back_from_its_logical_time() -> None:
    assert hlc_wall_ms(next_hlc(0, 1_760_000_000_000)) == 1_760_000_000_000


def test_a_till_a_day_ahead_does_not_drag_the_others_along() -> None:
    assert hlc_wall_ms(merged_hlc(0, (MAX_DRIFT_MS + 1_001) << 16, 1_000)) == 1_000


@given(st.tuples(moments, moments), st.binary(min_size=RANDOM_BYTES, max_size=RANDOM_BYTES))
def test_later_ids_sort_later_and_carry_version_and_variant(walls: tuple[int, int], random: bytes) -> None:
    early, late = (uuid7(wall_ms, random) for wall_ms in sorted(walls))
    assert early <= late
    assert (walls[0] == walls[1]) == (early == late)
    assert len(early) == 32
    assert early[12] == "7"
    assert early[16] in "89ab"
    assert int(early[:12], 16) == min(walls)


def test_an_id_keeps_74_random_bits_and_takes_exactly_ten_bytes() -> None:
    assert uuid7(0, b"\xff" * 10) == "00000000" + "0000" + "7fff" + "bfff" + "ffffffffffff"
    with pytest.raises(ValueError, match="ten random bytes"):
        uuid7(0, b"123456789")
