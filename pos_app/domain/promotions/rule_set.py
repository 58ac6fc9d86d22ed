"""A rule-set: the promotions of one version, in the one order that pricing uses, with an index by goods.

The catalogue makes it from the promotion rows; pricing reads it. The order does not depend on how the rows came.
"""

from __future__ import annotations

from functools import cached_property

import msgspec

from pos_app.domain.basket import Item, RulesVersion
from pos_app.domain.promotions import Discount, Earning, Rule

_exact = msgspec.msgpack.Encoder(order="deterministic")


def _place(rule: Rule) -> tuple[int, str, bytes]:
    """Return the key that orders rules: priority, id; the bytes part two rows that share an id."""
    return rule.priority, rule.id, _exact.encode(rule)


class RuleSet(msgspec.Struct, frozen=True, omit_defaults=True, dict=True):
    """The rules in force under one `version`. Keep one object as long as the version stands: its index is kept too."""

    version: RulesVersion = RulesVersion()
    rules: tuple[Rule, ...] = ()

    @cached_property
    def ordered(self) -> tuple[Discount, ...]:
        """The rules that take something off, by priority, then id."""
        return tuple(sorted((rule for rule in self.rules if not isinstance(rule, Earning)), key=_place))

    @cached_property
    def earning(self) -> tuple[Earning, ...]:
        """The rules that give points, by priority, then id."""
        return tuple(sorted((rule for rule in self.rules if isinstance(rule, Earning)), key=_place))

    @cached_property
    def windowed(self) -> frozenset[int]:
        """Places in `ordered` of the rules that are not always open."""
        return frozenset(
            place for place, rule in enumerate(self.ordered) if rule.valid_from_ms > 0 or rule.valid_to_ms is not None
        )

    @cached_property
    def _of_everything(self) -> tuple[int, ...]:
        """Places of the rules for all goods."""
        return tuple(
            place
            for place, rule in enumerate(self.ordered)
            if not rule.selection.products and not rule.selection.departments
        )

    @cached_property
    def _of_department(self) -> dict[str, tuple[int, ...]]:
        """By department, places of the rules that take all its goods but those named in `_of_product`."""
        found: dict[str, set[int]] = {}
        for place, rule in enumerate(self.ordered):
            for department in rule.selection.departments:
                found.setdefault(department, set(self._of_everything)).add(place)
        return {department: tuple(sorted(places)) for department, places in found.items()}

    @cached_property
    def _of_product(self) -> dict[str, tuple[int, ...]]:
        """By each product that a rule names to leave out or to take, places of the rules that name it to take it."""
        found: dict[str, list[int]] = {}
        for place, rule in enumerate(self.ordered):
            for product in rule.selection.excluded:
                found.setdefault(product, [])
            for product in rule.selection.products:
                found.setdefault(product, []).append(place)
        return {product: tuple(places) for product, places in found.items()}

    def speaking_of(self, item: Item) -> tuple[int, ...]:
        """Return the places in `ordered` of the rules that take `item`, rising: `Selection.takes` by index."""
        places = self._of_department.get(item.department, self._of_everything)
        named = self._of_product.get(item.product_id)
        if named is None:
            return places
        ordered, product = self.ordered, item.product_id
        return tuple(place for place in sorted({*places, *named}) if product not in ordered[place].selection.excluded)
