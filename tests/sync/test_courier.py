"""Whatever the line does, every entry reaches the hub once and the cache becomes the hub's."""

from __future__ import annotations

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pos_app.domain.entries import ClaimMade, NoSale
from sync.asks import Answer, Lane
from sync.fakes.memory import RowKey
from sync.fakes.weather import CUT_OFF, FAIR, FOUL, Simulation, Weather
from sync.protocol import CLAIM_PATH, VERSION, VERSION_HEADER, FeedRow, Level, Positions, State
from sync.standing import status_of
from sync.status import SyncState

MINUTE_MS = 60_000
DRAIN_MS = 6 * MINUTE_MS
"""After the last fault nothing waits longer: an entry that stood aside is tried again within five minutes."""


def _sell(sim: Simulation, entries: int) -> None:
    for number in range(entries):
        sim.journal.append(NoSale("shift", "ada", f"change {number}"))
    sim.courier.journal_changed()


def _publish(sim: Simulation, rows: int) -> None:
    for number in range(rows):
        level = Level.CHAIN if number % 3 else Level.STORE
        sim.hub.publish(level, "product", f"p{number % 170}", None if number % 11 == 0 else b"row%d" % number)


def _live(rows: dict[RowKey, FeedRow]) -> dict[RowKey, FeedRow]:
    return {key: row for key, row in rows.items() if not row.deleted}


def _same_rows(sim: Simulation) -> bool:
    return _live(sim.cache.rows) == _live(sim.hub.rows) and sim.cache.positions() == sim.hub.positions()


def _state(sim: Simulation) -> SyncState:
    return status_of(sim.courier.session, beat=1, pid=1, up_to_date_ms=None).state


def _settle(sim: Simulation, limit_ms: int = DRAIN_MS) -> int:
    return sim.run(lambda: sim.drained() and _same_rows(sim), limit_ms)


# The weather.


def test_in_fair_weather_a_backlog_and_a_feed_arrive_at_once() -> None:
    sim = Simulation(1)
    _sell(sim, 1_000)
    _publish(sim, 500)
    assert _settle(sim) < 5_000
    assert len([ask for ask in sim.sent if ask.lane is Lane.PUSH]) == 6


@pytest.mark.parametrize("seed", range(60))
def test_in_foul_weather_every_entry_arrives_once_and_the_cache_is_the_hubs(seed: int) -> None:
    sim = Simulation(seed, FOUL)
    if seed % 2:
        _publish(sim, 300)
        sim.hub.make_snapshot()
    for _ in range(6):
        _sell(sim, sim.random.randint(0, 120))
        _publish(sim, sim.random.randint(0, 120))
        if sim.random.random() < 0.3:
            sim.journal.open_epoch("hub_demanded")
        if sim.random.random() < 0.3:
            sim.kill_daemon()
        sim.weather = sim.random.choice([FOUL, FOUL, CUT_OFF, FAIR])
        sim.for_ms(sim.random.randint(1_000, 120_000))
    sim.weather = FAIR
    _settle(sim)


def test_half_of_everything_lost_still_makes_progress() -> None:
    sim = Simulation(3, Weather(request_lost=0.5, answer_lost=0.3, silent=0.3))
    _sell(sim, 2_000)
    _settle(sim, 30 * MINUTE_MS)


def test_a_line_that_swallows_everything_without_a_word_is_asked_again() -> None:
    sim = Simulation(4, Weather(request_lost=1, silent=1))
    _sell(sim, 10)
    sim.for_ms(5 * MINUTE_MS)
    assert len(sim.sent) > 5
    sim.weather = FAIR
    _settle(sim)


def test_an_outage_is_not_hammered_at() -> None:
    sim = Simulation(5)
    _sell(sim, 10)
    _settle(sim)
    sim.weather = CUT_OFF
    sim.sent.clear()
    _sell(sim, 10)
    sim.for_ms(60 * MINUTE_MS)
    assert len(sim.sent) < 60 * 20
    assert _state(sim) is SyncState.OFFLINE


def test_when_the_network_is_back_the_till_is_back_within_a_cap_of_the_wait() -> None:
    sim = Simulation(6, CUT_OFF)
    _sell(sim, 300)
    sim.for_ms(30 * MINUTE_MS)
    sim.weather = FAIR
    assert _settle(sim) < 20_000


def test_a_quiet_line_costs_a_few_requests_a_minute() -> None:
    sim = Simulation(7)
    _settle(sim)
    sim.sent.clear()
    sim.for_ms(10 * MINUTE_MS)
    hellos = [ask for ask in sim.sent if ask.lane is Lane.HELLO]
    assert 5 <= len(hellos) <= 20
    assert not [ask for ask in sim.sent if ask.lane is Lane.PUSH]
    # The fake hub does not hold a long poll back: the courier slows it down by itself.
    assert len(sim.sent) <= 10 * 60 + 20


# One bad entry, one bad batch.


def test_an_entry_that_breaks_the_hub_delays_no_other() -> None:
    sim = Simulation(8)
    _sell(sim, 500)
    bad = sim.journal.everything()[250]
    sim.hub.poison = {bad.hash}
    sim.run(lambda: len(sim.hub.entries()) == 500, DRAIN_MS)
    _sell(sim, 50)
    sim.run(lambda: len(sim.hub.entries()) == 550, 5_000)
    sim.for_ms(10 * MINUTE_MS)
    assert _state(sim) is SyncState.LOOK
    sim.hub.poison = set()
    _settle(sim)
    assert _state(sim) is SyncState.ONLINE


def test_an_entry_too_large_for_a_proxy_delays_no_other() -> None:
    sim = Simulation(9)
    _sell(sim, 100)
    sim.journal.append(NoSale("shift", "ada", sim.random.randbytes(30_000).hex()))
    _sell(sim, 100)
    sim.hub.body_bytes_max = 25_000
    sim.run(lambda: sim.courier.session.outbox.waiting() == 1, DRAIN_MS)
    assert len(sim.hub.entries()) == 201
    sim.hub.body_bytes_max = 4_000_000
    _settle(sim)


def test_a_body_too_large_shrinks_the_batch_and_it_grows_again() -> None:
    sim = Simulation(10)
    sim.hub.body_bytes_max = 5_000
    _sell(sim, 400)
    assert _settle(sim) < MINUTE_MS
    sim.hub.body_bytes_max = 4_000_000
    _sell(sim, 2_000)
    _settle(sim)
    sim.sent.clear()
    _sell(sim, 200)
    _settle(sim)
    assert len([ask for ask in sim.sent if ask.lane is Lane.PUSH]) == 1


def test_a_quarantined_entry_is_shown_and_delays_no_other() -> None:
    sim = Simulation(11)
    _sell(sim, 20)
    sim.hub.quarantine = {sim.journal.everything()[5].hash}
    _settle(sim)
    assert [(s.seq, s.state) for s in sim.cache.entry_states()] == [(6, State.QUARANTINED)]
    assert _state(sim) is SyncState.LOOK


def test_a_hub_that_is_ill_for_an_hour_drains_soon_after() -> None:
    sim = Simulation(12)
    _settle(sim)
    _sell(sim, 500)
    sim.hub.poison = {entry.hash for entry in sim.journal.everything()}
    sim.for_ms(60 * MINUTE_MS)
    sim.hub.poison = set()
    _settle(sim)


# What an answer means.


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
    _publish(sim, 10)
    _settle(sim)
    real = sim.hub.answer
    sim.hub.answer = lambda *_: Answer(status, headers, body)  # type: ignore[method-assign]
    _sell(sim, 10)
    sim.sent.clear()
    sim.for_ms(10 * MINUTE_MS)
    assert 10 < len(sim.sent) < 400
    assert sim.cache.entry_states() == ()
    assert not sim.courier.session.contact.refused
    sim.hub.answer = real  # type: ignore[method-assign]
    _settle(sim)


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_obeyed_within_bounds(status: int) -> None:
    sim = Simulation(14)
    _settle(sim)
    real = sim.hub.answer
    sim.hub.answer = lambda *_: Answer(status, {"retry-after": "100"}, b"")  # type: ignore[method-assign]
    _sell(sim, 10)
    sim.sent.clear()
    sim.for_ms(95_000)
    assert len([ask for ask in sim.sent if ask.lane is Lane.PUSH]) == 1
    sim.hub.answer = lambda *_: Answer(status, {"retry-after": "999999999"}, b"")  # type: ignore[method-assign]
    sim.for_ms(60_000)
    sim.hub.answer = real  # type: ignore[method-assign]
    _settle(sim, 3 * MINUTE_MS)


def test_a_refused_credential_is_shown_and_asked_about_rarely() -> None:
    sim = Simulation(15)
    sim.hub.credential_good = False
    _sell(sim, 10)
    sim.for_ms(10 * MINUTE_MS)
    assert _state(sim) is SyncState.REFUSED
    assert 10 < len(sim.sent) <= 61
    sim.hub.credential_good = True
    _settle(sim)
    assert _state(sim) is SyncState.ONLINE


def test_a_hub_of_a_foreign_version_is_shown_and_nothing_is_lost() -> None:
    sim = Simulation(16)
    sim.hub.version = str(VERSION + 1)
    _sell(sim, 10)
    sim.for_ms(5 * MINUTE_MS)
    assert _state(sim) is SyncState.VERSION
    sim.hub.version = str(VERSION)
    _settle(sim)


@pytest.mark.expects_log("disk_full")
def test_a_full_disk_under_the_cache_does_not_keep_the_journal_from_the_hub() -> None:
    sim = Simulation(17)
    _publish(sim, 10)
    sim.cache.broken = True
    _sell(sim, 600)
    sim.run(sim.drained, DRAIN_MS)
    sim.cache.broken = False
    _settle(sim)


def test_a_wrong_clock_is_shown_and_stops_nothing() -> None:
    sim = Simulation(18)
    ahead = sim.clock.wall_ms() + 3 * 3_600_000
    sim.hub.clock = type("Ahead", (), {"wall_ms": lambda _: ahead, "monotonic_ms": lambda _: 0})()
    _sell(sim, 10)
    _settle(sim)
    assert _state(sim) is SyncState.CLOCK_WRONG


# Chains, epochs and forks.


def test_a_hub_restored_from_a_backup_gets_again_what_it_lost() -> None:
    sim = Simulation(19)
    _sell(sim, 300)
    _settle(sim)
    sim.hub.kept = {place: kept for place, kept in sim.hub.kept.items() if place[1] <= 100}
    sim.run(lambda: len(sim.hub.entries()) == 301, 3 * MINUTE_MS)
    _settle(sim)


def test_a_hub_that_forgot_everything_gets_everything() -> None:
    sim = Simulation(20)
    _sell(sim, 300)
    _settle(sim)
    sim.hub.kept = {}
    sim.run(lambda: len(sim.hub.entries()) == 301, 3 * MINUTE_MS)
    _settle(sim)
    assert [ack.seq for ack in sim.cache.acks()] == [301]


def test_a_cloned_till_is_told_to_open_an_epoch_and_both_bodies_are_kept() -> None:
    sim = Simulation(21)
    _sell(sim, 50)
    twin = Simulation(21)
    twin.hub = sim.hub
    _settle(sim)
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
    _sell(sim, 50)
    _settle(sim)
    old = Simulation(22)
    old.hub = sim.hub
    for number in range(20):
        old.journal.append(NoSale("shift", "ada", f"change {number}"))
    old.run(lambda: old.cache.demand() is not None, MINUTE_MS)


def test_old_epochs_are_pushed_before_new_ones_under_their_own_number() -> None:
    sim = Simulation(23, CUT_OFF)
    _sell(sim, 250)
    sim.journal.open_epoch("hub_demanded")
    _sell(sim, 10)
    sim.weather = FAIR
    _settle(sim)
    assert [place[0] for place in sim.hub.kept] == [1_000] * 251 + [1_001] * 11


# The feed.


def test_deletes_and_changes_arrive_and_the_sums_agree() -> None:
    sim = Simulation(24)
    _publish(sim, 400)
    _settle(sim)
    _publish(sim, 100)
    _settle(sim)
    assert sim.courier.session.up_to_date_ms is not None
    assert sim.cache.generations == 1


@pytest.mark.expects_log("differs from the hub's")
def test_a_cache_that_differs_is_filled_again_from_the_beginning() -> None:
    sim = Simulation(25)
    _publish(sim, 200)
    _settle(sim)
    key = next(iter(_live(sim.cache.rows)))
    sim.cache.rows[key] = msgspec.structs.replace(sim.cache.rows[key], body=b"cheaper")
    _publish(sim, 1)
    _settle(sim)
    assert sim.cache.generations == 2
    assert not sim.courier.session.differs


@pytest.mark.expects_log("differs from the hub's")
def test_a_hub_whose_sums_never_agree_is_shown_and_not_refilled_without_end() -> None:
    sim = Simulation(26)
    _publish(sim, 20)
    _settle(sim)
    row = FeedRow(Level.CHAIN, "product", "ghost", 1, False, b"")  # noqa: FBT003 - a row's fields in order
    sim.hub.rows["chain", "product", "ghost"] = row
    sim.cache.apply = lambda batch: None  # type: ignore[method-assign]  # noqa: ARG005 - a cache that forgets
    sim.for_ms(30 * MINUTE_MS)
    assert sim.cache.generations <= 5
    assert _state(sim) is SyncState.LOOK


@pytest.mark.expects_log("differs from the hub's")
def test_a_feed_of_a_restored_hub_is_followed_from_the_beginning() -> None:
    sim = Simulation(27)
    _publish(sim, 200)
    _settle(sim)
    sim.hub.rows = {}
    sim.hub.counters = {Level.CHAIN: 0, Level.STORE: 0}
    _publish(sim, 60)
    _settle(sim)


@pytest.mark.expects_log("bad_signature")
def test_a_feed_that_the_hub_did_not_sign_changes_nothing() -> None:
    sim = Simulation(28)
    _publish(sim, 20)
    _settle(sim)
    before, good = dict(sim.cache.rows), sim.hub.key
    sim.hub.key = Ed25519PrivateKey.generate()
    _publish(sim, 20)
    sim.for_ms(5 * MINUTE_MS)
    assert sim.cache.rows == before
    sim.hub.key = good
    _settle(sim)


@pytest.mark.expects_log("not_ours")
def test_another_stores_feed_is_not_taken_although_it_is_signed() -> None:
    sim = Simulation(29)
    _publish(sim, 20)
    own = sim.hub.scope
    sim.hub.scope = msgspec.structs.replace(own, store="other")
    sim.for_ms(MINUTE_MS)
    assert sim.cache.rows == {}
    sim.hub.scope = own
    _settle(sim)


def test_an_empty_cache_is_filled_by_a_snapshot_and_then_by_the_feed() -> None:
    sim = Simulation(30)
    _publish(sim, 3_000)
    sim.hub.make_snapshot()
    _publish(sim, 30)
    _settle(sim)
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
    _settle(sim)
    first = next(ask for ask in sim.sent if ask.lane is Lane.SNAPSHOT)
    assert first.headers["range"].startswith(f"bytes={have}-")


def test_a_snapshot_that_is_gone_from_the_hub_is_asked_for_anew() -> None:
    sim = Simulation(32)
    for number in range(100):
        sim.hub.publish(Level.CHAIN, "product", f"p{number}", sim.random.randbytes(100_000))
    sim.hub.make_snapshot()
    sim.run(lambda: len(sim.box.data) > 0, MINUTE_MS)
    _publish(sim, 5)
    sim.hub.make_snapshot()
    _settle(sim)
    assert sim.cache.positions() == sim.hub.positions() != Positions()


def test_a_lost_cache_does_not_take_the_answer_to_an_older_question() -> None:
    sim = Simulation(33)
    _publish(sim, 100)
    _settle(sim)
    sim.weather = Weather(late=1, late_ms=8_000)
    _publish(sim, 20)
    sim.run(lambda: sim.courier._lines[Lane.FEED].asked is not None, MINUTE_MS)
    sim.cache.install({}, Positions())
    sim.courier.cache_replaced()
    sim.for_ms(2 * MINUTE_MS)
    sim.weather = FAIR
    _settle(sim)


# Claims.


def _claim(sim: Simulation, number: int) -> None:
    sim.journal.append(ClaimMade(f"claim-{number}", "coupon", f"C{number // 2}"))
    sim.courier.journal_changed()


def test_a_claim_overtakes_the_backlog_and_acknowledges_nothing() -> None:
    sim = Simulation(34)
    _sell(sim, 2_000)
    _claim(sim, 0)
    sim.run(lambda: "claim-0" in sim.cache.answers, 1_000)
    assert len(sim.hub.entries()) < 500
    _settle(sim)
    assert len([path for path in sim.hub.asked if path == CLAIM_PATH]) == 1


def test_a_claim_that_the_hub_cannot_read_delays_no_other() -> None:
    sim = Simulation(35)
    _settle(sim)
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
