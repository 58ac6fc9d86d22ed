"""Sums up a courier for the lamp and the status page: one state, the counts, and what went wrong last."""

from __future__ import annotations

from typing import Final

from sync.session import Session
from sync.status import Note, SyncState, SyncStatus

ASIDE_LOOK_FAILURES: Final = 2
"""An entry that stands aside needs a person once it failed again."""


def status_of(session: Session, *, beat: int, pid: int, up_to_date_ms: int | None) -> SyncStatus:
    """Return what the daemon says now; `up_to_date_ms` is what an earlier run knew."""
    now = session.clock.monotonic_ms()
    aside = sum(entry.backoff.failures >= ASIDE_LOOK_FAILURES for entry in session.outbox.aside.values())
    look = session.inbox.look + aside
    waiting = session.outbox.waiting()
    return SyncStatus(
        beat=beat,
        pid=pid,
        state=_state(session, now, waiting, look),
        waiting=waiting,
        look=look,
        contact_age_ms=session.contact.age_ms(now),
        clock_offset_ms=session.contact.offset_ms,
        up_to_date_ms=session.up_to_date_ms or up_to_date_ms,
        filling_percent=session.snapshots.percent(),
        notes=_notes(session, aside),
        clock_compared_ms=session.contact.compared_ms,
    )


def _state(session: Session, now: int, waiting: int, look: int) -> SyncState:
    contact = session.contact
    holds = {
        SyncState.REFUSED: contact.refused,
        SyncState.VERSION: contact.version,
        SyncState.OFFLINE: contact.offline(now),
        SyncState.LOOK: look > 0 or session.differs,
        SyncState.CLOCK_WRONG: contact.clock_wrong(),
        SyncState.SLOW: contact.slow(),
        SyncState.STARTING: contact.last_ms is None,
        SyncState.SENDING: waiting > 0,
    }
    return next((state for state, true in holds.items() if true), SyncState.ONLINE)


def _notes(session: Session, aside: int) -> tuple[Note, ...]:
    notes = []
    if session.contact.reason:
        notes.append(Note(session.contact.reason))
    if session.fault is not None:
        notes.append(Note(session.fault.message_id, dict(session.fault.params)))
    if session.differs:
        notes.append(Note("sync.cache_differs"))
    if aside:
        notes.append(Note("sync.set_aside", {"entries": aside}))
    return tuple(notes)
