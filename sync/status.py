"""What the daemon says of itself each second, and how a reader judges whether it is still alive.

The daemon writes `sync-status` by an atomic rename and without fsync: it is worth nothing after a power cut. The
reader trusts its own monotonic clock only: a beat that stands still is a dead daemon, a live daemon without
contact is offline, and neither depends on any wall clock.
"""

from __future__ import annotations

import enum
from pathlib import Path
from typing import Final

import msgspec

from pos_app.clock import Clock

FILE: Final = "sync-status"
BEAT_MS: Final = 1_000
DEAD_AFTER_MS: Final = 5_000
"""A beat that stands still for this long is a dead daemon; an import or a slow disk may cost it a beat or two."""
_BYTES_MAX: Final = 64_000


class SyncState(enum.StrEnum):
    """What the lamp says, the gravest first when several hold."""

    REFUSED = "refused"
    """The hub does not take this workstation's credential."""
    VERSION = "version"
    """The hub speaks no version of the protocol that we speak."""
    OFFLINE = "offline"
    LOOK = "look"
    """Something waits for a person: a quarantined or forked entry, one that cannot be sent, a cache that differs."""
    CLOCK_WRONG = "clock_wrong"
    SLOW = "slow"
    SENDING = "sending"
    STARTING = "starting"
    """Nothing was asked yet."""
    ONLINE = "online"
    """Everything of the journal is acknowledged."""


class Note(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing for the Devices and sync page: a message id of the catalogue and its values."""

    message_id: str
    params: dict[str, str | int] = {}


class SyncStatus(msgspec.Struct, frozen=True, omit_defaults=True):
    """The daemon's account of one moment. Ages are by the daemon's monotonic clock at the time of writing."""

    beat: int
    """Rises by one at each writing."""
    pid: int
    state: SyncState
    waiting: int = 0
    """Entries that the hub has not acknowledged."""
    look: int = 0
    """Entries that need a person."""
    contact_age_ms: int | None = None
    """Since the hub's last usable answer; None before the first."""
    clock_offset_ms: int | None = None
    """The hub's clock minus ours; None until compared."""
    up_to_date_ms: int | None = None
    """Wall time at which the catalogue was last known to equal the hub's."""
    filling_percent: int | None = None
    """How much of a snapshot has come, while one is fetched."""
    notes: tuple[Note, ...] = ()
    clock_compared_ms: int | None = None
    """Wall time, by our clock, of the comparison that `clock_offset_ms` comes from."""


class DaemonLife(enum.StrEnum):
    """What the beat says about the process."""

    UNKNOWN = "unknown"
    """Not watched for long enough."""
    ALIVE = "alive"
    DEAD = "dead"


class Seen(msgspec.Struct, frozen=True):
    """A status as a reader may rely on it; `contact_age_ms` goes on counting while the file stands still."""

    life: DaemonLife
    status: SyncStatus | None
    still_ms: int
    """For how long the beat has stood still."""
    contact_age_ms: int | None = None


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(SyncStatus)


def write(folder: Path, status: SyncStatus) -> None:
    """Put `status` in place by an atomic rename; raises OSError (a full disk must not stop the daemon)."""
    fresh = folder / (FILE + ".new")
    fresh.write_bytes(_encoder.encode(status))
    fresh.replace(folder / FILE)


def read(folder: Path) -> SyncStatus | None:
    """Return the last status, or None when there is none or it cannot be read."""
    try:
        with (folder / FILE).open("rb") as file:
            return _decoder.decode(file.read(_BYTES_MAX))
    except (OSError, msgspec.DecodeError):
        return None


class Freshness:
    """Watches the beat; the till's tick calls `look` as often as it likes."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        """Watch the status of the data `folder` by the reader's own monotonic clock."""
        self._folder = folder
        self._clock = clock
        self._beat: tuple[int, int] | None = None
        self._changed_ms = clock.monotonic_ms()
        self._moved = False

    def look(self) -> Seen:
        """Read the status and judge it."""
        status = read(self._folder)
        now = self._clock.monotonic_ms()
        beat = (status.pid, status.beat) if status else None
        if beat != self._beat:
            # The first file that is seen may be a dead daemon's last word: only a change proves life.
            self._moved = beat is not None and (self._moved or self._beat is not None)
            self._beat, self._changed_ms = beat, now
        still_ms = now - self._changed_ms
        if still_ms >= DEAD_AFTER_MS:
            self._moved = False
            life = DaemonLife.DEAD
        else:
            life = DaemonLife.ALIVE if self._moved else DaemonLife.UNKNOWN
        age = None if status is None or status.contact_age_ms is None else status.contact_age_ms + still_ms
        return Seen(life, status, still_ms, age)
