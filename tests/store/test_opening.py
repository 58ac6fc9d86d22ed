"""What the till finds when it opens its journal after a crash, a lost log, a copied folder or an attack."""

import shutil
import sqlite3
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.chain import Scope
from pos_app.domain.entries import EpochOpened
from pos_app.store import journal_file, witness
from pos_app.store.journal import Journal
from pos_app.store.journal_lookup import last_entry
from pos_app.store.journal_opening import judge
from pos_app.store.journal_records import WitnessState
from pos_app.store.witness import SLOT_BYTES, Mark, Witness
from tests.store.samples import IDENTITY, opened, sell


def _sold(folder: Path, sales: int = 3) -> tuple[int, Mark]:
    """Sell and close; return the epoch and what the witness says."""
    with opened(folder) as journal:
        for _ in range(sales):
            sell(journal)
        mark = journal._witness.mark
        assert mark is not None
        return journal.epoch, mark


def _rewritten_witness(folder: Path, mark: Mark) -> None:
    held = Witness.open(folder / "journal")
    held.write(mark)
    held.close()


def _epoch_entry(journal: Journal) -> EpochOpened:
    body = msgspec.msgpack.decode(
        journal._pen.connection.execute("SELECT body FROM entry ORDER BY position DESC").fetchone()[0], type=EpochOpened
    )
    assert isinstance(body, EpochOpened)
    return body


def test_a_crash_between_commit_and_witness_is_normal(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        sell(journal)
        before = journal._witness.mark
        assert before is not None
        sell(journal)
        epoch, head = journal.epoch, journal.head
    _rewritten_witness(tmp_path, before)
    with opened(tmp_path) as journal:
        assert journal.opening.witness is WitnessState.BEHIND
        assert (journal.epoch, journal.head, journal.opening.alarms) == (epoch, head, ())
    assert witness.read(tmp_path / "journal") == Mark(3, head.epoch, head.seq, head.hash)


def test_a_crash_before_the_first_witness_is_normal(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        epoch = journal.epoch
    (tmp_path / "journal" / witness.FILE).write_bytes(witness._slot(0, witness.NOTHING) + bytes(SLOT_BYTES))
    with opened(tmp_path) as journal:
        assert (journal.opening.witness, journal.epoch) == (WitnessState.BEHIND, epoch)


def test_a_journal_that_lost_its_end_begins_a_new_epoch_and_says_so(tmp_path: Path) -> None:
    _sold(tmp_path, 1)
    shutil.copytree(tmp_path, tmp_path / "backup")
    epoch, mark = _sold(tmp_path, 3)
    shutil.copy(tmp_path / "backup/journal/journal.db", tmp_path / "journal/journal.db")
    with opened(tmp_path) as journal:
        assert journal.opening.witness is WitnessState.AHEAD
        assert journal.opening.new_epoch == "witness_ahead"
        assert journal.opening.lost_entries == 3
        assert journal.opening.alarms == ("journal.alarm.witness_ahead",)
        assert journal.epoch != epoch
        body = _epoch_entry(journal)
        assert (body.last_epoch, body.last_seq, body.last_hash) == (mark.epoch, mark.seq, mark.hash)
        assert sell(journal).receipt.number == 1
    with opened(tmp_path) as journal:
        assert journal.opening.alarms == (), "it is told once"
        assert journal.opening.witness is WitnessState.EQUAL


def test_a_journal_that_is_gone_begins_a_new_epoch(tmp_path: Path) -> None:
    _, mark = _sold(tmp_path)
    (tmp_path / "journal/journal.db").unlink()
    with opened(tmp_path) as journal:
        assert (journal.opening.new_epoch, journal.opening.lost_entries) == ("witness_ahead", mark.position)


@pytest.mark.parametrize("slot", [0, 1])
def test_a_torn_slot_leaves_the_other_to_speak(tmp_path: Path, slot: int) -> None:
    epoch, _ = _sold(tmp_path)
    path = tmp_path / "journal" / witness.FILE
    torn = bytearray(path.read_bytes())
    torn[slot * SLOT_BYTES + 30] ^= 1
    path.write_bytes(torn)
    with opened(tmp_path) as journal:
        assert journal.opening.witness in {WitnessState.EQUAL, WitnessState.BEHIND}
        assert (journal.epoch, journal.opening.alarms) == (epoch, ())


@pytest.mark.parametrize("damage", ["missing", "noughts", "short"])
def test_a_journal_without_a_witness_is_not_trusted_to_be_complete(tmp_path: Path, damage: str) -> None:
    epoch, _ = _sold(tmp_path)
    path = tmp_path / "journal" / witness.FILE
    if damage == "missing":
        path.unlink()
    else:
        path.write_bytes(bytes(2 * SLOT_BYTES if damage == "noughts" else 17))
    with opened(tmp_path) as journal:
        assert journal.opening.witness is WitnessState.MISSING
        assert journal.opening.alarms == ("journal.alarm.witness_missing",)
        assert journal.epoch != epoch
    with opened(tmp_path) as journal:
        assert journal.opening.alarms == ()


def test_another_history_under_the_same_numbers_is_found(tmp_path: Path) -> None:
    _sold(tmp_path / "a", 2)
    _sold(tmp_path / "b", 2)
    shutil.copy(tmp_path / "b/journal/journal.db", tmp_path / "a/journal/journal.db")
    with opened(tmp_path / "a") as journal:
        assert journal.opening.witness is WitnessState.CONTRADICTS
        assert journal.opening.alarms == ("journal.alarm.chain_broken",)


def test_a_folder_copied_to_another_workstation_begins_an_epoch_of_its_own(tmp_path: Path) -> None:
    epoch, _ = _sold(tmp_path)
    other = msgspec.structs.replace(IDENTITY, scope=Scope("chain-1", "store-7", "till-4"))
    key = Ed25519PrivateKey.generate()
    with opened(tmp_path, identity=other, key=key) as journal:
        assert journal.opening.alarms == ("journal.alarm.identity_copied",)
        assert journal.epoch != epoch
        assert journal.stock_moves_after("p-000001", {}) == 0, "the other till's sales are not this one's"
    with opened(tmp_path, identity=other, key=key) as journal:
        assert journal.opening.alarms == ()


def test_an_entry_edited_near_the_end_ends_the_epoch(tmp_path: Path) -> None:
    epoch, _ = _sold(tmp_path)
    with sqlite3.connect(journal_file.path_of(tmp_path)) as connection:
        connection.execute("DROP TRIGGER entry_never_changes")
        connection.execute(
            "UPDATE entry SET body = CAST(replace(body, 'biscuits', 'brisquet') AS BLOB) WHERE position = 3"
        )
    connection.close()
    with opened(tmp_path) as journal:
        assert journal.opening.new_epoch == "chain_broken"
        assert set(journal.opening.alarms) == {"journal.alarm.entry_never_changes", "journal.alarm.chain_broken"}
        assert journal.epoch != epoch
    with opened(tmp_path) as journal:
        assert journal.opening.alarms == (), "the triggers are back, and the new epoch is whole"


def test_projections_that_are_gone_are_made_again(tmp_path: Path) -> None:
    _sold(tmp_path)
    with sqlite3.connect(journal_file.path_of(tmp_path)) as connection:
        connection.execute("DROP TABLE receipt")
        connection.execute("DROP TABLE filed")
    connection.close()
    with opened(tmp_path) as journal:
        assert journal.next_receipt("sale").number == 4
        assert len(journal.recent_receipts()) == 3


@given(here=st.integers(0, 5), seen=st.integers(0, 5), same=st.booleans())
def test_only_a_witness_that_agrees_lets_an_epoch_go_on(here: int, seen: int, same: bool) -> None:
    hashes = {position: bytes([position]) * 32 for position in range(1, here + 1)}
    mark = Mark(seen, 1, seen, bytes([seen]) * 32 if same else bytes([99]) * 32)
    last = None
    if here:
        with sqlite3.connect(":memory:") as connection:
            connection.execute("CREATE TABLE entry (position, epoch, seq, header, body, hash, signature)")
            connection.execute("INSERT INTO entry VALUES (?, 1, ?, x'', x'', ?, x'')", (here, here, hashes[here]))
            last = last_entry(connection)
        connection.close()
    state = judge(last, mark, hashes.get)
    trusted = {WitnessState.FRESH, WitnessState.EQUAL, WitnessState.BEHIND, WitnessState.STALE}
    assert (state in trusted) == (seen <= here and (same or seen == 0))
