"""Deliveries and transfers at the hub: what is awaited, what came, what does not agree; in any order, twice, never."""

from __future__ import annotations

import itertools

import msgspec
import pytest

from pos_app.domain.entries_shelf import DeliveryReceived, TransferSent, Unlisted
from pos_app.domain.feed import Level
from pos_app.domain.shelf_rows import Delivery, Elsewhere, ExpectedLine
from pos_app.domain.store_rows import StockLevel
from sync.hub.publish import Row
from sync.hub.settings import ELSEWHERE_EVERY_MS
from tests.sync.hub.paper_till import STORE, PaperTill
from tests.sync.hub.stand import OPENING, Stand

OTHER = "store-2"
MILK = DeliveryReceived("d-1", "op-1", {"p1": 20_000})


def _delivery(*lines: ExpectedLine) -> Row:
    row = Delivery("d-1", "LS-4711", "Dairy", lines or (ExpectedLine("p1", {"en": "Milk"}, 24_000),))
    return Row(Level.STORE, STORE, "delivery", "d-1", row)


def _rows(stand: Stand, till: PaperTill, stream: str) -> dict[str, bytes]:
    """The rows of a stream as the till has them after reading everything."""
    rows = {row.key: row for batch in stand.follow(till) for row in batch.rows if row.stream == stream}
    return {key: row.body for key, row in rows.items() if not row.deleted}


def _level(stand: Stand, till: PaperTill, product: str = "p1") -> StockLevel:
    return msgspec.msgpack.decode(_rows(stand, till, "stock")[product], type=StockLevel)


def _deliveries(stand: Stand, till: PaperTill) -> dict[str, Delivery]:
    return {key: msgspec.msgpack.decode(body, type=Delivery) for key, body in _rows(stand, till, "delivery").items()}


def test_what_is_expected_is_on_the_way_until_it_is_received(stand: Stand) -> None:
    till = stand.till()
    stand.publish([_delivery()])
    stand.settle()
    assert (_level(stand, till).on_hand, _level(stand, till).on_the_way) == (OPENING, 24_000)
    till.write(msgspec.structs.replace(MILK, closes=False))
    stand.push(till)
    stand.settle()
    level = _level(stand, till)
    assert (level.on_hand, level.on_the_way) == (OPENING + 20_000, 4_000)
    assert level.as_of_ms > 0
    row = _deliveries(stand, till)["d-1"]
    assert (row.closed, row.lines[0].received) == (False, 20_000)
    assert row.contains == {f"{till.scope.workstation}/{till.epoch}": 1}
    assert stand.kinds() == [], "more is awaited: nothing is short yet"


def test_short_and_over_are_said_when_it_is_closed(stand: Stand) -> None:
    till = stand.till()
    stand.publish([_delivery(*(ExpectedLine(f"p{n}", {}, 24_000) for n in (1, 2, 3)))])
    till.write(DeliveryReceived("d-1", "op-1", {"p1": 20_000, "p2": 24_000, "p3": 30_000, "p4": 1_000}))
    stand.push(till)
    stand.settle()
    found = {(row["kind"], row["subject"], row["expected"], row["found"]) for row in stand.admin("exceptions")}
    assert found == {
        ("delivery.short", "LS-4711 p1", "24000", "20000"),
        ("delivery.over", "LS-4711 p3", "24000", "30000"),
        ("delivery.over", "LS-4711 p4", "0", "1000"),
    }
    assert _level(stand, till).on_the_way == 0


def test_goods_that_nobody_knows_are_told_and_move_nothing(stand: Stand) -> None:
    till = stand.till()
    till.write(DeliveryReceived("", "op-1", {}, unlisted=(Unlisted("4006381333931", "Crate of something", 1_000),)))
    stand.push(till)
    stand.settle()
    assert [(row["kind"], row["subject"]) for row in stand.admin("exceptions")] == [
        ("delivery.unlisted", "4006381333931 Crate of something")
    ]


def test_two_who_receive_the_same_are_told(stand: Stand) -> None:
    first, second = stand.till(), stand.till()
    stand.publish([_delivery()])
    for till in (first, second):
        till.write(msgspec.structs.replace(MILK, deltas={"p1": 24_000}))
        stand.push(till)
        stand.push(till)  # the answer was lost: sent again, and no third receipt
        stand.settle()
    assert stand.kinds() == ["delivery.received_twice"]
    assert _level(stand, first).on_hand == OPENING + 48_000, "what people said they put away is in the book"


def _transfer(stand: Stand) -> tuple[PaperTill, PaperTill]:
    """The till that sends, and the other store's that receives less than was sent."""
    sender, receiver = stand.till(), stand.till(OTHER)
    stand.publish([Row(Level.STORE, OTHER, "stock", "p1", StockLevel("p1", OTHER, 5_000))])
    sender.write(TransferSent("t-abc123", OTHER, "op-1", {"p1": -6_000}))
    receiver.write(DeliveryReceived("t-abc123", "op-2", {"p1": 5_000}))
    return sender, receiver


@pytest.mark.parametrize("order", list(itertools.permutations(["sent", "received", "sent again"])))
def test_a_transfer_comes_out_the_same_in_any_order(stand: Stand, order: tuple[str, ...]) -> None:
    sender, receiver = _transfer(stand)
    for step in order:
        stand.push(receiver if step == "received" else sender)
        stand.settle()
    row = _deliveries(stand, receiver)["t-abc123"]
    assert (row.number, row.sender, row.transfer, row.closed) == ("ABC123", STORE, True, True)
    assert [(line.quantity, line.received) for line in row.lines] == [(6_000, 5_000)]
    assert _level(stand, sender).on_hand == OPENING - 6_000
    level = _level(stand, receiver)
    assert (level.on_hand, level.on_the_way) == (10_000, 0)
    said = stand.admin("exceptions", OTHER) + stand.admin("exceptions", STORE)
    assert [(each["kind"], each["expected"], each["found"]) for each in said] == [("delivery.short", "6000", "5000")]


def test_a_transfer_that_is_lost_stays_on_the_way(stand: Stand) -> None:
    sender, receiver = _transfer(stand)
    stand.push(sender)
    stand.settle()
    assert _level(stand, receiver).on_the_way == 6_000
    assert _deliveries(stand, receiver)["t-abc123"].lines[0].names == {"en": "Product 1"}


def test_a_transfer_sent_twice_and_one_to_nowhere_are_told(stand: Stand) -> None:
    sender, receiver = _transfer(stand)
    sender.write(TransferSent("t-abc123", OTHER, "op-1", {"p1": -6_000}))
    sender.write(TransferSent("t-other1", "store-99", "op-1", {"p1": -1_000}))
    sender.write(TransferSent("t-other2", STORE, "op-1", {"p1": -1_000}))
    stand.push(sender)
    stand.settle()
    assert sorted(stand.kinds()) == ["transfer.sent_twice", "transfer.unknown_store", "transfer.unknown_store"]
    assert _level(stand, receiver).on_the_way == 6_000


@pytest.mark.parametrize("supplier", ["Dairy", ""])
def test_no_other_store_changes_a_delivery_that_a_store_expects(stand: Stand, supplier: str) -> None:
    here, there = stand.till(), stand.till(OTHER)
    expected = Delivery("d-1", "LS-4711", supplier, (ExpectedLine("p1", {"en": "Milk"}, 24_000),))
    stand.publish([Row(Level.STORE, STORE, "delivery", "d-1", expected)])
    there.write(TransferSent("d-1", STORE, "op-1", {"p1": -99_000}))
    stand.push(there)
    stand.settle()
    row = _deliveries(stand, here)["d-1"]
    assert (row.sender, row.number, row.lines[0].quantity) == (supplier, "LS-4711", 24_000)
    assert "transfer.sent_twice" in [row["kind"] for row in stand.admin("exceptions", store=OTHER)]


def test_stores_hear_of_each_others_stock_gathered(stand: Stand) -> None:
    sender, receiver = _transfer(stand)
    stand.push(sender)
    stand.settle()
    stand.clock.advance(ELSEWHERE_EVERY_MS)
    stand.push(receiver)
    stand.settle()
    stand.clock.advance(ELSEWHERE_EVERY_MS)
    stand.settle()
    rows = _rows(stand, sender, "elsewhere")
    assert set(rows) == {"p1"}, "what only one store has is told to nobody"
    told = msgspec.msgpack.decode(rows["p1"], type=Elsewhere)
    assert told.on_hand == {STORE: OPENING - 6_000, OTHER: 10_000}
