"""Keeps each store's sealed essentials in step with its people, departments, taxes, code keys and its own row.

The worker calls `refresh` after such a row changed. The seal is the hub's, so only a process with its key does this.
"""

from __future__ import annotations

from typing import TypeVar

import msgspec
from sqlalchemy import Connection, select

from pos_app.domain.codes.signed import CODES
from pos_app.domain.errors import Refusal
from pos_app.domain.essentials import STREAM, Essentials, opened, packed, seal, unpacked
from pos_app.domain.product import Department
from pos_app.domain.store_rows import Operator, SigningKey, StoreInfo
from pos_app.domain.tax import TaxTable
from sync.hub import counters
from sync.hub.keys import HubKey
from sync.hub.publish import write_bodies
from sync.hub.tables import CHAIN_STORE, feed_row

Record = TypeVar("Record")


def refresh(tx: Connection, key: HubKey, chain: str, store: str) -> bool:
    """Publish the store's essentials when they say something new; tell whether they did."""
    version = counters.lock(tx, chain, store, counters.FEED) + 1
    infos = _records(tx, chain, store, "store", StoreInfo)
    if store not in infos:
        return False
    info = infos[store][1]
    tax_version, tax = _records(tx, chain, store, "tax", TaxTable).get(info.tax_table, (0, None))
    made = Essentials(
        chain,
        version,
        info,
        tuple(row for _, row in _records(tx, chain, store, "operator", Operator).values()),
        tuple(row for _, row in _records(tx, chain, store, "department", Department).values()),
        tax,
        tax_version,
        tuple(row for _, row in _records(tx, chain, store, "key", SigningKey).values() if row.purpose == CODES),
    )
    if _said(tx, key, chain, store) == msgspec.structs.replace(made, version=0):
        return False
    return write_bodies(tx, chain, store, STREAM, {store: packed(seal(made, key.id, key.private))}) > 0


def _said(tx: Connection, key: HubKey, chain: str, store: str) -> Essentials | None:
    """Return what is published now, under version nought; None when there is nothing, or under another key."""
    r = feed_row
    here = (r.c.chain == chain) & (r.c.store == store) & (r.c.stream == STREAM) & (r.c.key == store)
    body = tx.execute(select(r.c.body).where(here)).scalar()
    try:
        said = None if not body else opened(unpacked(body), key.private.public_key())
    except Refusal:
        return None
    return None if said is None else msgspec.structs.replace(said, version=0)


def _records(tx: Connection, chain: str, store: str, stream: str, shape: type[Record]) -> dict[str, tuple[int, Record]]:
    """Return the live rows by key; the chain's first, so that the store's take their place."""
    r = feed_row
    found: dict[str, tuple[int, Record]] = {}
    for scope in (CHAIN_STORE, store):
        here = (r.c.chain == chain) & (r.c.store == scope) & (r.c.stream == stream) & r.c.deleted.is_(False)
        for key, position, body in tx.execute(select(r.c.key, r.c.position, r.c.body).where(here).order_by(r.c.key)):
            found[key] = position, msgspec.msgpack.decode(body, type=shape)
    return found
