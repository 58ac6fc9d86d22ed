"""Kills, cut logs and flipped bits: what was acknowledged is there, or people are told that it is not."""

import os
import random
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pos_app.domain.entries import ReceiptNumber
from pos_app.store import journal_file
from pos_app.store.journal_records import WitnessState
from pos_app.store.verify import verify
from pos_app.store.witness import SLOT_BYTES
from tests.store.samples import basket, opened, sell

KILLS = 8
SALES_BEFORE_KILL_MAX = 40


def _seller(folder: Path, project: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.faults.journal_seller", str(folder)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(project), "PYTHONSAFEPATH": "1"},
    )


def _said(line: str) -> tuple[int, str]:
    """Return the receipt number and the sale's id that a line acknowledges."""
    _, number, sale_id = line.split()
    return int(number), sale_id


def test_every_sale_that_was_acknowledged_survives_every_kill(tmp_path: Path, project: Path) -> None:
    chance = random.Random(20_260_314)
    acknowledged: list[tuple[int, str]] = []
    for _ in range(KILLS):
        seller = _seller(tmp_path, project)
        assert seller.stdout is not None
        for _ in range(chance.randint(1, SALES_BEFORE_KILL_MAX)):
            line = seller.stdout.readline()
            assert not line.startswith("alarm"), line
            acknowledged.append(_said(line))
        os.kill(seller.pid, signal.SIGKILL)
        last_words = seller.stdout.read().splitlines(keepends=True)  # what it said before it died counts too
        acknowledged.extend(_said(line) for line in last_words if line.endswith("\n"))
        seller.stdout.close()
        assert seller.wait() == -signal.SIGKILL
    with opened(tmp_path) as journal:
        assert journal.opening.witness in {WitnessState.EQUAL, WitnessState.BEHIND}
        for number, sale_id in acknowledged:
            found = journal.receipt(sale_id)
            assert found is not None, f"sale {number} was acknowledged and is lost"
            assert found.sale.receipt == ReceiptNumber("sale", number)
        assert len(journal.drafts) <= KILLS, "one basket may lie open at each kill"
        assert [draft for draft in journal.drafts.all() if journal.receipt(draft.basket.sale_id)] == []
        assert journal.next_receipt("sale").number - 1 - len(acknowledged) <= KILLS, "at most one unsaid sale a kill"
    report = verify(tmp_path)
    assert report.findings == ()
    assert len({sale_id for _, sale_id in acknowledged}) == len(acknowledged) > KILLS


@pytest.fixture
def cut(tmp_path: Path) -> Path:
    """Return the folder of a till whose power went while its log still held every sale."""
    live = tmp_path / "live"
    with opened(live) as journal:
        for _ in range(8):
            sell(journal, basket(4))
        shutil.copytree(live, tmp_path / "cut", ignore=shutil.ignore_patterns("*-shm", "ballast"))
    return tmp_path / "cut"


def _log(folder: Path) -> Path:
    return folder / "journal" / "journal.db-wal"


def test_a_power_cut_leaves_all_nine_entries(cut: Path) -> None:
    with opened(cut) as journal:
        assert (journal.position, journal.opening.alarms) == (9, ())


def test_one_flipped_bit_in_the_log_is_told_and_begins_a_new_epoch(cut: Path) -> None:
    log = _log(cut)
    used = len(log.read_bytes().rstrip(b"\0"))
    data = bytearray(log.read_bytes())
    data[used // 2] ^= 0x10
    log.write_bytes(data)
    with opened(cut) as journal:
        assert journal.opening.witness is WitnessState.AHEAD
        assert journal.opening.lost_entries > 0
        assert journal.opening.alarms == ("journal.alarm.witness_ahead",)
        kept = list((cut / "journal").glob("lost-*.wal"))
        assert [path.read_bytes() for path in kept] == [bytes(data)], "the lost entries can still be read by a person"
        sell(journal)
    with opened(cut) as journal:
        assert journal.opening.alarms == ()
    assert verify(cut).findings == ()


def test_a_log_cut_anywhere_never_loses_a_sale_in_silence(cut: Path, tmp_path: Path) -> None:
    data = _log(cut).read_bytes()
    used = len(data.rstrip(b"\0"))
    chance = random.Random(7)
    silent = 0
    for cut_at in sorted(chance.sample(range(used + 1), 20)):
        trial = tmp_path / "trial"
        shutil.copytree(cut, trial)
        _log(trial).write_bytes(data[:cut_at])
        with opened(trial) as journal:
            whole = journal.opening.witness in {WitnessState.EQUAL, WitnessState.BEHIND}
            assert whole == (journal.position == 9 and not journal.opening.new_epoch)
            silent += whole
        shutil.rmtree(trial)
    assert silent < 20, "the cuts reached the log"


def test_a_torn_witness_and_a_lost_commit_together_are_still_told(cut: Path) -> None:
    witness = cut / "journal" / "witness"
    data = bytearray(witness.read_bytes())
    data[1 * SLOT_BYTES] ^= 1  # entry 9 was the ninth write: its slot is the second
    witness.write_bytes(data)
    _log(cut).unlink()
    with opened(cut) as journal:
        assert journal.opening.alarms == ("journal.alarm.witness_ahead",)


def test_the_log_that_was_made_ready_does_not_grow(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        log = _log(tmp_path)
        before = log.stat().st_size
        for _ in range(100):
            sell(journal)
            journal.idle()
        assert log.stat().st_size == before == journal_file.WAL_READY_BYTES
