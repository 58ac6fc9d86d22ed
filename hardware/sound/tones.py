"""Makes the till's sounds from formulas; the same samples each time. Called by the player's thread.

Every sound is under 400 ms: at a rush hour's pace the next scan comes before a longer one has ended.
"""

from __future__ import annotations

import array
import math
from collections.abc import Sequence
from typing import Final

import msgspec

RATE_HZ: Final = 22_050
VOLUME_MOST: Final = 100
LONGEST_MS: Final = 400
_PEAK: Final = 0.8 * 32_767
_EDGE_MS: Final = 5
"""Each tone swells and fades this long: an edge would click."""


class Tone(msgspec.Struct, frozen=True):
    """One tone; no pitch is a pause. `overtones` are the strengths of the 2nd, 3rd ... multiple of the pitch."""

    hz: float
    ms: int
    level: float = 1.0
    overtones: tuple[float, ...] = (0.15,)


_LOW: Final = (0.0, 0.5, 0.0, 0.3)
"""Odd overtones: a low tone must be heard through a speaker the size of a coin."""

SOUNDS: Final[dict[str, tuple[Tone, ...]]] = {
    "ok": (Tone(1_760, 60, 0.7),),
    "ok_promotion": (Tone(1_760, 45, 0.7), Tone(2_349, 80, 0.7)),
    "unknown": (Tone(233, 130, overtones=_LOW), Tone(0, 50), Tone(233, 160, overtones=_LOW)),
    "approval": (Tone(880, 90), Tone(1_175, 90), Tone(880, 130)),
    "paid": (Tone(1_047, 70), Tone(1_319, 70), Tone(1_568, 150)),
    "pickup": (Tone(1_319, 150, 0.8, (0.0, 0.4)), Tone(1_047, 230, 0.8, (0.0, 0.4))),
    "online": (Tone(1_200, 25, 0.5), Tone(1_600, 35, 0.5)),
    "offline": (Tone(800, 25, 0.5), Tone(600, 35, 0.5)),
}
"""Every sound of the till by its name."""

RANKS: Final = {"unknown": 2, "approval": 2, "pickup": 1, "paid": 1, "ok": 1, "ok_promotion": 1}
"""What asks for a person goes before what confirms, and that before a tick of the line (0)."""


def length_ms(name: str) -> int:
    """Return how long a sound takes."""
    return sum(tone.ms for tone in SOUNDS[name])


def samples(name: str, volume: int) -> array.array[int]:
    """Return a sound as 16-bit samples, `RATE_HZ` a second; `volume` is in percent, felt as the square of it."""
    scale = _PEAK * (max(0, min(volume, VOLUME_MOST)) / VOLUME_MOST) ** 2
    return array.array("h", [round(scale * level) for tone in SOUNDS[name] for level in _levels(tone)])


def _levels(tone: Tone) -> Sequence[float]:
    count = RATE_HZ * tone.ms // 1_000
    if not tone.hz:
        return [0.0] * count
    edge = RATE_HZ * _EDGE_MS // 1_000
    strengths = (1.0, *tone.overtones)
    whole = sum(strengths)
    turn = 2 * math.pi * tone.hz / RATE_HZ
    return [
        tone.level
        * min(1.0, at / edge, (count - 1 - at) / edge)
        * sum(strength * math.sin(turn * at * multiple) for multiple, strength in enumerate(strengths, start=1))
        / whole
        for at in range(count)
    ]
