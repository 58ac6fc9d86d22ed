"""Counts that a hub posted before areas added up keep what they said (revision 0008)."""

from __future__ import annotations

from sqlalchemy import select, text

from sync.hub.database import Database
from sync.hub.tables import stock_anchor, stock_count
from tests.sync.hub.paper_till import CHAIN, STORE

HERE: dict[str, object] = {"chain": CHAIN, "store": STORE}
ROWS: list[tuple[str, dict[str, object]]] = [
    ("entry", {"workstation": "T1", "epoch": 7, "seq": 1, "hash": b"h1", "position": 5, "kind": "stock_counted",
               "schema": 1, "business_day": "2025-10-09", "arrived_ms": 4, "forked": False, "header": b"h",
               "body": b"b", "signature": b"s"}),
    ("stock_anchor", {"product": "p1", "moment": 900, "position": 5, "counted": 8_000, "hash": b"h1"}),
    ("stock_count", {"product": "p1", "position": 5, "workstation": "T1", "sheet": "n-1", "operator": "ann",
                     "area": "aisle-1", "business_day": "2025-10-09", "epoch": 7, "seq": 1, "moment": 900,
                     "counted": 8_000, "expected": 9_000}),
]  # fmt: skip


def test_a_count_of_before_is_of_the_whole_store_at_its_one_moment(empty_url: str) -> None:
    db = Database(empty_url)
    db.migrate("0007")
    with db.writing() as tx:
        for table, said in ROWS:
            row = HERE | said
            names = ", ".join(f'"{name}"' for name in row)
            tx.execute(text(f"INSERT INTO {table} ({names}) VALUES ({', '.join(f':{name}' for name in row)})"), row)
    db.migrate()
    with db.reading() as tx:
        anchor = tx.execute(select(stock_anchor)).one()
        line = tx.execute(select(stock_count)).one()
    db.close()
    assert (anchor.first, anchor.last, anchor.counted) == (900, 900, 8_000)
    assert (line.adds_up, line.more_elsewhere, line.hash, line.expected) == (False, False, b"h1", 9_000)
