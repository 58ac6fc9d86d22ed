"""Takes entries in: every one whose hash and signature hold and whose scope is the sender's is kept, byte for byte.

`check` needs no database and runs beside the writer; `accept` runs in the caller's transaction. What an entry says is
not judged here (`posting` does): only whether it is one, and where it stands in its chain. An entry after a gap is
kept too, but the acknowledgement waits for the gap; another version of a seq is kept beside the first.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Connection, bindparam, select

from pos_app.domain.chain import Header, Scope, Sealed, holds, open_body, open_header
from pos_app.domain.entries import Body, kind_of
from pos_app.domain.feed import Ack, EntryState, EpochDemand, State
from sync.hub import bulk, counters, journals
from sync.hub.among import among
from sync.hub.journals import FORK, Chain
from sync.hub.tables import OPEN, entry, quarantine

UNLINKED: Final = "chain.unlinked"
REFUSED_KEPT_MAX: Final = 200
"""Open entries of one workstation that do not hold and whose bytes are kept; further ones are only refused."""
_NUMBER_MAX: Final = 2**63 - 1
_WORD_MAX: Final = 40
_HASH_BYTES: Final = 32

_e = entry
_known = select(_e.c.seq, _e.c.hash, _e.c.forked).where(
    _e.c.chain == bindparam("c"),
    _e.c.store == bindparam("s"),
    _e.c.workstation == bindparam("w"),
    _e.c.epoch == bindparam("epoch"),
    among(_e.c.seq, "seqs"),
)


class Checked(NamedTuple):
    """One entry after `check`. `refused` says why it is none of ours; `flaw` why its body, then None, is not posted."""

    sealed: Sealed
    header: Header | None
    refused: str = ""
    flaw: str = ""
    body: Body | None = None


class Accepted(NamedTuple):
    """What became of a batch: for its sender, and how many entries are new."""

    acks: tuple[Ack, ...]
    states: tuple[EntryState, ...]
    demand: EpochDemand | None
    stored: int


def check(sealed: Sealed, scope: Scope, public: Ed25519PublicKey) -> Checked:
    """Tell whether `sealed` is an entry of `scope`, and whether its body is understood."""
    try:
        header = open_header(sealed)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return Checked(sealed, None, "header.unreadable")
    if not _fits(header):
        return Checked(sealed, None, "header.unreadable")
    if (header.chain, header.store, header.workstation) != (scope.chain, scope.store, scope.workstation):
        return Checked(sealed, header, "scope.another")
    if not holds(sealed, public):
        return Checked(sealed, header, "signature.broken")
    body = understood(header.kind, sealed.body)
    return Checked(sealed, header, flaw=body) if isinstance(body, str) else Checked(sealed, header, body=body)


def _fits(header: Header) -> bool:
    """Tell whether the header's values can be stored: what a till of ours never exceeds."""
    words = (header.kind, header.business_day)
    return (
        0 < header.epoch <= _NUMBER_MAX
        and 0 < header.seq <= _NUMBER_MAX
        and abs(header.schema) <= _NUMBER_MAX
        and all(len(word) <= _WORD_MAX and word.isprintable() for word in words)
    )


def understood(kind: str, said: bytes) -> Body | str:
    """Return the body, or the reason why it goes to quarantine."""
    try:
        body = open_body(said)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        known = kind in _KINDS
        return "body.undecodable" if known else "kind.unknown"
    return body if kind_of(body) == kind else "kind.mismatch"


_KINDS: Final = frozenset(str(shape.__struct_config__.tag) for shape in Body.__args__)


def accept(tx: Connection, scope: Scope, checked: list[Checked], now_ms: int, *, acknowledge: bool = True) -> Accepted:
    """Keep what `checked` holds, find forks and gaps, and move the acknowledged heads on.

    With `acknowledge` false (a claim ahead of the backlog) the entry is kept and nothing else moves.
    """
    position = counters.lock(tx, scope.chain, scope.store, counters.ARRIVAL)
    good = [c for c in checked if c.header is not None and not c.refused]
    chains = journals.read(tx, scope, {c.header.epoch for c in good if c.header})
    known = _kept_before(tx, scope, good)
    batch = _Batch(scope, now_ms, position)
    for item in checked:
        if item.refused or item.header is None:
            batch.refuse(item)
        else:
            chain = chains.setdefault(item.header.epoch, Chain(item.header.epoch))
            batch.keep(item, item.header, chain, known.setdefault((item.header.epoch, item.header.seq), {}))
    if acknowledge:
        for chain in chains.values():
            for sealed, header in journals.advance(tx, scope, chain, batch.links.get(chain.epoch, {})):
                batch.unlinked(sealed, header, chain)
    _write(tx, batch, chains)
    demanded = [EpochDemand(chain.demand, epoch) for epoch, chain in chains.items() if chain.demand]
    return Accepted(journals.acks(chains), tuple(batch.states), demanded[-1] if demanded else None, len(batch.entries))


def _kept_before(tx: Connection, scope: Scope, good: list[Checked]) -> dict[tuple[int, int], dict[bytes, bool]]:
    """Return the versions that are kept of the seqs in the batch: hash, and whether it came as a fork."""
    asked: dict[int, list[int]] = {}
    for item in good:
        assert item.header is not None
        asked.setdefault(item.header.epoch, []).append(item.header.seq)
    known: dict[tuple[int, int], dict[bytes, bool]] = {}
    for epoch, seqs in asked.items():
        place = {"c": scope.chain, "s": scope.store, "w": scope.workstation, "epoch": epoch, "seqs": seqs}
        for seq, hashed, forked in tx.execute(_known, place):
            known.setdefault((epoch, seq), {})[hashed] = bool(forked)
    return known


class _Batch:
    """The rows and answers of one batch while it is gone through."""

    def __init__(self, scope: Scope, now_ms: int, position: int) -> None:
        self.scope = scope
        self.now_ms = now_ms
        self.position = position
        self.entries: list[bulk.Row] = []
        self.flawed: list[bulk.Row] = []
        self.refusals: list[bulk.Row] = []
        self.states: list[EntryState] = []
        self.links: dict[int, dict[int, tuple[Sealed, Header]]] = {}

    def refuse(self, item: Checked) -> None:
        """Keep nothing as an entry; show the bytes to people."""
        epoch, seq = (0, 0) if item.header is None else (item.header.epoch, item.header.seq)
        self.states.append(EntryState(epoch, seq, State.REFUSED, item.refused))
        self.refusals.append(self._quarantined(item.sealed, epoch, seq, item.refused, 0, kept=False))

    def keep(self, item: Checked, header: Header, chain: Chain, versions: dict[bytes, bool]) -> None:
        """Store a new entry, recognise an old one, and tell a fork."""
        sealed = item.sealed
        epoch, seq = header.epoch, header.seq
        again = sealed.hash in versions
        forked = versions[sealed.hash] if again else bool(versions)
        if not forked:
            self.links.setdefault(epoch, {})[seq] = (sealed, header)
        if not again:
            versions[sealed.hash] = forked
            self._store(item, header, forked=forked)
            chain.last = max(chain.last, seq)
        if item.flaw:
            self.states.append(EntryState(epoch, seq, State.QUARANTINED, item.flaw))
        if forked:
            chain.demand = chain.demand or FORK
            self.states.append(EntryState(epoch, seq, State.FORKED, FORK))

    def _store(self, item: Checked, header: Header, *, forked: bool) -> None:
        self.position += 1
        place = (self.scope.chain, self.scope.store, self.scope.workstation, header.epoch, header.seq)
        sealed = item.sealed
        self.entries.append(
            (
                *place, sealed.hash, self.position, header.kind, header.schema, header.business_day, self.now_ms,
                forked, sealed.header, sealed.body, sealed.signature,
            )
        )  # fmt: skip
        for reason in (item.flaw, FORK if forked else ""):
            if reason:
                self.flawed.append(self._quarantined(sealed, header.epoch, header.seq, reason, self.position))

    def unlinked(self, sealed: Sealed, header: Header, chain: Chain) -> None:
        """Flag an entry that does not follow the one before it: it counts, people look, the epoch must end."""
        chain.demand = chain.demand or UNLINKED
        self.states.append(EntryState(header.epoch, header.seq, State.QUARANTINED, UNLINKED))
        self.flawed.append(self._quarantined(sealed, header.epoch, header.seq, UNLINKED, self.position))

    def _quarantined(
        self, sealed: Sealed, epoch: int, seq: int, reason: str, position: int, *, kept: bool = True
    ) -> bulk.Row:
        hashed = sealed.hash[:_HASH_BYTES]
        place = (self.scope.chain, self.scope.store, self.scope.workstation, epoch, seq, hashed, reason, position)
        raw = (b"", b"", b"") if kept else (sealed.header, sealed.body, sealed.signature)
        return (*place, "", self.now_ms, *raw, *OPEN)


def _write(tx: Connection, batch: _Batch, chains: dict[int, Chain]) -> None:
    scope = batch.scope
    if batch.entries:
        bulk.put(tx, entry, batch.entries, "keep")
        counters.add(tx, scope.chain, scope.store, counters.ARRIVAL, len(batch.entries))
    bulk.put(tx, quarantine, batch.flawed, "keep")
    if batch.refusals:
        room = REFUSED_KEPT_MAX - journals.refused_count(tx, scope)
        bulk.put(tx, quarantine, list({row[:7]: row for row in batch.refusals}.values())[: max(room, 0)], "keep")
    journals.write(tx, scope, chains, batch.position)
