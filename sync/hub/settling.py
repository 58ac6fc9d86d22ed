"""What still needs a person, and how it ends: `settle` writes down who looked and what they found, once.

The admin route and `./pos hub settle` call `settle`; hello calls `open_states`, so that a till's lamp counts what
the hub's lists show. Settling changes no money, no stock and no entry.
"""

from __future__ import annotations

from typing import Final

import msgspec
from sqlalchemy import Connection, CursorResult, bindparam, func, select, update

from pos_app.domain.chain import Scope
from pos_app.domain.errors import Refusal
from pos_app.domain.feed import EntryState, State
from sync.hub import counters
from sync.hub.journals import FORK
from sync.hub.tables import exception, quarantine

OPEN_STATES_MAX: Final = 1_000
"""Open entries of one workstation that hello names: the newest."""
BY_LENGTH_MAX: Final = 64
NOTE_LENGTH_MAX: Final = 500
_NUMBER_MAX: Final = 2**63 - 1

_q = quarantine
_open = (
    select(_q.c.epoch, _q.c.seq, _q.c.reason, _q.c.position)
    .where(
        _q.c.chain == bindparam("c"),
        _q.c.store == bindparam("s"),
        _q.c.workstation == bindparam("w"),
        _q.c.settled_ms.is_(None),
    )
    .order_by(_q.c.made_ms.desc(), _q.c.epoch.desc(), _q.c.seq.desc(), _q.c.reason)
    .limit(OPEN_STATES_MAX)
)
_WORST_FIRST: Final = (State.FORKED, State.REFUSED, State.QUARANTINED)


class Settling(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """POST /admin/settle: someone looked at everything that is open about one entry, or about `subject` alone."""

    chain: str
    store: str
    workstation: str
    """Empty, with epoch and seq nought, for what is no entry's: a product's stock."""
    epoch: int
    seq: int
    by: str
    """Who looked, 1 to 64 characters."""
    note: str
    """What they found or did, 1 to 500 characters."""
    subject: str = ""


class Settled(msgspec.Struct, frozen=True):
    """How many rows this ended, and how many had been settled before: those keep their first name and note."""

    settled: int
    before: int


def settle(tx: Connection, said: Settling, now_ms: int) -> Settled:
    """Settle what is open at one place; again changes nothing.

    Raises `Refusal` hub.settled_by for a name or note that is empty, too long or not visible, hub.nothing_to_settle
    when nothing was ever listed there.
    """
    by, note = said.by.strip(), said.note.strip()
    if not (_short(by, BY_LENGTH_MAX) and _short(note, NOTE_LENGTH_MAX)):
        raise Refusal("hub.settled_by", by=BY_LENGTH_MAX, note=NOTE_LENGTH_MAX)
    named = said.chain + said.store + said.workstation + said.subject
    if not named.isprintable() or not (0 <= said.epoch <= _NUMBER_MAX and 0 <= said.seq <= _NUMBER_MAX):
        raise Refusal("hub.nothing_to_settle")
    ended = listed = 0
    for table in (exception,) if said.subject else (exception, quarantine):
        here = (
            (table.c.chain == said.chain)
            & (table.c.store == said.store)
            & (table.c.workstation == said.workstation)
            & (table.c.epoch == said.epoch)
            & (table.c.seq == said.seq)
        )
        if said.subject:
            here &= table.c.subject == said.subject
        written = update(table).where(here, table.c.settled_ms.is_(None))
        done: CursorResult[object] = tx.execute(written.values(settled_ms=now_ms, settled_by=by, settled_note=note))
        ended += done.rowcount
        listed += tx.execute(select(func.count()).select_from(table).where(here)).scalar_one()
    if ended:
        counters.add(tx, said.chain, said.store, counters.EXCEPTIONS, 1)
    if not listed:
        raise Refusal("hub.nothing_to_settle")
    return Settled(ended, listed - ended)


def _short(text: str, limit: int) -> bool:
    return 0 < len(text) <= limit and text.isprintable()


def open_states(tx: Connection, scope: Scope) -> tuple[EntryState, ...]:
    """Return the workstation's entries that still need a person, each once with the worst that is said of it."""
    found: dict[tuple[int, int], EntryState] = {}
    for epoch, seq, reason, position in tx.execute(_open, {"c": scope.chain, "s": scope.store, "w": scope.workstation}):
        state = EntryState(epoch, seq, _state(reason, position), reason)
        known = found.setdefault((epoch, seq), state)
        if _WORST_FIRST.index(state.state) < _WORST_FIRST.index(known.state):
            found[epoch, seq] = state
    return tuple(found.values())


def _state(reason: str, position: int) -> State:
    if reason == FORK:
        return State.FORKED
    return State.QUARANTINED if position else State.REFUSED
