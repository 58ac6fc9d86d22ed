"""What moved and is not in the feed yet: noted once, taken once, lost by nobody, whoever takes it."""

from __future__ import annotations

import contextlib

from sqlalchemy import Connection, text

from sync.hub import stock
from sync.hub.database import Database
from sync.hub.stock import Due
from tests.sync.hub.paper_till import CHAIN, STORE

JOURNAL = (CHAIN, STORE, "T1")


def _sold(tx: Connection, due: Due, *products: str) -> None:
    stock.post(tx, JOURNAL, 7, dict.fromkeys(products, (-1000, 1)))
    due.note(tx, CHAIN, STORE, products)


def _taken(db: Database, limit: int = 10) -> set[str]:
    with db.writing() as tx:
        return set(stock.take_due(tx, CHAIN, STORE, limit))


def test_a_product_that_sells_all_day_is_taken_once_for_each_time_the_feed_asks(db: Database) -> None:
    due = Due()
    for _ in range(3):
        with db.writing() as tx:
            _sold(tx, due, "milk", "tea")
    assert _taken(db) == {"milk", "tea"}
    assert _taken(db) == set()
    with db.writing() as tx:
        _sold(tx, due, "milk")
    assert _taken(db) == {"milk"}


def test_what_another_process_took_is_due_again_when_it_moves_again(db: Database) -> None:
    mine, theirs = Due(), Due()
    with db.writing() as tx:
        _sold(tx, mine, "milk")
    assert _taken(db, limit=1) == {"milk"}  # the other process publishes it
    with db.writing() as tx:
        _sold(tx, theirs, "tea")
    with db.writing() as tx:
        _sold(tx, mine, "milk", "tea")
    assert _taken(db) == {"milk", "tea"}


def test_a_batch_that_was_not_committed_is_noted_afresh(db: Database) -> None:
    due = Due()
    with contextlib.suppress(ZeroDivisionError), db.writing() as tx:
        _sold(tx, due, "milk")
        raise ZeroDivisionError
    due.forget()
    with db.writing() as tx:
        _sold(tx, due, "milk")
    assert _taken(db) == {"milk"}


def test_stock_that_was_due_before_the_book_was_made_anew_is_due_still(empty_url: str) -> None:
    db = Database(empty_url)
    db.migrate("0002")
    insert = "INSERT INTO stock VALUES (:c, :s, :product, :w, 7, :moved, :seq, :dirty)"
    with db.writing() as tx:
        for product, workstation, moved, seq, dirty in (
            ("milk", "T1", -3_000, 5, True),
            ("milk", "T2", -1_000, 9, True),
            ("tea", "T1", -2_000, 4, False),
        ):
            row = {"c": CHAIN, "s": STORE, "product": product, "w": workstation, "moved": moved, "seq": seq}
            tx.execute(text(insert), row | {"dirty": dirty})
    db.migrate()
    with db.writing() as tx:
        assert stock.take_due(tx, CHAIN, STORE, 10) == {"milk": (-4_000, {"T1/7": 5, "T2/7": 9})}
    with db.writing() as tx:
        _sold(tx, Due(), "tea")
    with db.writing() as tx:
        assert stock.take_due(tx, CHAIN, STORE, 10) == {"tea": (-3_000, {"T1/7": 4})}
    db.close()
