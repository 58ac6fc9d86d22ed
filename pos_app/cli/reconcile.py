"""Compares a till's journal with what the hub has of it, to the last entry, unit and piece.

The demo and the replay call it; every difference is a line that a person can act on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from pos_app.domain.area_counts import Count, counts_for, counts_in, standing
from pos_app.domain.chain import Scope, open_body, open_header
from pos_app.domain.entries import Sale, stock_deltas
from pos_app.domain.entries_shelf import StockCounted
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
    moves: list[tuple[int, str, int]]
    """Wall time, product id, thousandths."""
    counts: list[tuple[str, Count]]
    """Product id, and what stood there."""
    lines: int


def of_till(folder: Path) -> tuple[Scope, TillFigures]:
    """Read the whole journal of a data `folder`."""
    scope = identity.read(folder).scope
    entries: dict[tuple[int, int], str] = {}
    tenders: Counter[str] = Counter()
    moves: list[tuple[int, str, int]] = []
    counts: list[tuple[str, Count]] = []
    sales = total = lines = position = 0
    with JournalReader.open_readonly(folder, scope.workstation) as journal:
        while found := journal.after(position):
            for entry in found:
                position = entry.position
                entries[entry.epoch, entry.seq] = entry.sealed.hash.hex()
                body = open_body(entry.sealed.body)
                wall_ms = open_header(entry.sealed).stamp.wall_ms
                moves += [(wall_ms, product, by) for product, by in stock_deltas(body).items()]
                if isinstance(body, StockCounted):
                    counts += counts_in(body, entry.sealed.hash)
                if isinstance(body, Sale):
                    sales += 1
                    total += body.due
                    lines += len(body.basket.live)
                    for tender in body.tenders:
                        tenders[tender.kind] += tender.settles
    return scope, TillFigures(entries, sales, total, dict(tenders), moves, counts, lines)


def book(opening: Mapping[str, int], tills: Sequence[TillFigures]) -> dict[str, int]:
    """Return the stock that a store's journals leave, thousandths: the newest counts, and what moved after.

    Of products that moved or were counted; those that `opening` does not name begin at nought.
    """
    counts: dict[str, list[Count]] = {}
    for product, count in (each for till in tills for each in till.counts):
        counts.setdefault(product, []).append(count)
    counted = {product: found for product, each in counts.items() if (found := standing(each)) is not None}
    left = {product: found.figure for product, found in counted.items()}
    for wall_ms, product, by in (each for till in tills for each in till.moves):
        goes_by = counted.get(product)
        if goes_by is None:
            left[product] = left.get(product, opening.get(product, 0)) + by
        elif counts_for(by, wall_ms, goes_by.first_ms, goes_by.last_ms):
            left[product] += by
    return left


def differences(
    till: TillFigures, hub: HubFigures, opening_stock: Mapping[str, int], beside: Sequence[TillFigures] = ()
) -> Iterator[str]:
    """Return every way in which hub and till differ; nothing when they agree.

    `opening_stock` is what the hub's book began with, thousandths by product; `beside` are the store's other journals.
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
    for product, expected in book(opening_stock, (till, *beside)).items():
        if hub.stock.get(product, 0) != expected:
            yield f"stock of {product}: the journals leave {expected}, the hub has {hub.stock.get(product, 0)}"
    if hub.waiting:
        yield f"{hub.waiting} entries at the hub are not posted yet"
    if hub.exceptions or hub.quarantined:
        yield f"the hub lists {hub.exceptions} exceptions and {hub.quarantined} quarantined entries"
