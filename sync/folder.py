"""The data folder as the courier sees it: the till's journal to read, the cache to write, a snapshot's bytes.

Everything survives what a shop does to files: a journal that is not there yet or was put back, a cache deleted in
use. What fails raises `Fault`, and the next call tries again.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, TypeVar

from pos_app.clock import Clock
from pos_app.domain import essentials
from pos_app.domain.errors import Fault, Refusal
from pos_app.store import cache_snapshot, identity, journal_file
from pos_app.store.cache_schema import file_identity
from pos_app.store.cache_writer import CacheWriter
from pos_app.store.identity import Identity
from pos_app.store.journal_reader import JournalReader
from sync.ports import Numbered, OpenClaim
from sync.protocol import (
    Ack,
    ClaimReply,
    EntryState,
    EpochDemand,
    FeedBatch,
    Head,
    Positions,
    SnapshotOffer,
    StreamSum,
)

CACHE: Final = "cache"
_PACKED: Final = "snapshot.packed"
_NAMED: Final = "snapshot.id"
_PLAIN: Final = "snapshot.db"
_ALL_OF_IT: Final = 2**62
_BYTES_MAX: Final = 64_000_000
_LOST_FOR_GOOD: Final = frozenset({"cache.gone", "cache.damaged"})
_log = logging.getLogger("sync.folder")
T = TypeVar("T")


class FolderJournal:
    """The journal, opened when it is there and again when it is another file."""

    def __init__(self, folder: Path, workstation: str) -> None:
        """Look for the journal in the data `folder`."""
        self._folder = folder
        self._workstation = workstation
        self._reader: JournalReader | None = None
        self._file: tuple[int, int] | None = None
        self._version = 0
        self._heads: tuple[Head, ...] | None = None
        self.trouble: Fault | Refusal | None = None
        """Why a journal that is there can't be read."""
        self.exchanged = False
        """Another file lies under the journal's name (a restored backup); the daemon begins again and clears this."""

    def changed(self) -> bool:
        """Tell whether the till has written since the last call; cheap enough for every 50 ms."""
        found = file_identity(journal_file.path_of(self._folder))
        if found != self._file:
            self.exchanged = self._file is not None
            self.close()
            self._file = found
            self._opens()
            return True
        if self._reader is None:
            return found is not None and self._opens()  # the till may have been making it
        try:
            version = self._reader.data_version()
        except Fault as fault:
            _log.warning("the journal can't be read: %s", fault)
            self.close()
            return False
        moved, self._version = version != self._version, version
        if moved:
            self._heads = None
        return moved

    def close(self) -> None:
        """Let go of the file."""
        if self._reader is not None:
            self._reader.close()
        self._reader, self._heads = None, None

    def heads(self) -> tuple[Head, ...]:
        """Return where each epoch ends; nothing while there is no journal."""
        if self._heads is None and self._reader is not None:
            self._heads = tuple(Head(head.epoch, head.seq, head.hash) for head in self._reader.heads())
        return self._heads or ()

    def entries(self, epoch: int, after: int, limit: int) -> list[Numbered]:
        """Return the next entries of one epoch."""
        if self._reader is None:
            return []
        past = {head.epoch: _ALL_OF_IT for head in self.heads()} | {epoch: after}
        found = self._reader.beyond(past, limit=limit, bytes_max=_BYTES_MAX)
        return [Numbered(entry.seq, entry.sealed) for entry in found if entry.epoch == epoch]

    def hash_at(self, epoch: int, seq: int) -> bytes | None:
        """Return one entry's hash."""
        found = self.entries(epoch, seq - 1, 1)
        return found[0].entry.hash if found and found[0].seq == seq else None

    def claims(self, limit: int) -> list[OpenClaim]:
        """Return the newest claims."""
        if self._reader is None:
            return []
        return [OpenClaim(claim, e.epoch, e.seq, e.sealed) for claim, e in self._reader.recent_claims(limit)]

    def _opens(self) -> bool:
        """Try to open the file; keep why not, unless the till has yet to make it."""
        try:
            self._reader = JournalReader.open_readonly(self._folder, self._workstation)
            self._version = self._reader.data_version()
        except (Fault, Refusal) as met:
            self._reader = None
            known, self.trouble = self.trouble, None if met.message_id == "journal.absent" else met
            if self.trouble is not None and known is None:
                _log.warning("the journal can't be read: %s", met)
            return False
        self._heads = self.trouble = None
        return True


class FolderCache:
    """The cache's writer, opened again as a new generation when its file is gone or damaged."""

    def __init__(self, folder: Path, who: Identity, clock: Clock) -> None:
        """Open the cache of the data `folder`; raises `Fault` when the disk will not have it."""
        self._cache = folder / CACHE
        self._identity_folder = folder / identity.FOLDER
        self._who = who
        self._clock = clock
        self.replaced = False
        """It is another generation than the courier knows; the daemon tells it and clears this."""
        self._writer = self._open()
        self.keep_essentials()

    def lost(self) -> bool:
        """Tell whether the file in use was deleted or exchanged; looked at each second."""
        return file_identity(self._cache / self._writer.name) != self._file

    def restore(self) -> None:
        """Open again: the current generation if it is good, else a new, empty one."""
        _log.warning("the cache is gone or damaged and is made again")
        with contextlib.suppress(Fault):
            self._writer.close()
        self._writer = self._open()
        self.replaced = True

    def close(self) -> None:
        """Let go of the file."""
        self._writer.close()

    def positions(self) -> Positions:
        """Return the cursor."""
        return self._do(self._writer.positions)

    def apply(self, batch: FeedBatch) -> None:
        """Write a batch, and the signed copy for the day without a cache when it changed."""
        self._do(lambda: self._writer.apply(batch))
        if any(row.stream == essentials.STREAM for row in batch.rows):
            self.keep_essentials()

    def sums(self) -> tuple[StreamSum, ...]:
        """Return the checksums."""
        return self._do(self._writer.sums)

    def begin_again(self) -> None:
        """Go on in an empty generation."""
        self._do(lambda: self._writer.begin_again(now_ms=self._clock.wall_ms()))
        self._file = file_identity(self._cache / self._writer.name)

    def filled(self) -> None:
        """Nothing to do: the writer itself notes that a generation is whole."""

    def acks(self) -> tuple[Ack, ...]:
        """Return the acknowledgements."""
        return self._do(self._writer.acks)

    def save_acks(self, acks: tuple[Ack, ...], states: tuple[EntryState, ...]) -> None:
        """Save acknowledgements and states."""
        self._do(lambda: self._writer.save_acks(acks, states))

    def entry_states(self) -> tuple[EntryState, ...]:
        """Return the states."""
        return self._do(self._writer.entry_states)

    def demand(self) -> EpochDemand | None:
        """Return the demand."""
        return self._do(self._writer.demand)

    def save_demand(self, demand: EpochDemand | None) -> None:
        """Save the demand."""
        self._do(lambda: self._writer.save_demand(demand))

    def claim_answer(self, claim: str) -> ClaimReply | None:
        """Return a claim's answer."""
        return self._do(lambda: self._writer.claim_answer(claim))

    def save_claim(self, reply: ClaimReply) -> None:
        """Save a claim's answer."""
        self._do(lambda: self._writer.save_claim(reply))

    def install(self, plain: Path, positions: Positions) -> None:
        """Put the unpacked snapshot in place."""
        self._do(lambda: self._writer.install(plain, positions))
        self._file = file_identity(self._cache / self._writer.name)
        self.keep_essentials()

    def keep_essentials(self) -> None:
        """Copy the signed essentials beside the journal; a copy that cannot be kept stops nothing."""
        try:
            self._writer.keep_essentials(self._identity_folder, self._who.hub_key)
        except (Fault, Refusal) as error:
            _log.warning("the signed copy of the essentials was not kept: %s", error)

    def _open(self) -> CacheWriter:
        writer = CacheWriter.open(self._cache, self._who.scope.store, now_ms=self._clock.wall_ms())
        self._file = file_identity(self._cache / writer.name)
        return writer

    def _do(self, what: Callable[[], T]) -> T:
        try:
            return what()
        except Fault as fault:
            if fault.message_id in _LOST_FOR_GOOD:
                self.restore()
            raise


class FolderBox:
    """A snapshot's packed bytes beside the cache; what has come survives a restart."""

    def __init__(self, folder: Path) -> None:
        """Gather in the data `folder`; raises `Fault` when the disk will not have it."""
        self._cache = folder / CACHE
        self.plain = self._cache / _PLAIN
        """Where the unpacked snapshot lies until it is put in place."""
        with _disk():
            self._cache.mkdir(parents=True, exist_ok=True)
            self.plain.unlink(missing_ok=True)

    def have(self, offer: SnapshotOffer) -> int:
        """Return how many bytes of this snapshot are here."""
        with _disk():
            named, packed = self._cache / _NAMED, self._cache / _PACKED
            known = f"{offer.id} {offer.sha256.hex()}"
            if named.exists() and named.read_text(encoding="utf-8", errors="replace") == known and packed.exists():
                return min(packed.stat().st_size, offer.packed_bytes)
            packed.write_bytes(b"")
            named.write_text(known, encoding="utf-8")
            return 0

    def add(self, offer: SnapshotOffer, offset: int, data: bytes) -> None:
        """Write the bytes where they belong."""
        with _disk(), (self._cache / _PACKED).open("r+b") as file:
            assert offset + len(data) <= offer.packed_bytes
            file.seek(offset)
            file.write(data)
            file.truncate()

    def drop(self) -> None:
        """Delete what is here."""
        for name in (_NAMED, _PACKED, _PLAIN):
            with contextlib.suppress(OSError):
                (self._cache / name).unlink(missing_ok=True)

    def unpack(self, offer: SnapshotOffer) -> Path:
        """Check the hash and unpack; slow, so the daemon calls it in a thread. Raises `Fault`."""
        cache_snapshot.unpack(
            self._cache / _PACKED, self.plain, sha256=offer.sha256, unpacked_bytes=offer.unpacked_bytes
        )
        return self.plain


@contextlib.contextmanager
def _disk() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Fault("cache.disk_full", detail=error.strerror or "") from error
