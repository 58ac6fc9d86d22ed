"""The questions that a desk asks an open journal; the answers come from the projections and the entries."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from pos_app.domain.chain import Header, Scope
from pos_app.domain.entries import ReceiptNumber
from pos_app.store import journal_lookup
from pos_app.store.journal_records import DayTotal, ReceiptSummary, RecordedSale, ShiftState


class Questions:
    """What `Journal` answers; it changes nothing."""

    def __init__(self, connection: sqlite3.Connection, scope: Scope) -> None:
        """Answer from `connection` for the workstation of `scope`."""
        self.scope = scope
        self._connection = connection

    def receipt(self, which: str | ReceiptNumber, epoch: int | None = None) -> RecordedSale | None:
        """Return a sale by its id, or by its number (of `epoch`, else of the latest epoch that has it)."""
        if isinstance(which, ReceiptNumber):
            position = journal_lookup.position_of_number(self._connection, which, epoch)
        else:
            position = journal_lookup.position_of_sale(self._connection, which)
        return None if position is None else journal_lookup.sale_at(self._connection, position)

    def receipt_position(self, sale_id: str) -> int | None:
        """Return where the entry of a sale stands; None when it has none."""
        return journal_lookup.position_of_sale(self._connection, sale_id)

    def recent_receipts(self, limit: int = 20) -> list[ReceiptSummary]:
        """Return the newest receipts, newest first."""
        return journal_lookup.recent_receipts(self._connection, limit)

    def newest_headers(self, limit: int = 50) -> list[Header]:
        """Return what stands over the newest entries of every epoch, newest first."""
        return journal_lookup.headers_where(self._connection, "1 ORDER BY position DESC LIMIT ?", (limit,))

    def header_at(self, epoch: int, seq: int) -> Header | None:
        """Return what stands over one entry."""
        found = journal_lookup.headers_where(self._connection, "epoch = ? AND seq = ?", (epoch, seq))
        return found[0] if found else None

    def sales_after(self, position: int) -> int:
        """Return how many sales stand after `position`; those of the training mode do not count."""
        return journal_lookup.sales_after(self._connection, position)

    def totals(self, business_day: str) -> list[DayTotal]:
        """Return the sums of a business day."""
        return journal_lookup.totals(self._connection, business_day)

    def stock_moves_after(self, product_id: str, contains: Mapping[str, int]) -> int:
        """Return what this till moved of a product (thousandths) after the seqs that a stock row contains."""
        return journal_lookup.stock_moves_after(self._connection, product_id, self.scope.workstation, contains)

    def current_shift(self) -> ShiftState | None:
        """Return the open shift."""
        return journal_lookup.current_shift(self._connection)
