"""What a person has looked at is settled: written down once, off the lists, off the till's lamp at its next hello."""

from __future__ import annotations

import itertools
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from sqlalchemy import text

from pos_app.domain.basket import Item
from pos_app.domain.chain import Place, Scope, Sealed
from pos_app.domain.entries import NoSale, Sale
from pos_app.domain.feed import EntryState, State
from sync.asks import Answer, Ask
from sync.courier import Courier
from sync.fakes.memory import MemoryJournal
from sync.fakes.weather import Simulation
from sync.hub import settling
from sync.hub.database import Database
from sync.hub.posting import FAILED
from sync.hub.settling import OPEN_STATES_MAX
from sync.hub.tables import OPEN, quarantine
from sync.protocol import FEED_PATH
from sync.session import Session
from sync.standing import status_of
from tests.sync.hub.paper_till import CHAIN, STORE, PaperTill
from tests.sync.hub.stand import ADMIN, Stand, a_level

HELLO_MS = 100_000
"""By then a till has said hello again."""


def a_sale_of_nothing_known(stand: Stand, till: PaperTill) -> Sale:
    """A sale of one product that is on no list, though there is stock of it."""
    stand.publish([a_level("nobody-knows", 10_000)])
    return till.sale([till.line(1, 1, item=Item("nobody-knows", {"en": "?"}, "d1", "A"))])


def broken(entry: Sealed) -> Sealed:
    return Sealed(entry.header, entry.body, entry.hash, b"\x01" * 64)


def settled(stand: Stand, till: PaperTill, at: int, **changed: Any) -> tuple[int, Any]:  # noqa: ANN401 - any wrong value
    said = {
        "chain": CHAIN, "store": STORE, "workstation": till.scope.workstation, "epoch": till.epoch, "seq": at,
        "by": "Ada", "note": "label was wrong",
    } | changed  # fmt: skip
    answer = stand.client.post("/admin/settle", json=said, headers={"authorization": f"Bearer {ADMIN}"})
    return answer.status_code, answer.json() if answer.status_code == 200 else answer.content


def a_bad_day(stand: Stand) -> PaperTill:
    """Seq 2 sells what nobody knows at a price of its own, seq 3 is in order, seq 4 is forged."""
    till = stand.till()
    till.opened()
    till.write(a_sale_of_nothing_known(stand, till))
    till.sell(3)
    forged = till.sell(4)
    entries = [*till.entries[:-1], broken(forged)]
    stand.push(till, entries)
    stand.settle()
    return till


def test_what_is_settled_leaves_the_lists_and_the_count_and_can_still_be_read(stand: Stand) -> None:
    till = a_bad_day(stand)
    assert sorted(stand.reasons()) == ["product.unknown", "signature.broken"]
    assert stand.kinds() == ["price.of_another"]
    assert settled(stand, till, 2) == (200, {"settled": 2, "before": 0})
    figures = stand.admin("summary")
    assert (figures["exceptions"], figures["quarantined"]) == (0, 1)
    assert (stand.kinds(), stand.reasons()) == ([], ["signature.broken"])
    (kept,) = stand.admin("exceptions", all=1)
    assert (kept["settled_by"], kept["settled_note"]) == ("Ada", "label was wrong")
    assert kept["settled_ms"] == stand.clock.wall_ms()
    assert kept["receipt"] == {"kind": "sale", "number": 1}
    assert len(stand.admin("quarantine", all=1)) == 2


def test_settling_again_changes_nothing_and_keeps_the_first_name(stand: Stand) -> None:
    till = a_bad_day(stand)
    settled(stand, till, 2)
    stand.clock.advance(5_000)
    assert settled(stand, till, 2, by="Grace", note="again") == (200, {"settled": 0, "before": 2})
    assert {row["settled_by"] for row in stand.admin("exceptions", all=1)} == {"Ada"}


def test_the_same_entry_sent_again_stays_settled(stand: Stand) -> None:
    till = a_bad_day(stand)
    settled(stand, till, 2)
    stand.push(till, till.entries[:3])
    stand.settle()
    assert stand.hello(till).open_states == (EntryState(till.epoch, 4, State.REFUSED, "signature.broken"),)


@pytest.mark.parametrize(
    "changed",
    [
        {"by": ""}, {"by": "x" * 65}, {"note": " "}, {"note": "x" * 501}, {"note": "two\nlines"}, {"seq": 99},
        {"epoch": 2**63}, {"seq": -1}, {"workstation": "\x00"}, {"store": "elsewhere"}, {"subject": "no such"},
    ],
)  # fmt: skip
def test_what_names_nobody_nothing_or_no_entry_settles_nothing(stand: Stand, changed: dict[str, Any]) -> None:
    till = a_bad_day(stand)
    code, _ = settled(stand, till, 2, **changed)
    assert code == 422
    assert stand.admin("summary")["exceptions"] == 1


def test_only_the_admin_settles(stand: Stand) -> None:
    till = a_bad_day(stand)
    said = {"chain": CHAIN, "store": STORE, "workstation": till.scope.workstation, "epoch": till.epoch, "seq": 2}
    answer = stand.client.post("/admin/settle", json=said | {"by": "x", "note": "y"}, headers=stand.headers(till))
    assert answer.status_code == 401
    assert stand.admin("summary")["exceptions"] == 1


def test_a_fork_is_listed_told_to_the_till_and_settled_like_the_rest(stand: Stand) -> None:
    till = stand.till()
    till.opened()
    for product in range(3):
        till.sell(product)
    stand.push(till)
    twin = till.seal(NoSale("shift-1", "op-1", "change"), Place(till.epoch, 2, till.entries[0].hash))
    stand.push(till, [twin])
    assert stand.reasons() == ["epoch.fork"]
    assert stand.hello(till).open_states == (EntryState(till.epoch, 2, State.FORKED, "epoch.fork"),)
    assert settled(stand, till, 2) == (200, {"settled": 1, "before": 0})
    stand.push(till, [twin])
    assert stand.reasons() == []
    assert stand.hello(till).open_states == ()


def test_an_entry_with_several_findings_is_one_entry_to_look_at(stand: Stand) -> None:
    till = stand.till()
    till.opened()
    till.write(a_sale_of_nothing_known(stand, till))
    stand.push(till)
    stand.push(till, [till.seal(a_sale_of_nothing_known(stand, till), Place(till.epoch, 2, till.entries[0].hash))])
    stand.settle()
    assert sorted(stand.reasons()) == ["epoch.fork", "product.unknown", "product.unknown"]
    assert stand.hello(till).open_states == (EntryState(till.epoch, 2, State.FORKED, "epoch.fork"),)


def test_hello_names_only_the_senders_own_entries(stand: Stand) -> None:
    a_bad_day(stand)
    other = stand.till()
    other.opened()
    stand.push(other)
    assert stand.hello(other).open_states == ()


def test_stock_below_nought_is_settled_by_its_product_and_opens_again_when_it_falls_further(stand: Stand) -> None:
    till = stand.till()
    till.opened()
    till.write(till.sale([till.line(1, 2, 2_000_000)]))
    till.write(till.sale([till.line(1, 3, 2_000_000)]))
    stand.push(till)
    stand.settle()
    assert stand.kinds() == ["stock.negative"] * 2
    place = {"workstation": "", "epoch": 0, "subject": "p2"}
    assert settled(stand, till, 0, **place) == (200, {"settled": 1, "before": 0})
    assert [row["subject"] for row in stand.admin("exceptions")] == ["p3"]
    till.sell(2)
    stand.push(till)
    stand.settle()
    assert sorted(row["subject"] for row in stand.admin("exceptions")) == ["p2", "p3"]


def test_refused_bytes_are_kept_again_once_those_before_are_settled(stand: Stand) -> None:
    till = stand.till()
    sealed = [till.opened() for _ in range(201)]
    forged = [broken(entry) for entry in sealed]
    stand.push(till, forged[:200])
    stand.push(till, forged[200:])
    assert len(stand.reasons()) == 200
    settled(stand, till, 7)
    stand.push(till, forged[200:])
    assert len(stand.reasons()) == 200
    assert len(stand.admin("quarantine", all=1)) == 201


def test_hello_names_the_newest_thousand_and_finds_them_by_an_index(db: Database) -> None:
    scope = Scope(CHAIN, STORE, "T1")
    count = OPEN_STATES_MAX + 50
    with db.writing() as tx:
        for seq in range(1, count + 1):
            row = (CHAIN, STORE, "T1", 1, seq, b"h", FAILED, seq, "", seq, b"", b"", b"", *OPEN)
            tx.execute(quarantine.insert().values(row))
    with db.reading() as tx:
        found = settling.open_states(tx, scope)
        assert [state.seq for state in found] == list(range(count, 50, -1))
        if db.sqlite:
            plan = " ".join(
                row[3]
                for row in tx.execute(
                    text("EXPLAIN QUERY PLAN " + str(settling._open)), {"c": "c", "s": "s", "w": "w", "param_1": 1}
                )
            )
            assert "quarantine_open" in plan


# A real courier against the real hub, in simulated time


class Line(Simulation):
    """The courier of a till that is enrolled at `stand`; every ask goes to that hub's own routes."""

    def __init__(self, stand: Stand) -> None:
        self.stand = stand
        self.till = stand.till()
        super().__init__(1)
        self.clock = stand.clock
        self.journal = MemoryJournal(self.till.key, self.clock, self.till.scope, self.till.epoch)
        self.courier = self._at_the_stand()

    def _at_the_stand(self) -> Courier:
        key = self.stand.central.key
        session = Session(
            journal=self.journal, cache=self.cache, box=self.box, clock=self.clock, chance=self.random.random,
            scope=self.till.scope, keys={key.id: key.public}.get,
        )  # fmt: skip
        return Courier(session)

    def _arrive(self, ask: Ask) -> None:
        target = urlsplit(ask.path)
        polls = target.path == FEED_PATH
        if polls:  # the wait passes in simulated time
            query = dict(pair.split("=") for pair in target.query.split("&"))
            target = target._replace(query=urlencode(query | {"wait_ms": "0"}))
        headers = dict(ask.headers) | self.stand.headers(self.till)
        with self.stand.client.stream(ask.method, target.geturl(), headers=headers, content=ask.body) as came:
            said = {name.lower(): value for name, value in came.headers.items()}
            answer = Answer(came.status_code, said, b"".join(came.iter_raw()))
        self._report(ask, answer, 20_000 if polls else 10)

    def look(self) -> int:
        return status_of(self.courier.session, beat=1, pid=1, up_to_date_ms=None).look

    def until_hello(self) -> None:
        self.for_ms(HELLO_MS)


def test_a_tills_lamp_counts_what_is_open_at_the_hub_and_falls_when_it_is_settled(stand: Stand) -> None:
    line = Line(stand)
    headers = {"authorization": f"Bearer {ADMIN}"}
    closed = {"chain": CHAIN, "store": STORE, "business_day": "2026-01-02"}
    assert stand.client.post("/admin/closed-day", json=closed, headers=headers).status_code == 200
    line.journal.append(NoSale("shift", "ada", "change"))
    line.courier.journal_changed()
    line.until_hello()
    stand.settle()
    line.until_hello()
    assert line.look() == 2, "both entries came after their day was closed: the hub found it after it had answered"
    for seq, left in ((1, 1), (2, 0)):
        assert settled(stand, line.till, seq)[0] == 200
        line.until_hello()
        assert line.look() == left
    assert line.cache.entry_states() == ()


def test_a_fork_that_was_settled_goes_out_on_the_tills_lamp(stand: Stand) -> None:
    line = Line(stand)
    first = line.journal.everything()[0]
    twin = line.till.seal(NoSale("shift-1", "op-1", "change"), Place(line.till.epoch, 2, first.hash))
    stand.push(line.till, [first, twin])
    for number in itertools.repeat(0, 3):
        line.journal.append(NoSale("shift", "ada", f"change {number}"))
    line.courier.journal_changed()
    line.until_hello()
    states = [(state.seq, state.state) for state in line.cache.entry_states()]
    assert states == [(2, State.FORKED), (3, State.QUARANTINED)], "the twin's follower does not follow what was first"
    for seq, left in ((2, 1), (3, 0)):
        assert settled(stand, line.till, seq)[0] == 200
        line.until_hello()
        assert line.look() == left
