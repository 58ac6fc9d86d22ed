"""What a member earns with a priced basket: the points rules' part of pricing, called by `pricing.price` alone.

Every points rule gives its own, whatever its mode: a bonus on some goods comes on top of the points on everything.
"""

from __future__ import annotations

from collections.abc import Sequence

from pos_app.domain.basket import Line
from pos_app.domain.priced import Earned, PricedLine
from pos_app.domain.promotions.rule_set import RuleSet


def earn(lines: Sequence[Line], priced: Sequence[PricedLine], rules: RuleSet, tier: str) -> tuple[Earned, ...]:
    """Return the points of each rule on each line; `lines` and `priced` run along each other."""
    earned: list[Earned] = []
    for rule in rules.earning:
        counting = [
            (line.number, amounts.net)
            for line, amounts in zip(lines, priced, strict=True)
            if amounts.net > 0 and rule.counts(line, taxed=any(tax.rate_ppm for tax in amounts.taxes))
        ]
        shares = rule.earned([net for _, net in counting], tier)
        earned += [Earned(rule.id, line, points) for (line, _), points in zip(counting, shares, strict=True) if points]
    return tuple(earned)
