"""What lies on the counter in the tests of the till: demo goods by kind, labels, and looks into journal and drafts."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec
import pytest

from pos_app.clock import SetClock
from pos_app.demo import shop
from pos_app.domain.codes.gtin import check_digit
from pos_app.domain.entries import Sale
from pos_app.domain.errors import Fault, Refusal
from pos_app.domain.feed import EpochDemand, FeedBatch, FeedRow, Level
from pos_app.domain.product import Price, Product, ProductPrices
from pos_app.selling.view import Question, QuestionKind
from pos_app.store.cache_writer import CacheWriter
from pos_app.store.journal_records import Draft
from pos_app.till import Till
from tests.shop_floor import CACHE, FakeCounter, code_of, open_till

GOODS = {product.id: (product, prices) for product, prices in shop.goods()}
PRICE = {product_id: prices.prices[0].unit_price for product_id, (_, prices) in GOODS.items()}
PLAIN = [
    product.id
    for product, _ in GOODS.values()
    if product.department in {"produce", "meat"} and not (product.weighed or product.min_age)
]
"""Goods by the piece, of departments without a promotion."""
DRINKS = [product.id for product, _ in GOODS.values() if product.department == "drinks" and not product.min_age]
ALCOHOL = [product.id for product, _ in GOODS.values() if product.min_age]
LOOSE = next(product for product, _ in GOODS.values() if product.weighed)
UNKNOWN = "4006381333931"


def code(product_id: str, pack: int = 1_000) -> str:
    return code_of(product_id, pack)


def scan(till: Till, *product_ids: str) -> None:
    for product_id in product_ids:
        till.scan(code(product_id))


def label(prefix: str, product: Product, value: int) -> str:
    """A scale's label: weight in grams (21) or price in fen (23)."""
    digits = f"{prefix}{product.plu:0>5}{value:05d}"
    return digits + check_digit(digits)


def questions(till: Till) -> list[QuestionKind]:
    return [question.kind for question in till.view.questions]


def only_question(till: Till) -> Question:
    (question,) = till.view.questions
    return question


def refusal(command: Callable[[], object]) -> str:
    """Run a command that must be refused; return the message id."""
    with pytest.raises(Refusal) as refused:
        command()
    return refused.value.message_id


def fault(command: Callable[[], object]) -> str:
    with pytest.raises(Fault) as failed:
        command()
    return failed.value.message_id


def pay(till: Till, given: int | None = None) -> None:
    till.start_payment()
    till.pay_cash(given)


def last_sale(till: Till) -> Sale:
    (newest,) = till._journal.recent_receipts(1)
    recorded = till._journal.receipt(newest.sale_id)
    assert recorded is not None
    return recorded.sale


def sales(till: Till) -> list[Sale]:
    found = [till._journal.receipt(each.sale_id) for each in till._journal.recent_receipts(1_000)]
    return [recorded.sale for recorded in found if recorded is not None]


def drafts(till: Till) -> list[Draft]:
    return till._journal.drafts.all()


def names(till: Till) -> list[str]:
    """The names of the lines shown."""
    return [line.names["en"] for line in till.view.lines]


def name(product_id: str) -> str:
    return GOODS[product_id][0].names["en"]


@contextlib.contextmanager
def after_a_crash(
    live: Path, copy: Path, *, clock: SetClock | None = None, counter: FakeCounter | None = None, signed_on: bool = True
) -> Iterator[Till]:
    """Open a copy of the files as they lie on the disk now, while the till that writes them is still running."""
    shutil.copytree(live, copy, ignore=shutil.ignore_patterns("*.lock", "*-shm"))
    with open_till(copy, clock=clock, counter=counter, signed_on=signed_on) as till:
        yield till


def feed(folder: Path, records: Sequence[tuple[Level, str, str, msgspec.Struct]]) -> None:
    """Let the daemon write rows into the cache."""
    writer = CacheWriter.open(folder / CACHE, shop.STORE, now_ms=0)
    try:
        at = writer.positions()
        heads = {Level.CHAIN: at.chain, Level.STORE: at.store}
        rows = []
        for level, stream, key, record in records:
            heads[level] += 1
            body = msgspec.msgpack.encode(record)
            rows.append(FeedRow(level, stream, key, heads[level], deleted=False, body=body))
        positions = msgspec.structs.replace(at, chain=heads[Level.CHAIN], store=heads[Level.STORE])
        writer.apply(FeedBatch(tuple(rows), positions))
    finally:
        writer.close()


def price_row(product_id: str, *prices: Price) -> tuple[Level, str, str, msgspec.Struct]:
    return Level.CHAIN, "price", product_id, ProductPrices(product_id, prices)


def demand(folder: Path, wanted: EpochDemand | None) -> None:
    writer = CacheWriter.open(folder / CACHE, shop.STORE, now_ms=0)
    try:
        writer.save_demand(wanted)
    finally:
        writer.close()
