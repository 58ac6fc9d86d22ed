"""The disk of the data folder fills up while selling: the sale in hand ends, people are told, and all goes on after."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pos_app.domain.entries import Sale
from pos_app.domain.errors import Fault
from pos_app.selling.view import LampState, Mode
from pos_app.store.verify import verify
from pos_app.till import Till
from tests.faults.reckoning import hub_differences
from tests.faults.seller import CODES
from tests.faults.selling import open_till, sell, written
from tests.faults.small_disk import fill
from tests.faults.street import Street, delivered, filled, until
from tests.shop_floor import FakeCounter

SALES_MAX = 5_000


def _sell_many(till: Till) -> None:
    sell(till, SALES_MAX)


def _go_on(till: Till) -> None:
    """Finish whatever the disk interrupted: a basket, or its payment."""
    if till.view.mode is Mode.SELLING and till.view.lines:
        till.start_payment()
    if till.view.mode is Mode.PAYING:
        till.pay_cash(None)


def test_the_sale_in_hand_ends_on_a_full_disk_and_all_goes_on_when_there_is_room(
    street: Street, small_disk: Path
) -> None:
    folder = Path(shutil.move(street.workstation("Till 3"), small_disk / "till"))
    counter = FakeCounter()
    with street.daemon(folder):
        until(lambda: filled(folder), "the catalogue has come")
        with open_till(folder, counter=counter) as till:
            sell(till, 3)
            till.scan(CODES[0])
            till.scan(CODES[1])
            hog = fill(small_disk)
            till.start_payment()
            till.pay_cash(None)
            assert till.view.mode is Mode.CHANGE, "the sale in hand ends"
            with pytest.raises(Fault, match=r"journal\.disk_full"):
                _sell_many(till)
            assert till.lamp().state is LampState.DISK_LOW
            assert (folder / "journal" / "ballast").stat().st_size == 0
            hog.unlink()
            _go_on(till)
            sell(till, 3, first=100)
        until(lambda: delivered(street, folder), "everything is delivered")
        until(lambda: not hub_differences(folder, street.hub_folder), "and posted")
    sales = sum(isinstance(body, Sale) for _, body in written(folder))
    assert sales == len(counter.printed) > 3 + 1 + 3, "a receipt for each sale, a sale for each receipt"
    report = verify(folder)
    assert (report.findings, report.sales, report.epochs) == ((), sales, 1)
