"""What goes on by itself: results of devices, the lamp, the feed, the journal's housekeeping, warming up."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pos_app.clock import SetClock
from pos_app.devices import JobKind, JobResult, Outcome
from pos_app.domain.product import Price
from pos_app.selling.desk import IDLE_AFTER_MS
from pos_app.selling.view import LampState
from pos_app.till import Till
from tests.shop_floor import FakeCounter
from tests.till.counter_top import PLAIN, feed, last_sale, pay, price_row, scan


def test_results_are_recorded(till: Till, counter: FakeCounter) -> None:
    scan(till, PLAIN[0])
    pay(till)
    assert len(till._journal.intents.open()) == 2
    assert till.tick() is False
    intents = till._journal.intents.of(last_sale(till).basket.sale_id)
    assert [(intent.kind, intent.outcome) for intent in intents] == [("drawer", "done"), ("print", "done")]


def test_answers_that_come_twice_or_out_of_nowhere_are_ignored(till: Till, counter: FakeCounter) -> None:
    scan(till, PLAIN[0])
    pay(till)
    till.tick()
    number = counter.jobs[0].intent
    counter._results = [JobResult(number, JobKind.DRAWER, Outcome.FAILED), JobResult(999, JobKind.PRINT, Outcome.DONE)]
    till.tick()
    assert till._journal.intents.of(last_sale(till).basket.sale_id)[0].outcome == "done"


def test_a_paper_that_did_not_come_lights_the_lamp_until_one_does(till: Till, counter: FakeCounter) -> None:
    till.tick()
    assert till.lamp().state is LampState.ALONE
    counter.fails = "devices.paper_out"
    scan(till, PLAIN[0])
    pay(till)
    assert till.tick() is True
    assert till.lamp().state is LampState.PRINTER
    counter.fails = ""
    till.tick()
    assert till.lamp().state is LampState.PRINTER, "the paper is in, the receipt is not printed"
    till.reprint_last()
    till.tick()
    assert till.lamp().state is LampState.ALONE


def test_the_view_changes_when_the_daemon_wrote(till: Till, folder: Path) -> None:
    view = till.view
    assert till.tick() is False
    assert till.view is view
    feed(folder, [price_row(PLAIN[0], Price(1))])
    assert till.tick() is True
    assert till.view is not view


def test_housekeeping_waits_until_nobody_does(till: Till, clock: SetClock, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []
    monkeypatch.setattr(till._journal, "idle", lambda: calls.append(1))
    for _ in range(20):
        scan(till, PLAIN[0])
        till.tick()
        clock.advance(250)
    assert calls == []
    clock.advance(IDLE_AFTER_MS)
    till.tick()
    assert calls == [1]
    clock.jump(0)
    till.tick()
    assert calls == [1, 1], "the wall clock has no say in it"


def test_a_till_that_closes_records_what_its_devices_did(till: Till, counter: FakeCounter) -> None:
    scan(till, PLAIN[0])
    pay(till)
    till.close()
    assert till._journal.intents.open() == []


_FIRST_SALE = """
import pathlib, sys
from tests.shop_floor import FakeCounter, code_of, open_till
with open_till(pathlib.Path(sys.argv[1]), counter=FakeCounter()) as till:
    if sys.argv[2] == "warm":
        till.warm_up()
    loaded = set(sys.modules)
    till.scan(sys.argv[3])
    till.scan("(01)0" + sys.argv[3] + "(10)LOT")
    till.start_payment()
    till.pay_cash()
    till.tick()
    print(len(set(sys.modules) - loaded), *sorted(set(sys.modules) - loaded)[:20])
"""


def test_the_first_sale_of_a_warm_till_loads_nothing(folder: Path, project: Path) -> None:
    from tests.shop_floor import code_of

    environment = {**os.environ, "PYTHONPATH": str(project), "PYTHONSAFEPATH": "1"}
    loaded = {}
    for kind in ("cold", "warm"):
        command = [sys.executable, "-c", _FIRST_SALE, str(folder), kind, code_of(PLAIN[0])]
        run = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=project, check=True)
        loaded[kind] = run.stdout.split()
    assert loaded["warm"] == ["0"]
    assert int(loaded["cold"][0]) > 20, "without warming up there is something to load: the test can fail"
