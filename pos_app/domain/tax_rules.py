"""Tax on the lines of a document: worked out, rounded where the table says, and shared back so that all sums agree.

Called by `pricing`. Each component of a group is rounded by itself, on the line or on the group's total, so that equal
rates give equal tax. A group's total is shared over its lines by what is exact for each (largest remainder, earlier
line first); a document of the opposite sign gives the opposite figures. An exempt group gives rows with an empty
component, rate and amount nought, so that its base stands in the tax table too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from pos_app.domain.errors import Refusal
from pos_app.domain.money import PPM, divide
from pos_app.domain.tax import LineTax, TaxComponent, TaxGroup, TaxScope, TaxSum, TaxTable

_EXEMPT: Final = (TaxComponent("", {}, 0),)


class Taxable(NamedTuple):
    """One line for tax: its group, and what is left to pay on it, minor units of either sign."""

    group: str
    net: int


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


def tax_of(lines: Sequence[Taxable], table: TaxTable, moment_ms: int) -> Taxed:
    """Return the tax of every line and of the document; the lines' shares sum to the document's, base and amount."""
    places: dict[str, list[int]] = {}
    for place, line in enumerate(lines):
        places.setdefault(line.group, []).append(place)
    taxed: list[tuple[LineTax, ...]] = [()] * len(lines)
    sums: dict[str, list[TaxSum]] = {}
    for group_id, members in places.items():
        group = group_at(table, group_id, moment_ms)
        components = group.components or _EXEMPT
        nets = [lines[place].net for place in members]
        amounts = _amounts(nets, components, table)
        bases = nets
        if table.included:
            for amount in amounts:
                bases = [base - tax for base, tax in zip(bases, amount, strict=True)]
        rows = [
            [LineTax(part.id, part.rate_ppm, base, tax) for base, tax in zip(bases, amount, strict=True)]
            for part, amount in zip(components, amounts, strict=True)
        ]
        for place, row in zip(members, zip(*rows, strict=True), strict=True):
            taxed[place] = row
        base = sum(bases)
        sums[group_id] = [
            TaxSum(group_id, part.id, part.rate_ppm, base, sum(amount))
            for part, amount in zip(components, amounts, strict=True)
        ]
    order = dict.fromkeys([row.id for row in table.groups])
    return Taxed(tuple(taxed), tuple([row for group_id in order for row in sums.get(group_id, ())]))


def _amounts(nets: list[int], components: Sequence[TaxComponent], table: TaxTable) -> list[list[int]]:
    """Return for each component its amount on each line."""
    whole = PPM + sum([part.rate_ppm for part in components]) if table.included else PPM
    found = []
    for part in components:
        rate = part.rate_ppm
        if not rate:
            found.append([0] * len(nets))
        elif table.scope is TaxScope.LINE or len(nets) == 1:
            found.append([divide(net * rate, whole, table.rounding) for net in nets])
        else:
            total = divide(sum(nets) * rate, whole, table.rounding)
            found.append(_shared(total, [net * rate for net in nets], whole))
    return found


def _shared(total: int, exact: list[int], whole: int) -> list[int]:
    """Share a rounded `total` over lines whose exact parts are `exact / whole`: rounded down, then largest remainder.

    Signs may be mixed; the total is one of the two whole numbers beside the sum of the exact parts.
    """
    sign = -1 if sum(exact) < 0 else 1
    parts: list[int] = []
    remainders: list[tuple[int, int]] = []
    for place, value in enumerate(exact):
        part, remainder = divmod(sign * value, whole)
        parts.append(part)
        remainders.append((-remainder, place))
    missing = sign * total - sum(parts)
    assert 0 <= missing <= len(parts), "a rounded total lies within one of the exact sum"
    if missing:
        remainders.sort()
        for _, place in remainders[:missing]:
            parts[place] += 1
    return [sign * part for part in parts] if sign < 0 else parts
