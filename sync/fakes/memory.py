"""The till's side in memory: a journal that really seals and signs, a cache, a box for a snapshot."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pos_app.clock import Clock
from pos_app.domain.chain import GENESIS, Place, Scope, Sealed, seal
from pos_app.domain.entries import Body, ClaimMade, EpochOpened
from pos_app.domain.errors import Fault
from pos_app.domain.stamp import Stamp, next_hlc
from sync.ports import Numbered, OpenClaim
from sync.protocol import (
    Ack,
    ClaimReply,
    EntryState,
    EpochDemand,
    FeedBatch,
    FeedRow,
    Head,
    Positions,
    SealedRing,
    SnapshotOffer,
    Stage,
    State,
    StreamSum,
    row_hash,
)

SCOPE = Scope("chain", "store", "till")
RowKey = tuple[str, str, str]


class MemoryJournal:
    """A journal as the till would write it: `append` and `open_epoch` are the till's, the rest is the reader's."""

    def __init__(self, key: Ed25519PrivateKey, clock: Clock, scope: Scope = SCOPE, first_epoch: int = 1_000) -> None:
        """Begin with the first epoch opened."""
        self.scope = scope
        self._key = key
        self._clock = clock
        self._hlc = 0
        self._epochs: dict[int, list[Sealed]] = {}
        self._claims: list[OpenClaim] = []
        self._next_epoch = first_epoch
        self.open_epoch("enrolled")

    def open_epoch(self, reason: str) -> None:
        """Begin a new epoch after the last head."""
        heads = self.heads()
        last = heads[-1] if heads else Head(0, 0, b"")
        self._epochs[self._next_epoch] = []
        self._next_epoch += 1
        self.append(EpochOpened(reason, last.epoch, last.seq, last.hash))

    def append(self, body: Body) -> Sealed:
        """Seal `body` as the next entry."""
        epoch, entries = list(self._epochs.items())[-1]
        place = Place(epoch, len(entries) + 1, entries[-1].hash if entries else GENESIS)
        wall_ms = self._clock.wall_ms()
        self._hlc = next_hlc(self._hlc, wall_ms)
        stamp = Stamp(wall_ms, self._hlc)
        entry_id = f"{epoch:016x}{place.seq:016x}"
        entry = seal(
            body,
            scope=self.scope,
            place=place,
            entry_id=entry_id,
            stamp=stamp,
            business_day="2026-01-02",
            key=self._key,
        )
        entries.append(entry)
        if isinstance(body, ClaimMade):
            self._claims.append(OpenClaim(body.claim, epoch, place.seq, entry))
        return entry

    def everything(self) -> list[Sealed]:
        """Return every entry of every epoch."""
        return [entry for entries in self._epochs.values() for entry in entries]

    def heads(self) -> tuple[Head, ...]:
        """Return the last seq and hash of each epoch, oldest first."""
        return tuple(Head(epoch, len(said), said[-1].hash) for epoch, said in self._epochs.items() if said)

    def entries(self, epoch: int, after: int, limit: int) -> list[Numbered]:
        """Return up to `limit` entries after seq `after`."""
        said = self._epochs.get(epoch, [])[after : after + limit]
        return [Numbered(after + 1 + number, entry) for number, entry in enumerate(said)]

    def hash_at(self, epoch: int, seq: int) -> bytes | None:
        """Return one entry's hash."""
        said = self._epochs.get(epoch, [])
        return said[seq - 1].hash if 0 < seq <= len(said) else None

    def claims(self, limit: int) -> list[OpenClaim]:
        """Return the newest claims first."""
        return self._claims[::-1][:limit]


class MemoryCache:
    """A cache with generations; `broken` makes every writing fail as a full disk would."""

    def __init__(self) -> None:
        """Begin empty."""
        self.rows: dict[RowKey, FeedRow] = {}
        self._filling: dict[RowKey, FeedRow] | None = None
        self._positions = Positions()
        self._acks: dict[tuple[int, Stage], Ack] = {}
        self._states: dict[tuple[int, int], EntryState] = {}
        self._demand: EpochDemand | None = None
        self.answers: dict[str, ClaimReply] = {}
        self.broken = False
        self.generations = 1

    def _write(self) -> None:
        if self.broken:
            raise Fault("cache.disk_full")

    def positions(self) -> Positions:
        """Return the cursor."""
        return self._positions

    def apply(self, batch: FeedBatch) -> None:
        """Write rows and cursor."""
        self._write()
        rows = self.rows if self._filling is None else self._filling
        for row in batch.rows:
            key = row.level.value, row.stream, row.key
            if key not in rows or rows[key].position < row.position:
                rows[key] = row
        self._positions = batch.positions

    def sums(self) -> tuple[StreamSum, ...]:
        """Return the checksums of the live rows."""
        return sums_of(self.rows if self._filling is None else self._filling)

    def begin_again(self) -> None:
        """Fill a new generation."""
        self._write()
        self._filling, self._positions = {}, Positions()
        self.generations += 1

    def filled(self) -> None:
        """Put the generation in the making in place."""
        if self._filling is not None:
            self.rows, self._filling = self._filling, None

    def install(self, rows: dict[RowKey, FeedRow], positions: Positions) -> None:
        """Take a snapshot's rows."""
        self.rows, self._filling, self._positions = rows, None, positions
        self.generations += 1

    def acks(self) -> tuple[Ack, ...]:
        """Return the acknowledgements."""
        return tuple(self._acks.values())

    def save_acks(self, acks: tuple[Ack, ...], states: tuple[EntryState, ...]) -> None:
        """Save acknowledgements and states."""
        self._write()
        self._acks |= {(ack.epoch, ack.stage): ack for ack in acks}
        self._states |= {(state.epoch, state.seq): state for state in states}
        self._states = {place: state for place, state in self._states.items() if state.state is not State.STORED}

    def entry_states(self) -> tuple[EntryState, ...]:
        """Return the states."""
        return tuple(self._states.values())

    def demand(self) -> EpochDemand | None:
        """Return the demand."""
        return self._demand

    def save_demand(self, demand: EpochDemand | None) -> None:
        """Save the demand."""
        self._write()
        self._demand = demand

    def claim_answer(self, claim: str) -> ClaimReply | None:
        """Return an answer."""
        return self.answers.get(claim)

    def save_claim(self, reply: ClaimReply) -> None:
        """Save an answer."""
        self._write()
        self.answers[reply.claim] = reply


class MemoryBox:
    """Bytes of one snapshot."""

    def __init__(self) -> None:
        """Begin empty."""
        self.id = ""
        self.data = b""

    def have(self, offer: SnapshotOffer) -> int:
        """Return how many bytes are here."""
        if offer.id != self.id:
            self.id, self.data = offer.id, b""
        return len(self.data)

    def add(self, offer: SnapshotOffer, offset: int, data: bytes) -> None:
        """Keep the bytes."""
        assert (offer.id, offset) == (self.id, len(self.data))
        self.data += data

    def drop(self) -> None:
        """Forget them."""
        self.id, self.data = "", b""


def sums_of(rows: dict[RowKey, FeedRow]) -> tuple[StreamSum, ...]:
    """Return the checksum of each stream's live rows."""
    found: dict[tuple[str, str], list[FeedRow]] = {}
    for row in rows.values():
        if not row.deleted:
            found.setdefault((row.level.value, row.stream), []).append(row)
    return tuple(
        StreamSum(live[0].level, live[0].stream, len(live), sum(map(row_hash, live)) % 2**64) for live in found.values()
    )


class MemoryRings:
    """People's keys, sealed."""

    def __init__(self) -> None:
        """Have none."""
        self.kept: dict[int, SealedRing] = {}

    def versions(self) -> dict[int, int]:
        """Return the version of each ring."""
        return {ring.ring: ring.version for ring in self.kept.values()}

    def keep(self, ring: SealedRing) -> None:
        """Keep a newer ring."""
        if ring.version > self.versions().get(ring.ring, 0):
            self.kept[ring.ring] = ring
