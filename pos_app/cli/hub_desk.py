"""What the command line, the demo and the replay do at a hub's own desk: seed it, make codes, read its figures.

They open the hub's database beside the serving process; a commit here wakes its long polls within a quarter second.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from pos_app.clock import SystemClock
from pos_app.demo import shop
from pos_app.demo.records import records
from pos_app.domain.feed import Level
from pos_app.staff import hash_pin
from sync.hub import enrolment, essentials, keys, reports, stock
from sync.hub.database import Database
from sync.hub.publish import Row, publish_many
from sync.hub.settings import DEFAULT_CHAIN, HubSettings

DEMO_SALT = b"the demo's salt."
"""Fixed, so that the demo store is the same on every machine; its PINs stand in the README."""


@contextlib.contextmanager
def opened(settings: HubSettings) -> Iterator[Database]:
    """Yield the hub's database, its schema brought up to date."""
    database = Database(settings.url())
    try:
        database.migrate()
        yield database
    finally:
        database.close()


def seed(database: Database, settings: HubSettings) -> int:
    """Publish the demo store; return how many rows were new or changed. Safe to repeat."""
    hashes = {operator: hash_pin(pin, salt=DEMO_SALT) for operator, pin in shop.PINS.items()}
    rows = (
        Row(level, shop.STORE if level is Level.STORE else None, stream, key, record)
        for level, stream, key, record in records(hashes)
    )
    changed = publish_many(database, rows, chain=shop.CHAIN).changed
    with database.writing() as transaction:
        levels = {level.product_id: level.on_hand for level in shop.stock()}
        changed += stock.set_on_hand(transaction, shop.CHAIN, shop.STORE, levels)
        essentials.refresh(transaction, keys.hub_key(settings.folder), shop.CHAIN, shop.STORE)
    return changed


def new_code(database: Database, store: str) -> str:
    """Return a new enrolment code for one workstation of `store`."""
    return enrolment.new_code(database, store, now_ms=SystemClock().wall_ms(), chain=DEFAULT_CHAIN)


def exceptions(database: Database, store: str) -> Iterator[str]:
    """Return, a line each, what a person has to look at."""
    with database.reading() as transaction:
        for found in reports.exceptions(transaction, DEFAULT_CHAIN, store):
            place = f"{found.workstation} {found.epoch:x}/{found.seq}"
            yield f"{place} {found.kind} {found.subject}: expected {found.expected}, found {found.found}"
        for aside in reports.quarantined(transaction, DEFAULT_CHAIN, store):
            place = f"{aside.workstation} {aside.epoch:x}/{aside.seq}"
            yield f"{place} quarantined: {aside.reason} {aside.detail}".rstrip()


def summary(database: Database, store: str) -> reports.Summary:
    """Return the store's figures, to be compared with the tills."""
    with database.reading() as transaction:
        return reports.summary(transaction, DEFAULT_CHAIN, store)
