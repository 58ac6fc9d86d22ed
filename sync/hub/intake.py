"""What the hub does for one till in one transaction: compare heads, keep a batch, answer a claim.

`Central` calls these in its threads; each returns a message of the protocol, and everything is committed by then.
"""

from __future__ import annotations

from typing import NamedTuple

from pos_app.domain.chain import Scope, Sealed
from pos_app.domain.entries import ClaimMade, ClaimReleased
from pos_app.domain.errors import Refusal
from pos_app.domain.feed import Ack, ClaimReply, EntryState, EpochDemand, State
from sync.hub import accept, claims, journals, settling
from sync.hub.accept import Checked
from sync.hub.database import Database
from sync.hub.enrolment import Sender
from sync.protocol import BATCH_ENTRIES_MAX, EPOCH_RESTORED, Head, PushReply


class Compared(NamedTuple):
    """What hello says of one workstation: where its chains end here, what it must do, what still needs a person."""

    acks: tuple[Ack, ...]
    demand: EpochDemand | None
    open_states: tuple[EntryState, ...]


def checked(sender: Sender, entries: tuple[Sealed, ...]) -> list[Checked]:
    """Check a batch's hashes, signatures and scopes; needs no database."""
    assert len(entries) <= BATCH_ENTRIES_MAX
    return [accept.check(sealed, sender.scope, sender.public_key) for sealed in entries]


def keep(db: Database, scope: Scope, found: list[Checked], now_ms: int) -> PushReply:
    """Keep what holds and say what became of each."""
    with db.writing() as tx:
        done = accept.accept(tx, scope, found, now_ms)
    return PushReply(done.acks, done.states, done.demand)


def compare(db: Database, scope: Scope, heads: tuple[Head, ...]) -> Compared:
    """Say where the chains end here, and demand a new epoch when they disagree."""
    with db.reading() as tx:
        chains = journals.read(tx, scope)
        demanded = {epoch: chain.demand for epoch, chain in chains.items()}
        demand = journals.disagreement(tx, scope, chains, heads)
        still_open = settling.open_states(tx, scope)
    if demand is not None and demand.reason != EPOCH_RESTORED and not demanded.get(demand.epoch):
        with db.writing() as tx:
            journals.save_demand(tx, scope, demand)
    asked = {head.epoch for head in heads}
    return Compared(tuple(ack for ack in journals.acks(chains) if ack.epoch in asked), demand, still_open)


def claim(db: Database, scope: Scope, found: Checked, now_ms: int) -> ClaimReply:
    """Keep the claim's entry ahead of its turn and decide it; the same claim again gets the same answer.

    Raises `Refusal` claim.not_one for any other entry, claim.broken for one that does not hold or is a fork.
    """
    if found.header is None or found.refused:
        raise Refusal("claim.broken", reason=found.refused)
    body = found.body
    if not isinstance(body, ClaimMade | ClaimReleased):
        raise Refusal("claim.not_one")
    with db.writing() as tx:
        done = accept.accept(tx, scope, [found], now_ms, acknowledge=False)
        if any(state.state is State.FORKED for state in done.states):
            # Kept like every fork, and posted; but this till must open a new epoch before it is believed.
            return ClaimReply(body.claim, granted=False, reason=journals.FORK)
        if isinstance(body, ClaimReleased):
            return claims.release(tx, scope, body)
        return claims.decide(tx, scope, body, now_ms)[0]
