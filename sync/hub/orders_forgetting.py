"""Forgetting the customer of an order who is no member: the key of that person is deleted, the order goes on without.

Asked at the hub's desk, for all orders of the same phone at once; a member who is forgotten takes such orders along;
and an order that leaves the tills forgets its customer by itself. `members_erasing` works it off; cut anywhere, it is
done again.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Mapping
from operator import itemgetter
from typing import Any, Final, NamedTuple

import msgspec
from sqlalchemy import Connection, Row, select, update

from pos_app.domain.entries_members import PersonalFields
from pos_app.domain.errors import Refusal
from pos_app.domain.feed import Level
from pos_app.domain.orders import CustomerOrder
from sync.hub import bulk, counters, publish
from sync.hub.database import Database
from sync.hub.desks.members import ERASED
from sync.hub.key_store import KeyStore
from sync.hub.opened import Opened
from sync.hub.tables import feed_row, member, order_erasure

STREAM: Final = "order"
AT_ONCE: Final = 500
"""Customers forgotten in one go."""
ENDED: Final = "order_ended"
OF_MEMBER: Final = "member_forgotten"
"""Reasons that no person gave."""
KEYS_AT_ONCE: Final = 1_000
_e, _f, _m = order_erasure, feed_row, member
_decoder: Final = msgspec.msgpack.Decoder(CustomerOrder)
Place = tuple[str, str]
"""Store and order."""


class _Ordered(msgspec.Struct):
    """What is read of an order: whose it is, and who collects it."""

    member: str = ""
    personal: PersonalFields | None = None


class Guest(NamedTuple):
    """An order's person under a key of their own."""

    place: Place
    member: str
    personal: PersonalFields


_orders: Final = msgspec.msgpack.Decoder(_Ordered)


def ask(tx: Connection, store: KeyStore, chain: str, order: CustomerOrder, *, by: str, reason: str, now_ms: int) -> int:
    """Write down that the customer of `order` is to be forgotten; return of how many orders, all of one phone.

    Raises `Refusal`: order.nobody when it names no one, order.of_member when a member is to be forgotten instead.
    """
    if order.personal is None:
        raise Refusal("order.nobody", number=order.number)
    owner = _owners(tx, chain, [order.personal.key_id]).get(order.personal.key_id)
    if owner is not None:
        raise Refusal("order.of_member", number=order.number, member=owner)
    opened = Opened(store, chain)
    fields = opened.fields(order.personal)
    phones = {fields.phone} if fields is not None and fields.phone else set()
    found = {each.place: each.personal.key_id for each in guests(tx, opened, chain, phones)}
    found[order.store, order.id] = order.personal.key_id
    return note(tx, chain, found, by=by, reason=reason, now_ms=now_ms)


def guests(
    tx: Connection, opened: Opened, chain: str, phones: Collection[str], members: Collection[str] = ()
) -> Iterator[Guest]:
    """Give each order whose person has one of `phones`, or that one of `members` placed, sealed under its own key."""
    here = (_f.c.chain == chain) & (_f.c.stream == STREAM) & _f.c.deleted.is_(False)
    for row in tx.execute(select(_f.c.store, _f.c.key, _f.c.body).where(here)):
        order = _orders.decode(row.body)
        if order.personal is None:
            continue
        fields = opened.fields(order.personal)
        if order.member in members or (fields is not None and fields.phone in phones):
            yield Guest((row.store, row.key), order.member, order.personal)


def note(tx: Connection, chain: str, found: Mapping[Place, str], *, by: str, reason: str, now_ms: int) -> int:
    """Write down whose keys (by order) are to be deleted, and return how many; a key that a member has is left."""
    owners = _owners(tx, chain, list(found.values()))
    rows = [(chain, *place, by, reason, key, now_ms, None) for place, key in found.items() if key not in owners]
    bulk.put(tx, order_erasure, rows, "keep")
    return len(rows)


def is_forgotten(tx: Connection, chain: str, store: str, order: str) -> bool:
    """Tell whether an order's customer was forgotten, or is to be: placed again, it names nobody."""
    here = (_e.c.chain == chain) & (_e.c.store == store) & (_e.c.order == order)
    return tx.execute(select(_e.c.order).where(here)).first() is not None


def waits(tx: Connection, chain: str) -> bool:
    """Tell whether any customer is still to be forgotten."""
    asked = select(_e.c.order).where(_e.c.chain == chain, _e.c.done_ms.is_(None)).limit(1)
    return tx.execute(asked).first() is not None


def erased_keys(tx: Connection, chain: str) -> set[str]:
    """Return the ids of the keys that are deleted, or to be: a key store that was put back loses them again."""
    return set(tx.execute(select(_e.c.key_id).where(_e.c.chain == chain)).scalars())


def work_off(db: Database, store: KeyStore, chain: str, now_ms: int) -> int:
    """Delete the keys of the next customers and publish their orders without them; return how many."""
    asked = select(_e.c.store, _e.c.order, _e.c.key_id).where(_e.c.chain == chain, _e.c.done_ms.is_(None))
    with db.reading() as tx:
        some = tx.execute(asked.order_by(_e.c.asked_ms, _e.c.store, _e.c.order).limit(AT_ONCE)).all()
    store.erase(chain, {row.key_id for row in some})
    for place, rows in itertools.groupby(sorted(map(tuple, some)), itemgetter(0)):
        with db.writing() as tx:
            counters.lock(tx, chain, place, counters.FEED)
            _forget(tx, chain, place, [order for _, order, _ in rows], now_ms)
    return len(some)


def _forget(tx: Connection, chain: str, store: str, orders: list[str], now_ms: int) -> None:
    here = (_f.c.chain == chain) & (_f.c.store == store) & (_f.c.stream == STREAM) & _f.c.key.in_(orders)
    found: list[Row[Any]] = list(tx.execute(select(_f.c.body).where(here, _f.c.deleted.is_(False))))
    left = [msgspec.structs.replace(_decoder.decode(row.body), personal=None, as_of_ms=now_ms) for row in found]
    publish.write(tx, chain, [publish.Row(Level.STORE, store, STREAM, each.id, each) for each in left])
    mine = (_e.c.chain == chain) & (_e.c.store == store) & _e.c.order.in_(orders)
    tx.execute(update(_e).where(mine).values(done_ms=now_ms))


def _owners(tx: Connection, chain: str, keys: list[str]) -> dict[str, str]:
    """Return by key id which member each key is."""
    found: dict[str, str] = {}
    for start in range(0, len(keys), KEYS_AT_ONCE):
        some = keys[start : start + KEYS_AT_ONCE]
        asked = select(_m.c.key_id, _m.c.member).where(_m.c.chain == chain, _m.c.key_id.in_(some), _m.c.state != ERASED)
        found |= {row.key_id: row.member for row in tx.execute(asked)}
    return found
