"""What `pricing.price` gives back: the amounts that go into the sale's entry, and the story told to the cashier."""

from __future__ import annotations

import enum

import msgspec

from pos_app.domain.tax import LineTax, TaxSum


class Reduction(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """What one rule, or one person, took off one line: `amount` minor units, positive."""

    rule: str
    """Rule id; "manual" for a discount on the line, "manual.basket" for the line's share of one on the basket."""
    amount: int


class PricedLine(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """One live line in amounts: `net` is `gross` less the reductions; added tax comes on top of it."""

    number: int
    gross: int
    net: int
    reductions: tuple[Reduction, ...] = ()
    taxes: tuple[LineTax, ...] = ()


class PricedBasket(msgspec.Struct, frozen=True, omit_defaults=True):
    """The amounts of a whole basket. `total` is due before cash rounding: net, and the tax where it is added."""

    lines: tuple[PricedLine, ...] = ()
    subtotal: int = 0
    """Sum of `gross`."""
    reduction: int = 0
    """Sum of all reductions, positive."""
    tax: int = 0
    """Sum of all tax, included or added."""
    total: int = 0
    taxes: tuple[TaxSum, ...] = ()


class Why(enum.StrEnum):
    """Why a rule gave nothing, or that it gave."""

    APPLIED = "applied"
    NOT_TARGETED = "not_targeted"
    OUTSIDE_WINDOW = "outside_window"
    BELOW_THRESHOLD = "below_threshold"
    NOT_DISCOUNTABLE = "not_discountable"
    BEATEN = "beaten"
    """Another rule gave more, or an exclusive one came first."""
    NOTHING_LEFT = "nothing_left"
    """The line was already free."""
    NEEDS_MEMBER = "needs_member"
    """It is for members, and nobody known buys."""
    OTHER_TIER = "other_tier"
    """It is for members of another tier."""
    NO_BETTER = "no_better"
    """The member's price is not below what is asked anyway."""


class Outcome(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """What became of one rule on one line (`line` 0: on the basket as a whole)."""

    rule: str
    line: int
    why: Why
    amount: int = 0
    by: str = ""
    """For `BEATEN`: the rule that won."""


class NearMiss(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """What is nearly earned: spend `missing` more for `gain` off by `rule`, or show a member's card for it."""

    rule: str
    missing: int
    """Nought for what a member would have at once."""
    gain: int
    member: bool = False


class Earned(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """The points that one rule gives for one line; what its refund takes back."""

    rule: str
    line: int
    points: int


class Pricing(msgspec.Struct, frozen=True, omit_defaults=True):
    """The amounts, and why they are what they are."""

    priced: PricedBasket
    outcomes: tuple[Outcome, ...] = ()
    near: tuple[NearMiss, ...] = ()
    earned: tuple[Earned, ...] = ()
    """What the member earns, line by line; nothing without a member."""

    @property
    def points(self) -> int:
        """All that the member earns with the basket."""
        return sum([each.points for each in self.earned])
