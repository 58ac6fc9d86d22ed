"""What the devices desk says of a real till: queue, catalogue, identity, and the way of a test page."""

from pathlib import Path

import pytest

from pos_app.cli import workstation
from pos_app.clock import SetClock
from pos_app.demo import shop
from pos_app.devices import Condition
from pos_app.devices_desk import DevicesDesk
from pos_app.domain.errors import Refusal
from pos_app.domain.feed import Ack, EntryState, Stage, State
from pos_app.selling.devices_view import QueueState
from pos_app.selling.lamp import Link, SyncSeen
from pos_app.selling.view import LampState
from pos_app.store.cache_writer import CacheWriter
from pos_app.till import Till
from tests.shop_floor import CACHE, FakeCounter, make_workstation
from tests.till.counter_top import PLAIN, code, pay, scan

Desks = tuple[Till, DevicesDesk, FakeCounter, Path]


@pytest.fixture
def desks(tmp_path: Path):  # type: ignore[no-untyped-def] # noqa: ANN201 - a generator of Desks
    folder, counter = make_workstation(tmp_path / "till"), FakeCounter()
    seen = SyncSeen(Link.OFFLINE, unsent=4, contact_age_ms=9_000)
    with workstation.rooms(folder, clock=SetClock(), counter=counter, sync=lambda: seen) as rooms:
        rooms.till.sign_in("cashier", shop.PINS["cashier"])
        yield rooms.till, rooms.devices, counter, folder


def acknowledge(folder: Path, ack: Ack, *states: EntryState) -> None:
    writer = CacheWriter.open(folder / CACHE, shop.STORE, now_ms=0)
    try:
        writer.save_acks((ack,), states)
    finally:
        writer.close()


def test_each_entry_says_how_far_it_has_come(desks: Desks) -> None:
    till, devices, _, folder = desks
    scan(till, PLAIN[0])
    pay(till)
    queue = devices.look().queue
    assert [entry.kind for entry in queue] == ["sale", "signed_on", "shift_opened", "epoch_opened"]
    assert {entry.state for entry in queue} == {QueueState.WAITING}
    epoch = queue[0].epoch
    acknowledge(
        folder,
        Ack(epoch, Stage.RELAY, queue[0].seq, b""),
        EntryState(epoch, queue[2].seq, State.QUARANTINED, "posting.odd"),
    )
    till.tick()
    now = devices.look().queue
    assert [(entry.seq, entry.state, entry.reason) for entry in now[:1]] == [
        (queue[2].seq, QueueState.LOOK, "posting.odd")
    ]
    assert {entry.state for entry in now[1:]} == {QueueState.SENT}


def test_the_page_says_who_this_till_is_and_what_it_sells_from(desks: Desks) -> None:
    view = desks[1].look()
    assert (view.station.name, view.station.store, view.station.workstation) == ("Till 3", shop.STORE, "till-3")
    assert view.catalogue is not None
    assert view.catalogue.is_current
    assert view.lamp.state is LampState.OFFLINE
    assert view.sync.contact_age_ms == 9_000
    assert view.printer is Condition.READY
    assert view.alarms == ()


def test_a_test_page_goes_the_way_of_a_receipt_and_its_failure_lights_the_lamp(desks: Desks) -> None:
    till, devices, counter, _ = desks
    devices.test_page()
    assert len(counter.printed) == 1
    assert any("中文" in str(element) for element in counter.printed[0].elements)
    counter.fails = "printer.paper_out"
    devices.test_page()
    till.tick()
    assert till.lamp().state is LampState.PRINTER
    counter.fails = ""
    devices.test_page()
    till.tick()
    assert till.lamp().state is LampState.OFFLINE


def test_the_drawer_opens_on_record_and_for_nobody_who_is_not_signed_in(desks: Desks) -> None:
    till, devices, counter, _ = desks
    devices.test_drawer()
    assert counter.kicks == 1
    assert devices.look().queue[0].kind == "no_sale"
    till.sign_off()
    with pytest.raises(Refusal):
        devices.test_drawer()
    assert counter.kicks == 1


def test_a_test_page_is_not_printed_again_after_a_restart(tmp_path: Path) -> None:
    folder, counter = make_workstation(tmp_path / "till"), FakeCounter()
    counter.silent = True
    with workstation.rooms(folder, clock=SetClock(), counter=counter) as rooms:
        rooms.devices.test_page()
    after = FakeCounter()
    with workstation.rooms(folder, clock=SetClock(), counter=after) as rooms:
        rooms.till.tick()
        assert after.printed == []


def test_a_scan_is_read_and_nothing_is_sold(desks: Desks) -> None:
    till, devices, _, _ = desks
    read = devices.read_scan(f"]E0{code(PLAIN[0])[-13:]}")
    assert (read.kind, read.symbology) == ("plain", "EAN-13")
    assert read.code == code(PLAIN[0])[-13:]
    wrong = devices.read_scan("]E04006381333932")
    assert wrong.kind == "refused"
    assert wrong.refused is not None
    assert till.view.lines == ()
