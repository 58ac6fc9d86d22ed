"""What the cache takes from the hub: only its own signed rows, in order, and only what is new."""

from __future__ import annotations

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pos_app.domain.errors import Fault
from sync.fakes.memory import SCOPE, MemoryCache, sums_of
from sync.inbox import Inbox
from sync.protocol import (
    FEED_ROWS_MAX,
    Ack,
    EpochDemand,
    FeedBatch,
    FeedReply,
    FeedRow,
    Level,
    Positions,
    SnapshotOffer,
    Stage,
    feed_seal,
    snapshot_seal,
)

KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
ROWS = tuple(FeedRow(Level.CHAIN, "product", f"p{n}", n, False, b"body") for n in range(1, 4))  # noqa: FBT003 - a row
BATCH = FeedBatch(
    ROWS, Positions(3, 0), sums=sums_of({("chain", "product", r.key): r for r in ROWS}),
    chain=SCOPE.chain, store=SCOPE.store,
)  # fmt: skip


@pytest.fixture
def cache() -> MemoryCache:
    return MemoryCache()


@pytest.fixture
def inbox(cache: MemoryCache) -> Inbox:
    return Inbox(cache, {"hub-1": KEY.public_key().public_bytes_raw()}.get, SCOPE)


def _signed(batch: FeedBatch, key: Ed25519PrivateKey = KEY, key_id: str = "hub-1") -> FeedReply:
    said = msgspec.msgpack.encode(batch)
    return FeedReply(said, key_id, key.sign(feed_seal(said)))


def _with(**changes: object) -> FeedBatch:
    return msgspec.structs.replace(BATCH, **changes)


def test_a_good_batch_is_written_and_found_equal(inbox: Inbox, cache: MemoryCache) -> None:
    taken = inbox.take(_signed(BATCH), Positions())
    assert (taken.moved, taken.more, taken.equal) == (True, False, True)
    assert cache.positions() == Positions(3, 0)
    assert len(cache.rows) == 3


def test_an_answer_that_a_proxy_kept_from_an_earlier_question_is_not_taken(inbox: Inbox, cache: MemoryCache) -> None:
    with pytest.raises(Fault, match=r"batch_out_of_order"):
        inbox.take(_signed(_with(since=Positions(2, 0))), Positions())
    assert cache.rows == {}, "rows 1 and 2 would have been skipped for ever"


@pytest.mark.parametrize(
    ("reply", "says"),
    [
        (_signed(BATCH, Ed25519PrivateKey.generate()), "bad_signature"),
        (_signed(BATCH, key_id="hub-2"), "unknown_key"),
        (msgspec.structs.replace(_signed(BATCH), batch=msgspec.msgpack.encode(_with(more=True))), "bad_signature"),
        (msgspec.structs.replace(_signed(BATCH), signature=b""), "bad_signature"),
        (_signed(_with(store="other")), "not_ours"),
        (_signed(_with(chain="other")), "not_ours"),
        (_signed(_with(rows=ROWS[:1] * (FEED_ROWS_MAX + 1))), "out_of_order"),
        (FeedReply(b"\xc1", "hub-1", KEY.sign(feed_seal(b"\xc1"))), "batch_unreadable"),
    ],
)
def test_what_is_not_the_hubs_own_word_for_this_store_changes_nothing(
    inbox: Inbox, cache: MemoryCache, reply: FeedReply, says: str
) -> None:
    with pytest.raises(Fault, match=says):
        inbox.take(reply, Positions())
    assert cache.rows == {}
    assert cache.positions() == Positions()


def test_a_cheaper_price_slipped_into_the_cache_is_found_by_the_sums(inbox: Inbox, cache: MemoryCache) -> None:
    inbox.take(_signed(BATCH), Positions())
    cache.rows["chain", "product", "p2"] = msgspec.structs.replace(ROWS[1], body=b"less")
    taken = inbox.take(_signed(_with(rows=(), since=Positions(3, 0))), Positions(3, 0))
    assert taken.equal is False


def test_a_hub_that_stands_behind_us_is_another_history(inbox: Inbox, cache: MemoryCache) -> None:
    inbox.take(_signed(BATCH), Positions())
    taken = inbox.take(_signed(_with(since=Positions(3, 0), positions=Positions(1, 0))), Positions(3, 0))
    assert taken.equal is False
    assert cache.positions() == Positions(3, 0)


def test_an_idle_answer_writes_nothing(inbox: Inbox, cache: MemoryCache) -> None:
    inbox.take(_signed(BATCH), Positions())
    cache.broken = True
    inbox.take(_signed(_with(rows=(), since=Positions(3, 0))), Positions(3, 0))
    inbox.save((), ())
    inbox.note_demand(None, 7)


def test_an_acknowledgement_is_written_once_and_a_lower_one_too(inbox: Inbox, cache: MemoryCache) -> None:
    high, low = Ack(7, Stage.CENTRAL, 9, b"h9"), Ack(7, Stage.CENTRAL, 4, b"h4")
    inbox.save((high,), ())
    cache.broken = True
    inbox.save((high,), ())
    cache.broken = False
    inbox.save((low,), ())
    assert cache.acks() == (low,)


def test_a_demand_for_an_epoch_that_has_ended_is_none(inbox: Inbox, cache: MemoryCache) -> None:
    inbox.note_demand(EpochDemand("fork", 7), 7)
    assert cache.demand() == EpochDemand("fork", 7)
    inbox.note_demand(EpochDemand("fork", 7), 8)
    assert cache.demand() is None


def test_a_snapshot_of_another_store_or_hand_is_not_fetched(inbox: Inbox) -> None:
    offer = SnapshotOffer("id", 1, Positions(3, 0), 10, 100, bytes(32), "hub-1", b"", chain="chain", store="store")
    good = msgspec.structs.replace(offer, signature=KEY.sign(snapshot_seal(offer)))
    inbox.check_offer(good)
    with pytest.raises(Fault, match="bad_signature"):
        inbox.check_offer(msgspec.structs.replace(good, packed_bytes=11))
    other = msgspec.structs.replace(offer, store="other")
    with pytest.raises(Fault, match="not_ours"):
        inbox.check_offer(msgspec.structs.replace(other, signature=KEY.sign(snapshot_seal(other))))
