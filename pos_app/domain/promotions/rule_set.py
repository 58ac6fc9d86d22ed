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
    def _by_goods(self) -> tuple[tuple[int, ...], dict[str, tuple[int, ...]], dict[str, tuple[int, ...]]]:
        """Places in `ordered` of the rules for everything, by product and by department."""
        everything: list[int] = []
        products: dict[str, list[int]] = {}
        departments: dict[str, list[int]] = {}
        for place, rule in enumerate(self.ordered):
            goods = rule.selection
            if not goods.products and not goods.departments:
                everything.append(place)
            for product in goods.products:
                products.setdefault(product, []).append(place)
            for department in goods.departments:
                departments.setdefault(department, []).append(place)
        return (
            tuple(everything),
            {key: tuple(places) for key, places in products.items()},
            {key: tuple(places) for key, places in departments.items()},
        )

    @cached_property
    def _excluding(self) -> frozenset[str]:
        """Products that at least one rule excludes."""
        return frozenset().union(*(rule.selection.excluded for rule in self.rules))

    def speaking_of(self, item: Item) -> tuple[int, ...]:
        """Return the places in `ordered` of the rules that take `item`, rising: `Selection.takes` by index."""
        everything, products, departments = self._by_goods
        of_product = products.get(item.product_id, ())
        of_department = departments.get(item.department, ())
        places = everything
        if of_product or of_department:
            places = tuple(sorted({*everything, *of_product, *of_department}))
        if item.product_id in self._excluding:
            ordered = self.ordered
            places = tuple(place for place in places if item.product_id not in ordered[place].selection.excluded)
        return places
