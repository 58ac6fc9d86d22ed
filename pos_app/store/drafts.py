"""One row for each open or held basket, saved after each change: what the cashier finds again after a power cut.

The row goes in the transaction of the sale or of the abandoned basket, never apart from it.
"""

from __future__ import annotations

import logging
import sqlite3
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
_log = logging.getLogger(__name__)
_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Basket)

_SAVE: Final = """
    INSERT INTO draft (slot, sale_id, held, name, operator, shift, saved_ms, basket) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (slot) DO UPDATE SET held = excluded.held, name = excluded.name, operator = excluded.operator,
        shift = excluded.shift, saved_ms = excluded.saved_ms, basket = excluded.basket
"""
_REMOVE: Final = "DELETE FROM draft WHERE slot = ?"


class Drafts:
    """The drafts of the journal that `pen` writes."""

    def __init__(self, pen: Pen, clock: Clock) -> None:
        """Learn which slot each basket has, and what is in it."""
        self._pen = pen
        self._clock = clock
        rows = pen.connection.execute("SELECT slot, sale_id, held, name, operator, shift, saved_ms, basket FROM draft")
        self._rows: dict[str, tuple[object, ...]] = {row[1]: row for row in rows}
        """As they are on disk, so that a basket outlives damage of the file while the till runs."""
        self._slots: dict[str, int] = {sale_id: cast("int", row[0]) for sale_id, row in self._rows.items()}

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
        self._pen.write(lambda connection: connection.execute(_SAVE, row))
        self._slots[basket.sale_id] = slot
        self._rows[basket.sale_id] = row

    def all(self) -> list[Draft]:
        """Return every draft, the oldest change first; one that cannot be read is left in place and logged."""
        drafts = []
        rows = self._pen.read(
            lambda connection: connection.execute(
                "SELECT sale_id, basket, held, name, operator, shift, saved_ms FROM draft ORDER BY saved_ms, slot"
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

    def _first_slot(self, sale_id: str) -> int:
        if self._pen.read(lambda connection: journal_lookup.position_of_sale(connection, sale_id)) is not None:
            raise Refusal("journal.already_sold", sale=sale_id)
        if len(self._slots) >= DRAFTS_MAX:
            raise Refusal("draft.too_many", limit=DRAFTS_MAX)
        taken = set(self._slots.values())
        return next(slot for slot in range(1, DRAFTS_MAX + 1) if slot not in taken)
