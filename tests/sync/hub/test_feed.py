"""The feed: what is published reaches every till in order, once, with checksums that agree."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import select

from pos_app.domain import essentials
from pos_app.domain.codes.signed import CODES
from pos_app.domain.feed import FeedBatch, FeedRow, Level, Positions, StreamSum, row_hash
from pos_app.domain.product import Price, ProductPrices
from pos_app.domain.store_rows import Operator, StockLevel
from sync.hub import codes
from sync.hub.database import Database
from sync.hub.publish import BATCH, Row, publish, publish_many
from sync.hub.tables import feed_row
from sync.protocol import FeedReply, feed_seal
from tests.sync.hub.paper_till import CHAIN, STORE, PaperTill, catalogue
from tests.sync.hub.stand import OPENING, Stand


def price_row(product: str, unit_price: int) -> Row:
    return Row(Level.CHAIN, None, "price", product, ProductPrices(product, (Price(unit_price),)))


def live(batches: list[FeedBatch]) -> dict[tuple[Level, str, str], FeedRow]:
    """What a cache holds after the batches."""
    held: dict[tuple[Level, str, str], FeedRow] = {}
    for row in (row for batch in batches for row in batch.rows):
        before = held.get((row.level, row.stream, row.key))
        assert before is None or row.position > before.position
        held[row.level, row.stream, row.key] = row
    return {key: row for key, row in held.items() if not row.deleted}


def summed(rows: dict[tuple[Level, str, str], FeedRow]) -> set[StreamSum]:
    sums: dict[tuple[Level, str], tuple[int, int]] = {}
    for row in rows.values():
        count, total = sums.get((row.level, row.stream), (0, 0))
        sums[row.level, row.stream] = count + 1, (total + row_hash(row)) % 2**64
    return {StreamSum(level, stream, *found) for (level, stream), found in sums.items()}


def test_a_till_that_follows_from_the_start_has_everything_and_equal_checksums(stand: Stand) -> None:
    stand.settle()
    batches = stand.follow(stand.till())
    rows = live(batches)
    assert len([key for key in rows if key[1] == "product"]) == 20
    assert {s for s in batches[-1].sums if s.rows} == summed(rows)


def test_checksums_stay_equal_through_changes_and_deletions(stand: Stand) -> None:
    till = stand.till()
    stand.publish([price_row("p1", 5), price_row("p2", 6)])
    stand.publish([price_row("p1", 7), Row(Level.CHAIN, None, "price", "p3", None)])
    stand.publish([Row(Level.CHAIN, None, "price", "p3", ProductPrices("p3", (Price(1),)))])
    stand.publish([Row(Level.CHAIN, None, "product", "p4", None)])
    stand.settle()
    batches = stand.follow(till)
    rows = live(batches)
    assert {s for s in batches[-1].sums if s.rows} == summed(rows)
    assert (Level.CHAIN, "product", "p4") not in rows


def test_a_row_that_says_nothing_new_is_not_published_again(db: Database) -> None:
    first = publish_many(db, catalogue(), chain=CHAIN)
    again = publish_many(db, catalogue(), chain=CHAIN)
    assert (first.unchanged, again.changed) == (0, 0)
    assert not publish(db, Level.CHAIN, None, "product", "never there", None, chain=CHAIN)


def test_taking_a_price_back_is_a_new_and_higher_version(db: Database) -> None:
    publish_many(db, [price_row("p1", 100), price_row("p1", 200)], chain=CHAIN)
    publish_many(db, [price_row("p1", 300)], chain=CHAIN)
    publish_many(db, [price_row("p1", 200)], chain=CHAIN)
    with db.reading() as tx:
        row = tx.execute(select(feed_row.c.position, feed_row.c.body)).one()
    assert (row.position, msgspec.msgpack.decode(row.body, type=ProductPrices).prices[0].unit_price) == (3, 200)


def test_a_large_feed_comes_in_batches_that_end(stand: Stand) -> None:
    stand.publish([price_row(f"q{number}", number) for number in range(BATCH + 700)])
    batches = stand.follow(stand.till())
    assert len(batches) >= 3
    assert all(len(batch.rows) <= 1_000 for batch in batches)
    assert len([key for key in live(batches) if key[1] == "price"]) == BATCH + 720
    assert stand.feed(stand.till(), batches[-1].positions).batch


def test_a_batch_is_signed_by_the_hub(stand: Stand) -> None:
    reply = stand.feed(stand.till())
    Ed25519PublicKey.from_public_bytes(stand.central.key.public).verify(reply.signature, feed_seal(reply.batch))
    assert reply.key_id == stand.central.key.id


def test_a_till_follows_its_own_store_and_the_chain_only(stand: Stand) -> None:
    stand.publish([Row(Level.STORE, "store-2", "stock", "p1", StockLevel("p1", "store-2", 5))])
    elsewhere = stand.till("store-2")
    stand.settle()
    stand.settle()
    mine = live(stand.follow(stand.till()))
    theirs = live(stand.follow(elsewhere))
    assert (Level.STORE, "stock", "p1") in mine
    assert {key for key in mine if key[0] is Level.CHAIN} == {key for key in theirs if key[0] is Level.CHAIN}
    assert (Level.STORE, "store", STORE) not in theirs


def test_a_long_poll_wakes_when_a_price_changes(stand: Stand) -> None:
    till = stand.till()
    stand.settle()
    at = stand.follow(till)[-1].positions
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(stand.feed, till, at, 20_000)
        stand.publish([price_row("p1", 4_321)])
        reply: FeedReply = waiting.result(timeout=10)
    rows = msgspec.msgpack.decode(reply.batch, type=FeedBatch).rows
    assert [(row.stream, row.key) for row in rows] == [("price", "p1")]


def test_a_long_poll_ends_with_an_empty_batch_and_checksums(stand: Stand) -> None:
    till = stand.till()
    stand.settle()
    at = stand.follow(till)[-1].positions
    batch = msgspec.msgpack.decode(stand.feed(till, at, 50).batch, type=FeedBatch)
    assert (batch.rows, batch.positions, batch.more) == ((), at, False)
    assert batch.sums


def test_a_stopping_hub_lets_long_polls_go(stand: Stand) -> None:
    till = stand.till()
    stand.settle()
    at = stand.follow(till)[-1].positions
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(stand.feed, till, at, 20_000)
        stand.central.closing = True
        stand.client.blocking_portal.call(stand.central.bell.close)
        stand.publish([price_row("p1", 1)])  # whichever came first, it is answered now
        assert waiting.result(timeout=10).batch


def test_sold_stock_comes_by_the_feed_and_says_which_entries_it_contains(stand: Stand) -> None:
    till, other = stand.till(), stand.till()
    for one in (till, other):
        one.opened()
        one.sell(5)
        one.sell(5, 6)
        stand.push(one)
    stand.settle()
    rows = live(stand.follow(till))
    level = msgspec.msgpack.decode(rows[Level.STORE, "stock", "p5"].body, type=StockLevel)
    assert level.on_hand == OPENING - 4_000
    assert level.contains == {f"{one.scope.workstation}/{one.epoch}": 3 for one in (till, other)}
    assert (Level.STORE, "stock", "p6") in rows


def test_a_busy_product_is_published_once_for_many_sales(stand: Stand) -> None:
    till = stand.till()
    stand.settle()
    before = max(row.position for row in live(stand.follow(till)).values() if row.stream == "stock")
    for _ in range(50):
        till.sell(5)
    stand.push(till)
    stand.settle()
    after = max(row.position for row in live(stand.follow(till)).values() if row.stream == "stock")
    assert 1 <= after - before <= 3


def test_the_essentials_of_a_store_follow_its_people_and_are_sealed(stand: Stand) -> None:
    till = stand.till()
    stand.settle()
    public = Ed25519PublicKey.from_public_bytes(stand.central.key.public)

    def read() -> essentials.Essentials:
        body = live(stand.follow(till))[Level.STORE, essentials.STREAM, STORE].body
        return essentials.opened(essentials.unpacked(body), public)

    first = read()
    assert (first.store.id, first.operators, first.tax_version) == (STORE, (), till.versions["tax/vat"])
    stand.publish([Row(Level.CHAIN, None, "operator", "op-1", Operator("op-1", "Ada", "$argon2id$..."))])
    stand.settle()
    second = read()
    assert [operator.id for operator in second.operators] == ["op-1"]
    assert second.version > first.version
    stand.settle()
    assert read() == second, "nothing new, nothing published"
    with stand.central.db.writing() as tx:
        fresh = codes.rotate(tx, codes.CodeKeys(stand.settings.folder), CHAIN, 1_790_000_000_000)
    stand.settle()
    assert [key.id for key in read().keys if key.valid_to_ms is None] == [fresh.id]
    assert {key.purpose for key in read().keys} == {CODES}, "and no workstation's: a chain has thousands"


def test_commit_order_is_cursor_order_with_writers_side_by_side(database_url: str, db: Database) -> None:
    """A reader that takes every row after its cursor misses none, however transactions overlap."""
    done = threading.Event()
    seen: list[int] = []

    def write(writer: int) -> None:
        mine = Database(database_url)
        for number in range(30):
            rows = [price_row(f"w{writer}-{number}-{part}", part) for part in range(1 + (writer + number) % 4)]
            publish_many(mine, rows, chain=CHAIN)
        mine.close()

    def follow() -> None:
        cursor, last = 0, False
        while not last:
            last = done.is_set()
            with db.reading() as tx:
                after = select(feed_row.c.position).where(feed_row.c.position > cursor).order_by(feed_row.c.position)
                found = list(tx.execute(after).scalars())
            seen.extend(found)
            cursor = found[-1] if found else cursor

    with ThreadPoolExecutor(5) as pool:
        reader = pool.submit(follow)
        writers = [pool.submit(write, writer) for writer in range(4)]
        for writer in writers:
            writer.result(timeout=60)
        done.set()
        reader.result(timeout=60)
    assert seen == list(range(1, len(seen) + 1)), "no position was skipped, none came late"
    with db.reading() as tx:
        assert len(seen) == len(tx.execute(select(feed_row.c.key)).all())


def test_positions_of_a_till_ahead_of_a_hub_that_was_put_back_do_not_fall(stand: Stand) -> None:
    far = Positions(10_000, 10_000)
    batch = msgspec.msgpack.decode(stand.feed(stand.till(), far).batch, type=FeedBatch)
    assert (batch.rows, batch.positions) == ((), far)


def test_a_store_price_and_a_chain_price_are_two_rows(stand: Stand) -> None:
    till: PaperTill = stand.till()
    stand.publish([Row(Level.STORE, STORE, "price", "p1", ProductPrices("p1", (Price(77),)))])
    rows = live(stand.follow(till))
    assert (Level.STORE, "price", "p1") in rows
    assert (Level.CHAIN, "price", "p1") in rows
    version = rows[Level.STORE, "price", "p1"].position
    till.write(till.sale([till.line(1, 1, unit_price=77, price_scope="store", price_version=version)]))
    stand.push(till)
    stand.settle()
    assert stand.kinds() == []
