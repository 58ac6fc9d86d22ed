"""What goes wrong at the shelf: the power at every step, a full disk, digits in the wrong place, a wrong key."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pos_app.cli import workstation
from pos_app.cli.workstation import Rooms
from pos_app.clock import SetClock
from pos_app.demo import shelf, shop
from pos_app.domain.chain import open_body
from pos_app.domain.entries_shelf import DeliveryReceived, StockCounted, TransferSent
from pos_app.domain.errors import Fault, Refusal
from pos_app.store.journal_reader import JournalReader
from tests.faults import small_disk
from tests.shop_floor import FakeCounter, code_of
from tests.stockroom.conftest import Opens
from tests.till.counter_top import PLAIN

MILK, RICE = PLAIN[0], PLAIN[1]
SCANS_MAX = 20_000


def _lines(rooms: Rooms) -> list[tuple[str, int]] | None:
    sheet = rooms.stock.view.sheet
    return None if sheet is None else [(line.product_id, line.quantity) for line in sheet.lines]


def _facts(folder: Path) -> list[str]:
    kinds = (StockCounted, DeliveryReceived, TransferSent)
    with JournalReader.open_readonly(folder, "till-3") as reader:
        bodies = [open_body(entry.sealed.body) for entry in reader.after(0)]
    return [type(body).__name__ for body in bodies if isinstance(body, kinds)]


BEGINS: dict[str, Callable[[Rooms], object]] = {
    "StockCounted": lambda rooms: rooms.stock.begin_count("aisle-01"),
    "DeliveryReceived": lambda rooms: rooms.stock.begin_receive(next(shelf.deliveries()).id),
    "TransferSent": lambda rooms: rooms.stock.begin_transfer(shelf.OTHER_STORE),
}


@pytest.mark.parametrize("fact", list(BEGINS))
def test_the_power_may_go_after_any_step_and_the_sheet_is_as_it_was(fact: str, opens: Opens, folder: Path) -> None:
    """The folder is copied after each step, as a cut would leave it, and opened again."""
    steps: list[Callable[[Rooms], object]] = [
        BEGINS[fact],
        lambda rooms: rooms.stock.scan(code_of(MILK)),
        lambda rooms: rooms.stock.set_quantity(40_000),
        lambda rooms: rooms.stock.scan(code_of(RICE)),
        lambda rooms: rooms.stock.step(1_000),
        lambda rooms: rooms.stock.undo(),
        lambda rooms: rooms.stock.finish(),
    ]
    with opens() as rooms:
        for number, step in enumerate(steps):
            step(rooms)
            cut = Path(shutil.copytree(folder, folder.with_name(f"cut-{number}")))
            with workstation.rooms(cut, counter=FakeCounter(), random=os.urandom) as again:
                again.till.sign_in("supervisor", shop.PINS["supervisor"])
                assert _lines(again) == _lines(rooms), number
            ended = number == len(steps) - 1
            assert _facts(cut) == ([fact] if ended else []), number
            shutil.rmtree(cut)


def _scans_until_full(rooms: Rooms) -> int:
    """Scan on and on; return how many scans were answered."""
    for answered in range(SCANS_MAX):
        try:
            rooms.stock.scan(code_of(MILK))
        except Fault as fault:
            if "disk_full" not in fault.message_id:
                raise
            return answered
    pytest.fail("the disk never filled up")


def test_on_a_full_disk_what_was_answered_is_on_the_sheet_and_the_count_goes_on(tmp_path: Path, template: Path) -> None:
    with small_disk.mounted(tmp_path / "disk") as disk:
        folder = Path(shutil.copytree(template, disk / "data"))
        with workstation.rooms(folder, counter=FakeCounter(), random=os.urandom) as rooms:
            rooms.till.sign_in("supervisor", shop.PINS["supervisor"])
            rooms.stock.begin_count()
            rooms.stock.scan(code_of(MILK))
            hog = small_disk.fill(disk)
            answered = 1 + _scans_until_full(rooms)
            assert _lines(rooms) == [(MILK, answered * 1_000)]
            hog.unlink()
            rooms.stock.scan(code_of(MILK))
        with workstation.rooms(folder, counter=FakeCounter(), random=os.urandom) as rooms:
            rooms.till.sign_in("supervisor", shop.PINS["supervisor"])
            assert _lines(rooms) == [(MILK, (answered + 1) * 1_000)]
            rooms.stock.finish()
        assert _facts(folder) == ["StockCounted"]


def test_a_code_that_is_typed_as_a_quantity_changes_nothing(rooms: Rooms) -> None:
    rooms.stock.begin_count()
    rooms.stock.scan(code_of(MILK))
    with pytest.raises(Refusal, match=r"basket\.quantity_too_large"):
        rooms.stock.set_quantity(int(code_of(RICE)) * 1_000)
    with pytest.raises(Refusal, match=r"basket\.quantity_too_large"):
        rooms.stock.set_quantity(100_000_000)  # six digits
    assert _lines(rooms) == [(MILK, 1_000)]


def test_a_quantity_that_is_typed_as_a_code_counts_nothing(rooms: Rooms) -> None:
    rooms.stock.begin_count()
    for typed in ("40", "123456"):
        rooms.stock.scan(typed)
        assert rooms.stock.view.unknown == typed
    assert _lines(rooms) == []


def test_a_wrong_key_is_taken_back_with_the_moment_that_the_line_had(rooms: Rooms, clock: SetClock) -> None:
    rooms.stock.begin_count()
    rooms.stock.scan(code_of(MILK))
    rooms.stock.set_quantity(40_000)
    before = rooms.stock.sheet
    clock.advance(60_000)
    rooms.stock.set_quantity(4_000)
    rooms.stock.undo()
    assert rooms.stock.sheet == before


def test_a_clock_that_is_put_back_in_the_middle_changes_neither_the_lines_nor_their_order(
    opens: Opens, clock: SetClock
) -> None:
    with opens() as rooms:
        rooms.stock.begin_count("aisle-01")
        rooms.stock.scan(code_of(MILK))
        clock.jump(clock.wall_ms() - 3_600_000)
        rooms.stock.scan(code_of(RICE))
        before = _lines(rooms)
    with opens() as rooms:
        assert _lines(rooms) == before == [(RICE, 1_000), (MILK, 1_000)]


def test_more_than_the_store_has_may_leave_and_more_than_was_sent_may_come(rooms: Rooms, folder: Path) -> None:
    """What people did is written; the hub flags what cannot be."""
    rooms.stock.begin_transfer(shelf.OTHER_STORE)
    rooms.stock.scan(code_of(MILK))
    rooms.stock.set_quantity(99_999_000)
    rooms.stock.finish()
    delivery = next(shelf.deliveries())
    rooms.stock.begin_receive(delivery.id)
    rooms.stock.choose(delivery.lines[0].product_id)
    rooms.stock.set_quantity(delivery.lines[0].quantity + 1_000)
    rooms.stock.finish(more_to_come=True)
    assert _facts(folder) == ["TransferSent", "DeliveryReceived"]
