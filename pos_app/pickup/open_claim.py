"""A claim on a hand-over that is still open at this workstation: the book finds it, the hand-over uses it."""

from __future__ import annotations

import msgspec


class OpenClaim(msgspec.Struct, frozen=True):
    """A hand-over that was begun here and neither done nor given up."""

    claim: str
    handover: int
    made_ms: int
