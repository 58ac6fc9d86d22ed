"""Member price: goods cost a member, or a member of certain tiers, a price of their own or a rate less.

A price is for one unit, as a price tag says it; a pack costs what its pieces do. It never raises what is due, and an
amount that is printed on the goods themselves has no unit price to replace: there the rate alone can give something.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from pos_app.domain.basket import Line
from pos_app.domain.money import AMOUNT_LIMIT, MILLI, PPM, divide, extended, portion
from pos_app.domain.promotions.selection import Offer, Terms


class MemberPrice(Terms, frozen=True, omit_defaults=True, tag="member_price", kw_only=True):
    """`unit_price` minor units for each unit of the selection, or `rate_ppm` off it; exactly one of the two."""

    joint: ClassVar[bool] = False
    for_members: ClassVar[bool] = True

    unit_price: int | None = None
    rate_ppm: int = 0
    tiers: frozenset[str] = frozenset()
    """Whom it is for; empty: every member."""

    def __post_init__(self) -> None:
        """Refuse a rule that is both or neither of price and rate, or out of range."""
        if (self.unit_price is None) == (self.rate_ppm == 0):
            raise ValueError("a member price is a unit price or a rate")
        if not 0 <= self.rate_ppm <= PPM:
            raise ValueError("a member's rate lies between 1 and 1,000,000 ppm")
        if self.unit_price is not None and not 0 <= self.unit_price < AMOUNT_LIMIT:
            raise ValueError("a member's unit price is out of range")

    def serves(self, member: str, tier: str) -> bool:
        """Tell whether it is for this buyer; without a member it is for nobody."""
        return bool(member) and (not self.tiers or tier in self.tiers)

    def offer(self, lines: Sequence[Line], amounts: Sequence[int]) -> Offer | None:
        """Give each line what brings it down to the member's price, or its rate of what is left on it."""
        if self.unit_price is None:
            return Offer([portion(amount, self.rate_ppm) for amount in amounts])
        return Offer([max(0, left - self._due(line, left)) for line, left in zip(lines, amounts, strict=True)])

    def _due(self, line: Line, left: int) -> int:
        """Return what the member pays for `line`, of which `left` is asked so far."""
        if line.fixed_amount is not None:
            return left
        assert self.unit_price is not None
        each, pack = self.unit_price, line.item.pack
        return extended(each if pack == MILLI else divide(each * pack, MILLI), line.quantity)
