"""The daemon as a process: it carries the journal, fills the cache, and nothing that happens to it loses anything."""

from __future__ import annotations

import contextlib
import random
import shutil
import signal
import time
from pathlib import Path

import pytest

from pos_app.domain.entries import ClaimMade
from pos_app.domain.errors import Refusal
from pos_app.domain.feed import Positions
from pos_app.store import generations, locks
from pos_app.store.catalogue import Catalogue
from pos_app.store.journal import Journal
from sync.daemon import run
from sync.status import SyncState
from tests.sync.loopback import CREDENTIAL, DAY, SCOPE, LoopbackHub, daemon, enrolled, journal_of, said, until, write


def _hashes(hub: LoopbackHub) -> list[bytes]:
    with hub.lock:
        return sorted(entry.hash for entry in hub.hub.entries())


def _everything(journal: Journal, folder: Path) -> list[bytes]:
    from pos_app.store.journal_reader import JournalReader

    with JournalReader.open_readonly(folder, SCOPE.workstation) as reader:
        return sorted(entry.sealed.hash for entry in reader.after(0))


def _cursor(folder: Path) -> Positions | None:
    catalogue = Catalogue.open(folder / "cache", SCOPE.store)
    try:
        return catalogue.generation.positions if catalogue.generation else None
    finally:
        catalogue.close()


def test_what_the_till_writes_reaches_the_hub_and_the_hubs_rows_reach_the_cache(tmp_path: Path) -> None:
    with LoopbackHub() as hub:
        who = enrolled(tmp_path, hub.url)
        for number in range(120):
            hub.publish("department", f"d{number}", b"\x80")
        with journal_of(tmp_path, who) as journal, daemon(tmp_path) as process:
            write(journal, 30)
            until(lambda: said(tmp_path).state is SyncState.ONLINE)
            assert _hashes(hub) == _everything(journal, tmp_path)
            until(lambda: _cursor(tmp_path) == Positions(120, 0))
            write(journal, 5)
            until(lambda: _hashes(hub) == _everything(journal, tmp_path), 2)
            hub.publish("department", "d7", None)
            until(lambda: _cursor(tmp_path) == Positions(121, 0), 2)
            assert hub.credentials == {f"Bearer {CREDENTIAL}"}
            began = time.monotonic()
            process.send_signal(signal.SIGTERM)
            assert process.wait(5) == 0
            assert time.monotonic() - began < 1
        assert locks.holder(tmp_path, "daemon") is None
        assert CREDENTIAL not in (tmp_path / "log" / "sync.log").read_text()


def test_a_daemon_without_a_hub_says_offline_and_catches_up_when_it_comes(tmp_path: Path) -> None:
    hub = LoopbackHub()
    who = enrolled(tmp_path, hub.url)
    with daemon(tmp_path):
        until(lambda: said(tmp_path).state is SyncState.OFFLINE)  # and no journal: the till was never started
        with journal_of(tmp_path, who) as journal, contextlib.ExitStack() as later:
            write(journal, 3)
            until(lambda: said(tmp_path).waiting == 4)
            later.enter_context(hub)
            until(lambda: said(tmp_path).state is SyncState.ONLINE, 40)
            assert _hashes(hub) == _everything(journal, tmp_path)


def test_a_cache_deleted_under_the_daemon_comes_back(tmp_path: Path) -> None:
    with LoopbackHub() as hub:
        enrolled(tmp_path, hub.url)
        for number in range(20):
            hub.publish("department", f"d{number}", b"\x80")
        with daemon(tmp_path):
            until(lambda: _cursor(tmp_path) == Positions(20, 0))
            shutil.rmtree(tmp_path / "cache")
            until(lambda: generations.current(tmp_path / "cache") and _cursor(tmp_path) == Positions(20, 0))
            until(lambda: said(tmp_path).state is SyncState.ONLINE)


def test_a_claim_is_answered_while_someone_waits(tmp_path: Path) -> None:
    with LoopbackHub() as hub:
        who = enrolled(tmp_path, hub.url)
        with journal_of(tmp_path, who) as journal, daemon(tmp_path):
            until(lambda: said(tmp_path).state is SyncState.ONLINE)
            catalogue = Catalogue.open(tmp_path / "cache", SCOPE.store)
            journal.append(ClaimMade("claim-1", "coupon", "C1"), business_day=DAY)

            def answered() -> bool:
                catalogue.refresh()
                reply = catalogue.claim_answer("claim-1")
                return reply is not None and reply.granted

            until(answered, 2)
            catalogue.close()


def test_a_second_daemon_is_refused(tmp_path: Path) -> None:
    with LoopbackHub() as hub:
        enrolled(tmp_path, hub.url)
        with daemon(tmp_path):
            until(lambda: said(tmp_path).pid)
            with pytest.raises(Refusal, match=r"lock\.held"):
                run(tmp_path)


def test_a_daemon_killed_again_and_again_loses_and_doubles_nothing(tmp_path: Path) -> None:
    chance = random.Random(5)
    with LoopbackHub() as hub:
        who = enrolled(tmp_path, hub.url)
        with journal_of(tmp_path, who) as journal:
            for _ in range(4):
                write(journal, 40)
                with daemon(tmp_path) as process:
                    count = len(hub.hub.asked) + chance.randint(0, 3)
                    until(lambda: len(hub.hub.asked) >= count)  # noqa: B023 - asked at once
                    write(journal, 10)
                    process.kill()
                    process.wait()
            with daemon(tmp_path):
                until(lambda: _hashes(hub) == _everything(journal, tmp_path))


def test_a_disk_that_has_no_room_for_a_cache_does_not_keep_the_sales_from_the_hub(tmp_path: Path) -> None:
    with LoopbackHub() as hub:
        who = enrolled(tmp_path, hub.url)
        for number in range(20):
            hub.publish("department", f"d{number}", b"\x80")
        in_the_way = tmp_path / "cache"
        in_the_way.write_text("no folder can be made here")
        with journal_of(tmp_path, who) as journal, daemon(tmp_path):
            write(journal, 450)
            until(lambda: _hashes(hub) == _everything(journal, tmp_path))
            until(lambda: "cache.disk_full" in {note.message_id for note in said(tmp_path).notes})
            in_the_way.unlink()
            until(lambda: _cursor(tmp_path) == Positions(20, 0), 40)
            until(lambda: said(tmp_path).state is SyncState.ONLINE)


def test_a_journal_that_is_junk_does_not_stop_the_beat_or_the_feed(tmp_path: Path) -> None:
    with LoopbackHub() as hub:
        enrolled(tmp_path, hub.url)
        hub.publish("department", "d1", b"\x80")
        (tmp_path / "journal").mkdir()
        (tmp_path / "journal" / "journal.db").write_bytes(b"no database" * 1_000)
        with daemon(tmp_path):
            until(lambda: _cursor(tmp_path) == Positions(1, 0))
            beat = said(tmp_path).beat
            until(lambda: said(tmp_path).beat > beat + 1)
            assert "journal.damaged" in {note.message_id for note in said(tmp_path).notes}
