"""Whatever the line does, every entry reaches the hub once and the cache becomes the hub's."""

from __future__ import annotations

import pytest

from pos_app.domain.entries import NoSale
from sync.fakes.weather import FAIR, FOUL, Simulation
from sync.protocol import Level

HOUR_MS = 3_600_000


def _sell(sim: Simulation, entries: int) -> None:
    for number in range(entries):
        sim.journal.append(NoSale("shift", "ada", f"change {number}"))
    sim.courier.journal_changed()


def _publish(sim: Simulation, rows: int) -> None:
    for number in range(rows):
        level = Level.CHAIN if number % 3 else Level.STORE
        sim.hub.publish(level, "product", f"p{number % 170}", None if number % 11 == 0 else b"row%d" % number)


def _same_rows(sim: Simulation) -> bool:
    def live(rows: dict) -> dict:  # type: ignore[type-arg]
        return {key: row for key, row in rows.items() if not row.deleted}

    return live(sim.cache.rows) == live(sim.hub.rows) and sim.courier.session.up_to_date_ms is not None


def test_in_fair_weather_a_backlog_and_a_feed_arrive_at_once() -> None:
    sim = Simulation(1)
    _sell(sim, 1_000)
    _publish(sim, 500)
    assert sim.run(lambda: sim.drained() and _same_rows(sim), 60_000) < 5_000


@pytest.mark.parametrize("seed", range(40))
def test_in_foul_weather_every_entry_arrives_once_and_the_cache_is_the_hubs(seed: int) -> None:
    sim = Simulation(seed, FOUL)
    for _ in range(6):
        _sell(sim, sim.random.randint(0, 120))
        _publish(sim, sim.random.randint(0, 120))
        if sim.random.random() < 0.3:
            sim.journal.open_epoch("hub_demanded")
        if sim.random.random() < 0.3:
            sim.kill_daemon()
        sim.for_ms(sim.random.randint(1_000, 120_000))
    sim.weather = FAIR
    sim.run(lambda: sim.drained() and _same_rows(sim), 15 * 60_000)
