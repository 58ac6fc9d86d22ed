"""A disk that fills up: the sale in hand ends, people are told, and nothing is half written.

Where no small disk can be mounted, the test with a bounded database (below) still shows the order of events.
"""

from pathlib import Path

import pytest

from pos_app.domain.errors import Fault
from pos_app.store.ballast import BALLAST_BYTES
from pos_app.store.journal import Journal
from pos_app.store.verify import verify
from tests.faults.small_disk import fill
from tests.store.samples import basket, opened, sell


def _sell_until_full(journal: Journal) -> int:
    """Sell until a sale does not go through any more; return how many sales ended."""
    before = journal.next_receipt("sale").number
    with pytest.raises(Fault, match=r"journal\.disk_full"):
        _sell_many(journal)
    return journal.next_receipt("sale").number - before


def _sell_many(journal: Journal) -> None:
    for _ in range(10_000):
        sell(journal, basket(40))


def test_the_sale_in_hand_ends_on_a_full_disk_and_people_are_told(small_disk: Path) -> None:
    with opened(small_disk) as journal:
        assert journal.health == ()
        hog = fill(small_disk)
        sold = 0
        while not journal.health:
            sell(journal, basket(40))
            sold += 1
        assert journal.health == ("journal.disk_low",)
        assert (small_disk / "journal" / "ballast").stat().st_size == 0
        sold += _sell_until_full(journal)
        head = journal.head
        assert journal.next_receipt("sale").number == sold + 1
        hog.unlink()
        sell(journal)
        assert journal.head.seq == head.seq + 1
        journal._pen.writes = 1_000
        journal.idle()
        sell(journal)  # begins the emptied log again, and shortens it
        journal.idle()
        assert journal.health == (), "there is room again, so the ballast is back"
        assert (small_disk / "journal" / "ballast").stat().st_size == BALLAST_BYTES
    report = verify(small_disk)
    assert report.findings == ()
    assert report.sales == sold + 2


def test_a_till_starts_on_a_full_disk_and_keeps_what_it_has(small_disk: Path) -> None:
    with opened(small_disk) as journal:
        sold = sell(journal)
    fill(small_disk)
    with opened(small_disk) as journal:
        assert journal.receipt(sold.basket.sale_id) is not None
        bought = basket(2)
        sell(journal, bought)
        assert journal.receipt(bought.sale_id) is not None


def _hold_many(journal: Journal) -> None:
    for _ in range(150):
        journal.drafts.save(basket(200), held=True, name="", operator="op-1", shift="shift-1")


def test_a_draft_does_not_use_up_the_room_of_the_sale(small_disk: Path) -> None:
    with opened(small_disk) as journal:
        fill(small_disk)
        with pytest.raises(Fault, match=r"journal\.disk_full"):
            _hold_many(journal)
        assert journal.health == ()
        sell(journal)


def test_a_database_at_its_limit_gives_up_the_ballast_once(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        connection = journal._pen.connection
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count={pages + 3}")
        before = journal.head
        with pytest.raises(Fault, match=r"journal\.disk_full"):
            sell(journal, basket(200))
        assert journal.head == before
        assert journal.health == ("journal.disk_low",)
        connection.execute("PRAGMA max_page_count=100000")
        assert sell(journal, basket(200)).receipt.number == 1
