"""The shop as the till knows it now: its own row, people, departments, taxes and rules.

Reads through to the catalogue, which answers from the signed copy beside the journal when the cache is gone; so a till
without cache and network still signs operators in and sells open-price items by department.
"""

from __future__ import annotations

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pos_app.domain.codes.regions import rules_for
from pos_app.domain.codes.variable_measure import VariableMeasureRules
from pos_app.domain.errors import Refusal
from pos_app.domain.product import Department
from pos_app.domain.promotions.rule_set import RuleSet
from pos_app.domain.store_rows import Operator, StoreInfo
from pos_app.domain.tax import TaxTable
from pos_app.store.catalogue import Catalogue
from pos_app.store.fallback import SignedCopy


class Shop:
    """The rows of `catalogue` that a till needs at every turn; `refresh` takes over what changed.

    `copy` is the signed copy beside the journal: read again when it changes, so that a till which began before the
    daemon wrote it can lose its cache too.
    """

    def __init__(self, catalogue: Catalogue, copy: SignedCopy | None = None) -> None:
        """Read the rows once."""
        self.catalogue = catalogue
        self._copy = copy
        self._info: StoreInfo | None = None
        self._taxes: tuple[TaxTable, int] | None = None
        self.turn = 0
        """Rises with each refresh: whoever keeps something made from the catalogue looks at it."""
        self.refresh()

    def look(self) -> bool:
        """See what the daemon wrote, between two commands; tell whether anything may read differently."""
        moved = self.catalogue.refresh()
        newer = self._copy.newer() if self._copy else None
        if newer is not None:
            self.catalogue.take_essentials(newer)
        if moved or newer is not None:
            self.refresh()
        return moved or newer is not None

    def refresh(self) -> None:
        """Take over what the catalogue says now; a row that is gone with its file holds until a new one comes."""
        self.turn += 1
        self._info = self.catalogue.store_info() or self._info
        region = self._info.region if self._info else ""
        currency = self._info.currency if self._info else ""
        self.codes: VariableMeasureRules = rules_for(region or "none", currency=currency)
        self.zone = _zone(self._info.time_zone if self._info else "UTC")

    @property
    def complete(self) -> bool:
        """Tell whether there is a whole catalogue to sell from; one in its first fill lacks goods and promotions."""
        generation = self.catalogue.generation
        return self._info is not None and generation is not None and generation.whole

    @property
    def known(self) -> bool:
        """Tell whether the store's row is known at all."""
        return self._info is not None

    @property
    def info(self) -> StoreInfo:
        """The store's row; a `Refusal` when this till has never seen one."""
        if self._info is None:
            raise Refusal("till.no_store_yet")
        return self._info

    def operators(self) -> tuple[Operator, ...]:
        """Return who may sign in."""
        return self.catalogue.operators()

    def departments(self) -> tuple[Department, ...]:
        """Return the departments that sell at a typed price."""
        return tuple(department for department in self.catalogue.departments() if department.open_price)

    def department(self, department_id: str) -> Department:
        """Return one department; a `Refusal` when it does not sell at a typed price."""
        found = next((one for one in self.departments() if one.id == department_id), None)
        if found is None:
            raise Refusal("till.no_such_department")
        return found

    def tax(self) -> tuple[TaxTable, int]:
        """Return the store's tax rules and their version; a `Refusal` when they have not come yet."""
        self._taxes = self.catalogue.tax_table(self.info.tax_table) or self._taxes
        if self._taxes is None:
            raise Refusal("till.no_taxes_yet")
        return self._taxes

    def rules(self) -> RuleSet:
        """Return the promotions in force; none without a catalogue."""
        return self.catalogue.rules()


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
