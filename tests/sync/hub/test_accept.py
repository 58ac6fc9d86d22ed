"""Entries arrive: what holds is kept byte for byte, once, whatever the network does."""

from __future__ import annotations

import msgspec
import pytest
from sqlalchemy import select

from pos_app.domain.chain import GENESIS, Place, Scope, Sealed
from pos_app.domain.entries import NoSale
from pos_app.domain.feed import State
from sync.hub.tables import entry
from tests.sync.hub.paper_till import PaperTill
from tests.sync.hub.stand import Stand


def a_day(stand: Stand) -> PaperTill:
    till = stand.till()
    till.opened()
    for product in range(9):
        till.sell(product, product + 1)
    return till


def changed_byte(said: bytes, place: int) -> bytes:
    return said[:place] + bytes([said[place] ^ 1]) + said[place + 1 :]


def test_a_batch_is_kept_byte_for_byte_and_acknowledged_to_its_head(stand: Stand) -> None:
    till = a_day(stand)
    reply = stand.push(till)
    assert (reply.acks[0].epoch, reply.acks[0].seq, reply.acks[0].hash) == (till.epoch, 10, till.entries[-1].hash)
    assert reply.states == ()
    assert reply.demand is None
    with stand.db.reading() as tx:
        kept = tx.execute(select(entry.c.header, entry.c.body, entry.c.hash, entry.c.signature).order_by(entry.c.seq))
        assert [Sealed(*row) for row in kept] == till.entries


def test_a_batch_sent_again_changes_nothing(stand: Stand) -> None:
    till = a_day(stand)
    first = stand.push(till)
    stand.settle()
    before = stand.admin("summary"), stand.admin("stock")
    assert stand.push(till) == first
    assert stand.push(till, till.entries[3:6]).acks == first.acks
    stand.settle()
    assert (stand.admin("summary"), stand.admin("stock")) == before


def test_a_batch_that_repeats_an_entry_keeps_it_once(stand: Stand) -> None:
    till = a_day(stand)
    reply = stand.push(till, [*till.entries[:5], *till.entries[2:]])
    assert reply.acks[0].seq == 10
    assert len(stand.kept(till)) == 10


@pytest.mark.parametrize("part", ["header", "body", "hash", "signature"])
def test_a_forged_entry_is_refused_and_delays_no_other(stand: Stand, part: str) -> None:
    till = a_day(stand)
    forged = msgspec.structs.replace(till.entries[4], **{part: changed_byte(getattr(till.entries[4], part), -1)})
    reply = stand.push(till, [*till.entries[:4], forged, *till.entries[5:]])
    assert [state.state for state in reply.states] == [State.REFUSED]
    assert reply.acks[0].seq == 4
    assert len(stand.kept(till)) == 9
    assert stand.push(till, [till.entries[4]]).acks[0].seq == 10, "the true one closes the gap"
    assert len(stand.reasons()) == 1


def test_an_entry_of_another_till_is_refused(stand: Stand) -> None:
    till, other = a_day(stand), a_day(stand)
    reply = stand.push(till, [other.entries[0], *till.entries])
    assert [(state.state, state.reason) for state in reply.states] == [(State.REFUSED, "scope.another")]
    assert reply.acks[0].seq == 10
    assert stand.kept(other) == []


def test_an_entry_in_the_name_of_another_store_is_refused(stand: Stand) -> None:
    till = a_day(stand)
    scope = Scope(till.scope.chain, "store-2", till.scope.workstation)
    foreign = till.seal(NoSale("shift-1", "op-1", "change"), scope=scope)
    assert [state.reason for state in stand.push(till, [foreign]).states] == ["scope.another"]


def test_what_is_no_entry_at_all_is_refused_and_its_bytes_are_shown(stand: Stand) -> None:
    till = a_day(stand)
    reply = stand.push(till, [Sealed(b"\xc1", b"", bytes(32), bytes(64)), *till.entries])
    assert [state.reason for state in reply.states] == ["header.unreadable"]
    assert reply.acks[0].seq == 10
    assert stand.reasons() == ["header.unreadable"]


def test_refused_bytes_cannot_fill_the_disk(stand: Stand) -> None:
    till = stand.till()
    for start in range(0, 400, 200):
        junk = [
            Sealed(b"\xc1%d" % number, b"", number.to_bytes(32, "big"), b"") for number in range(start, start + 200)
        ]
        assert len(stand.push(till, junk).states) == 200
    assert len(stand.reasons()) == 200


def test_entries_after_a_gap_are_kept_but_not_acknowledged_until_it_closes(stand: Stand) -> None:
    till = a_day(stand)
    assert stand.push(till, till.entries[5:]).acks[0].seq == 0
    assert stand.push(till, till.entries[:3]).acks[0].seq == 3
    stand.settle()
    assert stand.admin("summary")["waiting"] == 0, "they are posted all the same"
    reply = stand.push(till, till.entries[3:5])
    assert (reply.acks[0].seq, reply.acks[0].hash) == (10, till.entries[-1].hash)
    assert len(stand.kept(till)) == 10


def test_a_cloned_till_keeps_both_versions_and_must_open_a_new_epoch(stand: Stand) -> None:
    till = a_day(stand)
    stand.push(till)
    twin = till.seal(NoSale("shift-1", "op-1", "change"), Place(till.epoch, 5, till.entries[3].hash))
    reply = stand.push(till, [twin])
    assert [(state.seq, state.state) for state in reply.states] == [(5, State.FORKED)]
    assert reply.demand is not None
    assert (reply.demand.epoch, reply.demand.reason) == (till.epoch, "epoch.fork")
    assert reply.acks[0].seq == 10
    assert sorted(stand.kept(till)) == sorted(e.hash.hex() for e in [*till.entries, twin])
    assert stand.push(till, [twin]).states == reply.states, "the same answer again"
    assert len(stand.kept(till)) == 11


def test_both_versions_of_a_fork_in_one_batch_are_kept(stand: Stand) -> None:
    till = a_day(stand)
    twin = till.seal(NoSale("shift-1", "op-1", "change"), Place(till.epoch, 5, till.entries[3].hash))
    reply = stand.push(till, [*till.entries[:5], twin, *till.entries[5:]])
    assert [state.state for state in reply.states] == [State.FORKED]
    assert reply.acks[0].seq == 10
    assert len(stand.kept(till)) == 11


def test_both_sides_of_a_clone_are_posted(stand: Stand) -> None:
    till = a_day(stand)
    stand.push(till)
    sale = till.sale([till.line(1, 7)])
    twin = till.seal(sale, Place(till.epoch, 5, till.entries[3].hash))
    stand.push(till, [twin])
    stand.settle()
    totals = stand.admin("summary")["workstations"][0]["totals"][0]
    assert totals["sales"] == 10, "money that came is booked, whichever disk it was written on"


def test_an_entry_that_does_not_follow_the_one_before_counts_and_ends_the_epoch(stand: Stand) -> None:
    till = a_day(stand)
    stand.push(till)
    stray = till.seal(NoSale("shift-1", "op-1", "change"), Place(till.epoch, 11, b"\x07" * 32))
    reply = stand.push(till, [stray])
    assert [(state.state, state.reason) for state in reply.states] == [(State.QUARANTINED, "chain.unlinked")]
    assert reply.demand is not None
    assert (reply.acks[0].seq, reply.acks[0].hash) == (11, stray.hash), "nothing after it is held up"
    assert stand.reasons() == ["chain.unlinked"]


def test_a_new_epoch_begins_a_new_chain(stand: Stand) -> None:
    till = a_day(stand)
    stand.push(till)
    old = list(till.entries)
    till.entries, till.epoch = [], till.epoch + 1
    till.opened()
    assert till.entries[0].hash != old[0].hash
    reply = stand.push(till)
    assert [(ack.epoch, ack.seq) for ack in reply.acks] == [(till.epoch, 1)]
    assert stand.push(till, [old[-1]]).acks[0].seq == 10, "an old epoch is still taken"


def test_the_first_entry_follows_nothing(stand: Stand) -> None:
    till = stand.till()
    wrong = till.seal(NoSale("shift-1", "op-1", "change"), Place(till.epoch, 1, b"\x01" * 32))
    assert [state.reason for state in stand.push(till, [wrong]).states] == ["chain.unlinked"]
    assert GENESIS != b"\x01" * 32


def test_hello_finds_a_clone_before_its_first_push(stand: Stand) -> None:
    till = a_day(stand)
    stand.push(till)
    clone = PaperTill(till.scope, till.versions, 77)
    clone.epoch = till.epoch
    for number in range(12):
        clone.write(NoSale("shift-1", "op-1", f"change {number}"))
    clone.entries = clone.entries[:10]
    reply = stand.hello(clone)
    assert reply.demand is not None
    assert reply.demand.reason == "epoch.fork"
    assert stand.hello(till).demand is not None, "either disk may be the copy: the epoch ends for both"


def test_hello_finds_a_till_that_was_put_back(stand: Stand) -> None:
    till = a_day(stand)
    stand.push(till)
    till.entries = till.entries[:6]
    reply = stand.hello(till)
    assert reply.demand is not None
    assert (reply.demand.reason, reply.demand.epoch) == ("epoch.restored", till.epoch)
    assert reply.acks[0].seq == 10


def test_a_hello_that_comes_late_leaves_nothing_behind(stand: Stand) -> None:
    till = a_day(stand)
    stand.push(till)
    entries, till.entries = till.entries, till.entries[:6]
    assert stand.hello(till).demand is not None, "it looks like a till that was put back"
    till.entries = entries
    assert stand.hello(till).demand is None, "and was only slow"
    assert stand.push(till).demand is None


def test_hello_says_what_the_hub_has_and_asks_nothing_of_a_healthy_till(stand: Stand) -> None:
    till = a_day(stand)
    assert stand.hello(till).acks == ()
    stand.push(till, till.entries[:7])
    reply = stand.hello(till)
    assert [(ack.epoch, ack.seq, ack.hash) for ack in reply.acks] == [(till.epoch, 7, till.entries[6].hash)]
    assert reply.demand is None
    assert reply.wall_ms == stand.clock.wall_ms()
