"""The till's files as the daemon meets them: not there yet, put back from a copy, half a snapshot on the disk."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pos_app.domain.entries import ClaimMade
from pos_app.domain.errors import Fault
from sync.folder import FolderBox, FolderJournal
from sync.protocol import Positions, SnapshotOffer
from tests.sync.loopback import DAY, SCOPE, enrolled, journal_of, write


def _offer(name: str = "one", size: int = 10) -> SnapshotOffer:
    return SnapshotOffer(name, 1, Positions(), size, 100, bytes(32), "hub-1", b"")


def test_a_journal_is_found_when_the_till_has_made_it_and_followed(tmp_path: Path) -> None:
    who = enrolled(tmp_path, "http://127.0.0.1:1")
    seen = FolderJournal(tmp_path, SCOPE.workstation)
    assert not seen.changed()
    assert seen.heads() == ()
    assert seen.entries(1, 0, 10) == []
    assert seen.claims(10) == []
    with journal_of(tmp_path, who) as journal:
        assert seen.changed()
        assert not seen.changed()
        write(journal, 3)
        assert seen.changed()
        assert not seen.changed()
        head = seen.heads()[0]
        assert (head.epoch, head.seq, head.hash) == (journal.head.epoch, 4, journal.head.hash)
        assert seen.hash_at(head.epoch, 4) == head.hash
        assert seen.hash_at(head.epoch, 5) is None
        assert [numbered.seq for numbered in seen.entries(head.epoch, 1, 2)] == [2, 3]
    seen.close()


def test_each_epoch_is_read_by_itself(tmp_path: Path) -> None:
    who = enrolled(tmp_path, "http://127.0.0.1:1")
    with journal_of(tmp_path, who) as journal:
        write(journal, 3)
        journal.open_epoch("hub_demanded")
        write(journal, 2)
    seen = FolderJournal(tmp_path, SCOPE.workstation)
    seen.changed()
    old, new = seen.heads()
    assert (old.seq, new.seq) == (4, 3)
    assert [n.seq for n in seen.entries(old.epoch, 0, 100)] == [1, 2, 3, 4]
    assert [n.seq for n in seen.entries(new.epoch, 0, 100)] == [1, 2, 3]
    seen.close()


def test_the_newest_claim_comes_first(tmp_path: Path) -> None:
    who = enrolled(tmp_path, "http://127.0.0.1:1")
    with journal_of(tmp_path, who) as journal:
        for number in range(5):
            journal.append(ClaimMade(f"claim-{number}", "coupon", "C"), business_day=DAY)
    seen = FolderJournal(tmp_path, SCOPE.workstation)
    seen.changed()
    assert [claim.claim for claim in seen.claims(3)] == ["claim-4", "claim-3", "claim-2"]
    seen.close()


def test_a_journal_put_back_from_a_copy_under_the_daemon_is_noticed(tmp_path: Path) -> None:
    who = enrolled(tmp_path, "http://127.0.0.1:1")
    with journal_of(tmp_path, who) as journal:
        write(journal, 3)
    shutil.copytree(tmp_path / "journal", tmp_path / "copy")
    with journal_of(tmp_path, who) as journal:
        write(journal, 3)
    seen = FolderJournal(tmp_path, SCOPE.workstation)
    seen.changed()
    assert not seen.exchanged
    shutil.rmtree(tmp_path / "journal")
    (tmp_path / "copy").rename(tmp_path / "journal")
    assert seen.changed()
    assert seen.exchanged
    assert [head.seq for head in seen.heads()] == [4]
    seen.close()


def test_half_a_snapshot_survives_a_restart_and_another_one_begins_anew(tmp_path: Path) -> None:
    box = FolderBox(tmp_path)
    assert box.have(_offer()) == 0
    box.add(_offer(), 0, b"12345")
    assert FolderBox(tmp_path).have(_offer()) == 5
    box.add(_offer(), 5, b"67890")
    assert FolderBox(tmp_path).have(_offer()) == 10
    assert box.have(_offer("two")) == 0
    box.drop()
    assert box.have(_offer("two")) == 0


def test_a_snapshot_whose_bytes_are_not_the_offered_ones_is_thrown_away(tmp_path: Path) -> None:
    box = FolderBox(tmp_path)
    box.have(_offer())
    box.add(_offer(), 0, b"0123456789")
    with pytest.raises(Fault, match="snapshot_unusable"):
        box.unpack(_offer())
    assert not box.plain.exists()
