"""Where each workstation's chains end: the acknowledged head of every epoch, and whether it must end.

`accept` moves the heads; `hello` compares them with the till's own, so that a cloned disk or a restored backup is
found before its first push.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import msgspec
from sqlalchemy import Connection, bindparam, func, select, update

from pos_app.domain.chain import GENESIS, Header, Scope, Sealed, open_header
from pos_app.domain.feed import Ack, EpochDemand, Stage
from sync.hub import bulk
from sync.hub.tables import entry, journal, quarantine
from sync.protocol import EPOCH_RESTORED, Head

FORK: Final = "epoch.fork"
_GATHER: Final = 500
"""Entries read at once while a closed gap is walked over."""

_j = journal
_e = entry
_of_workstation = select(_j.c.epoch, _j.c.seq, _j.c.hash, _j.c.last, _j.c.demand, _j.c.opened).where(
    _j.c.chain == bindparam("c"), _j.c.store == bindparam("s"), _j.c.workstation == bindparam("w")
)
_beyond = (
    select(_e.c.seq, _e.c.header, _e.c.body, _e.c.hash, _e.c.signature)
    .where(
        _e.c.chain == bindparam("c"),
        _e.c.store == bindparam("s"),
        _e.c.workstation == bindparam("w"),
        _e.c.epoch == bindparam("epoch"),
        _e.c.seq > bindparam("after"),
        _e.c.forked.is_(False),
    )
    .order_by(_e.c.seq)
    .limit(_GATHER)
)


class Chain(msgspec.Struct):
    """One epoch at the hub: `seq` and `hash` end its gap-free part, `last` is the highest seq kept."""

    epoch: int
    seq: int = 0
    hash: bytes = GENESIS
    last: int = 0
    demand: str = ""
    opened: int = 0


def _named(scope: Scope) -> dict[str, str]:
    return {"c": scope.chain, "s": scope.store, "w": scope.workstation}


def read(tx: Connection, scope: Scope, epochs: Iterable[int] | None = None) -> dict[int, Chain]:
    """Return the workstation's chains by epoch, in the order in which they were first seen."""
    wanted = None if epochs is None else set(epochs)
    found = sorted(tx.execute(_of_workstation, _named(scope)), key=lambda row: (row.opened, row.epoch))
    return {row.epoch: Chain(*row) for row in found if wanted is None or row.epoch in wanted}


def write(tx: Connection, scope: Scope, chains: dict[int, Chain], position: int) -> None:
    """Store the chains; one that is new is opened at `position`."""
    rows = [
        (*msgspec.structs.astuple(scope), c.epoch, c.seq, c.hash, c.last, c.demand, c.opened or position)
        for c in chains.values()
    ]
    bulk.put(tx, journal, rows, "replace")


def advance(
    tx: Connection, scope: Scope, chain: Chain, batch: dict[int, tuple[Sealed, Header]]
) -> list[tuple[Sealed, Header]]:
    """Move the head over what `batch` brought and what is kept beyond it; return the entries that do not link."""
    broken: list[tuple[Sealed, Header]] = []
    for seq, sealed, header in _following(tx, scope, chain, batch):
        if header.previous != (GENESIS if seq == 1 else chain.hash):
            broken.append((sealed, header))
        chain.seq, chain.hash = seq, sealed.hash
    return broken


def _following(
    tx: Connection, scope: Scope, chain: Chain, batch: dict[int, tuple[Sealed, Header]]
) -> Iterator[tuple[int, Sealed, Header]]:
    """Give the entries right after the head, one by one, while there is no gap."""
    seq = chain.seq + 1
    while True:
        while seq in batch:
            yield (seq, *batch[seq])
            seq += 1
        if chain.last < seq:
            return
        kept = tx.execute(_beyond, {**_named(scope), "epoch": chain.epoch, "after": seq - 1}).all()
        before = seq
        for row in kept:
            if row.seq != seq:
                break
            sealed = Sealed(row.header, row.body, row.hash, row.signature)
            yield seq, sealed, open_header(sealed)
            seq += 1
        if seq == before:
            return


def acks(chains: dict[int, Chain]) -> tuple[Ack, ...]:
    """Return what the hub has of every epoch."""
    return tuple(Ack(epoch, Stage.CENTRAL, chain.seq, chain.hash) for epoch, chain in chains.items())


def disagreement(tx: Connection, scope: Scope, chains: dict[int, Chain], heads: tuple[Head, ...]) -> EpochDemand | None:
    """Return the demand that the till's last head calls for: a fork, or a till that knows less than it once did."""
    if not heads or heads[-1].epoch not in chains:
        return None
    head, chain = heads[-1], chains[heads[-1].epoch]
    if not chain.demand and head.seq:
        place = (_e.c.chain == scope.chain) & (_e.c.store == scope.store) & (_e.c.workstation == scope.workstation)
        kept = set(tx.execute(select(_e.c.hash).where(place, _e.c.epoch == head.epoch, _e.c.seq == head.seq)).scalars())
        if kept and head.hash not in kept:
            chain.demand = FORK
        elif head.seq < chain.seq:
            # Put back to an earlier state, or this hello comes late, after newer pushes: the till can tell.
            chain.demand = EPOCH_RESTORED
    return EpochDemand(chain.demand, chain.epoch) if chain.demand else None


def save_demand(tx: Connection, scope: Scope, demand: EpochDemand) -> None:
    """Remember that `demand.epoch` must end, so that every later answer says so."""
    mine = (_j.c.chain == scope.chain) & (_j.c.store == scope.store) & (_j.c.workstation == scope.workstation)
    tx.execute(update(_j).where(mine, _j.c.epoch == demand.epoch).values(demand=demand.reason))


def refused_count(tx: Connection, scope: Scope) -> int:
    """Return how many entries of the workstation that did not hold are kept and nobody has looked at."""
    q = quarantine
    mine = (q.c.chain == scope.chain) & (q.c.store == scope.store) & (q.c.workstation == scope.workstation)
    return int(tx.execute(select(func.count()).where(mine, q.c.position == 0, q.c.settled_ms.is_(None))).scalar_one())
