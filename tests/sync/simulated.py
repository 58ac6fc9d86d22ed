"""What the simulations of the courier have in common: a till that sells, a centre that publishes, and the end."""

from __future__ import annotations

from pos_app.domain.entries import NoSale
from sync.fakes.memory import RowKey
from sync.fakes.weather import Simulation
from sync.protocol import FeedRow, Level
from sync.standing import status_of
from sync.status import SyncState

MINUTE_MS = 60_000
DRAIN_MS = 6 * MINUTE_MS
"""After the last fault nothing waits longer: an entry that stood aside is tried again within five minutes."""


def sell(sim: Simulation, entries: int) -> None:
    for number in range(entries):
        sim.journal.append(NoSale("shift", "ada", f"change {number}"))
    sim.courier.journal_changed()


def publish(sim: Simulation, rows: int) -> None:
    for number in range(rows):
        level = Level.CHAIN if number % 3 else Level.STORE
        sim.hub.publish(level, "product", f"p{number % 170}", None if number % 11 == 0 else b"row%d" % number)


def live(rows: dict[RowKey, FeedRow]) -> dict[RowKey, FeedRow]:
    return {key: row for key, row in rows.items() if not row.deleted}


def same_rows(sim: Simulation) -> bool:
    return live(sim.cache.rows) == live(sim.hub.rows) and sim.cache.positions() == sim.hub.positions()


def state(sim: Simulation) -> SyncState:
    return status_of(sim.courier.session, beat=1, pid=1, up_to_date_ms=None).state


def settle(sim: Simulation, limit_ms: int = DRAIN_MS) -> int:
    return sim.run(lambda: sim.drained() and same_rows(sim), limit_ms)
