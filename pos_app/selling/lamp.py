"""The one lamp: of everything that may be wrong, the gravest that a cashier can act on. Pure."""

from __future__ import annotations

import enum
from typing import Final

import msgspec

from pos_app.devices import Condition, Health
from pos_app.domain.stamp import ClockQuality
from pos_app.selling.view import Lamp, LampState, Said

STALE_AFTER_MS: Final = 2 * 24 * 3_600_000
"""A catalogue older than this is called old."""
_DAY_MS: Final = 24 * 3_600_000


class Link(enum.StrEnum):
    """How the till stands to the hub, as its daemon says."""

    NONE = "none"
    """No hub is set up."""
    DEAD = "dead"
    """The daemon does not beat."""
    OFFLINE = "offline"
    SLOW = "slow"
    REFUSED = "refused"
    """The hub does not take this workstation's credential."""
    ONLINE = "online"


class SyncSeen(msgspec.Struct, frozen=True):
    """What the wiring read from the daemon's status."""

    link: Link
    unsent: int = 0
    """Entries not yet acknowledged."""
    look: int = 0
    """Entries that a person has to look at."""
    clock_wrong_ms: int = 0
    """How far the wall clock is off, when more than is tolerated."""
    catalogue_age_ms: int | None = None
    contact_age_ms: int | None = None
    """Since the hub's last usable answer; None before the first."""
    filling_percent: int | None = None
    """How much of a whole catalogue has come, while one is fetched."""
    notes: tuple[Said, ...] = ()
    """What the daemon has to say besides."""
    clock: ClockQuality = ClockQuality.UNCHECKED
    """What the last comparison with the hub's clock said."""
    clock_compared_ms: int | None = None
    """Wall time of that comparison: another one is a new one. None when there was none within a day."""


def lamp(
    sync: SyncSeen, printer: Health, *, sales: int | None = None, journal_alarm: str = "", disk_low: bool = False
) -> Lamp:
    """Return the lamp's state, the gravest first; `sales` counts those that the unsent entries hold."""
    if disk_low:
        return Lamp(LampState.DISK_LOW)
    if journal_alarm:
        return Lamp(LampState.JOURNAL_ALARM, detail=journal_alarm)
    if not printer.works and printer.condition is not Condition.UNKNOWN:
        return Lamp(LampState.PRINTER, detail=printer.condition)
    if sync.look:
        return Lamp(LampState.LOOK, sync.look)
    if sync.clock_wrong_ms:
        return Lamp(LampState.CLOCK_WRONG, abs(sync.clock_wrong_ms) // 1_000)
    return _of_link(sync, sync.unsent if sales is None else sales)


def _of_link(sync: SyncSeen, waiting: int) -> Lamp:
    states = {
        Link.NONE: LampState.ALONE,
        Link.DEAD: LampState.DAEMON_DEAD,
        Link.REFUSED: LampState.REFUSED,
        Link.OFFLINE: LampState.OFFLINE,
    }
    if sync.link in states:
        return Lamp(states[sync.link], waiting)
    if sync.catalogue_age_ms is not None and sync.catalogue_age_ms > STALE_AFTER_MS:
        return Lamp(LampState.STALE, sync.catalogue_age_ms // _DAY_MS)
    if waiting:
        return Lamp(LampState.SLOW if sync.link is Link.SLOW else LampState.SENDING, waiting)
    return Lamp(LampState.SLOW if sync.link is Link.SLOW else LampState.ONLINE)
