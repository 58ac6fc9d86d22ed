"""A hub that asks for a new epoch gets one, once, before the next entry."""

from __future__ import annotations

from pathlib import Path

from pos_app.domain.chain import open_body, open_header
from pos_app.domain.entries import EpochOpened
from pos_app.domain.feed import EpochDemand
from pos_app.store.epochs import open_demanded
from pos_app.store.journal_reader import JournalReader
from tests.sync.loopback import DAY, SCOPE, enrolled, journal_of, write


def test_a_demand_is_followed_once_and_the_old_head_is_named(tmp_path: Path) -> None:
    who = enrolled(tmp_path, "http://127.0.0.1:1")
    with journal_of(tmp_path, who) as journal:
        write(journal, 3)
        before = journal.head
        demand = EpochDemand("epoch.fork", before.epoch)
        assert not open_demanded(journal, None, business_day=DAY)
        assert open_demanded(journal, demand, business_day=DAY)
        assert not open_demanded(journal, demand, business_day=DAY), "the demand stays until the daemon has seen it"
        write(journal, 1)
        with JournalReader.open_readonly(tmp_path, SCOPE.workstation) as reader:
            entries = [entry.sealed for entry in reader.after(0)]
    opened = open_body(entries[-2].body)
    assert opened == EpochOpened("hub_demanded", before.epoch, before.seq, before.hash)
    assert open_header(entries[-1]).epoch != before.epoch
