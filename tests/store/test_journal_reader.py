"""The daemon reads the journal while the till writes, and never misses or repeats an entry."""

from pathlib import Path

import pytest

from pos_app.domain.chain import holds, open_header
from pos_app.domain.entries import ClaimMade, ClaimReleased, NoSale
from pos_app.domain.errors import Fault
from pos_app.store.journal_reader import JournalReader
from tests.store.samples import DAY, KEY, opened, sell

TILL = "till-3"
PLENTY = 10_000_000


def test_before_the_till_made_its_journal_there_is_nothing_to_read(tmp_path: Path) -> None:
    with pytest.raises(Fault, match=r"journal\.absent"):
        JournalReader.open_readonly(tmp_path, TILL)


def test_what_is_not_acknowledged_comes_in_order_older_epochs_first(tmp_path: Path) -> None:
    with opened(tmp_path) as journal, JournalReader.open_readonly(tmp_path, TILL) as reader:
        for _ in range(3):
            sell(journal)
        old = journal.epoch
        journal.open_epoch("hub_demanded", business_day=DAY)
        sell(journal)
        new = journal.epoch
        entries = reader.beyond({}, limit=100, bytes_max=PLENTY)
        assert [(e.epoch, e.seq) for e in entries] == [(old, 1), (old, 2), (old, 3), (old, 4), (new, 1), (new, 2)]
        assert all(holds(entry.sealed, KEY.public_key()) for entry in entries)
        assert [e.seq for e in reader.beyond({old: 3}, limit=2, bytes_max=PLENTY)] == [4, 1]
        assert reader.beyond({old: 4, new: 2}, limit=100, bytes_max=PLENTY) == []
        assert reader.waiting({old: 3}) == 3
        assert [(head.epoch, head.seq) for head in reader.heads()] == [(old, 4), (new, 2)]
        assert reader.heads()[-1].hash == journal.head.hash


def test_a_batch_keeps_within_its_bytes_but_never_stalls_on_a_large_entry(tmp_path: Path) -> None:
    with opened(tmp_path) as journal, JournalReader.open_readonly(tmp_path, TILL) as reader:
        sell(journal)
        sell(journal)
        assert len(reader.beyond({journal.epoch: 1}, limit=100, bytes_max=6_000)) == 1
        assert len(reader.beyond({journal.epoch: 1}, limit=100, bytes_max=1)) == 1


def test_the_reader_notices_a_commit_of_the_till(tmp_path: Path) -> None:
    with opened(tmp_path) as journal, JournalReader.open_readonly(tmp_path, TILL) as reader:
        before = reader.data_version()
        assert reader.data_version() == before
        sell(journal)
        assert reader.data_version() != before
        assert [open_header(e.sealed).kind for e in reader.after(0)] == ["epoch_opened", "sale"]
        assert reader.after(2) == []


def test_the_journal_can_be_read_when_no_till_runs(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        sell(journal)
    with JournalReader.open_readonly(tmp_path, TILL) as reader:
        assert reader.waiting({}) == 2


def test_claims_are_offered_newest_first_until_they_are_released(tmp_path: Path) -> None:
    with opened(tmp_path) as journal, JournalReader.open_readonly(tmp_path, TILL) as reader:
        for number in range(4):
            journal.append(ClaimMade(f"claim-{number}", "coupon", f"coupon-{number}"), business_day=DAY)
        journal.append(ClaimReleased("claim-2", "coupon", "coupon-2"), business_day=DAY)
        waiting = reader.recent_claims()
        assert [claim for claim, _ in waiting] == ["claim-3", "claim-1", "claim-0"]
        assert [entry.seq for _, entry in waiting] == [5, 3, 2]
        assert reader.recent_claims(limit=1) == waiting[:1]


def test_a_reader_cannot_write_and_does_not_stop_the_till(tmp_path: Path) -> None:
    with opened(tmp_path) as journal, JournalReader.open_readonly(tmp_path, TILL) as reader:
        reader._connection.execute("BEGIN")
        reader.heads()
        for _ in range(70):
            journal.append(NoSale("s", "o", "r"), business_day=DAY)
        journal.idle()
        with pytest.raises(Exception, match="readonly"):
            reader._connection.execute("UPDATE filed SET position = 0")


def test_another_workstations_epochs_are_not_offered(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        sell(journal)
    with JournalReader.open_readonly(tmp_path, "till-9") as reader:
        assert reader.heads() == []
        assert reader.beyond({}, limit=10, bytes_max=PLENTY) == []
