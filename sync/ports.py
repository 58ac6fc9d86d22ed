"""What the courier needs of its surroundings: the journal to read, the cache to write, a place for a snapshot.

The daemon passes in the till's files (`sync.folder`), a simulation passes in memory (`sync.fakes`). Any of these may
raise `Fault`; the courier then tries again after a wait.
"""

from __future__ import annotations

from typing import NamedTuple, Protocol

from pos_app.domain.chain import Sealed
from sync.protocol import (
    Ack,
    ClaimReply,
    EntryState,
    EpochDemand,
    FeedBatch,
    Head,
    Positions,
    SealedRing,
    SnapshotOffer,
    StreamSum,
)


class OpenClaim(NamedTuple):
    """A claim's entry in the journal."""

    claim: str
    epoch: int
    seq: int
    entry: Sealed


class Numbered(NamedTuple):
    """An entry with its seq, as the journal's own column says it."""

    seq: int
    entry: Sealed


class JournalView(Protocol):
    """The till's journal, read only."""

    def heads(self) -> tuple[Head, ...]:
        """Return the last seq and hash of each epoch, oldest epoch first; empty when there is no journal yet."""
        ...

    def entries(self, epoch: int, after: int, limit: int) -> list[Numbered]:
        """Return up to `limit` entries of `epoch` with seq > `after`, in order."""
        ...

    def hash_at(self, epoch: int, seq: int) -> bytes | None:
        """Return the hash of one entry; None when there is none."""
        ...

    def claims(self, limit: int) -> list[OpenClaim]:
        """Return the newest `limit` claims, newest first, answered ones included."""
        ...


class CacheView(Protocol):
    """The cache, of which the daemon is the only writer."""

    def positions(self) -> Positions:
        """Return how far the feed has been read."""
        ...

    def apply(self, batch: FeedBatch) -> None:
        """Write the rows and the cursor in one transaction; a row never goes to a lower version."""
        ...

    def sums(self) -> tuple[StreamSum, ...]:
        """Return the checksum of every stream that has rows."""
        ...

    def begin_again(self) -> None:
        """Fill a new, empty generation from cursor nought; the till keeps reading the old one meanwhile."""
        ...

    def filled(self) -> None:
        """Say that everything up to the hub's present has come: a generation in the making is put in place."""
        ...

    def acks(self) -> tuple[Ack, ...]:
        """Return the saved acknowledgements."""
        ...

    def save_acks(self, acks: tuple[Ack, ...], states: tuple[EntryState, ...]) -> None:
        """Save acknowledgements (a lower one replaces a higher: the hub was restored) and add states."""
        ...

    def entry_states(self) -> tuple[EntryState, ...]:
        """Return the saved states of entries that are not simply stored."""
        ...

    def demand(self) -> EpochDemand | None:
        """Return the saved demand for a new epoch."""
        ...

    def save_demand(self, demand: EpochDemand | None) -> None:
        """Save or clear the demand for a new epoch."""
        ...

    def claim_answer(self, claim: str) -> ClaimReply | None:
        """Return the hub's answer to a claim."""
        ...

    def save_claim(self, reply: ClaimReply) -> None:
        """Save the hub's answer to a claim."""
        ...


class SnapshotBox(Protocol):
    """Where a snapshot's packed bytes gather; a half-fetched one survives a restart."""

    def have(self, offer: SnapshotOffer) -> int:
        """Return how many bytes of this snapshot are here; another snapshot's bytes are thrown away."""
        ...

    def add(self, offer: SnapshotOffer, offset: int, data: bytes) -> None:
        """Write `data` at `offset`, which is what `have` returned."""
        ...

    def drop(self) -> None:
        """Throw away what is here."""
        ...


class RingBox(Protocol):
    """Where sealed rings of people's keys lie."""

    def versions(self) -> dict[int, int]:
        """Return the version of each ring that is there."""
        ...

    def keep(self, ring: SealedRing) -> None:
        """Put a ring in place of an older one; never a lower version."""
        ...
