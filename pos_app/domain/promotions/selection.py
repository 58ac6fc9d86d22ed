"""Which lines a promotion speaks of, and when: shared by every kind."""

from __future__ import annotations

import enum

import msgspec

from pos_app.domain.basket import Line


class Mode(enum.StrEnum):
    """How a rule stands beside others on the same line."""

    EXCLUSIVE = "exclusive"
    """It alone: first by priority, it shuts out every other rule on the lines it touched."""
    BEST = "best"
    """Of the rules in this mode, the one that gives the line most."""
    COMPOUND = "compound"
    """On top of what is left after the others, in order of priority."""


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


class Terms(msgspec.Struct, frozen=True, omit_defaults=True):
    """What every kind of rule has in common. Lower `priority` goes first; the window is of the scan's time."""

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
