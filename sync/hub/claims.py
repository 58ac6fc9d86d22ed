"""Who holds what may be used once: one row per thing in the whole chain, and one lasting answer per claim.

The endpoint asks ahead of the backlog; posting asks again when the entry itself comes and finds the answer there. A
claim that was made with the network gone is decided at its posting, and a clash is then shown to people.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, delete, select

from pos_app.domain.chain import Scope
from pos_app.domain.entries import PICKUP, ClaimMade, ClaimReleased
from pos_app.domain.feed import ClaimReply
from sync.hub import bulk, counters
from sync.hub.desks import orders
from sync.hub.tables import CHAIN_STORE, claim, claim_answer

HELD: Final = "claim.held"
RELEASED: Final = "claim.released"
_COUNTER: Final = "claims"


def decide(tx: Connection, scope: Scope, made: ClaimMade, now_ms: int) -> tuple[ClaimReply, bool]:
    """Return the answer to `made`, and whether it is given for the first time."""
    # One lock per chain: two tills of two stores may ask for one coupon at the same moment.
    counters.lock(tx, scope.chain, CHAIN_STORE, _COUNTER)
    a = claim_answer
    mine = (a.c.chain == scope.chain) & (a.c.store == scope.store) & (a.c.workstation == scope.workstation)
    before = tx.execute(select(a.c.granted, a.c.reason, a.c.held_by).where(mine, a.c.claim == made.claim)).first()
    if before is not None:
        return ClaimReply(made.claim, bool(before.granted), before.reason, before.held_by), False
    thing = (claim.c.chain == scope.chain) & (claim.c.what == made.what) & (claim.c.subject == made.subject)
    holder = tx.execute(select(claim.c.store, claim.c.workstation).where(thing)).first()
    no, held_by = orders.no_claim(tx, scope.chain, scope.store, made) if made.what == PICKUP else ("", "")
    if holder is None and no:
        reply = ClaimReply(made.claim, granted=False, reason=no, held_by=held_by)
    elif holder is None:
        row = (scope.chain, made.what, made.subject, scope.store, scope.workstation, made.claim, now_ms)
        bulk.put(tx, claim, [row])
        reply = ClaimReply(made.claim, granted=True)
    else:
        reply = ClaimReply(made.claim, granted=False, reason=HELD, held_by=holder.workstation)
    _answer(tx, scope, made, reply)
    return reply, True


def release(tx: Connection, scope: Scope, released: ClaimReleased) -> ClaimReply:
    """Give back what the claim holds; a claim that comes after its release gets nothing."""
    counters.lock(tx, scope.chain, CHAIN_STORE, _COUNTER)
    held = (
        (claim.c.chain == scope.chain)
        & (claim.c.what == released.what)
        & (claim.c.subject == released.subject)
        & (claim.c.store == scope.store)
        & (claim.c.workstation == scope.workstation)
        & (claim.c.claim == released.claim)
    )
    tx.execute(delete(claim).where(held))
    reply = ClaimReply(released.claim, granted=False, reason=RELEASED)
    _answer(tx, scope, released, reply)
    return reply


def _answer(tx: Connection, scope: Scope, asked: ClaimMade | ClaimReleased, reply: ClaimReply) -> None:
    place = (scope.chain, scope.store, scope.workstation, asked.claim, asked.what, asked.subject)
    bulk.put(tx, claim_answer, [(*place, reply.granted, reply.reason, reply.held_by)], "replace")
