"""Ids that sort by time (UUID version 7, RFC 9562), made from a time and random bytes that are passed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

RANDOM_BYTES: Final = 10
IdMaker = Callable[[], str]
"""Gives a new id at each call: 32 hexadecimal digits, later ones sort later to the millisecond."""


def uuid7(wall_ms: int, random: bytes) -> str:
    """Return a UUIDv7 as 32 lower-case hexadecimal digits from `wall_ms` since 1970 and 10 random bytes."""
    if len(random) != RANDOM_BYTES:
        raise ValueError("a UUIDv7 takes ten random bytes")
    value = (wall_ms & (2**48 - 1)) << 80 | int.from_bytes(random, "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return f"{value:032x}"
