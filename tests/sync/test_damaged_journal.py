"""A journal that was set aside: what had not been sent reaches the hub under its old epoch, once."""

from __future__ import annotations

from pathlib import Path

import pytest

from pos_app.domain.errors import Fault
from pos_app.store import journal_damage, journal_file
from pos_app.store.journal_reader import JournalReader
from tests.sync.loopback import SCOPE, LoopbackHub, daemon, enrolled, journal_of, said, until, write

pytestmark = pytest.mark.expects_log("is damaged .* and is set aside", "entries were read")


def _hashes(hub: LoopbackHub) -> list[bytes]:
    with hub.lock:
        return sorted(entry.hash for entry in hub.hub.entries())


def _everything(folder: Path) -> list[bytes]:
    with JournalReader.open_readonly(folder, SCOPE.workstation) as reader:
        return sorted(entry.sealed.hash for entry in reader.after(0))


def _spoil(folder: Path, first: int, pages: int) -> None:
    with journal_file.path_of(folder).open("r+b") as file:
        file.seek((first - 1) * journal_file.PAGE_BYTES)
        file.write(b"\xa5" * journal_file.PAGE_BYTES * pages)


def _pages(folder: Path) -> int:
    return journal_file.path_of(folder).stat().st_size // journal_file.PAGE_BYTES


@pytest.mark.parametrize("place", ["first page", "middle"])
def test_what_was_not_sent_before_the_damage_still_reaches_the_hub(tmp_path: Path, place: str) -> None:
    with LoopbackHub() as hub:
        who = enrolled(tmp_path, hub.url)
        with journal_of(tmp_path, who) as journal, daemon(tmp_path):
            write(journal, 20)
            until(lambda: _hashes(hub) == _everything(tmp_path))
        sent = set(_hashes(hub))
        with journal_of(tmp_path, who) as journal:  # the network is away
            write(journal, 200)
            old = journal.epoch
        before = set(_everything(tmp_path))
        _spoil(tmp_path, 1 if place == "first page" else _pages(tmp_path) * 2 // 3, 1)
        try:
            journal = journal_of(tmp_path, who)
        except Fault as told:
            pytest.fail(f"the till does not sell: {told}")
        with journal:
            assert journal.epoch != old
            kept = set(_everything(tmp_path))
            lost = before - kept
            assert journal.opening.lost_entries == len(lost)
            assert (len(lost) > 0) == (place == "middle")
            with daemon(tmp_path):
                write(journal, 5)
                until(lambda: set(_hashes(hub)) == sent | set(_everything(tmp_path)), 20)
                until(lambda: said(tmp_path).waiting == 0, 20)
                pushes = len(_hashes(hub))
                write(journal, 1)
                until(lambda: len(_hashes(hub)) == pushes + 1, 20)
        assert len(_hashes(hub)) == len(set(_hashes(hub))), "nothing is there twice"


def test_the_daemon_follows_a_journal_that_is_set_aside_under_it(tmp_path: Path) -> None:
    with LoopbackHub() as hub:
        who = enrolled(tmp_path, hub.url)
        with journal_of(tmp_path, who) as journal:
            write(journal, 10)
        with daemon(tmp_path):
            until(lambda: len(_hashes(hub)) == 11)
            _spoil(tmp_path, 1, _pages(tmp_path))
            with journal_of(tmp_path, who) as journal:
                write(journal, 7)
                until(lambda: set(_everything(tmp_path)) <= set(_hashes(hub)), 20)
                until(lambda: said(tmp_path).waiting == 0, 20)
        assert len(_hashes(hub)) == 11 + 8


@pytest.mark.timeout(60)
def test_damage_that_only_the_daemon_meets_is_looked_after_at_the_next_start(tmp_path: Path) -> None:
    who = enrolled(tmp_path, "http://127.0.0.1:1")
    with journal_of(tmp_path, who) as journal:
        write(journal, 400)
    with JournalReader.open_readonly(tmp_path, SCOPE.workstation) as reader:
        _spoil(tmp_path, _pages(tmp_path) // 3, _pages(tmp_path) // 3)
        with pytest.raises(Fault, match=r"journal\.damaged"):
            reader.after(0)
    assert (tmp_path / "journal" / journal_damage.MARKED).exists()
    with journal_of(tmp_path, who) as journal:
        assert journal.opening.set_aside == "journal"
        assert journal.opening.lost_entries > 0
