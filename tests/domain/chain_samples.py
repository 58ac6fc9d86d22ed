"""A workstation with a fixed key, and the entries that it seals: the same bytes at every run."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pos_app.domain.chain import GENESIS, Place, Scope, Sealed, seal
from pos_app.domain.entries import Body, NoSale
from pos_app.domain.ids import uuid7
from pos_app.domain.stamp import ClockQuality, Stamp

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
SCOPE = Scope("chain", "s1", "w1")
EPOCH = 2**62 + 1


def sealed_sample(body: Body | None = None, seq: int = 1, previous: bytes = GENESIS) -> Sealed:
    """Seal `body` (a no-sale by default) as entry `seq`."""
    return seal(
        body or NoSale("sh-1", "ann", "change"),
        scope=SCOPE,
        place=Place(EPOCH, seq, previous),
        entry_id=uuid7(1_760_000_000_000 + seq, bytes(10)),
        stamp=Stamp(1_760_000_000_000 + seq, (1_760_000_000_000 + seq) << 16, ClockQuality.CHECKED),
        business_day="2026-05-02",
        key=KEY,
    )


def chain_of(*bodies: Body) -> list[Sealed]:
    """Seal `bodies` one after the other."""
    entries: list[Sealed] = []
    for seq, body in enumerate(bodies, 1):
        entries.append(sealed_sample(body, seq, entries[-1].hash if entries else GENESIS))
    return entries
