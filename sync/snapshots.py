"""Fetching a ready cache database by ranges: which offer, which bytes next, when it is whole. The courier calls it.

Every range is small enough to be lost and asked again; what has come survives a restart. The signed offer names the
whole file's hash, which the installer compares; so a wrong byte costs a download, never a wrong price.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from sync.asks import PARTIAL, Answer
from sync.ports import SnapshotBox
from sync.protocol import CACHE_SCHEMA, SNAPSHOT_PATH, Positions, SnapshotOffer

RANGE_BYTES_MAX: Final = 4_000_000
RANGE_BYTES_MIN: Final = 64_000
"""On a poor line ranges shrink to this."""
PACKED_BYTES_MAX: Final = 2_000_000_000
UNPACKED_BYTES_MAX: Final = 8_000_000_000
SPOILT_MAX: Final = 3
"""After so many snapshots that do not fit their hash the feed alone fills the cache."""
_ID: Final = re.compile(r"[A-Za-z0-9._-]{1,128}")
_RANGE: Final = re.compile(r"bytes (\d{1,12})-(\d{1,12})/(\d{1,12}|\*)")


class Range(NamedTuple):
    """The next bytes to ask for: [start, stop)."""

    offer: SnapshotOffer
    start: int
    stop: int

    def path(self) -> str:
        """Return the path of the ask."""
        return SNAPSHOT_PATH + self.offer.id

    def header(self) -> str:
        """Return the Range header's value (RFC 9110: both ends are included)."""
        return f"bytes={self.start}-{self.stop - 1}"


class Snapshots:
    """At most one snapshot under way."""

    def __init__(self, box: SnapshotBox) -> None:
        """Gather bytes in `box`."""
        self._box = box
        self._range_bytes = RANGE_BYTES_MAX
        self._have = 0
        self._spoilt = 0
        self._installing = False
        self.offer: SnapshotOffer | None = None

    def wanted(self, offer: SnapshotOffer, at: Positions) -> bool:
        """Tell whether `offer` is worth fetching for a cache that stands `at`."""
        ahead = offer.positions.chain >= at.chain and offer.positions.store >= at.store and offer.positions != at
        sane = 0 < offer.packed_bytes <= PACKED_BYTES_MAX and 0 < offer.unpacked_bytes <= UNPACKED_BYTES_MAX
        named = _ID.fullmatch(offer.id) is not None
        return ahead and sane and named and offer.schema == CACHE_SCHEMA and self._spoilt < SPOILT_MAX

    def begin(self, offer: SnapshotOffer) -> None:
        """Fetch `offer`, going on from what is here of it."""
        self.offer, self._have = offer, self._box.have(offer)

    def next_range(self) -> Range | None:
        """Return the next bytes to ask for; None when there is nothing to fetch or all is here."""
        if self.offer is None or self.complete():
            return None
        return Range(self.offer, self._have, min(self._have + self._range_bytes, self.offer.packed_bytes))

    def complete(self) -> bool:
        """Tell whether every byte is here."""
        return self.offer is not None and self._have >= self.offer.packed_bytes

    def to_install(self) -> SnapshotOffer | None:
        """Return the snapshot that is whole, once; the installer's word comes by `end`."""
        if not self.complete() or self._installing:
            return None
        self._installing = True
        return self.offer

    def came(self, asked: Range, answer: Answer) -> bool:
        """Keep the bytes of `answer`; False when they are not what was asked."""
        said = _RANGE.fullmatch(answer.headers.get("content-range", ""))
        if answer.status != PARTIAL or said is None or int(said[1]) != asked.start or asked.start != self._have:
            return False
        if not 0 < len(answer.body) <= asked.stop - asked.start:
            return False
        self._box.add(asked.offer, asked.start, answer.body)
        self._have += len(answer.body)
        self._range_bytes = min(RANGE_BYTES_MAX, self._range_bytes * 2)
        return True

    def lost(self) -> None:
        """Ask for less after an answer that did not come."""
        self._range_bytes = max(RANGE_BYTES_MIN, self._range_bytes // 2)

    def end(self, *, spoilt: bool = False) -> None:
        """Forget the offer: installed, gone from the hub, or `spoilt`."""
        self._spoilt = self._spoilt + 1 if spoilt else 0
        self.offer, self._have, self._installing = None, 0, False
        self._box.drop()

    def percent(self) -> int | None:
        """Return how much is here, 0 to 100; None when nothing is under way."""
        return None if self.offer is None else min(100, self._have * 100 // self.offer.packed_bytes)
