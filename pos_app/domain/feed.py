"""What both ends keep of each other: rows of the feed, cursors, acknowledgements, answers to claims.

The till's cache stores these and the wire carries them (`sync.protocol` names them too). A stream belongs to one
scope; within it a row is found by its key, and its version only rises.
"""

from __future__ import annotations

import enum
import hashlib
from typing import Final

import msgspec

FEED_ROWS_MAX: Final = 1_000
"""Rows in one batch, and rows that the cache writes in one transaction."""

STREAMS: Final = (
    "store", "department", "tax", "key", "operator", "product", "price", "promotion", "tile_page", "tile", "stock",
    "essentials", "key_ring", "member", "order", "area", "delivery", "elsewhere", "exception",
)  # fmt: skip
"""Every stream of the feed, in the order in which a first fill sends them."""


class Level(enum.StrEnum):
    """The scope that a stream's row belongs to; each has its own counter of positions."""

    CHAIN = "chain"
    STORE = "store"


class Stage(enum.StrEnum):
    """How far an acknowledged entry has come."""

    RELAY = "relay"
    CENTRAL = "central"


class State(enum.StrEnum):
    """What became of one entry at the hub."""

    STORED = "stored"
    QUARANTINED = "quarantined"
    """Kept, but something in it is not understood; a person looks at it."""
    FORKED = "forked"
    """Another body already holds this seq: both are kept, a new epoch is demanded."""
    REFUSED = "refused"
    """Hash or signature does not hold, or the scope is another's: not kept as an entry."""


class Positions(msgspec.Struct, frozen=True, omit_defaults=True):
    """A cursor: how far the feed of each scope has been read."""

    chain: int = 0
    store: int = 0


class FeedRow(msgspec.Struct, frozen=True, array_like=True):
    """One change: `body` is the msgpack of the stream's record, empty when deleted. `position` is its version."""

    level: Level
    stream: str
    key: str
    position: int
    deleted: bool
    body: bytes


class StreamSum(msgspec.Struct, frozen=True, array_like=True):
    """Order-free checksum of a stream's live rows: the sum of `row_hash` modulo 2**64, and how many."""

    level: Level
    stream: str
    rows: int
    total: int


class FeedBatch(msgspec.Struct, frozen=True, omit_defaults=True):
    """Rows after the cursor in order of position for each level, and the cursor after them."""

    rows: tuple[FeedRow, ...]
    positions: Positions
    more: bool = False
    sums: tuple[StreamSum, ...] = ()
    """When `more` is false: what the till's streams must now add up to."""
    since: Positions = Positions()
    """The cursor that these rows follow: a till takes a batch only when this is its own cursor."""
    chain: str = ""
    store: str = ""
    """Whose rows these are: signed with the rest, so that another store's batch is not taken."""


class Ack(msgspec.Struct, frozen=True, omit_defaults=True):
    """Everything of `epoch` up to and including `seq` has reached `stage`; `hash` is the hub's entry at `seq`.

    Entries after a gap are kept too, but the acknowledgement stands before the gap until it is filled.
    """

    epoch: int
    stage: Stage
    seq: int
    hash: bytes


class EntryState(msgspec.Struct, frozen=True, omit_defaults=True):
    """Said of an entry that is not simply stored."""

    epoch: int
    seq: int
    state: State
    reason: str = ""


class EpochDemand(msgspec.Struct, frozen=True, omit_defaults=True):
    """The hub asks the till to open a new epoch before its next entry."""

    reason: str
    epoch: int
    """The epoch that must end."""


class ClaimReply(msgspec.Struct, frozen=True, omit_defaults=True):
    """The hub's answer to one claim; the same claim sent again gets the same answer."""

    claim: str
    granted: bool
    reason: str = ""
    held_by: str = ""
    """The workstation that was first, when it was refused."""


def row_hash(row: FeedRow) -> int:
    """Return the 64-bit hash of a live row for the stream's checksum."""
    said = b"\x00".join((row.level.encode(), row.stream.encode(), row.key.encode(), b"%d" % row.position, row.body))
    return int.from_bytes(hashlib.blake2b(said, digest_size=8).digest(), "big")
