"""The comparison that the demo and the replay rely on finds every kind of difference."""

from __future__ import annotations

import msgspec

from pos_app.cli.reconcile import TillFigures, book, differences
from pos_app.domain.area_counts import Count
from sync.hub.figures import HubFigures

TILL = TillFigures({(1, 1): "aa", (1, 2): "bb"}, 1, 500, {"cash": 500}, [(50, "milk", -2_000)], [], 1)
HUB = HubFigures({(1, 1): ("aa",), (1, 2): ("bb",)}, 1, 500, {"cash": 500}, {"milk": 8_000}, 0, 0, 0)
OPENING = {"milk": 10_000}


def _found(**changes: object) -> list[str]:
    return list(differences(TILL, msgspec.structs.replace(HUB, **changes), OPENING))


def test_the_same_journal_money_and_stock_are_no_difference() -> None:
    assert _found() == []


def test_a_lost_a_doubled_and_a_strange_entry_are_named() -> None:
    assert "1/2 is lost" in _found(entries={(1, 1): ("aa",)})[0]
    assert "doubled" in _found(entries={(1, 1): ("aa", "ab"), (1, 2): ("bb",)})[0]
    assert "never written" in _found(entries={**HUB.entries, (1, 3): ("cc",)})[0]


def test_one_unit_of_money_or_one_piece_of_stock_is_a_difference() -> None:
    assert _found(total=501)
    assert _found(tenders={"cash": 499, "other": 1})
    assert _found(stock={"milk": 7_999})
    assert _found(stock={})


def test_what_is_not_posted_or_needs_a_person_is_a_difference() -> None:
    assert _found(waiting=1)
    assert _found(exceptions=1)
    assert _found(quarantined=1)


def test_what_another_till_sold_and_what_was_counted_between_belongs_to_the_book() -> None:
    beside = msgspec.structs.replace(TILL, moves=[(40, "milk", -1_000), (60, "milk", -3_000)], counts=[])
    assert book(OPENING, (TILL, beside)) == {"milk": 4_000}
    counted = msgspec.structs.replace(beside, counts=[("milk", Count(45, b"", 9_000)), ("milk", Count(55, b"", 6_500))])
    assert book(OPENING, (TILL, counted)) == {"milk": 3_500}, "the newest count, and what moved after it"
    assert book({}, (counted,)) == {"milk": 3_500}
