"""What may be used once is asked ahead of everything, and each claim waits by itself."""

from __future__ import annotations

import pytest

from pos_app.domain.entries import ClaimMade
from sync.asks import Answer, Lane
from sync.fakes.weather import CUT_OFF, FAIR, FOUL, Simulation
from sync.protocol import CLAIM_PATH
from tests.sync.simulated import MINUTE_MS, sell, settle


def _claim(sim: Simulation, number: int) -> None:
    sim.journal.append(ClaimMade(f"claim-{number}", "coupon", f"C{number // 2}"))
    sim.courier.journal_changed()


def test_a_claim_overtakes_the_backlog_and_acknowledges_nothing() -> None:
    sim = Simulation(34)
    sell(sim, 2_000)
    _claim(sim, 0)
    sim.run(lambda: "claim-0" in sim.cache.answers, 1_000)
    assert len(sim.hub.entries()) < 500
    settle(sim)
    assert len([path for path in sim.hub.asked if path == CLAIM_PATH]) == 1


def test_a_claim_that_the_hub_cannot_read_delays_no_other() -> None:
    sim = Simulation(35)
    settle(sim)
    real = sim.hub.answer

    def fussy(method: str, target: str, headers: dict[str, str], body: bytes) -> Answer:
        if target == CLAIM_PATH and b"claim-0" in body:
            return sim.hub._error(400, "hub.bad_claim")
        return real(method, target, headers, body)

    sim.hub.answer = fussy  # type: ignore[method-assign, assignment]
    for number in range(4):
        _claim(sim, number)
    sim.run(lambda: len(sim.cache.answers) == 3, 2_000)
    assert [sim.cache.answers[f"claim-{n}"].granted for n in (2, 3)].count(True) == 1


@pytest.mark.parametrize("seed", range(10))
def test_in_foul_weather_every_claim_is_answered_and_no_coupon_granted_twice(seed: int) -> None:
    sim = Simulation(seed, FOUL)
    for number in range(40):
        _claim(sim, number)
        sim.for_ms(sim.random.randint(0, 10_000))
    sim.weather = FAIR
    sim.run(lambda: len(sim.cache.answers) == 40, 2 * MINUTE_MS)
    granted = [claim for claim, reply in sim.cache.answers.items() if reply.granted]
    assert len(granted) == 20


def test_a_claim_without_a_network_is_asked_about_ever_more_rarely() -> None:
    sim = Simulation(37, CUT_OFF)
    _claim(sim, 0)
    sim.for_ms(10 * MINUTE_MS)
    assert 20 < len([ask for ask in sim.sent if ask.lane is Lane.CLAIM]) < 200


def test_someone_waits_for_two_seconds_only() -> None:
    sim = Simulation(36, CUT_OFF)
    _claim(sim, 0)
    assert sim.courier.someone_waits()
    sim.for_ms(2_500)
    assert not sim.courier.someone_waits()
