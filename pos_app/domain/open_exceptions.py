"""What did not reconcile at the hub and nobody has settled: rows of the feed, so that the store's people see it too."""

from __future__ import annotations

import msgspec


class OpenException(msgspec.Struct, frozen=True, omit_defaults=True):
    """A row of the stream `exception` (level store, key: `key_of` it). Settled, it leaves the feed."""

    kind: str
    """What does not agree: a message id, as `hub_lists` and the Exceptions screen say it."""
    subject: str
    """The order, product, claim or sum that it speaks of; never a person's data."""
    workstation: str = ""
    """Whose entry said so; empty with epoch and seq nought for what is no entry's."""
    epoch: int = 0
    seq: int = 0
    expected: str = ""
    found: str = ""
    made_ms: int = 0


def key_of(row: OpenException) -> str:
    """Return the key of a row: its entry, and what is said of it."""
    return f"{row.workstation}/{row.epoch:x}/{row.seq}/{row.kind}/{row.subject}"
