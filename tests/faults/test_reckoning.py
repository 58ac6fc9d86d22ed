"""The suspicious owner is shown fabricated losses: a check that cannot find anything proves nothing."""

from __future__ import annotations

import msgspec
import pytest

from pos_app.cli import reconcile
from pos_app.cli.reconcile import TillFigures
from sync.hub.figures import HubFigures
from tests.faults.reckoning import Evidence, Slip, Sold, wrongs

SLIPS = (Slip("W-1A2B-000001", 1_250), Slip("W-1A2B-000002", 990), Slip("W-1A2B-000002", 990, duplicate=True))
SALES = (Sold("s1", "W-1A2B-000001", 1_250), Sold("s2", "W-1A2B-000002", 990, ("done", "done")))
WELL = Evidence(SLIPS, SALES, drafts=frozenset({"s9"}))


def _only(found: Evidence) -> str:
    (line,) = wrongs(found)
    return line


def test_a_good_day_has_nothing_wrong() -> None:
    assert list(wrongs(WELL)) == []


def test_a_receipt_printed_before_its_sale_was_written_is_found() -> None:
    early = msgspec.structs.replace(WELL, slips=(*SLIPS, Slip("W-1A2B-000003", 500)))
    assert _only(early) == "receipt W-1A2B-000003 was printed and its sale is lost"


def test_a_receipt_that_says_another_amount_is_found() -> None:
    other = msgspec.structs.replace(WELL, slips=(Slip("W-1A2B-000001", 1_251), *SLIPS[1:]))
    assert _only(other) == "receipt W-1A2B-000001 says 1251, its sale 1250"


def test_a_receipt_printed_twice_without_saying_so_is_found() -> None:
    twice = msgspec.structs.replace(WELL, slips=(*SLIPS, SLIPS[0]))
    assert "printed 2 times without saying DUPLICATE" in _only(twice)


def test_a_sale_without_paper_that_nobody_was_told_of_is_found() -> None:
    assert "nobody was told" in _only(msgspec.structs.replace(WELL, slips=SLIPS[1:]))
    told = (Sold("s1", "W-1A2B-000001", 1_250, ("unknown",)), SALES[1])
    assert list(wrongs(msgspec.structs.replace(WELL, slips=SLIPS[1:], sales=told))) == []


@pytest.mark.parametrize("prints", [(), ("",)])
def test_a_wish_to_print_that_was_forgotten_is_found(prints: tuple[str, ...]) -> None:
    forgotten = (Sold("s1", "W-1A2B-000001", 1_250, prints), SALES[1])
    assert "was never ended" in _only(msgspec.structs.replace(WELL, sales=forgotten))


def test_a_finished_basket_that_still_lies_on_the_counter_is_found() -> None:
    assert "still lies there" in _only(msgspec.structs.replace(WELL, drafts=frozenset({"s2"})))


def test_a_sale_made_twice_is_found() -> None:
    twice = Sold("s1", "W-1A2B-000003", 1_250)
    found = msgspec.structs.replace(WELL, slips=(*SLIPS, Slip("W-1A2B-000003", 1_250)), sales=(*SALES, twice))
    assert _only(found) == "sale s1 stands 2 times in the journal"


def test_a_receipt_number_given_twice_is_found() -> None:
    found = msgspec.structs.replace(WELL, sales=(*SALES, Sold("s3", "W-1A2B-000002", 990)))
    assert _only(found) == "receipt number W-1A2B-000002 was given 2 times"


def test_what_verify_and_the_hub_find_is_passed_on() -> None:
    found = msgspec.structs.replace(WELL, findings=("verify.seq_gap 1/2 ",), differences=("entry 1/2 is lost",))
    assert list(wrongs(found)) == ["verify: verify.seq_gap 1/2 ", "entry 1/2 is lost"]


TILL = TillFigures({(7, 1): "aa", (7, 2): "bb"}, 1, 990, {"cash": 990}, [(50, "milk", -2_000)], [], 1)
HUB = HubFigures({(7, 1): ("aa",), (7, 2): ("bb",)}, 1, 990, {"cash": 990}, {"milk": 18_000}, 0, 0, 0)
OPENING = {"milk": 20_000}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"entries": {(7, 1): ("aa",)}}, "is lost at the hub"),
        ({"entries": {(7, 1): ("aa",), (7, 2): ("bb", "cc")}}, "is doubled or different at the hub"),
        ({"entries": {(7, 1): ("aa",), (7, 2): ("cc",)}}, "is doubled or different at the hub"),
        ({"entries": {(7, 1): ("aa",), (7, 2): ("bb",), (7, 3): ("dd",)}}, "was never written by this till"),
        ({"sales": 2}, "the hub posted 2 for 990"),
        ({"total": 1_980}, "the hub posted 1 for 1980"),
        ({"tenders": {"cash": 1_980}}, "the hub posted {'cash': 1980}"),
        ({"stock": {"milk": 16_000}}, "stock of milk"),
        ({"waiting": 1}, "not posted yet"),
        ({"exceptions": 1}, "1 exceptions"),
        ({"quarantined": 1}, "1 quarantined"),
    ],
)
def test_a_hub_that_doubles_loses_or_changes_anything_is_found(change: dict[str, object], said: str) -> None:
    assert list(reconcile.differences(TILL, HUB, OPENING)) == []
    lines = list(reconcile.differences(TILL, msgspec.structs.replace(HUB, **change), OPENING))
    assert len(lines) == 1
    assert said in lines[0]
