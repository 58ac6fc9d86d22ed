"""What a desk's poster is given: the arrived entry, and the transaction that posts it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row

from sync.hub.recompute import Difference

Arrived = Row[*tuple[Any, ...]]
"""workstation, epoch, seq, hash, position, kind, business_day."""


class Posting(NamedTuple):
    """What a desk posts with: the batch's transaction and store, and the two lists that people read."""

    tx: Connection
    chain: str
    store: str
    now_ms: int
    differ: Callable[[Arrived, list[Difference]], None]
    """Say exceptions of an entry; its money and stock are posted all the same."""
    set_aside: Callable[[Arrived, str, str], None]
    """Put the entry on the quarantine list with a reason and a detail."""


Poster = Callable[[Posting, Arrived, Any], None]
