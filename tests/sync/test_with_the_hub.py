"""Enrolment, snapshot, feed, push and claims against the real hub, each in its own process."""

from __future__ import annotations

import contextlib
import secrets
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from pos_app.cli import hub_desk
from pos_app.clock import SystemClock
from pos_app.demo import shop
from pos_app.domain.entries import ClaimMade
from pos_app.selling.epochs import Epochs
from pos_app.store import fallback, identity
from pos_app.store.catalogue import Catalogue
from pos_app.store.identity import Identity
from pos_app.store.journal import Journal
from sync.enrol import enrol
from sync.hub.settings import HubSettings
from sync.status import SyncState
from tests.sync.loopback import DAY, daemon, said, until, write


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def _code(folder: Path, *, seeded: bool = False) -> str:
    settings = HubSettings(folder)
    folder.mkdir()
    with hub_desk.opened(settings) as database:
        if seeded:
            hub_desk.seed(database, settings)
        return hub_desk.new_code(database, shop.STORE)


@contextlib.contextmanager
def _hub(folder: Path, port: int) -> Iterator[None]:
    command = [sys.executable, "-m", "pos_app", "hub", "--data", str(folder), "--port", str(port)]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.kill()  # a graceful end waits for long polls
        process.wait()


def _listens(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


def _journal(folder: Path, who: Identity) -> Journal:
    key = identity.signing_key(folder)
    return Journal.open(folder, identity=who, key=key, clock=SystemClock(), random=secrets.token_bytes)


def _fresh(catalogue: Catalogue) -> Catalogue:
    catalogue.refresh()
    return catalogue


def test_a_till_and_a_hub_understand_each_other(tmp_path: Path) -> None:
    store, till, port = tmp_path / "hub", tmp_path / "till", _free_port()
    code = _code(store, seeded=True)
    with _hub(store, port):
        until(lambda: _listens(port))
        who = enrol(till, f"http://127.0.0.1:{port}", code.lower(), "Till 1")
        with _journal(till, who) as journal, daemon(till):
            write(journal, 450)
            journal.append(ClaimMade("claim-1", "coupon", "WELCOME"), business_day=DAY)
            until(lambda: said(till).up_to_date_ms and said(till).state is SyncState.ONLINE, 30)
            catalogue = Catalogue.open(till / "cache", who.scope.store)
            until(lambda: _fresh(catalogue).claim_answer("claim-1"))
            assert len(catalogue.operators()) == 3
            assert [(ack.seq, ack.hash) for ack in catalogue.acks()] == [(journal.head.seq, journal.head.hash)]
            assert catalogue.entry_states() == ()
            assert catalogue.epoch_demand() is None
            catalogue.close()
            assert fallback.read(till / identity.FOLDER, who.hub_key) is not None


def test_a_till_put_back_from_a_copy_is_told_before_it_sells(tmp_path: Path) -> None:
    store, till, copy, port = tmp_path / "hub", tmp_path / "till", tmp_path / "copy", _free_port()
    code = _code(store)
    with _hub(store, port):
        until(lambda: _listens(port))
        who = enrol(till, f"http://127.0.0.1:{port}", code, "Till 1")
        with _journal(till, who) as journal:
            write(journal, 5)
        subprocess.run(["cp", "-a", str(till), str(copy)], check=True)
        with _journal(till, who) as journal, daemon(till):
            write(journal, 5)
            until(lambda: said(till).state is SyncState.ONLINE)
        with _journal(copy, who) as journal, daemon(copy):
            catalogue = Catalogue.open(copy / "cache", who.scope.store)
            until(lambda: _fresh(catalogue).epoch_demand() is not None)
            till_side = Epochs(journal, catalogue, lambda: DAY)
            assert till_side.obey()
            assert not till_side.obey(), "the demand stays until the daemon has seen the new epoch"
            write(journal, 5)
            until(lambda: _fresh(catalogue).epoch_demand() is None)
            until(lambda: journal.head.hash in {ack.hash for ack in _fresh(catalogue).acks()})
            until(lambda: said(copy).waiting == 0 and said(copy).state is SyncState.ONLINE)
            catalogue.close()
