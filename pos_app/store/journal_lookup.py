"""Questions to the journal's projections, asked on any connection: the till's own or a read-only one."""

from __future__ import annotations

import contextlib
import logging
import sqlite3
from collections.abc import Mapping
from typing import Final

import msgspec

from pos_app.domain.chain import Header, Sealed, digest, open_body, read_header
from pos_app.domain.entries import ReceiptNumber, Sale
from pos_app.store.journal_records import DayTotal, Entry, Head, ReceiptSummary, RecordedSale, ShiftState
from pos_app.store.projections import filed_position, moves_of, sums_of

_log = logging.getLogger(__name__)
_SUMMARY: Final = """
    SELECT position, epoch, kind, number, sale_id, total, currency, wall_ms, business_day, training FROM receipt
"""


def last_entry(connection: sqlite3.Connection) -> Entry | None:
    """Return the entry written last; None in an empty journal."""
    row = connection.execute(
        "SELECT position, epoch, seq, header, body, hash, signature FROM entry ORDER BY position DESC LIMIT 1"
    ).fetchone()
    return None if row is None else Entry(row[0], row[1], row[2], Sealed(*row[3:]))


def headers_where(connection: sqlite3.Connection, condition: str, values: tuple[int, ...]) -> list[Header]:
    """Return the headers of the entries that a condition of this package picks; one that is no header is left out."""
    found = []
    statement = f"SELECT header FROM entry WHERE typeof(header) = 'blob' AND {condition}"  # noqa: S608 - constants
    for (header,) in connection.execute(statement, values):
        with contextlib.suppress(msgspec.DecodeError):
            found.append(read_header(header))
    return found


def hash_at(connection: sqlite3.Connection, position: int) -> bytes | None:
    """Return the hash of the entry at `position`."""
    row = connection.execute("SELECT hash FROM entry WHERE position = ?", (position,)).fetchone()
    return None if row is None else row[0]


def epochs_of(connection: sqlite3.Connection, workstation: str) -> list[int]:
    """Return the epochs that `workstation` opened, oldest first."""
    rows = connection.execute("SELECT epoch FROM epoch WHERE workstation = ? ORDER BY position", (workstation,))
    return [epoch for (epoch,) in rows]


def heads(connection: sqlite3.Connection, workstation: str) -> list[Head]:
    """Return where each epoch of `workstation` ends, oldest first."""
    found = []
    for epoch in epochs_of(connection, workstation):
        row = connection.execute(
            "SELECT seq, hash FROM entry WHERE epoch = ? ORDER BY seq DESC LIMIT 1", (epoch,)
        ).fetchone()
        if row is not None:
            found.append(Head(epoch, *row))
    return found


def last_numbers(connection: sqlite3.Connection, epoch: int) -> dict[str, int]:
    """Return the last receipt number of each kind in `epoch`."""
    filed = connection.execute(
        "SELECT kind, max(number) FROM receipt_by_number WHERE epoch = ? GROUP BY kind", (epoch,)
    )
    numbers = dict(filed.fetchall())
    later = connection.execute(
        "SELECT kind, number FROM receipt WHERE position > ? AND epoch = ?", (filed_position(connection), epoch)
    )
    for kind, number in later:
        numbers[kind] = max(numbers.get(kind, 0), number)
    return numbers


def position_of_sale(connection: sqlite3.Connection, sale_id: str) -> int | None:
    """Return where the sale stands."""
    row = connection.execute("SELECT position FROM receipt_by_sale WHERE sale_id = ?", (sale_id,)).fetchone()
    if row is None:
        row = connection.execute(
            "SELECT position FROM receipt WHERE position > ? AND sale_id = ?", (filed_position(connection), sale_id)
        ).fetchone()
    return None if row is None else row[0]


def position_of_number(connection: sqlite3.Connection, receipt: ReceiptNumber, epoch: int | None) -> int | None:
    """Return where a receipt stands: that of `epoch`, or of the latest epoch that has such a number."""
    condition = "kind = ? AND number = ? AND (? IS NULL OR epoch = ?)"
    values = (receipt.kind, receipt.number, epoch, epoch)
    (later,) = connection.execute(
        f"SELECT max(position) FROM receipt WHERE position > ? AND {condition}",  # noqa: S608 - a constant
        (filed_position(connection), *values),
    ).fetchone()
    if later is not None:
        return int(later)
    epochs = [epoch] if epoch is not None else [e for (e,) in connection.execute("SELECT epoch FROM epoch")]
    found = [
        position
        for each in epochs
        for (position,) in connection.execute(
            "SELECT position FROM receipt_by_number WHERE epoch = ? AND kind = ? AND number = ?",
            (each, receipt.kind, receipt.number),
        )
    ]
    return max(found, default=None)


def sale_at(connection: sqlite3.Connection, position: int) -> RecordedSale | None:
    """Read the sale at `position`; None when another kind of entry stands there, or one whose bytes have changed."""
    row = connection.execute("SELECT header, body, hash FROM entry WHERE position = ?", (position,)).fetchone()
    whole = row is not None and all(isinstance(part, bytes) for part in row)
    if not whole or digest(row[0], row[1]) != row[2]:
        _log.error("the entry at %d is not as it was written", position)
        return None
    header, body = row[:2]
    said = open_body(body)
    return RecordedSale(read_header(header), said) if isinstance(said, Sale) else None


def recent_receipts(connection: sqlite3.Connection, limit: int) -> list[ReceiptSummary]:
    """Return the newest receipts, newest first."""
    rows = connection.execute(f"{_SUMMARY} ORDER BY position DESC LIMIT ?", (limit,))
    return [_summary(row) for row in rows]


def sales_after(connection: sqlite3.Connection, position: int) -> int:
    """Count the sales after `position`, those of the training mode left out."""
    (count,) = connection.execute(
        "SELECT count(*) FROM receipt WHERE position > ? AND training = 0", (position,)
    ).fetchone()
    return int(count)


def totals(connection: sqlite3.Connection, business_day: str) -> list[DayTotal]:
    """Return the sums of `business_day`, by currency and what they are of."""
    sums = {
        (currency, what): (count, amount, tax, rounding)
        for currency, what, count, amount, tax, rounding in connection.execute(
            "SELECT currency, what, count, amount, tax, rounding FROM day_total WHERE business_day = ?",
            (business_day,),
        )
    }
    for (day, currency, what), added in sums_of(connection, filed_position(connection)).items():
        if day == business_day:
            filed = sums.get((currency, what), (0, 0, 0, 0))
            sums[currency, what] = tuple(a + b for a, b in zip(filed, added, strict=True))
    return [DayTotal(business_day, *key, *sums[key]) for key in sorted(sums)]


def stock_moves_after(
    connection: sqlite3.Connection, product_id: str, workstation: str, contains: Mapping[str, int]
) -> int:
    """Return what this journal moved of a product after the seqs in `contains` ("workstation/epoch")."""
    total = 0
    known = {epoch: contains.get(f"{workstation}/{epoch}", 0) for epoch in epochs_of(connection, workstation)}
    for epoch, seq in known.items():
        (moved,) = connection.execute(
            "SELECT coalesce(sum(delta), 0) FROM stock_move WHERE product_id = ? AND epoch = ? AND seq > ?",
            (product_id, epoch, seq),
        ).fetchone()
        total += moved
    later = connection.execute(
        "SELECT epoch, seq, moves FROM receipt WHERE position > ?", (filed_position(connection),)
    )
    for epoch, seq, moves in later:
        if epoch in known and seq > known[epoch]:
            total += moves_of(moves).get(product_id, 0)
    return total


def current_shift(connection: sqlite3.Connection) -> ShiftState | None:
    """Return the shift that was opened last."""
    row = connection.execute(
        "SELECT shift, operator, currency, opening_float, opened_ms, business_day, signed_on FROM shift"
        " ORDER BY position DESC LIMIT 1"
    ).fetchone()
    return None if row is None else ShiftState(*row)


def _summary(row: tuple[int, int, str, int, str, int, str, int, str, int]) -> ReceiptSummary:
    position, epoch, kind, number, sale_id, total, currency, wall_ms, business_day, training = row
    receipt = ReceiptNumber(kind, number)
    return ReceiptSummary(position, epoch, receipt, sale_id, total, currency, wall_ms, business_day, bool(training))
