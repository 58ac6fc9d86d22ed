"""Projections say what the entries say, however they came about."""

import sqlite3
import typing

from hypothesis import given, settings
from hypothesis import strategies as st

from pos_app.domain.chain import Header
from pos_app.domain.entries import (
    BasketAbandoned,
    Body,
    ClaimMade,
    ClaimReleased,
    NoSale,
    ReceiptNumber,
    ShiftOpened,
    SignedOff,
    SignedOn,
    StockMoved,
)
from pos_app.domain.stamp import Stamp
from pos_app.store import projections
from pos_app.store.journal_file import open_scratch
from pos_app.store.journal_lookup import current_shift, last_numbers, stock_moves_after, totals
from pos_app.store.projection_tables import TABLES
from tests.store.samples import DAY, basket, sale

EPOCH = 77
SALES = [sale(ReceiptNumber("sale", number), basket(number % 3 + 1)) for number in range(1, 30)]

facts = st.one_of(
    st.just("sale"),
    st.builds(ClaimMade, st.sampled_from(["c1", "c2"]), st.just("coupon"), st.just("x")),
    st.builds(ClaimReleased, st.sampled_from(["c1", "c2", "c3"]), st.just("coupon"), st.just("x")),
    st.builds(ShiftOpened, st.sampled_from(["s1", "s2"]), st.just("op"), st.just("EUR"), st.integers(0, 50_000)),
    st.builds(SignedOn, st.just("op-2"), st.sampled_from(["s1", "s2"])),
    st.builds(SignedOff, st.just("op-2"), st.sampled_from(["s1", "s2"])),
    st.builds(NoSale, st.just("s1"), st.just("op"), st.just("change")),
    st.builds(BasketAbandoned, st.just(basket(1)), st.just("s1"), st.just("op"), st.just("left")),
    st.builds(
        StockMoved,
        st.just("adjustment"),
        st.just("op"),
        st.dictionaries(st.sampled_from(["p-000001", "p-000002"]), st.integers(-9_000, 9_000)),
    ),
)


def test_every_kind_of_fact_has_its_place() -> None:
    assert set(projections._SHOWN) == set(typing.get_args(Body))


def _header(position: int) -> Header:
    return Header("c", "s", "till-3", EPOCH, position, "id", "kind", 1, Stamp(position, position), DAY, bytes(32))


def _answers(connection: sqlite3.Connection) -> object:
    connection.execute("INSERT OR IGNORE INTO epoch VALUES (?, 'till-3', 'enrolled', 0)", (EPOCH,))
    return (
        totals(connection, DAY),
        last_numbers(connection, EPOCH),
        current_shift(connection),
        stock_moves_after(connection, "p-000001", "till-3", {f"till-3/{EPOCH}": 3}),
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(facts, st.booleans()), max_size=25))
def test_filing_early_late_or_never_changes_no_answer(said: list[tuple[Body | str, bool]]) -> None:
    often, never = open_scratch(), open_scratch()
    for connection in (often, never):
        projections.create(connection)
    sold = iter(SALES)
    for position, (fact, filing) in enumerate(said, start=1):
        body = next(sold) if isinstance(fact, str) else fact
        for connection in (often, never):
            projections.project(connection, position, _header(position), body)
        if filing:
            projections.file_receipts(often)
    assert _answers(often) == _answers(never)
    for connection in (often, never):
        projections.file_receipts(connection)
    for table in TABLES:
        assert sorted(often.execute(f"SELECT * FROM {table}")) == sorted(never.execute(f"SELECT * FROM {table}")), table
    often.close()
    never.close()
