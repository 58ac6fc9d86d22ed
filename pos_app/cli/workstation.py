"""Opens the rooms of one workstation and joins them into a till: shared by the window, the replay and the benches."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from hardware.printers import PRINTERS, Model
from hardware.spool import Spool
from pos_app.clock import Clock, SystemClock, id_maker
from pos_app.devices import Counter
from pos_app.devices_desk import DevicesDesk
from pos_app.domain.errors import Refusal
from pos_app.domain.signing import Signer
from pos_app.exceptions_desk import ExceptionsDesk
from pos_app.members.book import MemberBook
from pos_app.members.desk import MembersDesk
from pos_app.pickup.around import Shared
from pos_app.pickup.desk import PickupDesk
from pos_app.pickup.people import Collectors
from pos_app.selling.lamp import Link, SyncSeen
from pos_app.selling.shop import Shop
from pos_app.selling.view import Paper
from pos_app.settings import Settings, load
from pos_app.settings_desk import SettingsDesk
from pos_app.staff import Staff
from pos_app.stockroom import around as stockroom
from pos_app.stockroom.desk import StockDesk
from pos_app.store import fallback, identity, locks
from pos_app.store.catalogue import Catalogue
from pos_app.store.journal import Journal
from pos_app.store.people_index import PeopleIndex
from pos_app.store.people_keys import PeopleKeys
from pos_app.till import Till, Workstation

CACHE = "cache"


class Rooms(NamedTuple):
    """The desks of one workstation."""

    till: Till
    devices: DevicesDesk
    settings: SettingsDesk
    members: MembersDesk
    people: PeopleIndex
    pickup: PickupDesk
    exceptions: ExceptionsDesk
    stock: StockDesk


def _alone() -> SyncSeen:
    return SyncSeen(Link.NONE)


def counter_of(folder: Path, settings: Settings) -> Spool:
    """Start the printer and drawer that the settings name."""
    chosen = settings.printer
    make = PRINTERS.get(chosen.kind)
    if make is None:
        raise Refusal("settings.unknown_printer", kind=chosen.kind, known=", ".join(PRINTERS))
    printer = make(
        Model(
            folder / "receipts",
            chosen.host,
            chosen.port,
            chosen.columns,
            chosen.chinese,
            settings.receipt_font,
            answers=chosen.answers,
        )
    )
    return Spool(printer, printer if chosen.drawer else None)


@contextlib.contextmanager
def opened(
    folder: Path,
    *,
    clock: Clock | None = None,
    sync: Callable[[], SyncSeen] = _alone,
    counter: Counter | None = None,
    random: Callable[[int], bytes] = secrets.token_bytes,
) -> Iterator[Till]:
    """Hold the till's lock and yield the till alone: for the replay, the benches and the tests."""
    with rooms(folder, clock=clock, sync=sync, counter=counter, random=random) as opened_rooms:
        yield opened_rooms.till


@contextlib.contextmanager
def rooms(
    folder: Path,
    *,
    clock: Clock | None = None,
    sync: Callable[[], SyncSeen] = _alone,
    counter: Counter | None = None,
    random: Callable[[int], bytes] = secrets.token_bytes,
) -> Iterator[Rooms]:
    """Hold the till's lock and yield the desks of the data `folder`; everything is let go of at the end.

    Raises `Refusal` before enrolment ("identity.missing") and while another till holds the folder ("lock.held").
    """
    clock = clock or SystemClock()
    with contextlib.ExitStack() as stack:
        stack.enter_context(locks.hold(folder, "till"))
        who = identity.read(folder)
        key = identity.signing_key(folder)
        journal = stack.enter_context(Journal.open(folder, identity=who, key=key, clock=clock, random=random))
        copy = fallback.SignedCopy(folder / identity.FOLDER, who.hub_key) if who.hub_key else None
        essentials = fallback.read(folder / identity.FOLDER, who.hub_key) if who.hub_key else None
        catalogue = Catalogue.open(folder / CACHE, who.scope.store, essentials=essentials)
        stack.callback(catalogue.close)
        if counter is None:
            spool = counter_of(folder, load(folder))
            stack.callback(spool.close)
            counter = spool
        shop, staff = Shop(catalogue, copy), Staff(folder, clock)
        till = Till(
            journal,
            shop,
            staff,
            Workstation(who.name, counter, sync, Paper(load(folder).receipt), Signer(key)),
            clock=clock,
            ids=id_maker(clock, random),
        )
        stack.callback(till.close)
        people_keys = PeopleKeys(folder, who, key)
        people = PeopleIndex(folder, who.scope.store, people_keys)
        stack.callback(people.close)
        people.start()
        book = MemberBook(catalogue, journal, people_keys, people, lambda: shop.info.country if shop.known else "")
        members = MembersDesk(till, book, sync, clock=clock, ids=id_maker(clock, random), random=random)
        collectors = Collectors(people_keys.key, people)
        pickup = PickupDesk(Shared(till, journal, shop, collectors, sync, clock, id_maker(clock, random)))
        exceptions = ExceptionsDesk(journal, shop, sync, clock, members.masked_name)
        stock = StockDesk(stockroom.Shared(till, journal, shop, sync, clock, id_maker(clock, random)))
        devices = DevicesDesk(till, journal, shop, who, counter, sync, clock)
        settings = SettingsDesk(folder, shop.operators, staff)
        yield Rooms(till, devices, settings, members, people, pickup, exceptions, stock)
