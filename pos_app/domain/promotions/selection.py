"""Which lines a promotion speaks of, when, and how it stands beside others: what every kind shares."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from typing import ClassVar, NamedTuple

import msgspec

from pos_app.domain.basket import Line


class Mode(enum.StrEnum):
    """How a rule stands beside others on the same line."""

    EXCLUSIVE = "exclusive"
    """It alone: first by priority, it shuts out every other rule on the lines it touched."""
    BEST = "best"
    """Of the rules in this mode each line takes one, chosen so that the customer saves most."""
    COMPOUND = "compound"
    """On top of what is left after the others, in order of priority."""


class Offer(NamedTuple):
    """What a rule would give: `amounts` minor units, one for each line it was shown, none below nought.

    `used` tells which of those lines it used up, so that no other rule of its mode takes them; None: all of them when
    lines earn it jointly, else those with an amount.
    """

    amounts: list[int]
    used: Sequence[bool] | None = None


class Near(NamedTuple):
    """Spend `missing` minor units more and `gain` more comes off."""

    missing: int
    gain: int


class Selection(msgspec.Struct, frozen=True, omit_defaults=True):
    """Lines by product or department; empty means all. `excluded` products never count."""

    products: frozenset[str] = frozenset()
    departments: frozenset[str] = frozenset()
    excluded: frozenset[str] = frozenset()

    def takes(self, line: Line) -> bool:
        """Tell whether `line` is spoken of (discountable or not)."""
        item = line.item
        if item.product_id in self.excluded:
            return False
        if not self.products and not self.departments:
            return True
        return item.product_id in self.products or item.department in self.departments


class Terms(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What every kind of rule has in common. Lower `priority` goes first; the window is of the scan's time.

    A kind adds `joint` (do lines earn it together, or each by itself) and
    `offer(lines, amounts) -> Offer | None`: what it gives on `lines` with `amounts` minor units left on each.
    """

    for_members: ClassVar[bool] = False
    """Whether the kind asks who buys: `serves` is called for these alone."""

    id: str
    names: dict[str, str]
    priority: int = 100
    mode: Mode = Mode.BEST
    valid_from_ms: int = 0
    valid_to_ms: int | None = None
    selection: Selection = Selection()

    def open_at(self, moment_ms: int) -> bool:
        """Tell whether the rule is in force at `moment_ms` (from inclusive, to exclusive)."""
        return self.valid_from_ms <= moment_ms and (self.valid_to_ms is None or moment_ms < self.valid_to_ms)

    def serves(self, member: str, tier: str) -> bool:  # noqa: ARG002 - every kind's shape
        """Tell whether the rule is for a buyer: `member` and `tier` as the basket has them, empty for nobody known."""
        return True

    def near(self, lines: Sequence[Line], amounts: Sequence[int]) -> Near | None:  # noqa: ARG002 - every kind's shape
        """Tell what is nearly earned on `lines` with `amounts` left; most kinds have nothing to tell."""
        return None
