"""Spend and save (满减): enough spent on the selection takes an amount off it, shared over its lines exactly.

Tiered: the highest threshold that is reached gives its amount. Every-full (每满): the amount is given once for every
full threshold. What counts as spent is what is left on the lines when the rule's turn comes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final

import msgspec

from pos_app.domain.basket import Line
from pos_app.domain.money import AMOUNT_LIMIT, share
from pos_app.domain.promotions.selection import Near, Offer, Terms

TIERS_MAX: Final = 20
NEAR_PARTS: Final = 2
"""A threshold is near when at most one part in this many of it is missing."""


class Tier(msgspec.Struct, frozen=True, array_like=True):
    """From `threshold` minor units spent, `off` minor units less."""

    threshold: int
    off: int


class SpendAndSave(Terms, frozen=True, omit_defaults=True, tag="spend_and_save", kw_only=True):
    """`tiers` rise in threshold and in amount; with `every` there is one tier, given for each full threshold."""

    joint: ClassVar[bool] = True

    tiers: tuple[Tier, ...]
    every: bool = False

    def __post_init__(self) -> None:
        """Refuse tiers that are empty, do not rise, or give more than was spent."""
        if not 0 < len(self.tiers) <= TIERS_MAX or (self.every and len(self.tiers) > 1):
            raise ValueError("spend-and-save takes 1 to 20 tiers, and one tier when it is given for every full amount")
        last = Tier(0, 0)
        for tier in self.tiers:
            if not (last.threshold < tier.threshold < AMOUNT_LIMIT and last.off < tier.off <= tier.threshold):
                raise ValueError("tiers rise in threshold and in amount, and no amount is above its threshold")
            last = tier

    def _earned(self, spent: int) -> int:
        """Return what `spent` minor units earn."""
        if self.every:
            return spent // self.tiers[0].threshold * self.tiers[0].off
        earned = 0
        for tier in self.tiers:
            if spent < tier.threshold:
                break
            earned = tier.off
        return earned

    def offer(self, lines: Sequence[Line], amounts: Sequence[int]) -> Offer | None:  # noqa: ARG002 - every kind's shape
        """Share what all lines together earn in proportion to what is left on each; None below the first tier."""
        earned = self._earned(sum(amounts))
        return Offer(share(earned, amounts)) if earned else None

    def near(self, lines: Sequence[Line], amounts: Sequence[int]) -> Near | None:  # noqa: ARG002 - every kind's shape
        """Tell how much more must be spent for the next step, and what that adds; None when none is near."""
        spent = sum(amounts)
        for tier in self.tiers:
            if self.every or spent < tier.threshold:
                missing = tier.threshold - spent % tier.threshold
                gain = tier.off if self.every else tier.off - self._earned(spent)
                return Near(missing, gain) if missing * NEAR_PARTS <= tier.threshold else None
        return None
