"""What the hub said to this workstation alone: acknowledgements, states of entries, answers to claims, its demand.

The daemon writes them through `CacheWriter`, the till reads them through `Catalogue`. Losing them costs a second
delivery, which the hub recognises.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Final

import msgspec

from pos_app.domain.feed import Ack, ClaimReply, EntryState, EpochDemand, Stage, State

ANSWERS_KEPT: Final = 1_000
"""Answers to claims that stay; the desk that waits for one reads it within seconds."""
STATES_KEPT: Final = 10_000
"""Entries not simply stored that are remembered here; the hub's lists hold all of them."""

_claim_decoder: Final = msgspec.msgpack.Decoder(ClaimReply)


def save_acks(db: sqlite3.Connection, acks: Iterable[Ack], states: Iterable[EntryState]) -> None:
    """Write acknowledgements as last heard, and the states; an entry heard to be stored after all leaves the list."""
    db.executemany(
        "INSERT OR REPLACE INTO ack VALUES (?, ?, ?, ?)", [(a.epoch, a.stage.value, a.seq, a.hash) for a in acks]
    )
    for said in states:
        if said.state is State.STORED:
            db.execute("DELETE FROM entry_state WHERE epoch = ? AND seq = ?", (said.epoch, said.seq))
        else:
            row = (said.epoch, said.seq, said.state.value, said.reason)
            db.execute("INSERT OR REPLACE INTO entry_state VALUES (?, ?, ?, ?)", row)
    db.execute(
        "DELETE FROM entry_state WHERE (epoch, seq) IN"
        " (SELECT epoch, seq FROM entry_state ORDER BY seq DESC LIMIT -1 OFFSET ?)",
        (STATES_KEPT,),
    )


def save_claim(db: sqlite3.Connection, reply: ClaimReply) -> None:
    """Write the answer to a claim; an answer heard again replaces itself."""
    db.execute(
        "INSERT OR REPLACE INTO claim_answer (claim, body) VALUES (?, ?)",
        (reply.claim, msgspec.msgpack.encode(reply)),
    )
    db.execute("DELETE FROM claim_answer WHERE number <= (SELECT max(number) FROM claim_answer) - ?", (ANSWERS_KEPT,))


def save_demand(db: sqlite3.Connection, demand: EpochDemand | None) -> None:
    """Write the hub's demand for a new epoch; None withdraws it."""
    if demand is None:
        db.execute("DELETE FROM demand")
    else:
        db.execute("INSERT OR REPLACE INTO demand VALUES (1, ?, ?)", (demand.epoch, demand.reason))


def acks_from(rows: Iterable[tuple[int, str, int, bytes]]) -> tuple[Ack, ...]:
    """Return the rows of `ack` as records."""
    return tuple(Ack(epoch, Stage(stage), seq, hashed) for epoch, stage, seq, hashed in rows)


def states_from(rows: Iterable[tuple[int, int, str, str]]) -> tuple[EntryState, ...]:
    """Return the rows of `entry_state` as records."""
    return tuple(EntryState(epoch, seq, State(state), reason) for epoch, seq, state, reason in rows)


def demand_from(rows: list[tuple[int, str]]) -> EpochDemand | None:
    """Return the row of `demand` (epoch, reason) as a record, when there is one."""
    return EpochDemand(reason=rows[0][1], epoch=rows[0][0]) if rows else None


def claim_from(rows: list[tuple[bytes]]) -> ClaimReply | None:
    """Return the body of a claim's answer as a record, when there is one."""
    return _claim_decoder.decode(rows[0][0]) if rows else None
