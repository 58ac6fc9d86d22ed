"""What the Devices and sync page may read: values only, made by the devices desk at every look."""

from __future__ import annotations

import enum
from datetime import tzinfo

import msgspec

from pos_app.devices import Condition
from pos_app.selling.lamp import SyncSeen
from pos_app.selling.view import Lamp, Said


class QueueState(enum.StrEnum):
    """How far an entry has come."""

    WAITING = "waiting"
    SENT = "sent"
    LOOK = "look"
    """A person has to look at it; it is kept here and there."""


class QueueEntry(msgspec.Struct, frozen=True):
    """One entry of the journal on its way to the hub."""

    epoch: int
    seq: int
    kind: str
    wall_ms: int
    state: QueueState
    reason: str = ""
    """Why it needs a look: a message id or a word of the hub's."""


class StationView(msgspec.Struct, frozen=True):
    """Who this workstation is."""

    name: str
    workstation: str
    store: str
    chain: str
    hub: str
    epoch: int
    entries: int


class CatalogueView(msgspec.Struct, frozen=True):
    """The catalogue that the till sells from."""

    generation: str
    made_ms: int
    is_current: bool
    age_ms: int | None
    """Since it was last known to equal the hub's."""


class DevicesView(msgspec.Struct, frozen=True):
    """Everything the page shows."""

    lamp: Lamp
    sync: SyncSeen
    station: StationView
    catalogue: CatalogueView | None
    queue: tuple[QueueEntry, ...]
    """What needs a look, then the newest entries, newest first."""
    printer: Condition
    alarms: tuple[str, ...]
    """Message ids about the journal and its disk; empty when all is well."""
    zone: tzinfo | None = None


class ScanReading(msgspec.Struct, frozen=True):
    """What a scan was read as, for the scanner's test."""

    kind: str
    """plain | element_string | variable_measure | plu | internal | refused."""
    code: str
    symbology: str
    refused: Said | None = None
