"""Counts of one product in several areas of a store: which of them add up, and what the store's book goes by. Pure.

The hub's posting, a workstation's own view of its stock and the demo's reckoning ask `standing`. It depends on the
set of counts alone, so that order and repetition of their arrival cannot matter (docs/decisions/0075).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

import msgspec

from pos_app.domain.entries_shelf import StockCounted

CYCLE_MS: Final = 8 * 3_600_000
"""Counts of different areas add up when so much lies between them at most: a shift."""


class AreaCount(msgspec.Struct, frozen=True, omit_defaults=True):
    """The newest count of a product in one area, as a row of the feed says it."""

    area: str
    counted: int
    """Thousandths."""
    at_ms: int
    more_elsewhere: bool = False
    """Whoever counted said that more of it stands where nobody has counted yet."""


class Count(NamedTuple):
    """One counted line of a product. Of two at the same moment the one with the larger `tie` is the newer."""

    at_ms: int
    tie: bytes
    figure: int
    area: str = ""
    adds_up: bool = False
    """It speaks of its area alone; without, of all that the store has."""
    more_elsewhere: bool = False


class Standing(NamedTuple):
    """What the book of a product goes by: `figure` thousandths, made of `members` at their moments."""

    governs: Count
    """The newest count that was said to leave nothing uncounted."""
    figure: int
    first_ms: int
    last_ms: int
    members: tuple[Count, ...]


def counts_in(body: StockCounted, tie: bytes) -> Iterator[tuple[str, Count]]:
    """Give product and count of each line of an entry."""
    for line in body.lines:
        more = body.adds_up and line.more_elsewhere
        yield line.product_id, Count(line.at_ms, tie, line.counted, body.area, body.adds_up, more)


def standing(counts: Iterable[Count]) -> Standing | None:
    """Return what a product's counts say together; None as long as each leaves more to be counted elsewhere."""
    told = sorted(counts)
    governs = next((each for each in reversed(told) if not (each.adds_up and each.more_elsewhere)), None)
    if governs is None:
        return None
    members = _around(told, governs) if governs.adds_up else (governs,)
    moments = [each.at_ms for each in members]
    return Standing(governs, sum(each.figure for each in members), min(moments), max(moments), members)


def newest_of_areas(counts: Iterable[Count]) -> tuple[Count, ...]:
    """Return the counts of areas that go together with the newest one, in their order; none after a whole count."""
    told = sorted(counts)
    return _around(told, told[-1]) if told and told[-1].adds_up else ()


def counts_for(by: int, made_ms: int, first_ms: int, last_ms: int) -> bool:
    """Tell whether a move of `by` at `made_ms` is to be added to a figure that was counted from `first` to `last`.

    In between nobody knows in which area it was; it is taken so that the book never promises goods that are gone.
    """
    return made_ms > last_ms or (made_ms > first_ms and by < 0)


def _around(told: list[Count], at: Count) -> tuple[Count, ...]:
    """Return the newest count of each area within a cycle of `at`, none from before a count of the whole store."""
    whole = max((each for each in told if not each.adds_up), default=None)
    newest: dict[str, Count] = {}
    for each in told:
        near = abs(each.at_ms - at.at_ms) <= CYCLE_MS
        if each.adds_up and near and (whole is None or each > whole):
            newest[each.area] = each
    return tuple(sorted(newest.values()))
