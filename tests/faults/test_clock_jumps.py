"""Clocks that jump by years between sales change neither the order of entries nor their acceptance (I11)."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Final

import pytest

from pos_app.clock import SetClock, SystemClock
from pos_app.store.verify import verify
from tests.faults.reckoning import hub_differences
from tests.faults.selling import open_till, sell, written
from tests.faults.street import Street, delivered, filled, until

YEAR_MS: Final = 365 * 86_400_000
JUMPS: Final = (-10 * YEAR_MS, +25 * YEAR_MS, -40 * YEAR_MS, +1, 0, -1, +60 * YEAR_MS, -5_000)


@pytest.mark.parametrize("restarts", [False, True])
def test_a_till_whose_clock_jumps_by_years_sells_on_and_is_believed(
    street: Street, tmp_path: Path, *, restarts: bool
) -> None:
    folder = street.workstation("Till 3")
    now = SystemClock().wall_ms()
    clock = SetClock(now)
    with street.daemon(folder):
        until(lambda: filled(folder), "the catalogue has come")
        jumps = [(place, jump) for place, jump in enumerate(JUMPS)]
        for some in [[each] for each in jumps] if restarts else [jumps]:
            with open_till(folder, clock=clock) as till:
                for place, jump in some:
                    clock.jump(now + jump)
                    sell(till, 2, first=2 * place)
        until(lambda: delivered(street, folder), "everything is delivered")
        until(lambda: not hub_differences(folder, street.hub_folder), "and posted")
    headers = [header for header, _ in written(folder)]
    assert [header.seq for header in headers] == list(range(1, len(headers) + 1))
    assert all(early.stamp.hlc < late.stamp.hlc for early, late in itertools.pairwise(headers))
    assert min(header.stamp.wall_ms for header in headers) <= now - 40 * YEAR_MS, "what the clock said is on record"
    assert max(header.stamp.wall_ms for header in headers) >= now + 60 * YEAR_MS
    assert len({header.business_day for header in headers}) >= 5
    report = verify(folder)
    assert (report.findings, report.sales, report.epochs) == ((), 2 * len(JUMPS), 1)
