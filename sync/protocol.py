"""The messages between a till's daemon and the hub; the entries inside them are defined in `pos_app.domain`.

Both ends import this one module; `docs/PROTOCOL.md` is generated from it. Bodies travel as msgpack compressed with
zstd, or as JSON for debugging (bytes are base64 there); the entry's own bytes are the same in both. Every struct may
gain fields with defaults, so that version N-1 still works.
"""

from __future__ import annotations

import hashlib
from typing import Final

import msgspec

from pos_app.domain.chain import Scope, Sealed
from pos_app.domain.feed import (
    FEED_ROWS_MAX,
    STREAMS,
    Ack,
    ClaimReply,
    EntryState,
    EpochDemand,
    FeedBatch,
    FeedRow,
    Level,
    Positions,
    Stage,
    State,
    StreamSum,
    row_hash,
)
from pos_app.domain.key_rings import SealedRing

# What the cache keeps is defined in the domain, and offered here too: the wire is one module to both ends.
__all__ = [
    "FEED_ROWS_MAX",
    "STREAMS",
    "Ack",
    "ClaimReply",
    "EntryState",
    "EpochDemand",
    "FeedBatch",
    "FeedRow",
    "Level",
    "Positions",
    "SealedRing",
    "Stage",
    "State",
    "StreamSum",
    "row_hash",
]

VERSION: Final = 1
OLDEST: Final = 1
"""The oldest version that is still answered (N-1 once there is one)."""
VERSION_HEADER: Final = "x-pos-protocol"
"""In every request and every answer: an answer without it is not the hub's."""
ENROL_PATH: Final = "/v1/enrol"
HELLO_PATH: Final = "/v1/hello"
PUSH_PATH: Final = "/v1/push"
CLAIM_PATH: Final = "/v1/claim"
FEED_PATH: Final = "/v1/feed"
SNAPSHOT_PATH: Final = "/v1/snapshot/"
RINGS_PATH: Final = "/v1/people-keys"
CACHE_SCHEMA: Final = 1
"""Number of the cache database's shape; a snapshot of another shape is not taken."""

MSGPACK: Final = "application/msgpack"
JSON: Final = "application/json"

BATCH_ENTRIES_MAX: Final = 200
BATCH_BYTES_MAX: Final = 4_000_000
"""Size of a request's body, unpacked; a larger one is answered 413."""
WAIT_MS_MAX: Final = 25_000
"""Longest long poll."""
CLAIM_WAIT_MS: Final = 2_000
"""After this a claim is decided by the offline rule."""


class EnrolRequest(msgspec.Struct, frozen=True, omit_defaults=True):
    """POST /v1/enrol: a new workstation shows its enrolment code and its public key."""

    code: str
    public_key: bytes
    """Ed25519, 32 bytes raw; the private half never leaves the till."""
    name: str
    """What people call the workstation: "Till 3"."""


class EnrolReply(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who the workstation is from now on."""

    scope: Scope
    credential: str
    """The daemon's own bearer token; it can push bytes and read the feed, not sign entries."""
    hub_key_id: str
    hub_key: bytes
    """Ed25519 public key that signs feed batches and snapshots."""


class Head(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a chain ends: the last seq of an epoch and its hash."""

    epoch: int
    seq: int
    hash: bytes


class SnapshotOffer(msgspec.Struct, frozen=True, omit_defaults=True):
    """A ready cache database: zstd-compressed SQLite file, to be fetched by ranges from /v1/snapshot/{id}."""

    id: str
    schema: int
    positions: Positions
    packed_bytes: int
    unpacked_bytes: int
    sha256: bytes
    """Of the packed file."""
    key_id: str
    signature: bytes
    """Ed25519 by the hub over `snapshot_seal` of this offer."""
    made_ms: int = 0
    chain: str = ""
    store: str = ""
    """Whose rows it holds: a till takes no other store's."""


EPOCH_RESTORED: Final = "epoch.restored"
"""Reason of a demand at hello: the till's head is behind the hub's. Only the till can tell whether it was put back to
an earlier state or its hello was late; one that holds the hub's head disregards the demand, and the hub forgets it."""


class HelloRequest(msgspec.Struct, frozen=True, omit_defaults=True):
    """POST /v1/hello: both sides compare where their chains end."""

    heads: tuple[Head, ...]
    """One for each epoch of this journal, oldest first."""
    cache_schema: int
    positions: Positions
    wall_ms: int


class HelloReply(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the hub has, and what it asks."""

    acks: tuple[Ack, ...]
    """One for each epoch that the hub knows of this workstation: its own head, or the till's where the hub knows
    the till's head by its hash. A till believes only an acknowledgement whose hash is its own at that seq.
    Beside the demand `EPOCH_RESTORED` it is the hub's own head."""
    wall_ms: int
    """The hub's clock: the till judges its own by it."""
    demand: EpochDemand | None = None
    snapshot: SnapshotOffer | None = None
    """Offered when the cursor is nought or far behind."""
    open_states: tuple[EntryState, ...] | None = None
    """Every entry of the workstation that still needs a person; a till drops the others. None: not said."""


class PushRequest(msgspec.Struct, frozen=True, omit_defaults=True):
    """POST /v1/push: entries in order of (epoch, seq), at most `BATCH_ENTRIES_MAX`."""

    entries: tuple[Sealed, ...]


class PushReply(msgspec.Struct, frozen=True, omit_defaults=True):
    """Acknowledgements after this batch; a state for each entry that is not simply stored."""

    acks: tuple[Ack, ...]
    """At least one for each epoch in the batch, unless nothing of it could be kept."""
    states: tuple[EntryState, ...] = ()
    demand: EpochDemand | None = None


class ClaimRequest(msgspec.Struct, frozen=True, omit_defaults=True):
    """POST /v1/claim: an exact copy of a claim's entry, ahead of any backlog; acknowledges nothing."""

    entry: Sealed


class FeedReply(msgspec.Struct, frozen=True, omit_defaults=True):
    """GET /v1/feed?chain=&store=&wait_ms=: the batch as signed bytes (msgpack of `FeedBatch`)."""

    batch: bytes
    key_id: str
    signature: bytes
    """Ed25519 by the hub over `feed_seal` of the batch's bytes."""


class RingAt(msgspec.Struct, frozen=True, array_like=True):
    """A ring of people's keys that a till has, and its version."""

    ring: int
    version: int


RINGS_MAX: Final = 20_000


class RingsRequest(msgspec.Struct, frozen=True, omit_defaults=True):
    """POST /v1/people-keys: which rings the till has, at most `RINGS_MAX`."""

    have: tuple[RingAt, ...] = ()


class RingsReply(msgspec.Struct, frozen=True, omit_defaults=True):
    """The others, each sealed to the workstation's own key: the daemon that carries them cannot open one."""

    rings: tuple[SealedRing, ...]
    more: bool = False
    """There are others yet: ask again."""


class ErrorReply(msgspec.Struct, frozen=True, omit_defaults=True):
    """The body of every answer of 400 and above."""

    error: str
    """Message id."""
    detail: str = ""


def feed_seal(batch: bytes) -> bytes:
    """Return the bytes that the hub signs for a feed batch."""
    return b"pos-feed-1\x00" + hashlib.sha256(batch).digest()


def snapshot_seal(offer: SnapshotOffer) -> bytes:
    """Return the bytes that the hub signs for a snapshot: everything of the offer but its signature."""
    return b"pos-snapshot-1\x00" + msgspec.msgpack.encode(msgspec.structs.replace(offer, signature=b""))
