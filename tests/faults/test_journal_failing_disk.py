"""A disk that fails under the journal: a fault, nothing half written, and it goes on when the disk does.

The failing file is made by putting a descriptor that only reads in the place of the journal's own.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pos_app.domain.errors import Fault
from pos_app.store.journal_records import WitnessState
from pos_app.store.verify import verify
from tests.store.samples import basket, opened, sell


@contextmanager
def _write_protected(path: Path) -> Iterator[None]:
    """Let every open descriptor of `path` in this process refuse to write for a while; reading goes on."""
    refusing = os.open(path, os.O_RDONLY)
    numbers = [int(entry.name) for entry in Path("/proc/self/fd").iterdir() if entry.resolve() == path.resolve()]
    taken = {number: os.dup(number) for number in numbers if number != refusing}
    assert taken, f"{path} is not open"
    try:
        for descriptor in taken:
            os.dup2(refusing, descriptor)
        yield
    finally:
        for descriptor, saved in taken.items():
            os.dup2(saved, descriptor, inheritable=False)
            os.close(saved)
        os.close(refusing)


def test_a_log_that_cannot_be_written_is_a_fault_and_the_sale_can_be_tried_again(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        first = sell(journal)
        bought = basket(3)
        journal.drafts.save(bought, held=False, name="", operator="op-1", shift="shift-1")
        head = journal.head
        log = tmp_path / "journal/journal.db-wal"
        with _write_protected(log), pytest.raises(Fault, match=r"journal\.disk_full"):
            sell(journal, bought)
        assert journal.head == head
        assert journal.receipt(bought.sale_id) is None
        assert [draft.basket for draft in journal.drafts.all()] == [bought]
        assert sell(journal, bought).receipt.number == 2
        assert journal.receipt(first.basket.sale_id) is not None
    assert verify(tmp_path).findings == ()


@pytest.mark.expects_log("the witness cannot be written")
def test_a_witness_that_cannot_be_written_is_told_and_the_sale_stands(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        sell(journal)
        with _write_protected(tmp_path / "journal/witness"):
            for _ in range(3):
                sell(journal)
            assert "journal.witness_failed" in journal.health
            sold = sell(journal)
        epoch = journal.epoch
    with opened(tmp_path) as journal:
        assert journal.opening.witness is WitnessState.STALE
        assert (journal.opening.alarms, journal.epoch) == ((), epoch)
        assert journal.receipt(sold.basket.sale_id) is not None
        assert journal.health == ()
    assert verify(tmp_path).findings == ()


@pytest.mark.expects_log("the witness cannot be written")
def test_a_witness_that_works_again_is_no_trouble_any_more(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        with _write_protected(tmp_path / "journal/witness"):
            sell(journal)
        sell(journal)
        journal.idle()
        assert journal.health == ()
    with opened(tmp_path) as journal:
        assert journal.opening.witness is WitnessState.EQUAL
