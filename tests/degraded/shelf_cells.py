"""The shelf: what the registry promises of the product card, other stores' stock, counts, receipts and transfers."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Iterator
from pathlib import Path

import msgspec
from sqlalchemy import func, select

from pos_app.cli.demo import stage
from pos_app.clock import SystemClock
from pos_app.demo import shelf, shop
from pos_app.domain.degraded import Situation
from pos_app.domain.entries import StockMoved
from pos_app.domain.sheets import SheetKind
from pos_app.domain.shelf_rows import Delivery
from pos_app.stockroom.desk import StockDesk
from pos_app.stockroom.view import CardView, SheetView
from pos_app.store import identity
from pos_app.store.journal import Journal
from sync.hub import figures, stock
from sync.hub.desks.shelf import delivery
from sync.hub.tables import feed_row
from sync.hub.tables import stock as stock_table
from tests.degraded.store_with_hub import Store, shows
from tests.shop_floor import code_of
from tests.till.counter_top import PLAIN, code, pay

ONLINE, ALONE = Situation.ONLINE, Situation.ALONE
SUPERVISOR = ("supervisor", shop.PINS["supervisor"])
PIECE = 1_000
_ELSEWHERE = [level.product_id for level in shelf.other_stock()]
"""What the second store has too."""


def _desk(store: Store) -> StockDesk:
    store.ready_to_sell()
    store.rooms.stock.put_aside()
    return store.rooms.stock


def _card(store: Store, product: str) -> CardView:
    desk = _desk(store)
    desk.choose(product)
    card = desk.view.card
    assert card is not None
    return card


def _here(store: Store, product: str) -> int:
    """What the card says is in this store, thousandths."""
    on_hand = _card(store, product).price.on_hand
    assert on_hand is not None
    return on_hand


def _at_the_hub(store: Store, product: str, where: str = shop.STORE) -> int:
    """What the hub's book says is in a store, thousandths."""
    with store.database() as database, database.reading() as tx:
        s = stock_table
        here = (s.c.chain == shop.CHAIN) & (s.c.store == where) & (s.c.product == product)
        return int(tx.execute(select(func.coalesce(func.sum(s.c.moved), 0)).where(here)).scalar_one())


def _moved_at_the_hub(store: Store, product: str, by: int, where: str = shop.STORE) -> None:
    """Have the stock of a store move as by another till's doing."""
    level = {product: _at_the_hub(store, product, where) + by}
    with store.database() as database, database.writing() as tx:
        stock.set_on_hand(tx, shop.CHAIN, where, level)


def _sold(store: Store, product: str) -> None:
    till = store.ready_to_sell()
    till.scan(code(product))
    pay(till)


@shows("stock_card", ONLINE)
def _the_hubs_stock_and_own_sales_at_once(store: Store) -> None:
    product, before = PLAIN[10], _here(store, PLAIN[10])
    _sold(store, product)
    assert _here(store, product) == before - PIECE
    _moved_at_the_hub(store, product, -2 * PIECE)
    store.until(lambda: _at_the_hub(store, product) == before - 3 * PIECE, "the hub has posted the sale")
    store.until(lambda: _here(store, product) == before - 3 * PIECE, "other tills' sales are seen within seconds")
    assert _card(store, product).as_of_ms == 0


@shows("stock_card", ALONE)
def _as_last_heard_with_own_sales(store: Store) -> None:
    alone_ms, product, before = store.now_ms, PLAIN[11], _here(store, PLAIN[11])
    _moved_at_the_hub(store, product, -2 * PIECE)
    _sold(store, product)
    assert _here(store, product) == before - PIECE
    assert 0 < _card(store, product).as_of_ms <= alone_ms, "of the last contact, not of now"
    store.be(ONLINE)
    store.until(lambda: _here(store, product) == before - 3 * PIECE)


def _elsewhere(store: Store, product: str) -> tuple[int, int]:
    """What the card says of the second store: how much, and of when that is."""
    other = _card(store, product).elsewhere[0]
    return other.on_hand, other.as_of_ms


@shows("stock_elsewhere", ONLINE)
def _other_stores_follow_within_seconds(store: Store) -> None:
    product = _ELSEWHERE[0]
    store.until(lambda: _card(store, product).elsewhere, "the other store's figures have come")
    before, as_of_ms = _elsewhere(store, product)
    _moved_at_the_hub(store, product, -PIECE, shelf.OTHER_STORE)
    store.until(lambda: _elsewhere(store, product)[0] == before - PIECE)
    assert as_of_ms < _elsewhere(store, product)[1] <= store.now_ms


@shows("stock_elsewhere", ALONE)
def _other_stores_as_last_heard(store: Store) -> None:
    alone_ms, product = store.now_ms, _ELSEWHERE[1]
    before = _elsewhere(store, product)
    _moved_at_the_hub(store, product, -PIECE, shelf.OTHER_STORE)
    assert _elsewhere(store, product) == before
    assert 0 < before[1] <= alone_ms


def _sheet(store: Store) -> SheetView:
    sheet = store.rooms.stock.view.sheet
    assert sheet is not None
    return sheet


def _after_a_power_cut(store: Store, kind: SheetKind, lines: int) -> StockDesk:
    """Cut the power; return the desk with the sheet still open and all that was scanned on it."""
    store.restart()
    till = store.till
    till.sign_in("cashier", shop.PINS["cashier"])
    assert (_sheet(store).kind, len(_sheet(store).lines)) == (kind, lines)
    return store.rooms.stock


def _counted(store: Store, product: str, pieces: int) -> None:
    """Count one product, with a power cut in the middle."""
    desk = _desk(store)
    desk.begin_count(desk.areas()[0].id)
    desk.scan(code(product))
    desk = _after_a_power_cut(store, SheetKind.COUNT, 1)
    desk.set_quantity(pieces * PIECE)
    desk.finish(*SUPERVISOR)
    assert _here(store, product) == pieces * PIECE


@shows("count", ONLINE)
def _the_book_follows_within_seconds(store: Store) -> None:
    product = PLAIN[12]
    _counted(store, product, 7)
    store.until(lambda: _at_the_hub(store, product) == 7 * PIECE)
    desk = _desk(store)
    desk.choose(product)
    desk.adjust(-PIECE, "damaged", *SUPERVISOR)
    store.until(lambda: _at_the_hub(store, product) == 6 * PIECE)


@contextlib.contextmanager
def _another_till(store: Store) -> Iterator[tuple[Path, Journal]]:
    """Enrol another computer of the store; yield its folder and journal, which nobody sends yet."""
    folder = store.folder.parent / "till-7"
    stage.enrolled(folder, store.hub, store.port)
    who, key = identity.read(folder), identity.signing_key(folder)
    with Journal.open(folder, identity=who, key=key, clock=SystemClock(), random=secrets.token_bytes) as journal:
        yield folder, journal


def _has_come_from(store: Store, folder: Path) -> bool:
    with store.database() as database:
        there = figures.of_workstation(database, identity.read(folder).scope)
    return bool(there.entries) and not there.waiting


@shows("count", ALONE)
def _the_count_keeps_its_moment(store: Store) -> None:
    store.be(ONLINE)
    product, before = PLAIN[13], _at_the_hub(store, PLAIN[13])
    with _another_till(store) as (folder, journal):
        store.be(ALONE)
        took = StockMoved("adjustment", "op-1", {product: -PIECE}, "damaged")
        journal.append(took, business_day=store.till.register.day)
        _counted(store, product, 9)
        _sold(store, product)
        assert _here(store, product) == 8 * PIECE
        assert _at_the_hub(store, product) == before
        store.be(ONLINE)
        store.until(lambda: _at_the_hub(store, product) == 8 * PIECE, "counted, and sold since")
        with stage.daemon(folder):
            store.until(lambda: _has_come_from(store, folder), "what the other till did before the count has come")
    assert _at_the_hub(store, product) == 8 * PIECE, "it was on the shelf no more when it was counted"
    store.until(lambda: _here(store, product) == 8 * PIECE)


def _received(store: Store, delivery_id: str) -> int:
    """What the hub knows to have come of a delivery's last line, thousandths."""
    with store.database() as database, database.reading() as tx:
        row = delivery(tx, shop.CHAIN, shop.STORE, delivery_id)
    assert row is not None
    return row.lines[-1].received


@shows("receive", ONLINE)
def _received_against_what_is_expected(store: Store) -> None:
    expected = next(shelf.deliveries())
    short, over = expected.lines[0].product_id, PLAIN[14]
    before = _at_the_hub(store, short)
    desk = _desk(store)
    assert expected.id in {each.id for each in desk.deliveries()}
    desk.begin_receive(expected.id)
    desk.scan(code_of(short))
    desk.scan(code(over))
    expectations = {line.product_id: (line.quantity, line.expected) for line in _sheet(store).lines}
    assert expectations == {short: (PIECE, expected.lines[0].quantity), over: (PIECE, 0)}
    assert len(_sheet(store).missing) == len(expected.lines) - 1
    desk.finish()
    store.until(lambda: _at_the_hub(store, short) == before + PIECE)
    store.until(lambda: expected.id not in {each.id for each in desk.deliveries()})


@shows("receive", ALONE)
def _what_is_not_known_here_is_received_by_its_paper(store: Store) -> None:
    product, before = PLAIN[15], _at_the_hub(store, PLAIN[15])
    desk, expected = _desk(store), list(shelf.deliveries())[1]
    desk.begin_receive(expected.id)
    desk.scan(code_of(expected.lines[-1].product_id))
    assert [line.expected for line in _sheet(store).lines] == [expected.lines[-1].quantity], "as last heard"
    desk.finish(more_to_come=True)
    assert expected.id in {each.id for each in desk.deliveries()}, "the rest is expected still"
    desk.begin_receive(reference="LS-9001")
    desk.scan(code(product))
    _after_a_power_cut(store, SheetKind.RECEIVE, 1).finish()
    assert _here(store, product) == before + PIECE, "it can be sold at once"
    assert _at_the_hub(store, product) == before
    store.be(ONLINE)
    store.until(lambda: _at_the_hub(store, product) == before + PIECE)
    store.until(lambda: _received(store, expected.id) == PIECE)


def _on_the_way_to_the_other(store: Store, product: str) -> bool:
    """Tell whether the other store expects this product from here."""
    with store.database() as database, database.reading() as tx:
        f = feed_row
        there = (f.c.chain == shop.CHAIN) & (f.c.store == shelf.OTHER_STORE) & (f.c.stream == "delivery")
        rows = [
            msgspec.msgpack.decode(body, type=Delivery) for body in tx.execute(select(f.c.body).where(there)).scalars()
        ]
    return any(row.sender == shop.STORE and product in {line.product_id for line in row.lines} for row in rows)


def _sent(store: Store, product: str) -> int:
    """Send one piece to the other store; return what was here before."""
    before = _here(store, product)
    desk = _desk(store)
    desk.begin_transfer(shelf.OTHER_STORE)
    desk.scan(code(product))
    desk.finish()
    assert _here(store, product) == before - PIECE, "it has left at once"
    return before


@shows("transfer", ONLINE)
def _the_other_store_expects_it_within_seconds(store: Store) -> None:
    product = PLAIN[16]
    before = _sent(store, product)
    store.until(lambda: _on_the_way_to_the_other(store, product))
    assert _at_the_hub(store, product) == before - PIECE


@shows("transfer", ALONE)
def _the_other_store_hears_of_it_later(store: Store) -> None:
    product = PLAIN[17]
    _sent(store, product)
    assert not _on_the_way_to_the_other(store, product)
    store.be(ONLINE)
    store.until(lambda: _on_the_way_to_the_other(store, product))
