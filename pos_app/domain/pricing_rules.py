"""The rules' part of pricing: which rule takes which line and how much, in the order that `pricing` documents.

Called by `pricing.price` alone. `apply_rules` fills a `Work`: what is left on each line, who took what, and, for the
explanation, who stood in whose way. Nothing here reads a clock, and the order in which rules come changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pos_app.domain.basket import Line
from pos_app.domain.priced import Reduction
from pos_app.domain.promotions import Discount
from pos_app.domain.promotions.rule_set import RuleSet
from pos_app.domain.promotions.selection import Mode, Offer

MANUAL_LINE: Final = "manual"
"""In a `Reduction`: what a person took off the line."""
MANUAL_BASKET: Final = "manual.basket"
"""The line's share of what a person took off the basket."""
BY_HAND: Final = frozenset([MANUAL_LINE, MANUAL_BASKET])
NARROWINGS_MAX: Final = 4
"""How often a joint rule is tried again without the lines that fare better by themselves."""


class Work:
    """One basket in the making; every list runs along `lines`. Places of rules are those in `RuleSet.ordered`."""

    __slots__ = (
        "best_by", "exclusive_by", "gross", "joined", "left", "lines", "member", "reductions", "seen", "takers",
        "tier", "withheld",
    )  # fmt: skip

    def __init__(self, lines: Sequence[Line], gross: list[int], member: str = "", tier: str = "") -> None:
        """Begin with nothing taken off; `member` of `tier` buys, empty for nobody known."""
        self.member, self.tier = member, tier
        self.lines = lines
        self.gross = gross
        self.left = gross.copy()
        self.reductions: list[tuple[Reduction, ...]] = [()] * len(lines)
        self.exclusive_by: list[int | None] = [None] * len(lines)
        self.best_by: list[int | None] = [None] * len(lines)
        self.takers: dict[int, list[int]] = {}
        """By rule: the lines in its selection and window that may be discounted."""
        self.withheld: dict[int, list[int]] = {}
        """By rule that is not for this buyer: the lines that it would have acted on."""
        self.joined: dict[int, set[int]] = {}
        """By rule: the lines it used up, those whose share rounds to nothing included."""
        self.seen: dict[int, dict[int, int]] = {}
        """By compound rule: what was left on each line when its turn came."""

    def take(self, rule_id: str, line: int, amount: int) -> None:
        """Take `amount` off `line`, never more than is left."""
        left = self.left[line]
        taken = min(amount, left)
        if taken > 0:
            self.left[line] = left - taken
            self.reductions[line] += (Reduction(rule_id, taken),)

    def offer(self, rule: Discount, places: Sequence[int]) -> Offer | None:
        """Ask `rule` what it gives on the lines at `places` as they stand now."""
        if not places:
            return None
        lines, left = self.lines, self.left
        return rule.offer([lines[i] for i in places], [left[i] for i in places])


def _used(rule: Discount, places: Sequence[int], offer: Offer) -> dict[int, int]:
    """Return the lines of `places` that the offer uses up, with what each gets."""
    won = zip(places, offer.amounts, strict=True)
    if offer.used is not None:
        return {i: amount for (i, amount), used in zip(won, offer.used, strict=True) if used}
    return dict(won) if rule.joint else {i: amount for i, amount in won if amount > 0}


def apply_rules(work: Work, rules: RuleSet) -> None:
    """Let every rule of the set act on `work`: exclusive ones, then the best of the rest, then the compound ones."""
    ordered = rules.ordered
    takers = work.takers
    for place, (line, gross) in enumerate(zip(work.lines, work.gross, strict=True)):
        item = line.item
        if gross > 0 and item.discountable:
            for index in rules.speaking_of(item):
                if index in takers:
                    takers[index].append(place)
                else:
                    takers[index] = [place]
    for index in rules.windowed & takers.keys():
        is_open = ordered[index].open_at
        takers[index] = [place for place in takers[index] if is_open(work.lines[place].scanned_at_ms)]
        if not takers[index]:
            del takers[index]
    for index in [index for index in takers if ordered[index].for_members]:
        if not ordered[index].serves(work.member, work.tier):
            work.withheld[index] = takers.pop(index)
    indexes = sorted(takers)
    _exclusive(work, ordered, [index for index in indexes if ordered[index].mode is Mode.EXCLUSIVE])
    _best(work, ordered, [index for index in indexes if ordered[index].mode is Mode.BEST])
    _compound(work, ordered, [index for index in indexes if ordered[index].mode is Mode.COMPOUND])


def _exclusive(work: Work, ordered: Sequence[Discount], indexes: Sequence[int]) -> None:
    for index in indexes:
        rule = ordered[index]
        places = [i for i in work.takers[index] if work.exclusive_by[i] is None]
        offer = work.offer(rule, places)
        if offer is None:
            continue
        won = _used(rule, places, offer)
        work.joined[index] = set(won)
        for i, amount in won.items():
            work.take(rule.id, i, amount)
            work.exclusive_by[i] = index


def _best(work: Work, ordered: Sequence[Discount], indexes: Sequence[int]) -> None:
    """Give each line one rule of this mode.

    Every line first has the single-line rule that gives it most. A joint rule then takes its lines together when that
    gains something over what they have; the largest gain goes first. So the whole is never less than any one of these
    rules, nor the best choice line by line, would give alone.
    """
    free = [i is None for i in work.exclusive_by]
    alone = _alone(work, ordered, [index for index in indexes if not ordered[index].joint])
    joint = {index: [i for i in work.takers[index] if free[i]] for index in indexes if ordered[index].joint}
    bids = {index: _bid(work, ordered[index], places, alone) for index, places in joint.items()}
    while bids:
        index = max(bids, key=lambda i: (bids[i][0], -i))
        gain, won = bids.pop(index)
        if gain <= 0:
            break
        work.joined[index] = set(won)
        for i, amount in won.items():
            work.take(ordered[index].id, i, amount)
            work.best_by[i] = index
            free[i] = False
        for other in bids:
            if not won.keys().isdisjoint(joint[other]):
                joint[other] = [i for i in joint[other] if free[i]]
                bids[other] = _bid(work, ordered[other], joint[other], alone)
    for i, winner in enumerate(work.best_by):
        if winner is not None and free[i]:
            work.take(ordered[winner].id, i, alone[i])


def _alone(work: Work, ordered: Sequence[Discount], indexes: Sequence[int]) -> list[int]:
    """Return the most that one of the single-line rules gives each line, and note which in `best_by`."""
    alone = [0] * len(work.lines)
    for index in indexes:
        places = [i for i in work.takers[index] if work.exclusive_by[i] is None]
        offer = work.offer(ordered[index], places)
        if offer is None:
            continue
        for i, amount in zip(places, offer.amounts, strict=True):
            if amount > alone[i]:
                alone[i] = amount
                work.best_by[i] = index
    return alone


def _bid(work: Work, rule: Discount, places: list[int], alone: Sequence[int]) -> tuple[int, dict[int, int]]:
    """Return what joint `rule` gains over `alone`, and what it then gives each line that it uses.

    Tried on all lines, without those that fare better alone, and on those that have nothing alone.
    """
    best: tuple[int, dict[int, int]] = (0, {})
    untried = places
    for _ in range(NARROWINGS_MAX):
        offer = work.offer(rule, untried)
        if offer is None:
            return best
        won = _used(rule, untried, offer)
        best = _better(best, won, alone)
        kept = [i for i, amount in zip(untried, offer.amounts, strict=True) if amount >= alone[i]]
        if len(kept) == len(untried):
            break
        untried = kept
    bare = [i for i in places if not alone[i]]
    if len(bare) < len(untried) and (offer := work.offer(rule, bare)) is not None:
        best = _better(best, _used(rule, bare, offer), alone)
    return best


def _better(best: tuple[int, dict[int, int]], won: dict[int, int], alone: Sequence[int]) -> tuple[int, dict[int, int]]:
    """Return `won` with its gain when that is above the best so far, else the best so far."""
    gain = sum(won.values()) - sum([alone[i] for i in won])
    return (gain, won) if gain > best[0] else best


def _compound(work: Work, ordered: Sequence[Discount], indexes: Sequence[int]) -> None:
    for index in indexes:
        rule = ordered[index]
        seen = {i: work.left[i] for i in work.takers[index] if work.exclusive_by[i] is None}
        work.seen[index] = seen
        places = [i for i, left in seen.items() if left > 0]
        offer = work.offer(rule, places)
        if offer is None:
            continue
        work.joined[index] = set(_used(rule, places, offer))
        for i, amount in zip(places, offer.amounts, strict=True):
            work.take(rule.id, i, amount)
