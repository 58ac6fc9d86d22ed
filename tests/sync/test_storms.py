"""Whatever the line does, every entry reaches the hub once and the cache becomes the hub's."""

from __future__ import annotations

import pytest

from sync.asks import Lane
from sync.fakes.weather import CUT_OFF, FAIR, FOUL, Simulation, Weather
from sync.protocol import JSON
from sync.status import SyncState
from tests.sync.simulated import MINUTE_MS, publish, sell, settle, state


def test_in_fair_weather_a_backlog_and_a_feed_arrive_at_once() -> None:
    sim = Simulation(1)
    sell(sim, 1_000)
    publish(sim, 500)
    assert settle(sim) < 5_000
    assert len([ask for ask in sim.sent if ask.lane is Lane.PUSH]) == 6


def test_the_same_is_true_of_json_that_a_person_can_read() -> None:
    sim = Simulation(2, content_type=JSON)
    sell(sim, 100)
    publish(sim, 100)
    settle(sim)
    push = next(ask for ask in sim.sent if ask.lane is Lane.PUSH)
    assert push.body.startswith(b'{"entries":[[')


@pytest.mark.parametrize("seed", range(60))
def test_in_foul_weather_every_entry_arrives_once_and_the_cache_is_the_hubs(seed: int) -> None:
    sim = Simulation(seed, FOUL)
    if seed % 2:
        publish(sim, 300)
        sim.hub.make_snapshot()
    for _ in range(6):
        sell(sim, sim.random.randint(0, 120))
        publish(sim, sim.random.randint(0, 120))
        if sim.random.random() < 0.3:
            sim.journal.open_epoch("hub_demanded")
        if sim.random.random() < 0.3:
            sim.kill_daemon()
        sim.weather = sim.random.choice([FOUL, FOUL, CUT_OFF, FAIR])
        sim.for_ms(sim.random.randint(1_000, 120_000))
    sim.weather = FAIR
    settle(sim)


def test_half_of_everything_lost_still_makes_progress() -> None:
    sim = Simulation(3, Weather(request_lost=0.5, answer_lost=0.3, silent=0.3))
    sell(sim, 2_000)
    settle(sim, 30 * MINUTE_MS)


def test_a_line_that_swallows_everything_without_a_word_is_asked_again() -> None:
    sim = Simulation(4, Weather(request_lost=1, silent=1))
    sell(sim, 10)
    sim.for_ms(5 * MINUTE_MS)
    assert len(sim.sent) > 5
    sim.weather = FAIR
    settle(sim)


def test_an_outage_is_not_hammered_at() -> None:
    sim = Simulation(5)
    sell(sim, 10)
    settle(sim)
    sim.weather = CUT_OFF
    sim.sent.clear()
    sell(sim, 10)
    sim.for_ms(60 * MINUTE_MS)
    assert len(sim.sent) < 60 * 20
    assert state(sim) is SyncState.OFFLINE


def test_when_the_network_is_back_the_till_is_back_within_a_cap_of_the_wait() -> None:
    sim = Simulation(6, CUT_OFF)
    sell(sim, 300)
    sim.for_ms(30 * MINUTE_MS)
    sim.weather = FAIR
    assert settle(sim) < 20_000


def test_a_quiet_line_costs_a_few_requests_a_minute() -> None:
    sim = Simulation(7)
    settle(sim)
    sim.sent.clear()
    sim.for_ms(10 * MINUTE_MS)
    hellos = [ask for ask in sim.sent if ask.lane is Lane.HELLO]
    assert 5 <= len(hellos) <= 20
    assert not [ask for ask in sim.sent if ask.lane is Lane.PUSH]
    # The fake hub does not hold a long poll back: the courier slows it down by itself.
    assert len(sim.sent) <= 10 * 60 + 20
