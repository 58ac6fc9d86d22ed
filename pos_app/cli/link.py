"""How the lamp learns of the daemon: its status file, judged by this process's own clock, in the desk's words."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from pos_app.clock import Clock
from pos_app.domain.stamp import CHECKED_FOR_MS, CHECKED_WITHIN_MS, ClockQuality
from pos_app.selling import lamp
from pos_app.selling.lamp import SyncSeen
from pos_app.selling.view import Said
from sync.contact import CLOCK_WRONG_MS
from sync.status import DaemonLife, Freshness, SyncState, SyncStatus

STATES: Final = {
    SyncState.REFUSED: lamp.Link.REFUSED,
    SyncState.VERSION: lamp.Link.REFUSED,
    SyncState.OFFLINE: lamp.Link.OFFLINE,
    SyncState.STARTING: lamp.Link.OFFLINE,
    SyncState.SLOW: lamp.Link.SLOW,
}


class Link:
    """Reads the daemon's status of one data `folder`."""

    def __init__(self, folder: Path, clock: Clock, *, has_hub: bool) -> None:
        """`has_hub` False: this till sells alone and no daemon is expected."""
        self._freshness = Freshness(folder, clock)
        self._clock = clock
        self._has_hub = has_hub

    def seen(self) -> SyncSeen:
        """Return what the lamp needs to know."""
        if not self._has_hub:
            return SyncSeen(lamp.Link.NONE)
        seen = self._freshness.look()
        status = seen.status
        if seen.life is DaemonLife.DEAD or status is None:
            waiting = status.waiting if status else 0
            return SyncSeen(lamp.Link.DEAD, unsent=waiting, contact_age_ms=seen.contact_age_ms)
        offset = status.clock_offset_ms if status.state is SyncState.CLOCK_WRONG else None
        age = None if status.up_to_date_ms is None else max(0, self._clock.wall_ms() - status.up_to_date_ms)
        return SyncSeen(
            STATES.get(status.state, lamp.Link.ONLINE),
            unsent=status.waiting,
            look=status.look,
            clock_wrong_ms=offset or 0,
            catalogue_age_ms=age,
            contact_age_ms=seen.contact_age_ms,
            filling_percent=status.filling_percent,
            notes=tuple(Said(note.message_id, dict(note.params)) for note in status.notes),
            clock=_quality(status.clock_offset_ms or 0),
            clock_compared_ms=self._compared_ms(status),
        )

    def _compared_ms(self, status: SyncStatus) -> int | None:
        compared_ms = status.clock_compared_ms
        if compared_ms is None or not 0 <= self._clock.wall_ms() - compared_ms <= CHECKED_FOR_MS:
            return None
        return compared_ms


def _quality(offset_ms: int) -> ClockQuality:
    """Return what an offset from the hub's clock says of ours."""
    if abs(offset_ms) > CLOCK_WRONG_MS:
        return ClockQuality.WRONG
    return ClockQuality.CHECKED if abs(offset_ms) <= CHECKED_WITHIN_MS else ClockQuality.UNCHECKED
