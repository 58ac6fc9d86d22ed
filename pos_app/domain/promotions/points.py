"""Points for spending: so many for every full amount that a member pays for the selected goods, by tier.

Not a discount: pricing asks it last, for what is left to pay on each line. Points are whole, shared over the lines
that earned them exactly, so that a refund of any of them takes back its own share and all together the whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pos_app.domain.basket import Line, PriceSource
from pos_app.domain.money import AMOUNT_LIMIT, PPM, share
from pos_app.domain.promotions.selection import Terms

POINTS_MAX: Final = 1_000_000
"""Points for one full amount, and what a tier may multiply them by."""


class PointsForSpending(Terms, frozen=True, omit_defaults=True, tag="points_for_spending", kw_only=True):
    """`points` for every full `each` minor units spent on the selection, discounts taken off."""

    each: int
    points: int = 1
    tiers: dict[str, int] = {}  # noqa: RUF012 - a struct copies it; ruff does not see that Terms is one
    """What a tier multiplies the points by, parts per million: 1_500_000 is one and a half times. Others: once."""
    untaxed_by_hand: bool = False
    """Whether a line sold by department at a typed price counts when no tax is on it: vouchers, deposits, stamps."""

    def __post_init__(self) -> None:
        """Refuse figures that earn nothing, or without bound."""
        if not 0 < self.each < AMOUNT_LIMIT or not 0 < self.points <= POINTS_MAX:
            raise ValueError("points and the amount that earns them are at least 1")
        if any(not 0 <= rate <= POINTS_MAX * PPM for rate in self.tiers.values()):
            raise ValueError("a tier multiplies points by 0 to 1,000,000")

    def counts(self, line: Line, *, taxed: bool) -> bool:
        """Tell whether what is paid for `line` earns points; `taxed` says whether tax is on it."""
        if not self.selection.takes(line) or not self.open_at(line.scanned_at_ms):
            return False
        return taxed or self.untaxed_by_hand or line.price_source is not PriceSource.OPEN

    def earned(self, amounts: Sequence[int], tier: str) -> list[int]:
        """Return the points that lines earn together for `amounts` minor units each, shared in proportion."""
        whole = sum(amounts) // self.each * self.points * self.tiers.get(tier, PPM) // PPM
        return share(whole, amounts)
