"""The shop's day turns when the shop sleeps, also when summer time begins and when the clock is wild."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.business_day import business_day

BERLIN = ZoneInfo("Europe/Berlin")


def _ms(local: str, fold: int = 0) -> int:
    moment = dt.datetime.fromisoformat(local).replace(tzinfo=BERLIN, fold=fold)
    return int(moment.timestamp()) * 1000


@pytest.mark.parametrize(
    ("local", "day"),
    [
        ("2026-05-02 03:59:59", "2026-05-01"),
        ("2026-05-02 04:00:00", "2026-05-02"),
        ("2026-05-02 23:59:00", "2026-05-02"),
        ("2026-01-01 01:00:00", "2025-12-31"),
        ("2026-03-29 03:30:00", "2026-03-28"),  # 02:00 to 03:00 did not exist that night
        ("2026-03-29 04:00:00", "2026-03-29"),
        ("2026-10-25 02:30:00", "2026-10-24"),
        ("2026-10-25 04:00:00", "2026-10-25"),
    ],
)
def test_a_sale_after_midnight_belongs_to_the_evening_before(local: str, day: str) -> None:
    assert business_day(_ms(local), BERLIN, 4) == day


def test_the_hour_that_comes_twice_is_one_business_day() -> None:
    twice = [business_day(_ms("2026-10-25 02:30", fold), BERLIN, 2) for fold in (0, 1)]
    assert twice == ["2026-10-25", "2026-10-25"]


def test_a_day_that_turns_at_midnight_is_the_calendar_day() -> None:
    assert business_day(_ms("2026-05-02 00:00"), BERLIN, 0) == "2026-05-02"


@given(
    st.integers(-(2**70), 2**70), st.integers(-100, 100), st.sampled_from(["UTC", "Pacific/Kiritimati", "Etc/GMT+12"])
)
def test_no_clock_however_wrong_stops_a_sale(wall_ms: int, hour: int, zone: str) -> None:
    day = business_day(wall_ms, ZoneInfo(zone), hour)
    assert dt.date.fromisoformat(day).isoformat() == day
