"""The stock desk: cards, counts, adjustments, deliveries, transfers; every scan on disk, rights, training."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pos_app.cli.workstation import Rooms
from pos_app.clock import SetClock
from pos_app.demo import shelf, shop
from pos_app.domain.entries import Body, StockMoved
from pos_app.domain.entries_shelf import DeliveryReceived, StockCounted, TransferSent, Unlisted
from pos_app.domain.errors import Refusal
from pos_app.domain.sheets import SheetKind
from pos_app.selling.view import Sound
from pos_app.stockroom.view import REASONS
from pos_app.store.journal_reader import JournalReader
from tests.shop_floor import code_of
from tests.stockroom.conftest import Opens
from tests.till.counter_top import DRINKS, LOOSE, PLAIN, PRICE, UNKNOWN, label

MILK, RICE = PLAIN[0], PLAIN[1]
DELIVERY = next(shelf.deliveries())


def _bodies(folder: Path) -> list[Body]:
    from pos_app.domain.chain import open_body

    with JournalReader.open_readonly(folder, "till-3") as reader:
        return [open_body(entry.sealed.body) for entry in reader.after(0)]


def _refused(command: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as no:
        command()
    return no.value.message_id


# The card


def test_a_card_says_what_the_till_would_charge(rooms: Rooms) -> None:
    rooms.stock.scan(code_of(DRINKS[0]))
    card = rooms.stock.view.card
    assert card is not None
    assert (card.price.price, card.price.amount) == (PRICE[DRINKS[0]], PRICE[DRINKS[0]] * 90 // 100)
    assert card.price.offers[0].names["en"] == "Drinks 10% off"
    rooms.till.scan(code_of(DRINKS[0]))
    assert rooms.till.view.lines[0].amount == card.price.amount


def test_a_pack_costs_what_its_own_code_costs(rooms: Rooms) -> None:
    rooms.stock.scan(code_of(DRINKS[0], 6_000))
    card = rooms.stock.view.card
    assert card is not None
    assert card.price.price == PRICE[DRINKS[0]] * 6 * 95 // 100


def test_a_product_that_was_found_by_name_has_the_same_card(rooms: Rooms) -> None:
    rooms.stock.scan(code_of(MILK))
    scanned = rooms.stock.view.card
    rooms.stock.choose(MILK)
    assert rooms.stock.view.card == scanned


def test_an_unknown_code_sounds_low_and_a_wrong_one_is_refused(rooms: Rooms) -> None:
    told = rooms.stock.scan(UNKNOWN)
    assert told.sound is Sound.UNKNOWN
    assert rooms.stock.view.unknown == UNKNOWN
    assert _refused(lambda: rooms.stock.scan("9520000000001"[:-1] + "9")).startswith("code.")
    assert rooms.stock.view.card is None


def test_what_is_awaited_is_on_the_way_until_it_was_received_here(rooms: Rooms) -> None:
    line = DELIVERY.lines[0]
    rooms.stock.choose(line.product_id)
    assert rooms.stock.view.card is not None
    assert rooms.stock.view.card.on_the_way == 24_000
    rooms.stock.begin_receive(DELIVERY.id)
    rooms.stock.choose(line.product_id)
    rooms.stock.set_quantity(10_000)
    rooms.stock.finish(more_to_come=True)
    rooms.stock.choose(line.product_id)
    assert rooms.stock.view.card.on_the_way == 14_000


# Counting


def test_a_count_becomes_one_entry_with_each_lines_own_moment(rooms: Rooms, clock: SetClock, folder: Path) -> None:
    rooms.stock.begin_count("aisle-01", blind=True)
    rooms.stock.scan(code_of(MILK))
    first = clock.wall_ms()
    clock.advance(60_000)
    rooms.stock.scan(code_of(RICE))
    rooms.stock.set_quantity(40_000)
    clock.advance(60_000)
    rooms.stock.finish()
    (entry,) = [body for body in _bodies(folder) if isinstance(body, StockCounted)]
    assert (entry.area, entry.blind, entry.operator) == ("aisle-01", True, "supervisor")
    assert [(line.product_id, line.counted, line.at_ms) for line in entry.lines] == [
        (MILK, 1_000, first),
        (RICE, 40_000, first + 60_000),
    ]
    assert rooms.stock.view.sheet is None
    assert rooms.stock.view.waiting == ()


def test_what_was_sold_after_the_shelf_was_scanned_goes_off_the_count(rooms: Rooms, clock: SetClock) -> None:
    rooms.stock.begin_count()
    rooms.stock.scan(code_of(MILK))
    rooms.stock.set_quantity(40_000)
    clock.advance(60_000)
    rooms.till.scan(code_of(MILK))
    rooms.till.start_payment()
    rooms.till.pay_cash(None)
    rooms.stock.finish()
    rooms.stock.scan(code_of(MILK))
    card = rooms.stock.view.card
    assert card is not None
    assert card.price.on_hand == 39_000


def test_a_blind_count_shows_nothing_that_is_expected(rooms: Rooms) -> None:
    rooms.stock.scan(code_of(MILK))
    rooms.stock.adjust(12_000, "found")
    for blind, expected in ((False, None), (True, None)):
        rooms.stock.begin_count(blind=blind)
        rooms.stock.scan(code_of(MILK))
        view = rooms.stock.view
        assert view.card is None
        assert view.sheet is not None
        assert view.sheet.lines[0].expected == expected  # without a row of the hub nothing is known
        rooms.stock.throw_away()
    rooms.stock.begin_count()
    rooms.stock.scan(code_of(MILK))
    rooms.stock.set_quantity(5_000)
    rooms.stock.finish()
    for blind, expected in ((False, 5_000), (True, None)):
        rooms.stock.begin_count(blind=blind)
        rooms.stock.scan(code_of(MILK))
        view = rooms.stock.view
        assert view.sheet is not None
        assert view.sheet.lines[0].expected == expected
        rooms.stock.throw_away()


def test_scans_add_up_packs_and_pieces_and_undo_takes_the_last_one_back(rooms: Rooms) -> None:
    stock = rooms.stock
    stock.begin_count()
    stock.scan(code_of(DRINKS[0]))
    stock.scan(code_of(DRINKS[0], 6_000))
    stock.scan(code_of(DRINKS[0]))
    stock.scan(code_of(MILK))
    assert _lines(rooms) == [(MILK, 1_000), (DRINKS[0], 8_000)]
    stock.undo()
    stock.undo()
    assert _lines(rooms) == [(DRINKS[0], 7_000)]
    stock.step(-1_000)
    assert _lines(rooms) == [(DRINKS[0], 6_000)]
    assert _refused(lambda: stock.step(-7_000)) == "stock.below_nought"


def _lines(rooms: Rooms) -> list[tuple[str, int]]:
    sheet = rooms.stock.view.sheet
    assert sheet is not None
    return [(line.product_id, line.quantity) for line in sheet.lines]


def test_weighed_goods_ask_for_their_weight_or_bring_it(rooms: Rooms) -> None:
    rooms.stock.begin_count()
    told = rooms.stock.scan(LOOSE.plu)
    assert told.said is not None
    assert told.said.message_id == "stock.type_the_weight"
    rooms.stock.set_quantity(12_345)
    rooms.stock.scan(label("21", LOOSE, 500))
    assert _lines(rooms) == [(LOOSE.id, 12_845)]


def test_a_cashier_counts_and_somebody_else_approves(opens: Opens, folder: Path) -> None:
    with opens("cashier") as rooms:
        rooms.stock.begin_count()
        rooms.stock.scan(code_of(MILK))
        assert _refused(rooms.stock.finish) == "stock.approval_needed"
        assert _refused(lambda: rooms.stock.finish("cashier", "1111")) == "till.approve_oneself"
        assert _lines(rooms) == [(MILK, 1_000)], "nothing is lost meanwhile"
        rooms.stock.finish("supervisor", shop.PINS["supervisor"])
        rooms.stock.scan(code_of(MILK))
        assert _refused(lambda: rooms.stock.adjust(-1_000, "damaged")) == "stock.approval_needed"
        rooms.stock.adjust(-1_000, "damaged", "manager", shop.PINS["manager"])
    counted, moved = [body for body in _bodies(folder) if isinstance(body, StockCounted | StockMoved)]
    assert isinstance(counted, StockCounted)
    assert (counted.operator, counted.approved_by) == ("cashier", "supervisor")
    assert moved == StockMoved("adjustment", "cashier", {MILK: -1_000}, "damaged", "manager")


def test_an_adjustment_has_a_reason_and_a_likely_quantity(rooms: Rooms) -> None:
    assert _refused(lambda: rooms.stock.adjust(1_000, REASONS[0])) == "stock.scan_first"
    rooms.stock.scan(code_of(MILK))
    assert _refused(lambda: rooms.stock.adjust(1_000, "mood")) == "stock.reason_needed"
    assert _refused(lambda: rooms.stock.adjust(0, REASONS[0])) == "stock.quantity_unlikely"
    assert _refused(lambda: rooms.stock.adjust(10**12, REASONS[0])) == "stock.quantity_unlikely"


def test_in_training_nothing_moves(rooms: Rooms, folder: Path) -> None:
    rooms.till.start_training("manager", shop.PINS["manager"])
    before = len(_bodies(folder))
    rooms.stock.scan(code_of(MILK))
    rooms.stock.adjust(-1_000, "damaged")
    begins: tuple[Callable[[], object], ...] = (
        rooms.stock.begin_count,
        lambda: rooms.stock.begin_receive(DELIVERY.id),
        lambda: rooms.stock.begin_transfer(shelf.OTHER_STORE),
    )
    for begin in begins:
        begin()
        rooms.stock.scan(code_of(MILK))
        rooms.stock.finish()
        assert rooms.stock.view.sheet is None
    assert len(_bodies(folder)) == before


# Receiving and sending


def test_a_delivery_shows_what_is_missing_and_what_is_too_much(rooms: Rooms, folder: Path) -> None:
    first, second = DELIVERY.lines[:2]
    rooms.stock.begin_receive(DELIVERY.id)
    rooms.stock.choose(first.product_id)
    rooms.stock.set_quantity(20_000)
    told = rooms.stock.scan(code_of(MILK))
    assert told.said is not None
    assert told.said.message_id == "stock.not_on_the_list"
    sheet = rooms.stock.view.sheet
    assert sheet is not None
    assert [(line.product_id, line.quantity, line.expected) for line in sheet.lines] == [
        (MILK, 1_000, 0),
        (first.product_id, 20_000, 24_000),
    ]
    assert [line.product_id for line in sheet.missing] == [line.product_id for line in DELIVERY.lines[1:]]
    rooms.stock.finish()
    (entry,) = [body for body in _bodies(folder) if isinstance(body, DeliveryReceived)]
    assert entry.deltas == {first.product_id: 20_000, MILK: 1_000}
    assert entry.short[first.product_id] == 4_000
    assert entry.short[second.product_id] == 24_000
    assert all(each.id != DELIVERY.id for each in rooms.stock.deliveries())
    assert _refused(lambda: rooms.stock.begin_receive(DELIVERY.id)) == "stock.delivery_closed"


def test_goods_that_nobody_knows_are_put_apart_or_received_under_a_name(rooms: Rooms, folder: Path) -> None:
    rooms.stock.begin_receive(reference="LS-9")
    rooms.stock.scan(UNKNOWN)
    rooms.stock.refuse_unknown()
    assert _refused(lambda: rooms.stock.add_unlisted("Crate")) == "stock.name_needed"
    rooms.stock.scan(UNKNOWN)
    rooms.stock.add_unlisted("Crate of lemonade")
    rooms.stock.set_quantity(2_000)
    rooms.stock.finish()
    (entry,) = [body for body in _bodies(folder) if isinstance(body, DeliveryReceived)]
    assert (entry.deltas, entry.reference) == ({}, "LS-9")
    assert entry.unlisted == (Unlisted(UNKNOWN, "Crate of lemonade", 2_000),)


def test_a_transfer_leaves_the_store(rooms: Rooms, folder: Path) -> None:
    assert [each.id for each in rooms.stock.stores()] == [shelf.OTHER_STORE]
    assert _refused(lambda: rooms.stock.begin_transfer(shop.STORE)) == "stock.no_such_store"
    rooms.stock.begin_transfer(shelf.OTHER_STORE)
    assert _refused(rooms.stock.finish) == "stock.sheet_empty"
    rooms.stock.scan(code_of(DRINKS[0], 6_000))
    told = rooms.stock.finish()
    (entry,) = [body for body in _bodies(folder) if isinstance(body, TransferSent)]
    assert (entry.to_store, entry.deltas) == (shelf.OTHER_STORE, {DRINKS[0]: -6_000})
    assert told.said is not None
    assert told.said.params["number"] == entry.transfer[-6:].upper()


# What a crash leaves


def test_a_sheet_put_aside_lies_there_and_an_empty_one_does_not(rooms: Rooms) -> None:
    rooms.stock.begin_count("aisle-01")
    rooms.stock.scan(code_of(MILK))
    rooms.stock.begin_count("aisle-02")
    assert [(each.kind, each.lines) for each in rooms.stock.view.waiting] == [(SheetKind.COUNT, 1)]
    rooms.stock.put_aside()
    (waiting,) = rooms.stock.view.waiting
    rooms.stock.resume(waiting.id)
    assert _lines(rooms) == [(MILK, 1_000)]


def test_killed_in_the_middle_of_a_count_it_goes_on_where_it_was(folder: Path, opens: Opens) -> None:
    """The child counts until it is killed: everything that it said was scanned is on the sheet."""
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.stockroom.counting_child", str(folder)],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONSAFEPATH": "1"},
    )
    assert child.stdout is not None
    said = [child.stdout.readline() for _ in range(25)]
    child.send_signal(signal.SIGKILL)
    rest = child.stdout.read().splitlines()
    child.wait()
    child.stdout.close()
    with opens() as rooms:
        sheet = rooms.stock.view.sheet
        assert sheet is not None
        counted = sum(line.quantity for line in sheet.lines) // 1_000
        assert len(said) + len(rest) <= counted <= len(said) + len(rest) + 1
        rooms.stock.finish()
    assert any(isinstance(body, StockCounted) for body in _bodies(folder))


def test_somebody_signed_off_counts_nothing(rooms: Rooms) -> None:
    rooms.stock.begin_count()
    rooms.till.sign_off()
    assert _refused(lambda: rooms.stock.scan(code_of(MILK))) == "till.signed_out"
    assert _refused(rooms.stock.finish) == "till.signed_out"
