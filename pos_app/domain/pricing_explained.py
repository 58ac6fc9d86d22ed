"""Why a basket costs what it does: what each rule did to each line, and what is nearly earned.

Called by `pricing.price` when it is asked to explain; reads the finished `Work` and changes nothing. The answers are
message keys and amounts; the sentences stand in the catalogue.
"""

from __future__ import annotations

from collections.abc import Sequence

from pos_app.domain.priced import NearMiss, Outcome, Why
from pos_app.domain.pricing_rules import BY_HAND, Work
from pos_app.domain.promotions import Discount
from pos_app.domain.promotions.rule_set import RuleSet
from pos_app.domain.promotions.selection import Mode


def outcomes(work: Work, rules: RuleSet) -> tuple[Outcome, ...]:
    """Return one outcome for each rule and live line, rules in their order, then what people gave by hand."""
    told: list[Outcome] = []
    given = [{taken.rule: taken.amount for taken in reductions} for reductions in work.reductions]
    for index, rule in enumerate(rules.ordered):
        reachable = frozenset(work.takers.get(index, ()))
        below = rule.joint and _earns_nothing(work, rule, sorted(reachable))
        for place, line in enumerate(work.lines):
            amount = given[place].get(rule.id, 0)
            if amount:
                told.append(Outcome(rule.id, line.number, Why.APPLIED, amount))
            elif place not in reachable:
                told.append(Outcome(rule.id, line.number, _unreached(work, rule, place, index)))
            else:
                told.append(_gave_nothing(work, rules, index, place, below=below))
    told += [
        Outcome(taken.rule, line.number, Why.APPLIED, taken.amount)
        for line, reductions in zip(work.lines, work.reductions, strict=True)
        for taken in reductions
        if taken.rule in BY_HAND
    ]
    return tuple(told)


def _earns_nothing(work: Work, rule: Discount, places: Sequence[int]) -> bool:
    """Tell whether `rule` would give nothing on all its lines that no exclusive rule holds, taken at their gross."""
    free = [i for i in places if work.exclusive_by[i] is None]
    return not free or rule.offer([work.lines[i] for i in free], [work.gross[i] for i in free]) is None


def _unreached(work: Work, rule: Discount, place: int, index: int) -> Why:
    """Tell why `rule` never came to act on the line at `place`."""
    line, gross = work.lines[place], work.gross[place]
    if not rule.selection.takes(line):
        return Why.NOT_TARGETED
    if not rule.open_at(line.scanned_at_ms):
        return Why.OUTSIDE_WINDOW
    if not line.item.discountable and gross > 0:
        return Why.NOT_DISCOUNTABLE
    if index not in work.withheld or gross <= 0:
        return Why.NOTHING_LEFT
    return Why.OTHER_TIER if work.member else Why.NEEDS_MEMBER


def _gave_nothing(work: Work, rules: RuleSet, index: int, place: int, *, below: bool) -> Outcome:
    """Tell why a rule that may act on a line gave it nothing."""
    rule, number = rules.ordered[index], work.lines[place].number
    rival = work.exclusive_by[place]
    if rival is None and rule.mode is Mode.BEST and not below:
        rival = work.best_by[place]
    if rival is not None and rival != index:
        return Outcome(rule.id, number, Why.BEATEN, by=rules.ordered[rival].id)
    if work.seen.get(index, {}).get(place) == 0:
        return Outcome(rule.id, number, Why.NOTHING_LEFT)
    if rule.joint and place not in work.joined.get(index, ()):
        return Outcome(rule.id, number, Why.BELOW_THRESHOLD)
    if rule.for_members:
        return Outcome(rule.id, number, Why.NO_BETTER)
    # Its share of this line rounds to nothing.
    return Outcome(rule.id, number, Why.APPLIED)


def near_misses(work: Work, rules: RuleSet) -> tuple[NearMiss, ...]:
    """Return what a little more spending would earn, least missing first.

    Only lines that no other rule holds count, and only rules still open at the latest scan: what is promised here is
    what one more scan gives.
    """
    found: list[NearMiss] = []
    latest_ms = max((line.scanned_at_ms for line in work.lines), default=0)
    for index in work.takers:
        rule = rules.ordered[index]
        if rule.joint and rule.open_at(latest_ms):
            base = _counting(work, rule, index)
            near = rule.near([work.lines[i] for i in base], list(base.values()))
            if near is not None:
                found.append(NearMiss(rule.id, near.missing, near.gain))
    return tuple(sorted(found, key=lambda miss: (miss.missing, miss.rule)))


def _counting(work: Work, rule: Discount, index: int) -> dict[int, int]:
    """Return the lines that count for `rule` and what each brought to it; none where one more scan could cost more."""
    places = [i for i in work.takers[index] if work.exclusive_by[i] in (None, index)]
    if rule.mode is Mode.COMPOUND:
        return work.seen.get(index, {})
    if rule.mode is Mode.EXCLUSIVE and any(work.best_by[i] is not None for i in places):
        return {}
    return {i: work.gross[i] for i in places if work.best_by[i] in (None, index)}
