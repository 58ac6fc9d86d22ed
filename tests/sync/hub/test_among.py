"""One of many values: the same answer as a condition for each, whatever the values hold."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from sync.hub import bulk
from sync.hub.among import among
from sync.hub.database import Database
from sync.hub.tables import scope_counter, stock_due

ODD = ["milk", 'a "quoted" one', "back\\slash", "{brace}", "a, b", "牛奶", "O'Neill", "", "null", "1"]


def test_words_are_found_whatever_stands_in_them(db: Database) -> None:
    with db.writing() as tx:
        bulk.put(tx, stock_due, [("c", "s", product) for product in [*ODD, "tea"]])
        found = select(stock_due.c.product).where(stock_due.c.chain == "c", among(stock_due.c.product, "asked"))
        assert set(tx.execute(found, {"asked": [*ODD, "coffee"]}).scalars()) == set(ODD)
        assert set(tx.execute(found, {"asked": []}).scalars()) == set()


@pytest.mark.parametrize("asked", [[1], [1, 2**31, 2**62], list(range(5_000))])
def test_numbers_of_every_size_are_found(db: Database, asked: list[int]) -> None:
    kept = [1, 2, 2**31, 2**62, 2**63 - 1]
    with db.writing() as tx:
        bulk.put(tx, scope_counter, [("c", "s", str(number), number) for number in kept])
        found = select(scope_counter.c.value).where(among(scope_counter.c.value, "asked"))
        assert set(tx.execute(found, {"asked": asked}).scalars()) == set(kept) & set(asked)
