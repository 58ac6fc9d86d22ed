"""What people and checks read of the hub: exceptions, quarantine, stock, journals, and the figures to reconcile by.

The admin routes serve these and the demo and the replay compare them with the tills; every list is bounded and paged.
"""

from __future__ import annotations

from typing import Any, Final

import msgspec
from sqlalchemy import Column, Connection, Select, Table, and_, case, func, select

from pos_app.domain.chain import Scope
from pos_app.domain.entries import ReceiptNumber, Sale
from sync.hub import counters
from sync.hub.tables import entry, exception, journal, posting, quarantine, stock, workstation

PAGE_MAX: Final = 1_000
_SALE: Final = str(Sale.__struct_config__.tag)


class _Numbered(msgspec.Struct):
    """What is read of a sale's body for a list."""

    receipt: ReceiptNumber


_numbered = msgspec.msgpack.Decoder(_Numbered)


class Exceptional(msgspec.Struct, frozen=True):
    """Something that does not agree: people look at it, nothing waits for it."""

    workstation: str
    epoch: int
    seq: int
    kind: str
    subject: str
    expected: str
    found: str
    made_ms: int
    receipt: ReceiptNumber | None = None
    """Of the sale that it is about."""
    settled_ms: int | None = None
    """None: it is open."""
    settled_by: str = ""
    settled_note: str = ""


class Quarantined(msgspec.Struct, frozen=True):
    """An entry to look at: not posted in full, out of its chain, a fork. `position` 0: its bytes did not hold."""

    workstation: str
    epoch: int
    seq: int
    hash: str
    reason: str
    detail: str
    position: int
    made_ms: int
    receipt: ReceiptNumber | None = None
    """Of the sale that it is."""
    settled_ms: int | None = None
    """None: it is open."""
    settled_by: str = ""
    settled_note: str = ""


class JournalAt(msgspec.Struct, frozen=True):
    """One epoch of one workstation: the acknowledged head, entries kept, forks among them, and whether it must end."""

    workstation: str
    epoch: int
    seq: int
    hash: str
    entries: int
    forked: int
    demand: str


class Totals(msgspec.Struct, frozen=True):
    """The posted money of one workstation in one currency, minor units."""

    currency: str
    sales: int
    total: int
    rounding: int
    tenders: dict[str, int]
    taxes: dict[str, int]


class WorkstationSummary(msgspec.Struct, frozen=True):
    """What the hub has of one workstation, to be compared with the till itself."""

    workstation: str
    name: str
    kinds: dict[str, int]
    """Entries by kind."""
    totals: tuple[Totals, ...]


class Summary(msgspec.Struct, frozen=True):
    """A store's figures; lists count what is open. When `waiting` is nought, everything that arrived is posted."""

    chain: str
    store: str
    waiting: int
    exceptions: int
    quarantined: int
    workstations: tuple[WorkstationSummary, ...]


class StockOf(msgspec.Struct, frozen=True):
    """What the store has of a product by its book, thousandths."""

    product: str
    on_hand: int


class EntryAt(msgspec.Struct, frozen=True):
    """An entry's place and hash: two lists of these tell whether till and hub have the same."""

    epoch: int
    seq: int
    hash: str
    kind: str
    forked: bool


def exceptions(
    tx: Connection, chain: str, store: str, offset: int = 0, limit: int = PAGE_MAX, *, everything: bool = False
) -> list[Exceptional]:
    """Return a page of the store's open exceptions, or of `everything` that ever was one, oldest first."""
    t = exception
    columns = (t.c.workstation, t.c.epoch, t.c.seq, t.c.kind, t.c.subject, t.c.expected, t.c.found, t.c.made_ms)
    asked = _listed(t, columns, chain, store, everything=everything)
    ordered = asked.order_by(t.c.made_ms, t.c.workstation, t.c.epoch, t.c.seq, t.c.kind, t.c.subject)
    found = tx.execute(ordered.offset(offset).limit(min(limit, PAGE_MAX)))
    return [
        Exceptional(w, epoch, seq, kind, subject, expected, got, made_ms, _receipt(body), ms, by, note)
        for w, epoch, seq, kind, subject, expected, got, made_ms, body, ms, by, note in found
    ]


def quarantined(
    tx: Connection, chain: str, store: str, offset: int = 0, limit: int = PAGE_MAX, *, everything: bool = False
) -> list[Quarantined]:
    """Return a page of the store's open quarantine list, or of `everything` that ever was on it, oldest first."""
    t = quarantine
    columns = (t.c.workstation, t.c.epoch, t.c.seq, t.c.hash, t.c.reason, t.c.detail, t.c.position, t.c.made_ms)
    asked = _listed(t, columns, chain, store, everything=everything)
    ordered = asked.order_by(t.c.made_ms, t.c.workstation, t.c.epoch, t.c.seq, t.c.reason, t.c.hash)
    found = tx.execute(ordered.offset(offset).limit(min(limit, PAGE_MAX)))
    return [
        Quarantined(w, epoch, seq, hashed.hex(), reason, detail, position, made_ms, _receipt(body), ms, by, note)
        for w, epoch, seq, hashed, reason, detail, position, made_ms, body, ms, by, note in found
    ]


def _listed(
    table: Table, columns: tuple[Column[Any], ...], chain: str, store: str, *, everything: bool
) -> Select[tuple[Any, ...]]:
    """Ask for rows of a list, each with the body of the sale that it is about and with who settled it."""
    t, e = table, entry
    same = [t.c[name] == e.c[name] for name in ("chain", "store", "workstation", "epoch", "seq", "hash")]
    with_sale = t.outerjoin(e, and_(*same, e.c.kind == _SALE))
    settled = (t.c.settled_ms, t.c.settled_by, t.c.settled_note)
    asked = select(*columns, e.c.body, *settled).select_from(with_sale).where(t.c.chain == chain, t.c.store == store)
    return asked if everything else asked.where(t.c.settled_ms.is_(None))


def _receipt(body: bytes | None) -> ReceiptNumber | None:
    if body is None:
        return None
    try:
        return _numbered.decode(body).receipt
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None  # it is on the list because nobody can read it


def names(tx: Connection, chain: str, store: str) -> dict[str, str]:
    """Return what people call each workstation of the store, by its id."""
    w = workstation
    asked = select(w.c.workstation, w.c.name).where(w.c.chain == chain, w.c.store == store)
    return {row.workstation: row.name for row in tx.execute(asked)}


def stock_of(tx: Connection, chain: str, store: str, after: str = "", limit: int = PAGE_MAX) -> list[StockOf]:
    """Return what the store has, by product id, after `after`."""
    asked = (
        select(stock.c.product, func.sum(stock.c.moved))
        .where(stock.c.chain == chain, stock.c.store == store, stock.c.product > after)
        .group_by(stock.c.product)
        .order_by(stock.c.product)
        .limit(min(limit, PAGE_MAX))
    )
    return [StockOf(product, int(on_hand)) for product, on_hand in tx.execute(asked)]


def journals(tx: Connection, chain: str, store: str) -> list[JournalAt]:
    """Return every epoch of every workstation of the store."""
    e = entry
    forks = func.sum(case((e.c.forked, 1), else_=0))
    counted = (
        select(e.c.workstation, e.c.epoch, func.count(), forks)
        .where(e.c.chain == chain, e.c.store == store)
        .group_by(e.c.workstation, e.c.epoch)
    )
    counts = {(row[0], row[1]): (int(row[2]), int(row[3])) for row in tx.execute(counted)}
    j = journal
    asked = select(j.c.workstation, j.c.epoch, j.c.seq, j.c.hash, j.c.demand).where(
        j.c.chain == chain, j.c.store == store
    )
    return [
        JournalAt(w, epoch, seq, hashed.hex(), *counts.get((w, epoch), (0, 0)), demand)
        for w, epoch, seq, hashed, demand in tx.execute(asked.order_by(j.c.workstation, j.c.opened, j.c.epoch))
    ]


def entries(tx: Connection, scope: Scope, epoch: int, after: int = 0, limit: int = PAGE_MAX) -> list[EntryAt]:
    """Return the entries of one epoch after seq `after`, both versions of a fork included."""
    e = entry
    mine = (e.c.chain == scope.chain) & (e.c.store == scope.store) & (e.c.workstation == scope.workstation)
    asked = select(e.c.epoch, e.c.seq, e.c.hash, e.c.kind, e.c.forked).where(mine, e.c.epoch == epoch, e.c.seq > after)
    found = tx.execute(asked.order_by(e.c.seq, e.c.forked).limit(min(limit, PAGE_MAX)))
    return [EntryAt(epoch, seq, hashed.hex(), kind, bool(forked)) for epoch, seq, hashed, kind, forked in found]


def summary(tx: Connection, chain: str, store: str) -> Summary:
    """Return the store's figures by workstation."""
    e = entry
    kinds: dict[str, dict[str, int]] = {}
    counted = select(e.c.workstation, e.c.kind, func.count()).where(e.c.chain == chain, e.c.store == store)
    for of, kind, count in tx.execute(counted.group_by(e.c.workstation, e.c.kind)):
        kinds.setdefault(of, {})[kind] = count
    money = _money(tx, chain, store)
    arrived = counters.read(tx, chain, store, counters.ARRIVAL)
    return Summary(
        chain,
        store,
        arrived - counters.read(tx, chain, store, counters.POSTED),
        _open_count(tx, exception, chain, store),
        _open_count(tx, quarantine, chain, store),
        tuple(
            WorkstationSummary(of, name, kinds.get(of, {}), money.get(of, ()))
            for of, name in sorted(names(tx, chain, store).items())
        ),
    )


def _money(tx: Connection, chain: str, store: str) -> dict[str, tuple[Totals, ...]]:
    p = posting
    asked = (
        select(p.c.workstation, p.c.currency, p.c.leg, p.c.name, func.count(), func.sum(p.c.amount))
        .where(p.c.chain == chain, p.c.store == store)
        .group_by(p.c.workstation, p.c.currency, p.c.leg, p.c.name)
    )
    legs: dict[tuple[str, str], dict[tuple[str, str], tuple[int, int]]] = {}
    for of, currency, leg, name, count, amount in tx.execute(asked):
        legs.setdefault((of, currency), {})[leg, name] = int(count), int(amount)
    found: dict[str, tuple[Totals, ...]] = {}
    for (of, currency), by in sorted(legs.items()):
        sales, total = by.get(("total", ""), (0, 0))
        totals = Totals(
            currency, sales, total, by.get(("rounding", ""), (0, 0))[1],
            {name: amount for (leg, name), (_, amount) in sorted(by.items()) if leg == "tender"},
            {name: amount for (leg, name), (_, amount) in sorted(by.items()) if leg == "tax"},
        )  # fmt: skip
        found[of] = (*found.get(of, ()), totals)
    return found


def _open_count(tx: Connection, table: Table, chain: str, store: str) -> int:
    here = (table.c.chain == chain) & (table.c.store == store) & table.c.settled_ms.is_(None)
    return int(tx.execute(select(func.count()).where(here)).scalar_one())
