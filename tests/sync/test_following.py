"""The cache becomes the hub's: by the feed, by a snapshot, and again when it differs."""

from __future__ import annotations

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.asks import Lane
from sync.fakes.weather import FAIR, Simulation, Weather
from sync.protocol import FeedRow, Level, Positions
from sync.status import SyncState
from tests.sync.simulated import MINUTE_MS, live, publish, settle, state


def test_deletes_and_changes_arrive_and_the_sums_agree() -> None:
    sim = Simulation(24)
    publish(sim, 400)
    settle(sim)
    publish(sim, 100)
    settle(sim)
    assert sim.courier.session.up_to_date_ms is not None
    assert sim.cache.generations == 1


@pytest.mark.expects_log("differs from the hub's")
def test_a_cache_that_differs_is_filled_again_from_the_beginning() -> None:
    sim = Simulation(25)
    publish(sim, 200)
    settle(sim)
    key = next(iter(live(sim.cache.rows)))
    sim.cache.rows[key] = msgspec.structs.replace(sim.cache.rows[key], body=b"cheaper")
    publish(sim, 1)
    settle(sim)
    assert sim.cache.generations == 2
    assert not sim.courier.session.differs


@pytest.mark.expects_log("differs from the hub's")
def test_a_hub_whose_sums_never_agree_is_shown_and_not_refilled_without_end() -> None:
    sim = Simulation(26)
    publish(sim, 20)
    settle(sim)
    row = FeedRow(Level.CHAIN, "product", "ghost", 1, False, b"")  # noqa: FBT003 - a row's fields in order
    sim.hub.rows["chain", "product", "ghost"] = row
    sim.cache.apply = lambda batch: None  # type: ignore[method-assign]  # noqa: ARG005 - a cache that forgets
    sim.for_ms(30 * MINUTE_MS)
    assert sim.cache.generations <= 5
    assert state(sim) is SyncState.LOOK


@pytest.mark.expects_log("differs from the hub's")
def test_a_feed_of_a_restored_hub_is_followed_from_the_beginning() -> None:
    sim = Simulation(27)
    publish(sim, 200)
    settle(sim)
    sim.hub.rows = {}
    sim.hub.counters = {Level.CHAIN: 0, Level.STORE: 0}
    publish(sim, 60)
    settle(sim)


@pytest.mark.expects_log("bad_signature")
def test_a_feed_that_the_hub_did_not_sign_changes_nothing() -> None:
    sim = Simulation(28)
    publish(sim, 20)
    settle(sim)
    before, good = dict(sim.cache.rows), sim.hub.key
    sim.hub.key = Ed25519PrivateKey.generate()
    publish(sim, 20)
    sim.for_ms(5 * MINUTE_MS)
    assert sim.cache.rows == before
    sim.hub.key = good
    settle(sim)


@pytest.mark.expects_log("not_ours")
def test_another_stores_feed_is_not_taken_although_it_is_signed() -> None:
    sim = Simulation(29)
    publish(sim, 20)
    own = sim.hub.scope
    sim.hub.scope = msgspec.structs.replace(own, store="other")
    sim.for_ms(MINUTE_MS)
    assert sim.cache.rows == {}
    sim.hub.scope = own
    settle(sim)


def test_an_empty_cache_is_filled_by_a_snapshot_and_then_by_the_feed() -> None:
    sim = Simulation(30)
    publish(sim, 3_000)
    sim.hub.make_snapshot()
    publish(sim, 30)
    settle(sim)
    assert sim.cache.generations == 2
    assert [ask for ask in sim.sent if ask.lane is Lane.SNAPSHOT]


def test_a_snapshot_goes_on_where_a_killed_daemon_left_it() -> None:
    sim = Simulation(31)
    for number in range(300):
        sim.hub.publish(Level.CHAIN, "product", f"p{number}", sim.random.randbytes(100_000))
    sim.hub.make_snapshot()
    sim.run(lambda: len(sim.box.data) > 8_000_000, MINUTE_MS)
    have = len(sim.box.data)
    sim.kill_daemon()
    sim.sent.clear()
    settle(sim)
    first = next(ask for ask in sim.sent if ask.lane is Lane.SNAPSHOT)
    assert first.headers["range"].startswith(f"bytes={have}-")


def test_a_snapshot_that_is_gone_from_the_hub_is_asked_for_anew() -> None:
    sim = Simulation(32)
    for number in range(100):
        sim.hub.publish(Level.CHAIN, "product", f"p{number}", sim.random.randbytes(100_000))
    sim.hub.make_snapshot()
    sim.run(lambda: len(sim.box.data) > 0, MINUTE_MS)
    publish(sim, 5)
    sim.hub.make_snapshot()
    settle(sim)
    assert sim.cache.positions() == sim.hub.positions() != Positions()


def test_a_lost_cache_does_not_take_the_answer_to_an_older_question() -> None:
    sim = Simulation(33)
    publish(sim, 100)
    settle(sim)
    sim.weather = Weather(late=1, late_ms=8_000)
    publish(sim, 20)
    sim.run(lambda: sim.courier._lines[Lane.FEED].asked is not None, MINUTE_MS)
    sim.cache.install({}, Positions())
    sim.courier.cache_replaced()
    sim.for_ms(2 * MINUTE_MS)
    sim.weather = FAIR
    settle(sim)
