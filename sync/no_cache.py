"""Stands in for the cache while the disk will not have one: the journal must reach the hub all the same.

It remembers nothing and refuses every writing with the fault that the disk gave; the daemon replaces it as soon as
the real one opens.
"""

from __future__ import annotations

from typing import Final

from pos_app.domain.errors import Fault
from sync.protocol import Ack, ClaimReply, EntryState, EpochDemand, FeedBatch, Positions, SnapshotOffer, StreamSum


class NoCache:
    """A `sync.ports.CacheView` without a disk."""

    def __init__(self, fault: Fault) -> None:
        """Refuse with `fault`."""
        self._fault = fault

    def _refuse(self) -> Fault:
        return Fault(self._fault.message_id, **self._fault.params)

    def positions(self) -> Positions:
        """Return the beginning."""
        return Positions()

    def apply(self, batch: FeedBatch) -> None:  # noqa: ARG002 - nothing is kept
        """Refuse."""
        raise self._refuse()

    def sums(self) -> tuple[StreamSum, ...]:
        """Return nothing."""
        return ()

    def begin_again(self) -> None:
        """Refuse."""
        raise self._refuse()

    def filled(self) -> None:
        """Nothing was filled."""

    def acks(self) -> tuple[Ack, ...]:
        """Return nothing: hello tells."""
        return ()

    def save_acks(self, acks: tuple[Ack, ...], states: tuple[EntryState, ...]) -> None:  # noqa: ARG002 - nothing is kept
        """Refuse: a lost acknowledgement only means sending again."""
        raise self._refuse()

    def entry_states(self) -> tuple[EntryState, ...]:
        """Return nothing."""
        return ()

    def demand(self) -> EpochDemand | None:
        """Return nothing."""
        return None

    def save_demand(self, demand: EpochDemand | None) -> None:  # noqa: ARG002 - nothing is kept
        """Refuse: the hub asks again."""
        raise self._refuse()

    def claim_answer(self, claim: str) -> ClaimReply | None:  # noqa: ARG002 - nothing is kept
        """Return nothing."""
        return None

    def save_claim(self, reply: ClaimReply) -> None:  # noqa: ARG002 - nothing is kept
        """Refuse: the desk has its offline rule."""
        raise self._refuse()


class _NoBox:
    """A `sync.ports.SnapshotBox` without a disk."""

    def have(self, offer: SnapshotOffer) -> int:  # noqa: ARG002 - nothing is kept
        """Refuse."""
        raise Fault("cache.disk_full", detail="")

    def add(self, offer: SnapshotOffer, offset: int, data: bytes) -> None:  # noqa: ARG002 - nothing is kept
        """Refuse."""
        raise Fault("cache.disk_full", detail="")

    def drop(self) -> None:
        """Nothing was kept."""


NO_BOX: Final = _NoBox()
