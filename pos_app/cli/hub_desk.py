"""What the command line, the demo and the replay do at a hub's own desk: seed it, make codes, settle, read its figures.

They open the hub's database beside the serving process; a commit here wakes its long polls within a quarter second.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Sequence
from typing import Final

from pos_app.cli import hub_members
from pos_app.cli.hub_lists import ORDER, STOCK
from pos_app.clock import SystemClock
from pos_app.demo import people, shelf, shop
from pos_app.demo.records import records
from pos_app.domain.codes.signed import CODES
from pos_app.domain.errors import Refusal
from pos_app.domain.feed import Level
from pos_app.domain.store_rows import SigningKey
from pos_app.staff import hash_pin
from sync.hub import codes, enrolment, essentials, keys, settling, stock
from sync.hub.database import Database
from sync.hub.publish import Row, publish_many
from sync.hub.settings import DEFAULT_CHAIN, HubSettings
from sync.hub.settling import Settled, Settling

DEMO_SALT = b"the demo's salt."
"""Fixed, so that the demo store is the same on every machine; its PINs stand in the README."""
_ENTRY: Final = re.compile(r"(\w{1,64})/([0-9a-fA-F]{1,16})/([0-9]{1,18})")
_SHOWN: Final = 100
_DAY_MS: Final = 86_400_000


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
        elsewhere = {level.product_id: level.on_hand for level in shelf.other_stock()}
        changed += stock.set_on_hand(transaction, shop.CHAIN, shelf.OTHER_STORE, elsewhere)
        codes.current(transaction, codes.CodeKeys(settings.folder), shop.CHAIN)
        essentials.refresh(transaction, keys.hub_key(settings.folder), shop.CHAIN, shop.STORE)
    return changed + hub_members.enrol_demo(database, settings, people.COUNT)


def stock_up(database: Database, thousandths: int) -> None:
    """Set what the demo store has of each product."""
    with database.writing() as transaction:
        levels = {level.product_id: thousandths for level in shop.stock()}
        stock.set_on_hand(transaction, shop.CHAIN, shop.STORE, levels)


def new_code(database: Database, store: str) -> str:
    """Return a new enrolment code for one workstation of `store`."""
    return enrolment.new_code(database, store, now_ms=SystemClock().wall_ms(), chain=DEFAULT_CHAIN)


def code_keys(database: Database, settings: HubSettings, *, rotate_days: int | None = None) -> list[str]:
    """Return the lines that list the keys of codes, after a rotation when days for the old key are given."""
    now_ms = SystemClock().wall_ms()
    own = codes.CodeKeys(settings.folder)
    with database.writing() as transaction:
        if rotate_days is not None:
            codes.rotate(transaction, own, DEFAULT_CHAIN, now_ms, rotate_days)
        signing = codes.current(transaction, own, DEFAULT_CHAIN)
        found = [key for key in codes.published(transaction, DEFAULT_CHAIN) if key.purpose == CODES]
    return [f"{key.id}  {_key_state(key, signing, now_ms)}" for key in found]


def _key_state(key: SigningKey, signing: SigningKey, now_ms: int) -> str:
    if key == signing:
        return "signs"
    if key.valid_to_ms is None:
        return "verifies; another hub signs with it"
    if key.valid_to_ms <= now_ms:
        return "retired"
    return f"verifies for {-(-(key.valid_to_ms - now_ms) // _DAY_MS)} more days"


def settle(database: Database, store: str, entries: Sequence[str], by: str, note: str) -> Settled:
    """Settle what is open at `entries` (as `hub_lists.entry_name` writes them), all of them or none.

    Raises `Refusal` hub.bad_entry, hub.nothing_to_settle, hub.settled_by.
    """
    now_ms = SystemClock().wall_ms()
    wanted = [_settling(store, entry, by, note) for entry in entries]
    with database.writing() as transaction:
        done = [settling.settle(transaction, each, now_ms) for each in wanted]
    return Settled(sum(each.settled for each in done), sum(each.before for each in done))


def _settling(store: str, entry: str, by: str, note: str) -> Settling:
    """Read an entry's name as a person copied it."""
    for named in (STOCK, ORDER):
        if entry.startswith(named) and len(entry) > len(named):
            return Settling(DEFAULT_CHAIN, store, "", 0, 0, by, note, entry.removeprefix(named))
    found = _ENTRY.fullmatch(entry)
    if found is None:
        raise Refusal("hub.bad_entry", entry=entry[:_SHOWN])
    return Settling(DEFAULT_CHAIN, store, found[1], int(found[2], 16), int(found[3]), by, note)
