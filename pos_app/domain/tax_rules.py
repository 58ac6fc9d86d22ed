"""Tax on the lines of a document: worked out, rounded where the table says, and shared back so that all sums agree.

Called by `pricing`. Each component of a group is rounded by itself, on the line or on the group's total, so that equal
rates give equal tax. A group's total is shared over its lines by what is exact for each (largest remainder, earlier
line first); a document of the opposite sign gives the opposite figures. An exempt group gives rows with an empty
component, rate and amount nought, so that its base stands in the tax table too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import gcd
from operator import sub
from typing import Final, NamedTuple

from pos_app.domain.errors import Refusal
from pos_app.domain.money import PPM, divide, divide_each, largest
from pos_app.domain.tax import LineTax, TaxComponent, TaxGroup, TaxScope, TaxSum, TaxTable

_EXEMPT: Final = (TaxComponent("", {}, 0),)


class Taxed(NamedTuple):
    """The taxes of each line, in the order given, and the document's tax table, in the order of the store's."""

    lines: tuple[tuple[LineTax, ...], ...]
    sums: tuple[TaxSum, ...]


def group_at(table: TaxTable, group: str, moment_ms: int) -> TaxGroup:
    """Return the group in force at `moment_ms`, the latest begun first; raises `Refusal("tax.unknown_group")`."""
    found: TaxGroup | None = None
    for row in table.groups:
        if row.id != group or moment_ms < row.valid_from_ms:
            continue
        if row.valid_to_ms is not None and moment_ms >= row.valid_to_ms:
            continue
        if found is None or row.valid_from_ms >= found.valid_from_ms:
            found = row
    if found is None:
        raise Refusal("tax.unknown_group", group=group, table=table.id)
    return found


def tax_of(lines: Sequence[tuple[str, int]], table: TaxTable, moment_ms: int) -> Taxed:
    """Return the tax of every line and of the document.

    A line is its group and what is left to pay on it, minor units of either sign. The lines' shares sum to the
    document's, base and amount.
    """
    places: dict[str, list[int]] = {}
    for place, (group, _) in enumerate(lines):
        if group in places:
            places[group].append(place)
        else:
            places[group] = [place]
    taxed: list[tuple[LineTax, ...]] = [()] * len(lines)
    sums: dict[str, list[TaxSum]] = {}
    for group, members in places.items():
        components = group_at(table, group, moment_ms).components or _EXEMPT
        nets = [lines[place][1] for place in members]
        amounts = _amounts(nets, components, table)
        bases = nets
        if table.included:
            for amount in amounts:
                bases = list(map(sub, bases, amount))
        rows: Iterable[tuple[LineTax, ...]] = zip(*_line_taxes(components, bases, amounts), strict=True)
        for place, row in zip(members, rows, strict=True):
            taxed[place] = row
        base = sum(bases)
        sums[group] = [
            TaxSum(group, part.id, part.rate_ppm, base, sum(amount))
            for part, amount in zip(components, amounts, strict=True)
        ]
    order = dict.fromkeys([row.id for row in table.groups])
    return Taxed(tuple(taxed), tuple([row for group in order for row in sums.get(group, ())]))


def _line_taxes(
    components: Sequence[TaxComponent], bases: Sequence[int], amounts: Sequence[Sequence[int]]
) -> Iterator[list[LineTax]]:
    for part, amount in zip(components, amounts, strict=True):
        name, rate = part.id, part.rate_ppm
        yield [LineTax(name, rate, base, tax) for base, tax in zip(bases, amount, strict=True)]


def _amounts(nets: list[int], components: Sequence[TaxComponent], table: TaxTable) -> list[list[int]]:
    """Return for each component its amount on each line."""
    whole = PPM + sum([part.rate_ppm for part in components]) if table.included else PPM
    found = []
    for part in components:
        # In lowest terms, 1 of 6 instead of 200,000 of 1,200,000: numbers this small are divided in half the time.
        common = gcd(part.rate_ppm, whole)
        rate, of = part.rate_ppm // common, whole // common
        exact = [net * rate for net in nets]
        if not rate:
            found.append(exact)
        elif table.scope is TaxScope.LINE or len(nets) == 1:
            found.append(divide_each(exact, of, table.rounding))
        else:
            found.append(_shared(divide(sum(exact), of, table.rounding), exact, of))
    return found


def _shared(total: int, exact: list[int], whole: int) -> list[int]:
    """Share a rounded `total` over lines whose exact parts are `exact / whole`: rounded down, then largest remainder.

    Signs may be mixed; the total is one of the two whole numbers beside the sum of the exact parts.
    """
    if sum(exact) < 0:
        return [-part for part in _shared(-total, [-value for value in exact], whole)]
    parts = [value // whole for value in exact]
    missing = total - sum(parts)
    assert 0 <= missing <= len(parts), "a rounded total lies within one of the exact sum"
    if missing:
        for place in largest([value % whole for value in exact], missing):
            parts[place] += 1
    return parts
