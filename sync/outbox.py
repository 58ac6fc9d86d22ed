"""What the hub has not acknowledged: no table, only a place in the journal for each epoch. The courier asks here.

An acknowledgement is believed when its hash is ours at that seq. Old epochs go first, under their own number. An
entry that the hub or a proxy will not take is set aside and tried again alone, so that it delays no other.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from pos_app.domain.chain import Sealed
from sync.backoff import Backoff, Chance
from sync.ports import JournalView, Numbered
from sync.protocol import BATCH_BYTES_MAX, BATCH_ENTRIES_MAX, Ack, EntryState, State

ASIDE_MAX: Final = 100
"""Entries set aside at one time; with more than this something else is wrong, and the lane only waits."""
ASIDE_BASE_MS: Final = 15_000
ASIDE_CAP_MS: Final = 300_000
_CHUNK: Final = 50
_ENTRY_FRAME_BYTES: Final = 120
"""Hash, signature and framing of one entry in a message, rounded up."""
_MESSAGE_FRAME_BYTES: Final = 64
_KEPT_ELSEWHERE: Final = frozenset({State.FORKED, State.REFUSED})
"""States of entries before which the hub's own chain may stop although it answered for them."""


class Batch(NamedTuple):
    """Entries of one epoch to be pushed together; `alone` is a second try of one that was set aside."""

    epoch: int
    first: int
    last: int
    entries: tuple[Sealed, ...]
    alone: bool = False


class Aside(NamedTuple):
    """An entry that could not be sent: why, how often, and when it is tried again (monotonic ms)."""

    reason: str
    backoff: Backoff
    due_ms: int


class Outbox:
    """One journal's unacknowledged entries. Times are the caller's monotonic milliseconds."""

    def __init__(self, journal: JournalView, chance: Chance) -> None:
        """Read `journal`; nothing is known of the hub before `compared`."""
        self._journal = journal
        self._chance = chance
        self._cursor: dict[int, int] = {}
        self._unbelieved: dict[int, int] = {}
        self._compared: set[int] = set()
        self._kept_elsewhere: set[tuple[int, int]] = set()
        self.aside: dict[tuple[int, int], Aside] = {}

    def remember(self, acks: tuple[Ack, ...], states: tuple[EntryState, ...]) -> None:
        """Begin from what the cache knew, so that the lamp can count before the first hello."""
        self.learn(states)
        for epoch, seq in self._believed(acks).items():
            self._cursor[epoch] = max(self._cursor.get(epoch, 0), seq)

    def learn(self, states: tuple[EntryState, ...]) -> None:
        """Take note of entries that the hub answered for without taking them into its chain."""
        self._kept_elsewhere |= {(s.epoch, s.seq) for s in states if s.state in _KEPT_ELSEWHERE}

    def compared(self, acks: tuple[Ack, ...]) -> None:
        """Set every place by a hello's answer: also back, when the hub was restored from a backup."""
        believed = self._believed(acks)
        stated = {ack.epoch: ack.seq for ack in acks}
        for head in self._journal.heads():
            epoch, here = head.epoch, self._cursor.get(head.epoch, 0)
            if epoch in stated and epoch not in believed:
                # A fork, or a hub ahead of a restored till: one full pass tells the hub everything we have. It
                # knows what it has by the hash. The same unbelievable answer again does not start another pass.
                if stated[epoch] != self._unbelieved.get(epoch):
                    self._cursor[epoch] = 0
                self._unbelieved[epoch] = stated[epoch]
                continue
            self._unbelieved.pop(epoch, None)
            seq = believed.get(epoch, 0)
            # The first answer after a start counts as it is: what explained a gap before may have been lost since.
            if seq > here or epoch not in self._compared or not self._explained(epoch, seq, here):
                self._cursor[epoch] = seq
            self._compared.add(epoch)
            self._forget_aside(epoch, seq)

    def batch(
        self, now_ms: int, entries_max: int = BATCH_ENTRIES_MAX, bytes_max: int = BATCH_BYTES_MAX
    ) -> Batch | None:
        """Return what to push next, or None when there is nothing (or nothing that is due)."""
        for head in self._journal.heads():
            after = self._cursor.get(head.epoch, 0)
            if after < head.seq:
                found = self._gather(head.epoch, after, entries_max, bytes_max)
                if found:
                    sent = tuple(numbered.entry for numbered in found)
                    return Batch(head.epoch, found[0].seq, found[-1].seq, sent)
        return self._second_try(now_ms)

    def delivered(self, batch: Batch, acks: tuple[Ack, ...], states: tuple[EntryState, ...]) -> bool:
        """Move on after the hub's answer to `batch`; False when it says that it lacks entries that it was sent."""
        self.learn(states)
        believed = self._believed(acks)
        if batch.epoch not in {ack.epoch for ack in acks} and not self._all_answered(batch):
            return False
        if batch.alone:
            self.aside.pop((batch.epoch, batch.first), None)
        else:
            self._cursor[batch.epoch] = max(self._cursor.get(batch.epoch, 0), batch.last)
        whole = True
        for ack in acks:
            seq, here = believed.get(ack.epoch), self._cursor.get(ack.epoch, 0)
            if seq is None:
                continue
            self._forget_aside(ack.epoch, seq)
            if seq > here:
                self._cursor[ack.epoch] = seq
            elif not self._explained(ack.epoch, seq, here):
                self._cursor[ack.epoch] = seq
                whole = False
        return whole

    def set_aside(self, batch: Batch, reason: str, now_ms: int) -> bool:
        """Let the entries after this single one go first; False when too many stand aside already."""
        assert batch.first == batch.last
        place = batch.epoch, batch.first
        known = self.aside.get(place)
        if known is None and len(self.aside) >= ASIDE_MAX:
            return False
        backoff = known.backoff if known else Backoff(self._chance, base_ms=ASIDE_BASE_MS, cap_ms=ASIDE_CAP_MS)
        self.aside[place] = Aside(reason, backoff, now_ms + backoff.failed())
        if not batch.alone:
            self._cursor[batch.epoch] = max(self._cursor.get(batch.epoch, 0), batch.last)
        return True

    def waiting(self) -> int:
        """Return how many entries the hub has not answered for."""
        heads = self._journal.heads()
        return sum(max(0, head.seq - self._cursor.get(head.epoch, 0)) for head in heads) + len(self.aside)

    def hurry(self, now_ms: int) -> None:
        """Try again at once what failed only once: the hub that failed it has just taken something else."""
        for place, aside in self.aside.items():
            if aside.backoff.failures == 1:
                self.aside[place] = aside._replace(due_ms=min(aside.due_ms, now_ms))

    def next_try_ms(self) -> int | None:
        """Return when the first entry that stands aside is due, by the monotonic clock."""
        return min((aside.due_ms for aside in self.aside.values()), default=None)

    def believed(self, acks: tuple[Ack, ...]) -> tuple[Ack, ...]:
        """Return the acknowledgements whose hash is ours at their seq."""
        return tuple(ack for ack in acks if self._holds(ack))

    def _holds(self, ack: Ack) -> bool:
        return ack.seq == 0 or (ack.seq > 0 and self._journal.hash_at(ack.epoch, ack.seq) == ack.hash)

    def _believed(self, acks: tuple[Ack, ...]) -> dict[int, int]:
        """Return the furthest believed seq of each epoch; whichever stage said it has the bytes."""
        reached: dict[int, int] = {}
        for ack in self.believed(acks):
            reached[ack.epoch] = max(reached.get(ack.epoch, 0), ack.seq)
        return reached

    def _explained(self, epoch: int, acked: int, sent: int) -> bool:
        """Tell whether the hub's chain may rightly stop at `acked` although we sent up to `sent`.

        It also stops before an entry that was lost with a damaged journal: what stands behind it is kept there.
        """
        place = epoch, acked + 1
        known = acked >= sent or place in self.aside or place in self._kept_elsewhere
        return known or self._journal.hash_at(*place) is None

    def _all_answered(self, batch: Batch) -> bool:
        return all((batch.epoch, seq) in self._kept_elsewhere for seq in range(batch.first, batch.last + 1))

    def _forget_aside(self, epoch: int, seq: int) -> None:
        for place in [p for p in self.aside if p[0] == epoch and p[1] <= seq]:
            del self.aside[place]

    def _gather(self, epoch: int, after: int, entries_max: int, bytes_max: int) -> list[Numbered]:
        """Return the next entries within both limits, at least one; `after` moves on within an epoch."""
        found: list[Numbered] = []
        size = _MESSAGE_FRAME_BYTES
        while len(found) < entries_max:
            last = found[-1].seq if found else after
            chunk = self._journal.entries(epoch, last, min(_CHUNK, entries_max - len(found)))
            for numbered in chunk:
                size += len(numbered.entry.header) + len(numbered.entry.body) + _ENTRY_FRAME_BYTES
                if found and size > bytes_max:
                    return found
                found.append(numbered)
            if not chunk:
                break
        return found

    def _second_try(self, now_ms: int) -> Batch | None:
        due = [(aside.due_ms, place) for place, aside in self.aside.items() if aside.due_ms <= now_ms]
        if not due:
            return None
        epoch, seq = min(due)[1]
        found = self._journal.entries(epoch, seq - 1, 1)
        if not found or found[0].seq != seq:
            del self.aside[epoch, seq]
            return None
        return Batch(epoch, seq, seq, (found[0].entry,), alone=True)
