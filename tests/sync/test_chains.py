"""Restored hubs, cloned tills, old epochs: both sides find out where they disagree, and nothing is lost."""

from __future__ import annotations

from pos_app.domain.entries import NoSale
from sync.asks import Lane
from sync.fakes.weather import CUT_OFF, FAIR, Simulation, Weather
from tests.sync.simulated import DRAIN_MS, MINUTE_MS, sell, settle


def test_a_hub_restored_from_a_backup_gets_again_what_it_lost() -> None:
    sim = Simulation(19)
    sell(sim, 300)
    settle(sim)
    sim.hub.kept = {place: kept for place, kept in sim.hub.kept.items() if place[1] <= 100}
    sim.run(lambda: len(sim.hub.entries()) == 301, 3 * MINUTE_MS)
    settle(sim)


def test_a_hub_that_forgot_everything_gets_everything() -> None:
    sim = Simulation(20)
    sell(sim, 300)
    settle(sim)
    sim.hub.kept = {}
    sim.run(lambda: len(sim.hub.entries()) == 301, 3 * MINUTE_MS)
    settle(sim)
    assert [ack.seq for ack in sim.cache.acks()] == [301]


def test_a_cloned_till_is_told_to_open_an_epoch_and_both_bodies_are_kept() -> None:
    sim = Simulation(21)
    sell(sim, 50)
    twin = Simulation(21)
    twin.hub = sim.hub
    settle(sim)
    for number in range(30):
        twin.journal.append(NoSale("shift", "bob", f"other {number}"))
    twin.courier.journal_changed()
    both = {entry.hash for entry in sim.journal.everything() + twin.journal.everything()}
    twin.run(lambda: {entry.hash for entry in twin.hub.entries()} == both, DRAIN_MS)
    demand = twin.cache.demand()
    assert demand is not None
    assert demand.epoch == twin.journal.heads()[-1].epoch
    twin.journal.open_epoch(demand.reason)
    twin.courier.journal_changed()
    assert twin.cache.demand() is None
    twin.run(lambda: twin.courier.session.outbox.waiting() == 0, DRAIN_MS)
    twin.sent.clear()
    twin.for_ms(10 * MINUTE_MS)
    assert not [ask for ask in twin.sent if ask.lane is Lane.PUSH], "the fork is pushed once, not at every hello"


def test_a_till_restored_from_a_backup_gets_a_new_epoch_before_it_writes_again() -> None:
    sim = Simulation(22)
    sell(sim, 50)
    settle(sim)
    old = Simulation(22)
    old.hub = sim.hub
    for number in range(20):
        old.journal.append(NoSale("shift", "ada", f"change {number}"))
    old.run(lambda: old.cache.demand() is not None, MINUTE_MS)


def test_old_epochs_are_pushed_before_new_ones_under_their_own_number() -> None:
    sim = Simulation(23, CUT_OFF)
    sell(sim, 250)
    sim.journal.open_epoch("hub_demanded")
    sell(sim, 10)
    sim.weather = FAIR
    settle(sim)
    assert [place[0] for place in sim.hub.kept] == [1_000] * 251 + [1_001] * 11


def test_a_till_whose_hello_is_overtaken_by_its_pushes_is_not_taken_for_a_restored_one() -> None:
    sim = Simulation(24, Weather(late=0.5, late_ms=8_000))
    for _ in range(100):
        sell(sim, 5)
        sim.courier.session.hello_wanted = True
        sim.for_ms(2_000)
        assert sim.cache.demand() is None
    sim.weather = FAIR
    settle(sim)
