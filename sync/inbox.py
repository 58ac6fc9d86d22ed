"""What comes from the hub, checked and written: feed batches, acknowledgements, states, demands, answers to claims.

A batch is taken when the hub's signature holds over its bytes, it is this store's, and it follows our own cursor.
When it is the last one for now, the checksums must be equal, or the cache is filled again from the beginning.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from pos_app.domain import key_rings
from pos_app.domain.chain import Scope
from pos_app.domain.errors import Fault
from sync.ports import CacheView
from sync.protocol import (
    FEED_ROWS_MAX,
    Ack,
    EntryState,
    EpochDemand,
    FeedBatch,
    FeedReply,
    Positions,
    SealedRing,
    SnapshotOffer,
    State,
    StreamSum,
    feed_seal,
    snapshot_seal,
)

KeyFinder = Callable[[str], bytes | None]
"""Gives the hub's public key (32 bytes) by its id, or None for one that is not trusted."""

_batch_decoder = msgspec.msgpack.Decoder(FeedBatch)


class NotBelieved(Fault):
    """What came is not the hub's own word for this store at this place; nothing was written."""


class Taken(NamedTuple):
    """What a batch brought: the cursor `moved`, `more` is waiting, the checksums are equal (None: not compared)."""

    moved: bool
    more: bool
    equal: bool | None
    rings: bool = False
    """It speaks of keys of people."""


class Inbox:
    """The way from a checked answer into the cache."""

    def __init__(self, cache: CacheView, keys: KeyFinder, scope: Scope) -> None:
        """Write to `cache` what `keys` vouch for and what belongs to `scope`."""
        self._cache = cache
        self._keys = keys
        self._scope = scope
        self.look = len(cache.entry_states())
        """Entries that need a person."""

    def take(self, reply: FeedReply, since: Positions) -> Taken:
        """Check and write one feed answer; raises `NotBelieved`, with nothing written."""
        self._check_seal(feed_seal(reply.batch), reply.key_id, reply.signature)
        try:
            batch = _batch_decoder.decode(reply.batch)
        except (msgspec.DecodeError, RecursionError) as error:
            raise NotBelieved("sync.batch_unreadable") from error
        if (batch.chain, batch.store) != (self._scope.chain, self._scope.store):
            raise NotBelieved("sync.not_ours", chain=batch.chain, store=batch.store)
        if batch.since != since or len(batch.rows) > FEED_ROWS_MAX:
            raise NotBelieved("sync.batch_out_of_order")
        if not _after(batch.positions, since):  # the hub was restored: our rows follow a history that is no more
            return Taken(moved=False, more=batch.more, equal=False)
        moved = bool(batch.rows) or batch.positions != since
        if moved:
            self._cache.apply(batch)
        equal = None if batch.more or not batch.sums else _equal(batch.sums, self._cache.sums())
        return Taken(moved, batch.more, equal, any(row.stream == key_rings.STREAM for row in batch.rows))

    def check_offer(self, offer: SnapshotOffer) -> None:
        """Raise `NotBelieved` unless the hub's signature holds over `offer` and it is this store's."""
        self._check_seal(snapshot_seal(offer), offer.key_id, offer.signature)
        if (offer.chain, offer.store) != (self._scope.chain, self._scope.store):
            raise NotBelieved("sync.not_ours", chain=offer.chain, store=offer.store)

    def check_ring(self, ring: SealedRing) -> None:
        """Raise `NotBelieved` unless the hub's signature holds over `ring` for this workstation."""
        self._check_seal(key_rings.ring_seal(self._scope, ring), ring.key_id, ring.signature)

    def note_demand(self, demand: EpochDemand | None, current_epoch: int | None) -> None:
        """Save what the hub asks of the till; a demand to end an epoch that has ended already is none."""
        wanted = demand if demand is not None and demand.epoch == current_epoch else None
        if wanted != self._cache.demand():
            self._cache.save_demand(wanted)

    def save(self, acks: tuple[Ack, ...], states: tuple[EntryState, ...]) -> None:
        """Save acknowledgements and states when they say something new."""
        known = {(ack.epoch, ack.stage): ack for ack in self._cache.acks()}
        fresh = tuple(ack for ack in acks if known.get((ack.epoch, ack.stage)) != ack)
        if fresh or states:
            self._cache.save_acks(fresh, states)
        if states:
            self.look = len(self._cache.entry_states())

    def settle(self, still_open: tuple[EntryState, ...] | None) -> None:
        """Take the hub's whole list of entries that need a person: what is not in it has been settled there."""
        if still_open is None:
            return
        known = {(state.epoch, state.seq): state for state in self._cache.entry_states()}
        wanted = {(state.epoch, state.seq): state for state in still_open}
        settled = tuple(EntryState(*place, State.STORED) for place in known if place not in wanted)
        fresh = tuple(state for place, state in wanted.items() if known.get(place) != state)
        self.save((), settled + fresh)

    def _check_seal(self, sealed: bytes, key_id: str, signature: bytes) -> None:
        public = self._keys(key_id)
        if public is None:
            raise NotBelieved("sync.unknown_key", key=key_id[:100])
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(signature, sealed)
        except (InvalidSignature, ValueError) as error:
            raise NotBelieved("sync.bad_signature", key=key_id[:100]) from error


def _after(positions: Positions, since: Positions) -> bool:
    return positions.chain >= since.chain and positions.store >= since.store


def _equal(theirs: tuple[StreamSum, ...], ours: tuple[StreamSum, ...]) -> bool:
    """Compare streams that have rows on either side; one without rows may be named or not."""
    return _live(theirs) == _live(ours)


def _live(sums: tuple[StreamSum, ...]) -> dict[tuple[str, str], tuple[int, int]]:
    return {(s.level.value, s.stream): (s.rows, s.total) for s in sums if s.rows}
