"""Everything the hub has of one workstation, in one value that can be compared with the till's own journal."""

from __future__ import annotations

from collections import Counter

import msgspec
from sqlalchemy import Connection

from pos_app.domain.chain import Scope
from sync.hub import reports
from sync.hub.database import Database


class HubFigures(msgspec.Struct, frozen=True):
    """Entries by place with every hash kept there, posted money, the stock book, and what is still open."""

    entries: dict[tuple[int, int], tuple[str, ...]]
    """Hashes (hexadecimal) by (epoch, seq); more than one is a fork."""
    sales: int
    total: int
    """What was due, cash rounding included."""
    tenders: dict[str, int]
    stock: dict[str, int]
    """Thousandths on hand in the store, by product id."""
    waiting: int
    exceptions: int
    quarantined: int


def of_workstation(database: Database, scope: Scope) -> HubFigures:
    """Read what the hub has of a workstation and of its store's stock, as one consistent view."""
    with database.reading() as transaction:
        summary = reports.summary(transaction, scope.chain, scope.store)
        mine = [
            totals for each in summary.workstations if each.workstation == scope.workstation for totals in each.totals
        ]
        tenders: Counter[str] = Counter()
        for totals in mine:
            tenders.update(totals.tenders)
        return HubFigures(
            _entries(transaction, scope),
            sum(totals.sales for totals in mine),
            sum(totals.total + totals.rounding for totals in mine),
            dict(tenders),
            _stock(transaction, scope),
            summary.waiting,
            summary.exceptions,
            summary.quarantined,
        )


def _entries(transaction: Connection, scope: Scope) -> dict[tuple[int, int], tuple[str, ...]]:
    found: dict[tuple[int, int], tuple[str, ...]] = {}
    for journal in reports.journals(transaction, scope.chain, scope.store):
        if journal.workstation != scope.workstation:
            continue
        after = 0
        while page := reports.entries(transaction, scope, journal.epoch, after):
            after = page[-1].seq
            for entry in page:
                place = (entry.epoch, entry.seq)
                found[place] = (*found.get(place, ()), entry.hash)
    return found


def _stock(transaction: Connection, scope: Scope) -> dict[str, int]:
    found: dict[str, int] = {}
    after = ""
    while page := reports.stock_of(transaction, scope.chain, scope.store, after):
        after = page[-1].product
        found.update((level.product, level.on_hand) for level in page)
    return found
