"""The power goes at any step of setting a journal aside, a disk keeps spoiling, a page rots while the till sells."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from pos_app.domain.errors import Fault, Refusal
from pos_app.store import durable_files, journal_aside, journal_damage, journal_file, journal_salvage, witness
from pos_app.store.drafts import Scans
from pos_app.store.journal import Journal
from pos_app.store.verify import verify
from tests.faults.test_journal_damaged import SALES, _files, _hashes, _rubbish, _sold, _spoil_page, with_little_to_write
from tests.store.samples import basket, opened, sell

SCANNED = Scans(("4011",), ("4012", "4013"))
"""During a payment: undecided, and kept for the next sale."""

told = pytest.mark.expects_log("is damaged .* and is set aside", "entries were read")


class PowerCut(BaseException):
    """The power went."""


class _Fuse:
    """Cuts the power before or after the n-th of the watched steps."""

    def __init__(self, at: int) -> None:
        self.left = at

    def around(self, step: Callable[..., object]) -> Callable[..., object]:
        def watched(*args: object, **named: object) -> object:
            self._burn()
            result = step(*args, **named)
            self._burn()
            return result

        return watched

    def _burn(self) -> None:
        self.left -= 1
        if self.left == 0:
            raise PowerCut


def _cut_at(step: int, folder: Path) -> bool:
    """Open with the power going at `step`; False when there are fewer steps than that."""
    with pytest.MonkeyPatch.context() as patched:
        fuse = _Fuse(step)
        for owner, name in (
            (durable_files, "put"),
            (durable_files, "sync_folder"),
            (journal_aside, "salvage"),
            (journal_aside, "_sync"),
            (journal_salvage.Copier, "_add"),
            (journal_salvage.Copier, "drafts"),
            (Path, "rename"),
            (Path, "mkdir"),
        ):
            patched.setattr(owner, name, fuse.around(getattr(owner, name)))
        try:
            opened(folder).close()
        except PowerCut:
            return True
    return False


@told
@pytest.mark.parametrize("damage", ["page", "rubbish"])
def test_the_next_start_finishes_what_a_power_cut_interrupted_at_any_step(
    tmp_path: Path, damage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_little_to_write(monkeypatch)
    live = tmp_path / "live"
    written = _sold(live, 2)
    if damage == "rubbish":
        _rubbish(live)
    else:
        connection = sqlite3.connect(journal_file.path_of(live))
        (root,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'filed'").fetchone()
        connection.close()
        _spoil_page(live, root)
    evidence = _files(live)
    step = 0
    while True:
        step += 1 if damage == "page" else 3
        trial = tmp_path / "trial"
        shutil.copytree(live, trial)
        cut = _cut_at(step, trial)
        with opened(trial) as journal:
            assert [draft.basket.sale_id for draft in journal.drafts.all()] == (
                ["open-1"] if damage == "page" else []
            ), step
            sell(journal)
        assert journal_file.names(trial) == ["journal", "journal-2"], step
        assert (trial / journal_file.POINTER).read_text() == "journal-2\n", step
        assert not list(trial.glob("*.making")), step
        assert _files(trial) == evidence, step
        if damage == "page":
            assert _hashes(trial)[: len(written)] == written, step
        assert verify(trial).findings == (), step
        shutil.rmtree(trial)
        if not cut:
            break
    assert step > 15


def test_a_lost_pointer_is_no_way_back_to_the_damaged_journal(tmp_path: Path) -> None:
    _sold(tmp_path)
    shutil.copytree(tmp_path / "journal", tmp_path / "journal-2")
    (tmp_path / "journal-3.making").mkdir()
    assert journal_file.name_of(tmp_path) == "journal-2"
    for said in (b"journal", b"../journal\n", b"journal-9", b"\xff\xfe", b"journal-2 and more", b""):
        (tmp_path / journal_file.POINTER).write_bytes(said)
        assert journal_file.name_of(tmp_path) == ("journal" if said == b"journal" else "journal-2")


@told
@pytest.mark.timeout(60)
def test_a_disk_that_spoils_one_journal_after_another_ends_in_a_clear_word(tmp_path: Path) -> None:
    _sold(tmp_path, 1)
    for _ in range(journal_aside.KEPT_MAX):
        _rubbish(tmp_path)
        opened(tmp_path).close()
    _rubbish(tmp_path)
    before = sorted(path.name for path in tmp_path.iterdir())
    for _ in range(2):
        with pytest.raises(Fault, match=r"journal\.damaged_often"):
            opened(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert len(journal_file.names(tmp_path)) == journal_aside.KEPT_MAX + 1


@told
def test_one_start_tries_a_bounded_number_of_journals(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _sold(tmp_path, 1)

    def rotten(*_: object) -> None:
        raise journal_damage.damaged("whatever is read")

    monkeypatch.setattr(journal_damage, "look_at_projections", rotten)
    with pytest.raises(Fault, match=r"journal\.damaged_often"):
        opened(tmp_path)
    assert journal_file.names(tmp_path) == ["journal", "journal-2", "journal-3"]


@pytest.mark.timeout(60)
def test_a_locked_or_a_full_disk_sets_nothing_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _sold(tmp_path, 1)
    monkeypatch.setattr(journal_file, "BUSY_TIMEOUT_MS", 10)
    holder = sqlite3.connect(journal_file.path_of(tmp_path), isolation_level=None)
    holder.execute("PRAGMA locking_mode=EXCLUSIVE")
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(Fault, match=r"journal\.(busy|disk_failed)"):
        opened(tmp_path)
    holder.close()
    assert journal_file.names(tmp_path) == ["journal"]
    opened(tmp_path).close()


def _rot_under(journal: Journal, folder: Path, table: str) -> None:
    """Let the pages of `table` rot while the till runs."""
    journal._file()
    journal._pen.empty_log()
    connection = journal._pen.connection
    (root,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).fetchone()
    _spoil_page(folder, root)
    connection.execute("PRAGMA shrink_memory")


@told
@pytest.mark.parametrize("table", ["entry", "receipt", "draft"])
def test_rot_met_while_selling_loses_no_sale_and_no_basket(tmp_path: Path, table: str) -> None:
    with opened(tmp_path) as journal:
        sold = [sell(journal, basket(2)).basket.sale_id for _ in range(SALES)]
        lying = basket(5)
        journal.drafts.save(lying, held=False, name="", operator="op-1", shift="s-1")
        journal.drafts.save_scans(SCANNED)
        written = _hashes(tmp_path)
        _rot_under(journal, tmp_path, table)
        with pytest.raises(Fault, match=r"journal\.damaged"):
            sell(journal, lying)
        assert (tmp_path / "journal" / journal_damage.MARKED).exists(), "a restart would not trust it either"
        with pytest.raises(Fault, match=r"journal\.damaged"):
            journal.drafts.save(lying, held=True, name="", operator="op-1", shift="s-1")
        evidence = _files(tmp_path)
        journal.idle()
        assert journal.opening.set_aside == "journal"
        assert [draft.basket for draft in journal.drafts.all()] == [lying]
        assert journal.opening.kept_entries + journal.opening.lost_entries == len(written)
        if table != "entry":
            assert journal.receipt(sold[-1]) is not None
        again = sell(journal, lying)
        assert journal.receipt(again.basket.sale_id) is not None
        assert len(journal.drafts) == 0
        assert _files(tmp_path) == evidence
    with opened(tmp_path) as journal:
        assert journal.opening.alarms == ()
        assert journal.drafts.scans == SCANNED
        assert journal.receipt(lying.sale_id) is not None
    assert verify(tmp_path).findings == ()


@told
def test_rot_met_while_selling_is_looked_after_at_the_next_start_too(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        sell(journal, basket(2))
        lying = basket(5)
        journal.drafts.save(lying, held=False, name="", operator="op-1", shift="s-1")
        journal.drafts.save_scans(SCANNED)
        _rot_under(journal, tmp_path, "receipt")
        with pytest.raises(Fault, match=r"journal\.damaged"):
            sell(journal, lying)
    with opened(tmp_path) as journal:
        assert journal.opening.alarms == ("journal.alarm.journal_mended",)
        assert [draft.basket for draft in journal.drafts.all()] == [lying]
        assert journal.drafts.scans == SCANNED
        sell(journal, lying)
    assert verify(tmp_path).findings == ()


@told
def test_numbers_go_on_after_a_mended_journal_and_begin_anew_after_a_broken_one(tmp_path: Path) -> None:
    _sold(tmp_path)
    mark = witness.read(tmp_path / "journal")
    assert mark is not None
    (tmp_path / "journal" / journal_damage.MARKED).touch()
    with opened(tmp_path) as journal:
        assert (journal.epoch, journal.next_receipt("sale").number) == (mark.epoch, SALES + 1)
        sell(journal)
    _rubbish(tmp_path)
    with opened(tmp_path) as journal:
        assert journal.epoch != mark.epoch
        assert journal.next_receipt("sale").number == 1


@told
def test_a_sale_that_was_durable_although_the_disk_said_otherwise_is_not_sold_again(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        lying = basket(3)
        journal.drafts.save(lying, held=False, name="", operator="op-1", shift="s-1")
        kept = dict(journal.drafts._rows), dict(journal.drafts._slots)
        sell(journal, lying)
        journal.drafts._rows, journal.drafts._slots = kept
        journal._pen.damage = "said after the commit"
        journal.idle()
        assert len(journal.drafts) == 0
        with pytest.raises(Refusal, match=r"journal\.already_sold"):
            sell(journal, lying)
