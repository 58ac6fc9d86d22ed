"""The disk of the data folder fills up while selling: the sale in hand ends, people are told, and all goes on after.

The disk is a small tmpfs of this test's own; mounting one needs root, else the test is skipped and says so.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
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
from tests.faults.street import Street, delivered, filled, until
from tests.shop_floor import FakeCounter

DISK_BYTES = 64_000_000
SALES_MAX = 5_000


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "tmpfs", str(place)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"NO FULL-DISK TEST: a small file system cannot be mounted here: {mounted.stderr.decode().strip()}")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def _fill(place: Path) -> Path:
    """Take every free byte of the disk."""
    hog = place / "photos"
    with hog.open("ab", buffering=0) as file:
        for size in (65_536, 4_096, 512, 1):
            try:
                while True:
                    os.write(file.fileno(), bytes(size))
            except OSError:
                continue
    return hog


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
            hog = _fill(small_disk)
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
