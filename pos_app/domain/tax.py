"""Tax of a priced basket: included or added, rounded per line or per document, several components, exempt.

The rows come by the stream `tax`. Whatever the rounding, the shares of the lines sum to the document's tax exactly.
"""

from __future__ import annotations

import enum

import msgspec

from pos_app.domain.money import Rounding


class TaxScope(enum.StrEnum):
    """What is rounded: every line by itself, or each group's total, shared back over its lines."""

    LINE = "line"
    DOCUMENT = "document"


class TaxComponent(msgspec.Struct, frozen=True, omit_defaults=True):
    """One tax of a group (a state tax, a city tax, a VAT rate) at `rate_ppm` parts per million."""

    id: str
    names: dict[str, str]
    rate_ppm: int


class TaxGroup(msgspec.Struct, frozen=True, omit_defaults=True):
    """The taxes on goods of one kind while in force; no components means exempt."""

    id: str
    names: dict[str, str]
    components: tuple[TaxComponent, ...] = ()
    valid_from_ms: int = 0
    valid_to_ms: int | None = None
    letter: str = ""
    """The mark on the receipt that ties a line to the tax table: "A", "B"."""


class TaxTable(msgspec.Struct, frozen=True, omit_defaults=True):
    """A row of the stream `tax`: the store's rules. A group may stand more than once, with other validity."""

    id: str
    groups: tuple[TaxGroup, ...]
    included: bool = True
    scope: TaxScope = TaxScope.DOCUMENT
    rounding: Rounding = "half_up"


class LineTax(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """One component's tax on one line: `base` without tax and `amount`, minor units."""

    component: str
    rate_ppm: int
    base: int
    amount: int


class TaxSum(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """A row of the receipt's tax table: a component of a group over the whole document."""

    group: str
    component: str
    rate_ppm: int
    base: int
    amount: int
