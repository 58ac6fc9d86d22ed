"""The one writer of the cache: the sync daemon. It takes over feed batches and snapshots, and what the hub answered.

Every method is one transaction (`apply`: one for each 1,000 rows) and leaves the file whole, whatever fails. Faults:
`cache.disk_full` (try later), `cache.gone` and `cache.damaged` (open again, which makes a new generation, and ask
for a snapshot). Nothing here is money: all of it can be fetched again.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final, Self

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from pos_app.domain import essentials
from pos_app.domain.errors import Fault
from pos_app.domain.feed import (
    FEED_ROWS_MAX,
    Ack,
    ClaimReply,
    EntryState,
    EpochDemand,
    FeedBatch,
    FeedRow,
    Positions,
    StreamSum,
)
from pos_app.store import cache_local, cache_people, cache_schema, fallback, generations
from pos_app.store.cache_rows import Rows, Sums


class Applied(msgspec.Struct, frozen=True):
    """What became of a batch's rows: taken over, already held, and products whose words changed."""

    changed: int = 0
    ignored: int = 0
    texts: int = 0


class CacheWriter:
    """The daemon's hand on the current generation."""

    def __init__(self, folder: Path, store: str, name: str) -> None:
        self._folder = folder
        self._store = store
        self._take_up(name)

    @classmethod
    def open(cls, folder: Path, store: str, *, now_ms: int) -> Self:
        """Go on in the current generation; without a usable one make an empty one and let it be the current one."""
        folder.mkdir(parents=True, exist_ok=True)
        name = generations.current(folder)
        with _faults():
            if name is None or generations.wholeness(folder / name, store) is None:
                name = _make_empty(folder, store, now_ms)
            generations.sweep(folder, keep={name, generations.fall_back(folder, store, besides=name)})
            return cls(folder, store, name)

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    @property
    def name(self) -> str:
        """File name of the generation that is written."""
        return self._path.name

    def positions(self) -> Positions:
        """Return the cursor."""
        with self._reading():
            return Positions(*self._db.execute("SELECT chain, store FROM generation").fetchone())

    def apply(self, batch: FeedBatch, pause: Callable[[], None] | None = None) -> Applied:
        """Take over the rows that are newer than what is held, at most 1,000 in a transaction, then the cursor.

        `pause` is called between two transactions. The cursor moves with the last one: a batch cut short by a crash
        comes again, and its rows are recognised.
        """
        pieces = [batch.rows[i : i + FEED_ROWS_MAX] for i in range(0, len(batch.rows), FEED_ROWS_MAX)] or [()]
        sum_of = Applied()
        for piece in pieces:
            if pause is not None and piece is not pieces[0]:
                pause()
            with self._writing():
                done = self._apply_piece(piece)
                if piece is pieces[-1]:
                    if not batch.more:
                        self._db.execute(cache_schema.TAIL_INDEX)
                    self._db.execute(
                        "UPDATE generation SET chain = max(chain, ?), store = max(store, ?), whole = max(whole, ?)",
                        (batch.positions.chain, batch.positions.store, not batch.more),
                    )
            sum_of = Applied(sum_of.changed + done.changed, sum_of.ignored + done.ignored, sum_of.texts + done.texts)
        return sum_of

    def sums(self) -> tuple[StreamSum, ...]:
        """Return the checksum of every stream ever seen."""
        with self._reading():
            return Sums(self._db).said()

    def differences(self, said: Iterable[StreamSum]) -> tuple[StreamSum, ...]:
        """Return those of the hub's checksums that are not ours; a stream never seen is nought."""
        ours = {(kept.level, kept.stream): kept for kept in self.sums()}
        return tuple(
            theirs
            for theirs in said
            if ours.get((theirs.level, theirs.stream), StreamSum(theirs.level, theirs.stream, 0, 0)) != theirs
        )

    def acks(self) -> tuple[Ack, ...]:
        """Return the acknowledgements as last heard."""
        with self._reading():
            return cache_local.acks_from(self._db.execute("SELECT epoch, stage, seq, hash FROM ack"))

    def save_acks(self, acks: Iterable[Ack], states: Iterable[EntryState] = ()) -> None:
        """Write what the hub acknowledged, and the state of each entry that is not simply stored."""
        with self._writing():
            cache_local.save_acks(self._db, acks, states)

    def entry_states(self) -> tuple[EntryState, ...]:
        """Return the entries that are not simply stored."""
        with self._reading():
            return cache_local.states_from(self._db.execute("SELECT epoch, seq, state, reason FROM entry_state"))

    def claim_answer(self, claim: str) -> ClaimReply | None:
        """Return the answer to a claim."""
        with self._reading():
            found = self._db.execute("SELECT body FROM claim_answer WHERE claim = ?", (claim,)).fetchall()
            return cache_local.claim_from(found)

    def save_claim(self, reply: ClaimReply) -> None:
        """Write the answer to a claim: the desk that waits sees it at its next look."""
        with self._writing():
            cache_local.save_claim(self._db, reply)

    def demand(self) -> EpochDemand | None:
        """Return the hub's demand for a new epoch."""
        with self._reading():
            return cache_local.demand_from(self._db.execute("SELECT epoch, reason FROM demand").fetchall())

    def save_demand(self, demand: EpochDemand | None) -> None:
        """Write the hub's demand for a new epoch; None withdraws it."""
        with self._writing():
            cache_local.save_demand(self._db, demand)

    def install(self, file: Path, positions: Positions) -> None:
        """Make the unpacked, verified snapshot the current generation and go on in it; `file` is moved.

        Raises `Fault("cache.snapshot_unusable")`; the generation in use is untouched then.
        """
        with _faults():
            name = generations.install(file, self._folder, store=self._store, positions=positions)
            self._db.close()
            self._take_up(name)

    def begin_again(self, *, now_ms: int) -> None:
        """Go on in a new, empty generation: what is held is not what the hub has.

        The till reads the generation before until the first fill has ended; what the hub said comes along.
        """
        with _faults():
            name = _make_empty(self._folder, self._store, now_ms)
            self._db.close()
            self._take_up(name)

    def keep_essentials(self, identity_folder: Path, hub_key: bytes) -> bool:
        """Copy the store's signed essentials beside the journal when they are newer; tell whether they were.

        Raises `Refusal("essentials.not_the_hubs")` when the row is not signed by `hub_key` (Ed25519, 32 bytes).
        """
        with self._reading():
            found = self._db.execute(
                "SELECT store FROM row WHERE stream = ? AND key = ?", (essentials.STREAM, self._store)
            ).fetchone()
        if found is None or found[0] is None:
            return False
        return fallback.write(identity_folder, found[0], Ed25519PublicKey.from_public_bytes(hub_key))

    def _take_up(self, name: str) -> None:
        self._path = self._folder / name
        self._db = cache_schema.open_writer(self._path)
        cache_people.add_tables(self._db)
        self._file = cache_schema.file_identity(self._path)

    def _apply_piece(self, piece: tuple[FeedRow, ...]) -> Applied:
        base = Positions(*self._db.execute("SELECT base_chain, base_store FROM generation").fetchone())
        rows = Rows(self._db, base)
        changed = sum(map(rows.keep, piece))
        return Applied(changed, len(piece) - changed, rows.finish())

    @contextlib.contextmanager
    def _reading(self) -> Iterator[None]:
        with _faults():
            yield

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        """Hold a transaction; a file that was deleted or exchanged under us would swallow it unseen."""
        if self._file is None or cache_schema.file_identity(self._path) != self._file:
            raise Fault("cache.gone", name=self._path.name)
        with _faults():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise


_FULL: Final = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
"""Primary result codes after which the same transaction may succeed later."""


@contextlib.contextmanager
def _faults() -> Iterator[None]:
    """Turn what the database and the disk raise into the faults that the daemon knows."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        message = "cache.disk_full" if code in _FULL else "cache.damaged"
        raise Fault(message, detail=str(error)) from error
    except OSError as error:
        raise Fault("cache.disk_full", detail=str(error)) from error


def _make_empty(folder: Path, store: str, now_ms: int) -> str:
    """Put an empty generation in place, with what can still be carried over."""
    file = folder / generations.MAKING
    for left in folder.glob(f"{generations.MAKING}*"):
        left.unlink()
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as db:
        cache_schema.create(db, store=store, made_ms=now_ms)
    generations.carry_over(folder, file)
    return generations.put_in_place(file, folder, store=store)
