"""Goods that come and go between the store and others: deliveries that were received, transfers on their way.

A receipt is added to the delivery's row in the feed; a transfer that left becomes a delivery of the store it goes to.
Receipt and transfer may arrive in either order, late, or twice: the row says in the end what happened, and what does
not agree is an exception. Counts are in `stock_counts`, the book itself in `stock`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import msgspec
from sqlalchemy import Connection, bindparam, select

from pos_app.domain.entries_shelf import DeliveryReceived, TransferSent
from pos_app.domain.feed import Level
from pos_app.domain.money import AMOUNT_LIMIT
from pos_app.domain.product import Product
from pos_app.domain.shelf_rows import Delivery, ExpectedLine
from sync.hub import counters, publish
from sync.hub.among import among
from sync.hub.awaited import STREAM
from sync.hub.desks.posting import Arrived, Poster, Posting
from sync.hub.recompute import Difference
from sync.hub.tables import CHAIN_STORE, feed_row
from sync.hub.tables import store as store_table

SHORT: Final = "delivery.short"
OVER: Final = "delivery.over"
TWICE: Final = "delivery.received_twice"
UNLISTED: Final = "delivery.unlisted"
SENT_TWICE: Final = "transfer.sent_twice"
NO_STORE: Final = "transfer.unknown_store"
LINES_MAX: Final = 5_000
"""Products of one delivery."""
NUMBER_LENGTH: Final = 6
"""Characters of a transfer's id that people read to each other."""
_SHOWN: Final = 200
_decoder = msgspec.msgpack.Decoder(Delivery)
_products = msgspec.msgpack.Decoder(Product)
_f = feed_row
_one = select(_f.c.body).where(
    _f.c.chain == bindparam("c"), _f.c.store == bindparam("s"), _f.c.stream == STREAM, _f.c.key == bindparam("key"),
    _f.c.deleted.is_(False),
)  # fmt: skip
_named = select(_f.c.key, _f.c.body).where(
    _f.c.chain == bindparam("c"), _f.c.store == CHAIN_STORE, _f.c.stream == "product", among(_f.c.key, "keys")
)


def delivery(tx: Connection, chain: str, store: str, delivery_id: str) -> Delivery | None:
    """Return a delivery as it stands; None when the store awaits none of that id."""
    body = tx.execute(_one, {"c": chain, "s": store, "key": delivery_id}).scalar()
    return _decoder.decode(body) if body else None


def _received(posting: Posting, row: Arrived, said: DeliveryReceived) -> None:
    """Add what came to the delivery's row, and say what was short, over or not on the list."""
    if _absurd(said.deltas.values()):
        return  # the stock leg sets it aside
    found = [
        Difference(UNLISTED, f"{each.code} {each.name}"[:_SHOWN], "", str(each.quantity)) for each in said.unlisted
    ]
    if said.delivery and len(said.delivery) <= _SHOWN:
        counters.lock(posting.tx, posting.chain, posting.store, counters.FEED)
        before = delivery(posting.tx, posting.chain, posting.store, said.delivery)
        if before is None:  # the transfer that it belongs to is still on its way here
            before = Delivery(said.delivery, said.reference or said.delivery[-NUMBER_LENGTH:], "", ())
        elif before.closed:
            found.append(Difference(TWICE, before.number[:_SHOWN], "", _told(said.deltas)))
        names = _names(posting, [product for product in said.deltas if product not in _by_product(before)])
        now = _with_receipt(before, row, said, names)
        if now.closed and now.sender and not before.closed:
            found += _disagreeing(now)
        _publish(posting, posting.store, now)
    posting.differ(row, found)


def _with_receipt(
    before: Delivery, row: Arrived, said: DeliveryReceived, names: Mapping[str, dict[str, str]]
) -> Delivery:
    lines = _by_product(before)
    for product, came in said.deltas.items():
        line = lines.get(product) or ExpectedLine(product, names.get(product, {}), 0)
        lines[product] = msgspec.structs.replace(line, received=line.received + came)
    journal = f"{row.workstation}/{row.epoch}"
    contains = before.contains | {journal: max(row.seq, before.contains.get(journal, 0))}
    return msgspec.structs.replace(
        before, lines=tuple(lines.values())[:LINES_MAX], closed=before.closed or said.closes, contains=contains
    )


def _sent(posting: Posting, row: Arrived, said: TransferSent) -> None:
    """Let the other store await what left here."""
    if _absurd(said.deltas.values()) or not 0 < len(said.transfer) <= _SHOWN:
        return
    number = said.transfer[-NUMBER_LENGTH:].upper()
    if said.to_store == posting.store or not _is_store(posting, said.to_store):
        posting.differ(row, [Difference(NO_STORE, number, "", said.to_store[:_SHOWN])])
        return
    counters.lock(posting.tx, posting.chain, said.to_store, counters.FEED)
    before = delivery(posting.tx, posting.chain, said.to_store, said.transfer)
    if before is not None and (before.sender or any(line.quantity for line in before.lines)):
        # Sent already, or a supplier's: no other store changes what this one expects.
        posting.differ(row, [Difference(SENT_TWICE, number, "", _told(said.deltas))])
        return
    lines = {} if before is None else _by_product(before)
    names = _names(posting, said.deltas)
    for product, left in said.deltas.items():
        came = lines[product].received if product in lines else 0
        lines[product] = ExpectedLine(product, names.get(product, {}), -left, came)
    first = before or Delivery(said.transfer, number, posting.store, ())
    now = msgspec.structs.replace(
        first, number=number, sender=posting.store, transfer=True, lines=tuple(lines.values())[:LINES_MAX]
    )
    _publish(posting, said.to_store, now)
    if now.closed:
        posting.differ(row, _disagreeing(now))


def _disagreeing(now: Delivery) -> list[Difference]:
    """Return what came short or over, by product."""
    return [
        Difference(
            SHORT if line.received < line.quantity else OVER,
            f"{now.number} {line.product_id}"[:_SHOWN],
            str(line.quantity),
            str(line.received),
        )
        for line in now.lines
        if line.received != line.quantity
    ]


def _publish(posting: Posting, store: str, now: Delivery) -> None:
    publish.write(posting.tx, posting.chain, [publish.Row(Level.STORE, store, STREAM, now.id, now)])


def _is_store(posting: Posting, store: str) -> bool:
    if not store:
        return False
    here = (store_table.c.chain == posting.chain) & (store_table.c.store == store)
    if posting.tx.execute(select(store_table.c.store).where(here)).first() is not None:
        return True
    fed = (_f.c.chain == posting.chain) & _f.c.store.in_((store, CHAIN_STORE)) & (_f.c.stream == "store")
    fed &= (_f.c.key == store) & ~_f.c.deleted
    return posting.tx.execute(select(_f.c.key).where(fed).limit(1)).first() is not None


def _names(posting: Posting, products: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return what the chain calls these products."""
    asked = {"c": posting.chain, "keys": list(products)}
    if not asked["keys"]:
        return {}
    return {key: _products.decode(body).names for key, body in posting.tx.execute(_named, asked) if body}


def _by_product(row: Delivery) -> dict[str, ExpectedLine]:
    return {line.product_id: line for line in row.lines}


def _absurd(quantities: Iterable[int]) -> bool:
    return any(abs(quantity) >= AMOUNT_LIMIT for quantity in quantities)


def _told(deltas: Mapping[str, int]) -> str:
    return " ".join(f"{product} {by}" for product, by in deltas.items())[:_SHOWN]


POSTERS: Final[Mapping[type[DeliveryReceived | TransferSent], Poster]] = {
    DeliveryReceived: _received,
    TransferSent: _sent,
}
