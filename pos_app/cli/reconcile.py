"""Compares a till's journal with what the hub has of it, to the last entry, unit and piece.

The demo and the replay call it; every difference is a line that a person can act on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from pos_app.domain.chain import Scope, open_body
from pos_app.domain.entries import Sale, stock_deltas
from pos_app.store import identity
from pos_app.store.journal_reader import JournalReader
from sync.hub.figures import HubFigures


class TillFigures(msgspec.Struct, frozen=True):
    """What one journal says: entries by (epoch, seq), and the sums of its sales."""

    entries: dict[tuple[int, int], str]
    """Hash by place, hexadecimal."""
    sales: int
    total: int
    tenders: dict[str, int]
    stock: dict[str, int]
    """Thousandths moved, by product id."""
    lines: int


def of_till(folder: Path) -> tuple[Scope, TillFigures]:
    """Read the whole journal of a data `folder`."""
    scope = identity.read(folder).scope
    entries: dict[tuple[int, int], str] = {}
    tenders: Counter[str] = Counter()
    stock: Counter[str] = Counter()
    sales = total = lines = position = 0
    with JournalReader.open_readonly(folder, scope.workstation) as journal:
        while found := journal.after(position):
            for entry in found:
                position = entry.position
                entries[entry.epoch, entry.seq] = entry.sealed.hash.hex()
                body = open_body(entry.sealed.body)
                stock.update(stock_deltas(body))
                if isinstance(body, Sale):
                    sales += 1
                    total += body.due
                    lines += len(body.basket.live)
                    for tender in body.tenders:
                        tenders[tender.kind] += tender.settles
    return scope, TillFigures(entries, sales, total, dict(tenders), dict(stock), lines)


def differences(till: TillFigures, hub: HubFigures, opening_stock: Mapping[str, int]) -> Iterator[str]:
    """Return every way in which hub and till differ; nothing when they agree.

    `opening_stock` is what the hub's book began with, thousandths by product; products that it does not name begin
    at nought.
    """
    for (epoch, seq), hashed in till.entries.items():
        there = hub.entries.get((epoch, seq), ())
        if there != (hashed,):
            yield f"entry {epoch:x}/{seq} is {'doubled or different' if there else 'lost'} at the hub"
    for epoch, seq in hub.entries.keys() - till.entries.keys():
        yield f"entry {epoch:x}/{seq} at the hub was never written by this till"
    if (hub.sales, hub.total) != (till.sales, till.total):
        yield f"the till sold {till.sales} times for {till.total}, the hub posted {hub.sales} for {hub.total}"
    if hub.tenders != till.tenders:
        yield f"tenders: the till took {till.tenders}, the hub posted {hub.tenders}"
    for product, moved in till.stock.items():
        expected = opening_stock.get(product, 0) + moved
        if hub.stock.get(product, 0) != expected:
            yield f"stock of {product}: the till's sales leave {expected}, the hub has {hub.stock.get(product, 0)}"
    if hub.waiting:
        yield f"{hub.waiting} entries at the hub are not posted yet"
    if hub.exceptions or hub.quarantined:
        yield f"the hub lists {hub.exceptions} exceptions and {hub.quarantined} quarantined entries"
