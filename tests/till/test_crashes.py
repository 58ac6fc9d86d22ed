"""Killed between any two steps: the basket is back, a finished sale is not, paper and drawer are never guessed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pos_app.clock import SetClock
from pos_app.demo import shop
from pos_app.devices import JobKind
from pos_app.domain.errors import Fault
from pos_app.selling.view import Mode
from pos_app.store.verify import verify
from pos_app.till import Till
from tests.shop_floor import FakeCounter, code_of, open_till
from tests.till.counter_top import (
    ALCOHOL,
    LOOSE,
    PLAIN,
    UNKNOWN,
    after_a_crash,
    drafts,
    last_sale,
    name,
    names,
    pay,
    sales,
    scan,
)

STEPS: list[tuple[str, Callable[[Till], object]]] = [
    ("scan", lambda till: scan(till, PLAIN[0])),
    ("unknown", lambda till: till.scan(UNKNOWN)),
    ("set aside", lambda till: till.set_aside(till.view.questions[0].number)),
    ("quantity", lambda till: till.set_quantity(1, 3_000)),
    ("weight asked", lambda till: till.scan(LOOSE.plu)),
    ("weighed", lambda till: till.weigh(till.view.questions[0].number, 500)),
    ("void", lambda till: till.void(1)),
    ("undo", lambda till: till.undo()),
    ("beer", lambda till: scan(till, ALCOHOL[0])),
    ("old enough", lambda till: till.confirm_age(till.view.questions[0].number)),
    ("hold", lambda till: till.hold("A")),
    ("second basket", lambda till: scan(till, PLAIN[1])),
    ("hold again", lambda till: till.hold("B")),
    ("recall", lambda till: till.recall(till.held()[0].sale_id)),
    ("pay", lambda till: till.start_payment()),
    ("back", lambda till: till.back_to_basket()),
    ("pay again", lambda till: till.start_payment()),
    ("scan in payment", lambda till: scan(till, PLAIN[3])),
    ("kept", lambda till: till.tray_next_sale()),
    ("another", lambda till: till.scan(UNKNOWN)),
    ("cash", lambda till: till.pay_cash(50_000)),
    ("next", lambda till: till.next_sale()),
    ("answered", lambda till: till.set_aside(till.view.questions[0].number)),
    ("third basket", lambda till: scan(till, PLAIN[2])),
    ("abandon", lambda till: till.abandon()),
]


def test_killed_after_any_step_the_till_comes_back_with_what_it_showed(
    till: Till, folder: Path, tmp_path: Path
) -> None:
    for number, (what, step) in enumerate(STEPS):
        step(till)
        view = till.view
        with after_a_crash(folder, tmp_path / str(number)) as again:
            assert again.view.lines == view.lines, what
            assert again.view.totals == view.totals, what
            assert [(each.kind, each.code) for each in again.view.questions] == [
                (each.kind, each.code) for each in view.questions
            ], what
            assert again.held() == till.held(), what
            assert again.view.tray + again._tray.kept in (view.tray + till._tray.kept, till._tray.kept + view.tray), (
                what
            )
            assert {draft.basket.sale_id for draft in drafts(again)} == {
                draft.basket.sale_id for draft in drafts(till)
            }, what
            assert len(sales(again)) == len(sales(till)), what
        assert verify(tmp_path / str(number)).whole, what


class _Crash(BaseException):
    """The power goes at this moment: nothing that catches errors may catch it."""


def _die(*_: object, **__: object) -> None:
    raise _Crash


def test_a_paper_that_nobody_was_asked_for_is_asked_for_after_the_restart(
    till: Till, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan(till, PLAIN[0])
    till.start_payment()
    monkeypatch.setattr(till._asking, "ask", _die)
    with pytest.raises(_Crash):
        till.pay_cash()
    counter = FakeCounter()
    with after_a_crash(folder, tmp_path / "crash", counter=counter) as again:
        assert (again.view.lines, drafts(again)) == ((), [])
        assert [job.kind for job in counter.jobs] == [JobKind.PRINT], "the paper comes, the drawer stays shut"
        assert not counter.printed[0].duplicate
        again.tick()
    later = FakeCounter()
    with after_a_crash(tmp_path / "crash", tmp_path / "later", counter=later) as third:
        third.tick()
        assert later.jobs == []


@pytest.mark.parametrize("state", ["before the paper", "after the paper"])
def test_a_paper_that_was_asked_for_is_told_and_never_printed_again_by_itself(
    till: Till, folder: Path, tmp_path: Path, counter: FakeCounter, state: str
) -> None:
    counter.silent = True
    scan(till, PLAIN[0])
    if state == "before the paper":
        real, counter.submit = counter.submit, lambda job: _die() if job.kind is JobKind.PRINT else real(job)  # type: ignore[method-assign]
        till.start_payment()
        with pytest.raises(_Crash):
            till.pay_cash()
    else:
        pay(till)
    fresh = FakeCounter()
    with after_a_crash(folder, tmp_path / "crash", counter=fresh, signed_on=False) as again:
        told = again.sign_in("cashier", shop.PINS["cashier"])
        assert told.said is not None
        assert told.said.message_id == "till.papers_uncertain"
        assert again._journal.intents.open() == [], "drawer and paper are settled, one way or the other"
        again.tick()
        assert fresh.jobs == []
        again.reprint_last()
        assert [receipt.duplicate for receipt in fresh.printed] == [True]
        assert fresh.kicks == 0


def test_every_thing_to_hear_after_a_restart_is_told_one_after_the_other(
    till: Till, folder: Path, tmp_path: Path, counter: FakeCounter
) -> None:
    counter.silent = True
    scan(till, PLAIN[0])
    pay(till)
    scan(till, PLAIN[1])
    till.start_payment()
    till.pay_cash(10, part=True)
    with after_a_crash(folder, tmp_path / "crash", signed_on=False) as again:
        heard = [again.sign_in("cashier", shop.PINS["cashier"]).said]
        heard += [again.set_next_quantity(1_000).said for _ in range(3)]
        assert [said.message_id if said else "" for said in heard] == [
            "till.part_paid_before", "till.papers_uncertain", "till.recovered", "",
        ]  # fmt: skip


def test_a_cashier_who_signs_in_finds_the_basket_that_another_left(till: Till, folder: Path, tmp_path: Path) -> None:
    scan(till, PLAIN[0], PLAIN[1])
    with after_a_crash(folder, tmp_path / "crash", signed_on=False) as again:
        assert again.view.mode is Mode.SIGNED_OUT
        again.sign_in("manager", shop.PINS["manager"])
        assert names(again) == [name(PLAIN[0]), name(PLAIN[1])]
        pay(again)
        assert last_sale(again).operator == "manager"


def test_a_crash_in_recovery_loses_nothing(
    till: Till, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    till.scan(UNKNOWN)
    scan(till, PLAIN[0])
    with after_a_crash(folder, tmp_path / "first", signed_on=False) as again:
        monkeypatch.setattr(again._entering, "ask_again", _die)
        with pytest.raises(_Crash):
            again.sign_in("cashier", shop.PINS["cashier"])
        with after_a_crash(tmp_path / "first", tmp_path / "second") as third:
            assert (len(third.view.questions), len(third.view.lines)) == (1, 1)


def test_a_basket_that_cannot_be_opened_now_does_not_keep_the_cashier_out(
    till: Till, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan(till, PLAIN[0])

    def full(*_: object, **__: object) -> None:
        raise Fault("journal.disk_full")

    with after_a_crash(folder, tmp_path / "crash", signed_on=False) as again:
        with monkeypatch.context() as broken:
            broken.setattr(again._journal.drafts, "save", full)
            told = again.sign_in("cashier", shop.PINS["cashier"])
        assert told.said is not None
        assert told.said.message_id == "journal.disk_full"
        assert again.view.mode is Mode.SELLING
        again.sign_off()
        again.sign_in("cashier", shop.PINS["cashier"])
        assert names(again) == [name(PLAIN[0])]


def test_of_two_baskets_left_open_the_newest_is_on_the_counter_and_the_other_waits(
    till: Till, folder: Path, tmp_path: Path, clock: SetClock
) -> None:
    scan(till, PLAIN[0])
    till.hold()
    (first,) = drafts(till)
    clock.advance(1_000)
    scan(till, PLAIN[1])
    till._journal.drafts.save(first.basket, held=False, name="", operator="cashier", shift="")
    clock.advance(1_000)
    scan(till, PLAIN[2])
    with after_a_crash(folder, tmp_path / "crash") as again:
        assert names(again) == [name(PLAIN[1]), name(PLAIN[2])]
        assert [held.sale_id for held in again.held()] == [first.basket.sale_id]
        assert again.view.held == 1


_SELLER = """
import sys, pathlib
from tests.shop_floor import FakeCounter, open_till
with open_till(pathlib.Path(sys.argv[1])) as till:
    codes = sys.argv[2:]
    for turn in range(10_000):
        for code in codes:
            till.scan(code)
            print("scanned", len(till.view.lines), till.view.totals.total, flush=True)
        till.start_payment()
        till.pay_cash()
        print("sold", till.view.change.receipt, flush=True)
"""


def test_killed_for_real_while_selling(folder: Path, project: Path) -> None:
    command = [sys.executable, "-c", _SELLER, str(folder), *(code_of(product) for product in PLAIN[:4])]
    environment = {**os.environ, "PYTHONPATH": str(project), "PYTHONSAFEPATH": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment, cwd=project) as seller:
        assert seller.stdout is not None
        said = [seller.stdout.readline().split() for _ in range(37)]
        seller.send_signal(signal.SIGKILL)
        said += [line.split() for line in seller.stdout]
    printed = {words[1] for words in said if words[0] == "sold"}
    assert len(printed) >= 7
    assert verify(folder).whole
    with open_till(folder) as again:
        recorded = sales(again)
        assert len(recorded) >= len(printed)
        assert {sale.receipt.number for sale in recorded} == set(range(1, len(recorded) + 1))
        last = said[-1]
        if last[0] == "scanned" and len(recorded) == len(printed):
            assert len(again.view.lines) >= int(last[1])
        assert all(draft.basket.sale_id not in {sale.basket.sale_id for sale in recorded} for draft in drafts(again))
        if not again.view.lines:
            scan(again, PLAIN[0])
        pay(again)
