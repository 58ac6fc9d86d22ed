"""The questions that a desk asks an open journal; the answers come from the projections and the entries."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from pos_app.domain.area_counts import AreaCount
from pos_app.domain.chain import Header, Scope
from pos_app.domain.entries import ReceiptNumber
from pos_app.domain.errors import Fault
from pos_app.domain.store_rows import StockLevel
from pos_app.store import journal_lookup, journal_stock, journal_subjects
from pos_app.store.journal_records import DayTotal, ReceiptSummary, Recorded, RecordedSale, ShiftState
from pos_app.store.pen import Pen


class Questions:
    """What `Journal` answers; it changes nothing."""

    def __init__(self, pen: Pen, scope: Scope) -> None:
        """Answer from what `pen` writes, for the workstation of `scope`; every question may raise `Fault`."""
        self.scope = scope
        self._pen = pen

    def receipt(self, which: str | ReceiptNumber, epoch: int | None = None) -> RecordedSale | None:
        """Return a sale by its id, or by its number (of `epoch`, else of the latest epoch that has it)."""

        def found(connection: sqlite3.Connection) -> RecordedSale | None:
            if isinstance(which, ReceiptNumber):
                position = journal_lookup.position_of_number(connection, which, epoch)
            else:
                position = journal_lookup.position_of_sale(connection, which)
            return None if position is None else journal_lookup.sale_at(connection, position)

        return self._pen.read(found)

    def receipt_position(self, sale_id: str) -> int | None:
        """Return where the entry of a sale stands; None when it has none."""
        return self._pen.read(lambda connection: journal_lookup.position_of_sale(connection, sale_id))

    def recent_receipts(self, limit: int = 20) -> list[ReceiptSummary]:
        """Return the newest receipts, newest first."""
        return self._pen.read(lambda connection: journal_lookup.recent_receipts(connection, limit))

    def newest_headers(self, limit: int = 50) -> list[Header]:
        """Return what stands over the newest entries of every epoch, newest first."""
        return self._pen.read(
            lambda connection: journal_lookup.headers_where(connection, "1 ORDER BY position DESC LIMIT ?", (limit,))
        )

    def header_at(self, epoch: int, seq: int) -> Header | None:
        """Return what stands over one entry."""
        found = self._pen.read(
            lambda connection: journal_lookup.headers_where(connection, "epoch = ? AND seq = ?", (epoch, seq))
        )
        return found[0] if found else None

    def sales_after(self, position: int) -> int:
        """Return how many sales stand after `position`; those of the training mode do not count.

        0 while the file cannot be read: the lamp asks, and has something graver to show then.
        """
        try:
            return self._pen.read(lambda connection: journal_lookup.sales_after(connection, position))
        except Fault:
            return 0

    def totals(self, business_day: str) -> list[DayTotal]:
        """Return the sums of a business day."""
        return self._pen.read(lambda connection: journal_lookup.totals(connection, business_day))

    def stock_moves_after(self, product_id: str, contains: Mapping[str, int]) -> int:
        """Return what this till moved of a product (thousandths) after the seqs that a stock row contains."""
        return self._pen.read(
            lambda connection: journal_lookup.stock_moves_after(
                connection, product_id, self.scope.workstation, contains
            )
        )

    def stock_now(self, product_id: str, level: StockLevel | None) -> int | None:
        """Return what the store has of a product (thousandths): the hub's row with what it lacks of this journal."""
        return self._pen.read(
            lambda connection: journal_stock.stock_now(connection, product_id, self.scope.workstation, level)
        )

    def areas_now(self, product_id: str, level: StockLevel | None) -> tuple[AreaCount, ...]:
        """Return what was counted of a product area by area: the hub's row with what it lacks of this journal."""
        return self._pen.read(lambda connection: journal_stock.areas_now(connection, product_id, level))

    def current_shift(self) -> ShiftState | None:
        """Return the open shift."""
        return self._pen.read(journal_lookup.current_shift)

    def entries_about(self, what: str, subject: str) -> list[Recorded]:
        """Return the entries that speak of one thing (`entries.subjects`), in the order of writing."""
        return self._pen.read(lambda connection: journal_subjects.entries_about(connection, what, subject))

    def subjects_after(self, what: str, position: int = 0) -> list[str]:
        """Return the ids of the things of one kind that entries after `position` speak of."""
        return self._pen.read(lambda connection: journal_subjects.subjects_after(connection, what, position))
