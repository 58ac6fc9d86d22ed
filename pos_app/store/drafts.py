"""One row for each open or held basket, saved after each change: what the cashier finds again after a power cut.

The row goes in the transaction of the sale or of the abandoned basket, never apart from it. One more row keeps what was
scanned during a payment; a scan that comes into a basket leaves that row in the transaction of the basket's.
"""

from __future__ import annotations

import contextlib
import logging
import sqlite3
from collections.abc import Iterator
from typing import Final, cast

import msgspec

from pos_app.clock import Clock
from pos_app.domain.basket import Basket
from pos_app.domain.errors import Refusal
from pos_app.store import journal_lookup
from pos_app.store.journal_records import Draft
from pos_app.store.pen import Pen

DRAFTS_MAX: Final = 200
"""Open and held baskets of one till."""
TRAY_SLOT: Final = 0
"""Of the row for scans during a payment; no basket has it."""
_TRAY: Final = "\x1etray"
"""What stands for a sale's id in that row; none has it."""
_log = logging.getLogger(__name__)
_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Basket)

_SAVE: Final = """
    INSERT INTO draft (slot, sale_id, held, name, operator, shift, saved_ms, basket) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (slot) DO UPDATE SET held = excluded.held, name = excluded.name, operator = excluded.operator,
        shift = excluded.shift, saved_ms = excluded.saved_ms, basket = excluded.basket
"""
_REMOVE: Final = "DELETE FROM draft WHERE slot = ?"


class Scans(msgspec.Struct, frozen=True):
    """What was scanned during a payment."""

    waiting: tuple[str, ...] = ()
    """Nobody has decided about them."""
    kept: tuple[str, ...] = ()
    """For the next sale."""


class Drafts:
    """The drafts of the journal that `pen` writes."""

    def __init__(self, pen: Pen, clock: Clock) -> None:
        """Learn which slot each basket has, and what is in it."""
        self._pen = pen
        self._clock = clock
        rows = pen.connection.execute("SELECT slot, sale_id, held, name, operator, shift, saved_ms, basket FROM draft")
        self._rows: dict[str, tuple[object, ...]] = {row[1]: row for row in rows}
        """As they are on disk, so that a basket outlives damage of the file while the till runs."""
        self._slots: dict[str, int] = {
            sale_id: cast("int", row[0]) for sale_id, row in self._rows.items() if sale_id != _TRAY
        }
        self.scans = _scans(self._rows.get(_TRAY))
        """The scans of the tray as they are on disk."""
        self._scans_left: Scans | None = None

    def __len__(self) -> int:
        """Return how many baskets are open or held."""
        return len(self._slots)

    def __contains__(self, sale_id: object) -> bool:
        """Tell whether the basket of `sale_id` is open or held."""
        return sale_id in self._slots

    def save(self, basket: Basket, *, held: bool, name: str, operator: str, shift: str) -> None:
        """Make `basket` durable as it is now.

        `Refusal("draft.too_many")` above the limit, `Refusal("journal.already_sold")` for a basket that has its sale.
        """
        slot = self._slots.get(basket.sale_id) or self._first_slot(basket.sale_id)
        row = (slot, basket.sale_id, held, name, operator, shift, self._clock.wall_ms(), _encoder.encode(basket))
        left = self._scans_left

        def put(connection: sqlite3.Connection) -> None:
            connection.execute(_SAVE, row)
            if left is not None:
                self._put_scans(connection, left)

        self._pen.write(put)
        self._slots[basket.sale_id] = slot
        self._rows[basket.sale_id] = row
        if left is not None:
            self._have_put(left)

    def save_scans(self, scans: Scans) -> None:
        """Make the scans of the tray durable as they are now."""
        if scans != self.scans:
            self._pen.write(lambda connection: self._put_scans(connection, scans))
            self._have_put(scans)

    @contextlib.contextmanager
    def leaving(self, scans: Scans) -> Iterator[None]:
        """While a scan of the tray is taken: the basket that it comes into is saved with `scans` left, as one.

        What comes into no basket leaves `scans` at the end; when it is refused, nothing leaves.
        """
        self._scans_left = scans
        try:
            yield
            self.save_scans(scans)
        finally:
            self._scans_left = None

    def all(self) -> list[Draft]:
        """Return every draft, the oldest change first; one that cannot be read is left in place and logged."""
        drafts = []
        rows = self._pen.read(
            lambda connection: connection.execute(
                "SELECT sale_id, basket, held, name, operator, shift, saved_ms FROM draft WHERE slot <> ? "
                "ORDER BY saved_ms, slot",
                (TRAY_SLOT,),
            ).fetchall()
        )
        for sale_id, basket, held, name, operator, shift, saved_ms in rows:
            try:
                decoded = _decoder.decode(basket)
            except (msgspec.DecodeError, UnicodeDecodeError):
                _log.warning("draft %s cannot be read", sale_id)
                continue
            drafts.append(Draft(decoded, bool(held), name, operator, shift, saved_ms))
        return drafts

    def drop(self, sale_id: str) -> None:
        """Remove the draft of a basket that never had a line; one with lines ends by an entry."""
        slot = self._slots.get(sale_id)
        if slot is not None:
            self._pen.write(lambda connection: connection.execute(_REMOVE, (slot,)))
            self.forget(sale_id)

    def remove_within(self, connection: sqlite3.Connection, sale_id: str) -> None:
        """Remove the draft of `sale_id` in the transaction that the caller holds; then `forget` it."""
        slot = self._slots.get(sale_id)
        if slot is not None:
            connection.execute(_REMOVE, (slot,))

    def forget(self, sale_id: str) -> None:
        """The transaction that removed the draft has been committed."""
        self._slots.pop(sale_id, None)
        self._rows.pop(sale_id, None)

    def carry_over(self) -> None:
        """Write every basket as it was last made durable: the pen writes in another journal now."""
        sold = [
            sale_id
            for sale_id in self._rows
            if self._pen.read(lambda connection: journal_lookup.position_of_sale(connection, sale_id)) is not None  # noqa: B023 - asked at once
        ]
        for sale_id in sold:  # its commit was durable although the disk said otherwise
            self.forget(sale_id)
        rows = list(self._rows.values())

        def carry(connection: sqlite3.Connection) -> None:
            connection.execute("DELETE FROM draft")
            connection.executemany(_SAVE, rows)

        self._pen.write(carry, urgent=True)

    def _put_scans(self, connection: sqlite3.Connection, scans: Scans) -> None:
        if scans.waiting or scans.kept:
            connection.execute(_SAVE, self._row_of(scans))
        else:
            connection.execute(_REMOVE, (TRAY_SLOT,))

    def _have_put(self, scans: Scans) -> None:
        self.scans, self._scans_left = scans, None
        self._rows[_TRAY] = self._row_of(scans)
        if not (scans.waiting or scans.kept):
            del self._rows[_TRAY]

    def _row_of(self, scans: Scans) -> tuple[object, ...]:
        """Return the row: a basket without lines, in whose name stands how many of its codes nobody decided about."""
        codes = Basket(_TRAY, "", 0, "", waiting=scans.waiting + scans.kept)
        undecided = str(len(scans.waiting))
        return TRAY_SLOT, _TRAY, False, undecided, "", "", self._clock.wall_ms(), _encoder.encode(codes)

    def _first_slot(self, sale_id: str) -> int:
        if self._pen.read(lambda connection: journal_lookup.position_of_sale(connection, sale_id)) is not None:
            raise Refusal("journal.already_sold", sale=sale_id)
        if len(self._slots) >= DRAFTS_MAX:
            raise Refusal("draft.too_many", limit=DRAFTS_MAX)
        taken = set(self._slots.values())
        return next(slot for slot in range(1, DRAFTS_MAX + 1) if slot not in taken)


def _scans(row: tuple[object, ...] | None) -> Scans:
    """Return what the row of the tray says; nothing when it cannot be read."""
    if row is None:
        return Scans()
    try:
        codes, undecided = _decoder.decode(cast("bytes", row[7])).waiting, int(cast("str", row[3]))
    except (msgspec.DecodeError, UnicodeDecodeError, ValueError):
        _log.warning("what was scanned during a payment cannot be read")
        return Scans()
    return Scans(codes[:undecided], codes[undecided:])
