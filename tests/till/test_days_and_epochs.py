"""Business days over midnight and wrong clocks; epochs that the hub wants ended."""

from __future__ import annotations

from pathlib import Path

import pytest

from pos_app.clock import SetClock
from pos_app.demo import shop
from pos_app.domain.errors import Fault
from pos_app.domain.feed import EpochDemand, FeedBatch
from pos_app.domain.product import Price
from pos_app.selling.view import Mode
from pos_app.store.cache_writer import CacheWriter
from pos_app.store.verify import verify
from pos_app.till import Till
from tests.shop_floor import CACHE, feed_rows, make_workstation, open_till
from tests.till.counter_top import PLAIN, demand, drafts, feed, last_sale, pay, price_row, refusal, sales, scan

MIDNIGHT_MS = 1_760_025_600_000
"""2025-10-10 00:00 in Shanghai; the store's day turns at 4."""
HOUR_MS = 3_600_000


def _day_of_a_sale(till: Till) -> str:
    scan(till, PLAIN[0])
    pay(till)
    recorded = till._journal.receipt(last_sale(till).basket.sale_id)
    assert recorded is not None
    return recorded.header.business_day


def test_the_business_day_turns_at_four_in_the_stores_own_time(till: Till, clock: SetClock) -> None:
    days = []
    for moment in (MIDNIGHT_MS - 1, MIDNIGHT_MS, MIDNIGHT_MS + 4 * HOUR_MS - 1, MIDNIGHT_MS + 4 * HOUR_MS):
        clock.jump(moment)
        days.append(_day_of_a_sale(till))
    assert days == ["2025-10-09", "2025-10-09", "2025-10-09", "2025-10-10"]


@pytest.mark.parametrize("moment", [0, -86_400_000, MIDNIGHT_MS - 400 * 86_400_000, 2**45, 253_402_300_799_999])
def test_no_clock_stops_a_sale(till: Till, clock: SetClock, folder: Path, moment: int) -> None:
    scan(till, PLAIN[0])
    clock.jump(moment)
    scan(till, PLAIN[1])
    till.hold()
    till.recall(till.held()[0].sale_id)
    pay(till)
    clock.jump(MIDNIGHT_MS)
    assert _day_of_a_sale(till) == "2025-10-09"
    assert [sale.receipt.number for sale in sales(till)] == [2, 1]


def test_a_dead_clock_battery_does_not_leave_the_shop_without_prices(tmp_path: Path) -> None:
    folder = make_workstation(tmp_path / "data", cache=False)
    rows, positions = feed_rows()
    writer = CacheWriter.open(folder / CACHE, shop.STORE, now_ms=MIDNIGHT_MS)
    writer.apply(FeedBatch(rows=tuple(rows), positions=positions))
    writer.close()
    feed(folder, [price_row(PLAIN[0], Price(777, valid_from_ms=MIDNIGHT_MS - HOUR_MS))])
    with open_till(folder, clock=SetClock(0)) as till:
        scan(till, PLAIN[0])
        assert till.view.totals.total == 777
        pay(till)


def test_a_clock_that_jumped_over_a_restart_does_not_stop_the_till(folder: Path) -> None:
    with open_till(folder, clock=SetClock(MIDNIGHT_MS)) as till:
        scan(till, PLAIN[0])
    with open_till(folder, clock=SetClock(MIDNIGHT_MS - 40 * 86_400_000)) as again:
        assert len(again.view.lines) == 1
        pay(again)
    assert verify(folder).whole


def test_a_demanded_epoch_is_opened_between_two_commands_and_once(till: Till, folder: Path) -> None:
    scan(till, PLAIN[0])
    old = till._journal.epoch
    demand(folder, EpochDemand("fork", old))
    till.tick()
    new = till._journal.epoch
    assert new != old
    for _ in range(3):
        till.tick()
    scan(till, PLAIN[1])
    pay(till)
    assert till._journal.epoch == new
    assert last_sale(till).receipt.number == 1
    assert len(last_sale(till).basket.lines) == 2


def test_a_demand_is_met_before_the_next_entry_even_without_a_tick(till: Till, folder: Path) -> None:
    scan(till, PLAIN[0])
    pay(till)
    scan(till, PLAIN[1])
    till.start_payment()
    old = till._journal.epoch
    demand(folder, EpochDemand("fork", old))
    till.pay_cash()
    recorded = till._journal.receipt(last_sale(till).basket.sale_id)
    assert recorded is not None
    assert (recorded.header.epoch != old, recorded.header.seq, recorded.sale.receipt.number) == (True, 2, 1)
    assert till.view.change is not None
    assert f"{recorded.header.epoch & 0xFFFF:04X}" in till.view.change.receipt


def test_a_demand_for_another_epoch_is_none(till: Till, folder: Path) -> None:
    old = till._journal.epoch
    demand(folder, EpochDemand("fork", old ^ 1))
    till.tick()
    demand(folder, None)
    till.tick()
    assert till._journal.epoch == old


def test_a_new_epoch_that_the_disk_refuses_waits(till: Till, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scan(till, PLAIN[0])
    till.start_payment()
    old = till._journal.epoch
    demand(folder, EpochDemand("fork", old))

    def full(*_: object, **__: object) -> None:
        raise Fault("journal.disk_full")

    with monkeypatch.context() as patched:
        patched.setattr(till._journal, "open_epoch", full)
        till.tick()
        with pytest.raises(Fault):
            till.pay_cash()
    assert (till.view.mode, len(drafts(till)), till._journal.epoch) == (Mode.PAYING, 1, old)
    till.pay_cash()
    assert till._journal.epoch != old
    assert refusal(till.pay_cash) == "till.not_paying"


def test_the_journal_is_whole_over_epochs(folder: Path) -> None:
    with open_till(folder) as till:
        scan(till, PLAIN[0])
        pay(till)
        demand(folder, EpochDemand("fork", till._journal.epoch))
        scan(till, PLAIN[0])
        pay(till)
        till.reprint_last()
    assert verify(folder).whole
    with open_till(folder) as again:
        assert len(sales(again)) == 2
