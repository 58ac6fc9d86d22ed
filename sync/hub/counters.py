"""Counters of a scope (chain, store): raised in the same transaction as the rows that they number.

The counter's row stays locked until that transaction ends, so that commit order is counter order on SQLite and on
PostgreSQL alike. That makes a counter's value a cursor.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from sync.hub.tables import scope_counter

FEED: Final = "feed"
ARRIVAL: Final = "arrival"
POSTED: Final = "posted"
STOCK: Final = "stock"
"""Raised when people set stock, so that a hub in another process hears of it."""
EXCEPTIONS: Final = "exceptions"
"""Raised when an exception is listed or settled, so that the tills' list follows."""
STOCK_TAKEN: Final = "stock_taken"
"""How often due products were taken for the feed; raised while posting at the store stands still."""

_t = scope_counter
_here = (_t.c.chain == bindparam("c")) & (_t.c.store == bindparam("s")) & (_t.c.name == bindparam("n"))
_raise = update(_t).where(_here).values(value=_t.c.value + bindparam("by")).returning(_t.c.value)
_read = select(_t.c.value).where(_here)


def lock(tx: Connection, chain: str, store: str, name: str) -> int:
    """Return the counter's value and keep others from raising it until `tx` ends."""
    return add(tx, chain, store, name, 0)


def add(tx: Connection, chain: str, store: str, name: str, by: int) -> int:
    """Raise the counter by `by` and return its new value; a counter begins at nought."""
    named = {"c": chain, "s": store, "n": name, "by": by}
    value = tx.execute(_raise, named).scalar()
    if value is None:
        insert = sqlite.insert(_t) if tx.dialect.name == "sqlite" else postgresql.insert(_t)
        first = {"chain": chain, "store": store, "name": name, "value": 0}
        # Another process may make the same counter at the same moment: then the update waits for it.
        tx.execute(insert.values(first).on_conflict_do_nothing(index_elements=["chain", "store", "name"]))
        value = tx.execute(_raise, named).scalar_one()
    return int(value)


def read(tx: Connection, chain: str, store: str, name: str) -> int:
    """Return the counter's value without a lock."""
    value = tx.execute(_read, {"c": chain, "s": store, "n": name}).scalar()
    return 0 if value is None else int(value)
