"""`./pos hub members`: how many there are, enrol the demo's by number, forget one. Works beside the serving hub."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from typing import Final

from pos_app.clock import SystemClock
from pos_app.demo import people, shop
from pos_app.domain.errors import Refusal
from sync.hub import members, members_erasing
from sync.hub.database import Database
from sync.hub.key_store import KeyStore
from sync.hub.settings import DEFAULT_CHAIN, HubSettings

_SHOWN: Final = 100


@contextlib.contextmanager
def key_store(settings: HubSettings) -> Iterator[KeyStore]:
    """Yield the hub's store of people's keys; `Fault("hub.key_store")` when it can't be used."""
    store = KeyStore(settings.people_keys())
    try:
        yield store
    finally:
        store.close()


def enrol_demo(database: Database, settings: HubSettings, count: int, *, chain: str = shop.CHAIN) -> int:
    """Enrol the first `count` of the demo's made-up members; return how many were not there yet."""
    made = (
        members.Enrolment(each.id, each.fields, each.consent, each.tier, each.points) for each in people.members(count)
    )
    with key_store(settings) as store:
        return members.enrol_many(database, store, made, SystemClock().wall_ms(), chain=chain)


def forget(database: Database, settings: HubSettings, member: str, by: str, reason: str) -> str:
    """Forget a member now; return the line that says so. `Refusal("hub.no_such_member")`."""
    now_ms = SystemClock().wall_ms()
    with database.writing() as transaction:
        if not members_erasing.ask(transaction, DEFAULT_CHAIN, member, by=by, reason=reason, now_ms=now_ms):
            raise Refusal("hub.no_such_member", member=member[:_SHOWN])
    with key_store(settings) as store:
        work_off(database, store, now_ms)
    return f"{member} is forgotten: the key is deleted here, and tills lose theirs as they are reached"


def work_off(database: Database, store: KeyStore, now_ms: int) -> None:
    """Forget everybody who asked, customers of orders too, and publish who is hashed anew."""
    while members_erasing.erase_pending(database, store, DEFAULT_CHAIN, now_ms):
        pass
    while members.settle(database, store, DEFAULT_CHAIN, now_ms):
        pass


def lines(database: Database, settings: HubSettings) -> Iterable[str]:
    """Return the lines that count the members and the keys."""
    with database.reading() as transaction:
        counts = members.counts(transaction, DEFAULT_CHAIN)
    with key_store(settings) as store:
        rings = store.rings(DEFAULT_CHAIN)
    yield f"members: {counts.known}"
    yield f"forgotten: {counts.erased}, still to be forgotten: {counts.asked}"
    yield f"unreadable, their key is not here: {counts.unreadable}"
    yield f"rings of keys: {len(rings)}, of them leased to workstations: {sum(bool(ring.leased_to) for ring in rings)}"
