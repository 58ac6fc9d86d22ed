"""One bad entry delays no other, and what is not the hub's answer only delays."""

from __future__ import annotations

import pytest

from pos_app.domain.entries import NoSale
from sync.asks import Answer, Lane
from sync.fakes.weather import Simulation
from sync.protocol import VERSION, VERSION_HEADER, EntryState, State
from sync.standing import status_of
from sync.status import SyncState
from tests.sync.simulated import DRAIN_MS, MINUTE_MS, publish, sell, settle, state


def test_an_entry_that_breaks_the_hub_delays_no_other() -> None:
    sim = Simulation(8)
    sell(sim, 500)
    bad = sim.journal.everything()[250]
    sim.hub.poison = {bad.hash}
    sim.run(lambda: len(sim.hub.entries()) == 500, DRAIN_MS)
    sell(sim, 50)
    sim.run(lambda: len(sim.hub.entries()) == 550, 5_000)
    sim.for_ms(10 * MINUTE_MS)
    assert state(sim) is SyncState.LOOK
    sim.hub.poison = set()
    settle(sim)
    assert state(sim) is SyncState.ONLINE


def test_an_entry_too_large_for_a_proxy_delays_no_other() -> None:
    sim = Simulation(9)
    sell(sim, 100)
    sim.journal.append(NoSale("shift", "ada", sim.random.randbytes(30_000).hex()))
    sell(sim, 100)
    sim.hub.body_bytes_max = 25_000
    sim.run(lambda: sim.courier.session.outbox.waiting() == 1, DRAIN_MS)
    assert len(sim.hub.entries()) == 201
    sim.hub.body_bytes_max = 4_000_000
    settle(sim)


def test_a_body_too_large_shrinks_the_batch_and_it_grows_again() -> None:
    sim = Simulation(10)
    sim.hub.body_bytes_max = 5_000
    sell(sim, 400)
    assert settle(sim) < MINUTE_MS
    sim.hub.body_bytes_max = 4_000_000
    sell(sim, 2_000)
    settle(sim)
    sim.sent.clear()
    sell(sim, 200)
    settle(sim)
    assert len([ask for ask in sim.sent if ask.lane is Lane.PUSH]) == 1


def test_a_quarantined_entry_is_shown_and_delays_no_other() -> None:
    sim = Simulation(11)
    sell(sim, 20)
    sim.hub.quarantine = {sim.journal.everything()[5].hash}
    settle(sim)
    assert [(s.seq, s.state) for s in sim.cache.entry_states()] == [(6, State.QUARANTINED)]
    assert state(sim) is SyncState.LOOK


def test_a_hub_that_is_ill_for_an_hour_drains_soon_after() -> None:
    sim = Simulation(12)
    settle(sim)
    sell(sim, 500)
    sim.hub.poison = {entry.hash for entry in sim.journal.everything()}
    sim.for_ms(60 * MINUTE_MS)
    sim.hub.poison = set()
    settle(sim)


@pytest.mark.parametrize(
    ("status", "headers", "body"),
    [
        (200, {"content-type": "text/html"}, b"<html>Sign in</html>"),
        (200, {"content-type": "application/msgpack"}, b"\x80"),
        (200, {"content-type": "application/msgpack", VERSION_HEADER: str(VERSION)}, b"\xc1 no message"),
        (200, {"content-type": "application/json", VERSION_HEADER: str(VERSION)}, b'{"status": "welcome"}'),
        (302, {"location": "http://portal/"}, b""),
        (401, {"content-type": "text/html"}, b"<html>Who are you?</html>"),
        (404, {"content-type": "application/json"}, b'{"error": "no such page"}'),
        (500, {"content-type": "text/html"}, b"oops"),
        (502, {}, b""),
        (504, {}, b""),
        (429, {}, b""),
        (503, {"retry-after": "soon"}, b""),
        (413, {}, b""),
        (100_000, {}, b""),
    ],
)
def test_what_is_not_the_hubs_answer_only_delays(status: int, headers: dict[str, str], body: bytes) -> None:
    sim = Simulation(13)
    publish(sim, 10)
    settle(sim)
    real = sim.hub.answer
    sim.hub.answer = lambda *_: Answer(status, headers, body)  # type: ignore[method-assign]
    sell(sim, 10)
    sim.sent.clear()
    sim.for_ms(10 * MINUTE_MS)
    assert 10 < len(sim.sent) < 400
    assert sim.cache.entry_states() == ()
    assert not sim.courier.session.contact.refused
    sim.hub.answer = real  # type: ignore[method-assign]
    settle(sim)


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_obeyed_within_bounds(status: int) -> None:
    sim = Simulation(14)
    settle(sim)
    real = sim.hub.answer
    sim.hub.answer = lambda *_: Answer(status, {"retry-after": "100"}, b"")  # type: ignore[method-assign]
    sell(sim, 10)
    sim.sent.clear()
    sim.for_ms(95_000)
    assert len([ask for ask in sim.sent if ask.lane is Lane.PUSH]) == 1
    sim.hub.answer = lambda *_: Answer(status, {"retry-after": "999999999"}, b"")  # type: ignore[method-assign]
    sim.for_ms(60_000)
    sim.hub.answer = real  # type: ignore[method-assign]
    settle(sim, 3 * MINUTE_MS)


def test_a_refused_credential_is_shown_and_asked_about_rarely() -> None:
    sim = Simulation(15)
    sim.hub.credential_good = False
    sell(sim, 10)
    sim.for_ms(10 * MINUTE_MS)
    assert state(sim) is SyncState.REFUSED
    assert 10 < len(sim.sent) <= 61
    sim.hub.credential_good = True
    settle(sim)
    assert state(sim) is SyncState.ONLINE


def test_a_hub_of_a_foreign_version_is_shown_and_nothing_is_lost() -> None:
    sim = Simulation(16)
    sim.hub.version = str(VERSION + 1)
    sell(sim, 10)
    sim.for_ms(5 * MINUTE_MS)
    assert state(sim) is SyncState.VERSION
    sim.hub.version = str(VERSION)
    settle(sim)


@pytest.mark.expects_log("disk_full")
def test_a_full_disk_under_the_cache_does_not_keep_the_journal_from_the_hub() -> None:
    sim = Simulation(17)
    publish(sim, 10)
    sim.cache.broken = True
    sell(sim, 600)
    sim.run(sim.drained, DRAIN_MS)
    sim.cache.broken = False
    settle(sim)


def test_a_wrong_clock_is_shown_and_stops_nothing() -> None:
    sim = Simulation(18)
    ahead = sim.clock.wall_ms() + 3 * 3_600_000
    sim.hub.clock = type("Ahead", (), {"wall_ms": lambda _: ahead, "monotonic_ms": lambda _: 0})()
    sell(sim, 10)
    settle(sim)
    assert state(sim) is SyncState.CLOCK_WRONG
    told = status_of(sim.courier.session, beat=1, pid=1, up_to_date_ms=None)
    assert told.clock_compared_ms is not None, "the till's stamps say so from then on"
    assert told.clock_offset_ms == pytest.approx(ahead - told.clock_compared_ms, abs=5_000)


def test_an_entry_that_a_person_has_settled_at_the_hub_is_no_longer_shown() -> None:
    sim = Simulation(38)
    sell(sim, 20)
    sim.hub.quarantine = {sim.journal.everything()[n].hash for n in (5, 7)}
    settle(sim)
    assert len(sim.cache.entry_states()) == 2
    sim.hub.open_states = (EntryState(1_000, 8, State.QUARANTINED, "unknown_product"),)
    sim.for_ms(2 * MINUTE_MS)
    assert sim.cache.entry_states() == sim.hub.open_states
    sim.hub.open_states = ()
    sim.for_ms(2 * MINUTE_MS)
    assert state(sim) is SyncState.ONLINE
