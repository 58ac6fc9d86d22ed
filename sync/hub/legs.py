"""The legs of one batch of entries: money, tax and tender, receipt, stock, claim. Gathered here, written at once.

`posting` makes one `Legs` per transaction. Every leg stands by itself: a sale whose price was tampered with, whose
product nobody knows or whose day is closed posts its money all the same, and says so in a list that people read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Connection, Row, bindparam, select

from pos_app.domain.chain import Scope
from pos_app.domain.entries import PICKUP, Body, ClaimMade, ClaimReleased, Sale, stock_deltas
from pos_app.domain.entries_shelf import StockCounted
from pos_app.domain.money import AMOUNT_LIMIT
from sync.hub import bulk, claims, count_differences, counters, stock, stock_counts
from sync.hub.among import among
from sync.hub.desks import Posting, posters
from sync.hub.recompute import Difference, Ground, differences
from sync.hub.tables import OPEN, closed_day, exception, posting, receipt, receipt_head
from sync.hub.versions import Versions, store_info

ABSURD: Final = "amount.absurd"
UNKNOWN_PRODUCT: Final = "product.unknown"
CLOSED_DAY: Final = "day.closed"
OLD_COUNT: Final = "count.too_old"
_SHOWN: Final = 200
"""Characters of a detail in a list."""
Arrived = Row[*tuple[Any, ...]]
_known = select(receipt.c.sale_id, receipt.c.position).where(
    receipt.c.chain == bindparam("c"), receipt.c.store == bindparam("s"), among(receipt.c.sale_id, "sales")
)


class Legs:
    """What a batch of entries of one store posts."""

    def __init__(self, tx: Connection, versions: Versions, due: stock.Due, chain: str, store: str, now_ms: int) -> None:
        """Begin with nothing to post."""
        self._tx = tx
        self._versions = versions
        self._due = due
        self._chain = chain
        self._store = store
        self._now_ms = now_ms
        self._info = store_info(tx, chain, store)
        self._closed = self._closed_days()
        self._money: list[bulk.Row] = []
        self._receipts: list[bulk.Row] = []
        self._numbers: dict[tuple[str, int, str], int] = {}
        self._sold: dict[str, int] = {}
        self._moves: dict[tuple[str, int], list[tuple[int, Mapping[str, int]]]] = {}
        self._moved: list[stock_counts.Moved] = []
        self._counted: list[stock_counts.Counted] = []
        self._exceptions: list[bulk.Row] = []
        self.quarantined: list[tuple[Arrived, str, str]] = []
        self._desks = Posting(
            tx, chain, store, now_ms, self._differ, lambda row, why, what: self.quarantined.append((row, why, what))
        )

    def prepare(self, entries: list[tuple[Arrived, Body]]) -> None:
        """Read what the whole batch needs."""
        sales = [(row, body) for row, body in entries if isinstance(body, Sale)]
        if not sales:
            return
        self._versions.prefetch(self._tx, self._chain, self._store, (sale for _, sale in sales))
        place = {"c": self._chain, "s": self._store, "sales": [sale.basket.sale_id for _, sale in sales]}
        self._sold = {row.sale_id: row.position for row in self._tx.execute(_known, place)}
        h = receipt_head
        for workstation, epoch in {(row.workstation, row.epoch) for row, _ in sales}:
            of_epoch = (h.c.chain == self._chain) & (h.c.store == self._store)
            last = select(h.c.kind, h.c.number).where(of_epoch, h.c.workstation == workstation, h.c.epoch == epoch)
            for kind, number in self._tx.execute(last):
                self._numbers[workstation, epoch, kind] = number

    def _closed_days(self) -> set[str]:
        here = (closed_day.c.chain == self._chain) & (closed_day.c.store == self._store)
        return set(self._tx.execute(select(closed_day.c.business_day).where(here)).scalars())

    def post(self, row: Arrived, body: Body) -> None:
        """Gather the legs of one entry."""
        if row.business_day in self._closed:
            self.quarantined.append((row, CLOSED_DAY, row.business_day))
        if isinstance(body, Sale):
            self._post_sale(row, body)
        elif isinstance(body, ClaimMade | ClaimReleased):
            self._post_claim(row, body)
        for desk in posters(type(body)):
            desk(self._desks, row, body)
        self._post_stock(row, body)

    def _post_sale(self, row: Arrived, sale: Sale) -> None:
        if sale.training:
            return
        self._post_money(row, sale)
        self._post_receipt(row, sale)
        basket = sale.basket
        known = self._versions.products(self._chain)
        unknown = [
            line.item.product_id
            for line in basket.lines
            if line.item.product_id not in known and line.item.product_id and not line.voided
        ]
        if unknown:
            self.quarantined.append((row, UNKNOWN_PRODUCT, " ".join(unknown)[:_SHOWN]))
        ground = Ground(
            self._chain,
            self._store,
            self._info,
            self._versions.rules(self._tx, self._chain, self._store, basket.rules_version),
            self._versions.tax(self._tx, self._chain, basket.tax_version),
        )
        self._differ(row, differences(sale, ground, self._versions))

    def _post_money(self, row: Arrived, sale: Sale) -> None:
        legs = [("total", "", sale.priced.total)]
        if sale.rounding:
            legs.append(("rounding", "", sale.rounding))
        legs += [("tender", tender.kind.value, tender.settles) for tender in sale.tenders]
        legs += [("tax", f"{tax.group}/{tax.component}", tax.amount) for tax in sale.priced.taxes]
        if any(abs(amount) >= AMOUNT_LIMIT for _, _, amount in legs):
            self.quarantined.append((row, ABSURD, ""))
            return
        place = (self._chain, self._store, row.position)
        self._money += [
            (*place, number, row.workstation, row.business_day, leg, name, sale.basket.currency, amount)
            for number, (leg, name, amount) in enumerate(legs)
        ]

    def _post_receipt(self, row: Arrived, sale: Sale) -> None:
        sale_id, said = sale.basket.sale_id, sale.receipt
        if sale_id in self._sold:
            self._differ(row, [Difference("sale.doubled", sale_id[:_SHOWN], "", f"position {self._sold[sale_id]}")])
        self._sold.setdefault(sale_id, row.position)
        head = (row.workstation, row.epoch, said.kind)
        expected = self._numbers.get(head, 0) + 1
        if said.number != expected:
            self._differ(row, [Difference("receipt.number", said.kind[:_SHOWN], str(expected), str(said.number))])
        self._numbers[head] = max(expected - 1, said.number)
        place = (self._chain, self._store, sale_id, row.position)
        self._receipts.append((*place, row.workstation, row.epoch, said.kind, said.number))

    def _post_stock(self, row: Arrived, body: Body) -> None:
        if isinstance(body, StockCounted):
            self._post_count(row, body)
            return
        deltas = stock_deltas(body)
        if not deltas:
            return
        if max(map(abs, deltas.values())) >= AMOUNT_LIMIT:
            self.quarantined.append((row, ABSURD, "stock"))
            return
        self._moved.append((row, deltas))
        self._moves.setdefault((row.workstation, row.epoch), []).append((row.seq, deltas))

    def _post_count(self, row: Arrived, body: StockCounted) -> None:
        if stock_counts.absurd(body):
            self.quarantined.append((row, ABSURD, "stock"))
        elif stock_counts.too_old(body, self._now_ms):
            self.quarantined.append((row, OLD_COUNT, body.count[:_SHOWN]))
        else:
            self._counted.append((row, body))

    def _post_claim(self, row: Arrived, body: ClaimMade | ClaimReleased) -> None:
        scope = Scope(self._chain, self._store, row.workstation)
        if isinstance(body, ClaimReleased):
            claims.release(self._tx, scope, body)
            return
        reply, first = claims.decide(self._tx, scope, body, self._now_ms)
        # Used with the network gone, and another was first. An order is shown when it is handed over, not before.
        if first and not reply.granted and body.what != PICKUP:
            self._differ(row, [Difference("claim.clash", f"{body.what} {body.subject}"[:_SHOWN], "", reply.held_by)])

    def _differ(self, row: Arrived, found: list[Difference]) -> None:
        place = (self._chain, self._store, row.workstation, row.epoch, row.seq, row.hash)
        self._exceptions += [(*place, *difference, self._now_ms, *OPEN) for difference in found]

    def write(self) -> None:
        """Write every leg, a few statements for the whole batch."""
        tx = self._tx
        bulk.put(tx, posting, self._money)
        bulk.put(tx, receipt, self._receipts)
        heads = [(self._chain, self._store, *head, number) for head, number in self._numbers.items()]
        bulk.put(tx, receipt_head, heads, "replace")
        moved: set[str] = set()
        for (workstation, epoch), said in self._moves.items():
            moves = stock.gathered(said)
            stock.post(tx, (self._chain, self._store, workstation), epoch, moves)
            moved.update(moves)
        place = stock_counts.Place(tx, self._chain, self._store)
        counted = stock_counts.settle(place, self._moved, self._counted)
        count_differences.judge(place, counted, self._now_ms)
        self._due.note(tx, self._chain, self._store, moved | counted)
        # The same difference twice about one thing (two tenders, one line) is said once.
        once = {row[:8]: row for row in self._exceptions}
        bulk.put(tx, exception, list(once.values()), "keep")
        if once:
            counters.add(tx, self._chain, self._store, counters.EXCEPTIONS, 1)
