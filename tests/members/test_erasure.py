"""I15, through real processes: after an erasure no file, no hub row and no backup made before it yields the person.

Two tills, their daemons and the hub; somebody is enrolled, buys, and asks to be forgotten; somebody who is no member
has ordered. The backups hold everything but the stores of keys, and are then tried with every key that is still
anywhere.
"""

from __future__ import annotations

import contextlib
import secrets
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest

from pos_app.cli import hub_desk, hub_orders
from pos_app.clock import SystemClock
from pos_app.demo import orders as demo_orders
from pos_app.demo import people, shop
from pos_app.domain.entries import Sale
from pos_app.domain.entries_members import Consent, MemberEnrolled, MemberErasureAsked, MemberRevealed, PersonalFields
from pos_app.domain.errors import Refusal
from pos_app.domain.orders import CustomerOrder
from pos_app.domain.people import PersonFields
from pos_app.domain.sealing import open_person, phone_hash, seal_person
from pos_app.store import identity
from pos_app.store.catalogue import Catalogue
from pos_app.store.identity import Identity
from pos_app.store.journal import Journal
from pos_app.store.people_index import PeopleIndex
from pos_app.store.people_keys import PeopleKeys
from pos_app.store.verify import verify
from sync.enrol import enrol
from sync.hub.key_store import KeyStore
from sync.hub.settings import HubSettings
from tests.domain.entry_samples import SAMPLES
from tests.members.left_behind import backup, by_hash, nothing_is_left, readable
from tests.sync.loopback import DAY, daemon, until

WHO = PersonFields("Zdenka Nachzehrer", "+8610044442046", "9527770099990")
CUSTOMER = PersonFields("Zdislava Vorwerkova", "+8610055552047")
MEMBER = "0" * 31 + "7"
SALE = SAMPLES["sale"]
CONSENT = Consent(("points",), "membership-1", "en", 1)


class Till(NamedTuple):
    """One workstation's folder and what reads it."""

    folder: Path
    who: Identity
    keys: PeopleKeys

    def journal(self) -> Journal:
        key = identity.signing_key(self.folder)
        return Journal.open(self.folder, identity=self.who, key=key, clock=SystemClock(), random=secrets.token_bytes)

    @contextlib.contextmanager
    def catalogue(self) -> Iterator[Catalogue]:
        opened = Catalogue.open(self.folder / "cache", self.who.scope.store)
        try:
            yield opened
        finally:
            opened.close()

    def knows(self, member: str) -> bool:
        with self.catalogue() as catalogue:
            return catalogue.member(member) is not None

    def order(self, order_id: str) -> CustomerOrder:
        with self.catalogue() as catalogue:
            found = catalogue.order(order_id)
        assert found is not None
        return found

    def fresh(self) -> PeopleKeys:
        self.keys.refresh()
        return self.keys

    def spare(self) -> tuple[str, bytes] | None:
        """Return a key for a new member; None before the hub's have come."""
        with contextlib.suppress(Refusal):
            return self.fresh().spare()
        return None

    def finds(self, fields: PersonFields) -> bool:
        lookup = self.fresh().lookup_key
        with self.catalogue() as catalogue:
            found = catalogue.members_by_hash(phone_hash(lookup, fields.phone)) if lookup else ()
        return [_opens(each.personal, self.keys) for each in found] == [fields]


def _opens(personal: PersonalFields, keys: PeopleKeys) -> PersonFields | None:
    try:
        return open_person(personal, keys.key(personal.key_id))
    except Refusal:
        return None


@contextlib.contextmanager
def _hub(folder: Path, log: Path) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = int(found.getsockname()[1])
    command = [sys.executable, "-m", "pos_app", "hub", "--data", str(folder), "--port", str(port)]
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output)

        def listens() -> bool:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                return True
            return False

        try:
            until(listens, 30)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(20)


def _enrolled(folder: Path, hub: Path, url: str, name: str) -> Till:
    with hub_desk.opened(HubSettings(hub)) as database:
        code = hub_desk.new_code(database, shop.STORE)
    who = enrol(folder, url, code, name)
    return Till(folder, who, PeopleKeys.open(folder))


@pytest.fixture
def places(tmp_path: Path) -> dict[str, Path]:
    return {name: tmp_path / name for name in ("hub", "a", "b", "log")}


def test_after_an_erasure_nothing_yields_the_person(places: dict[str, Path], tmp_path: Path) -> None:
    places["log"].mkdir()
    places["hub"].mkdir()
    with hub_desk.opened(HubSettings(places["hub"])) as database:
        hub_desk.seed(database, HubSettings(places["hub"]))
    with _hub(places["hub"], places["log"] / "hub.log") as url:
        a, b = (_enrolled(places[name], places["hub"], url, f"Till {name}") for name in "ab")
        with a.journal() as journal, b.journal(), daemon(a.folder), daemon(b.folder):
            until(lambda: b.fresh().lookup_key, 30)
            until(a.spare, 30)
            named, key = a.keys.spare()
            personal = seal_person(WHO, named, key, secrets.token_bytes(12))
            journal.append(MemberEnrolled(MEMBER, personal, CONSENT, "op-1"), business_day=DAY)
            assert isinstance(SALE, Sale)
            basket = msgspec.structs.replace(SALE.basket, member=MEMBER)
            number = journal.next_receipt("sale")
            sold = msgspec.structs.replace(
                SALE, receipt=number, basket=basket, personal=personal, points=7, training=False
            )
            journal.append(sold, business_day=DAY)
            journal.append(MemberRevealed(MEMBER, "phone", "parcel", "op-1"), business_day=DAY)
            until(lambda: b.finds(WHO), 30)
            until(lambda: _points(b) == 7)
            copies = backup(places, tmp_path / "copies")
            assert readable(copies, [a.keys, b.keys], WHO), "with its key the person is read from the copies"
            assert by_hash(copies, [a.keys, b.keys], WHO)

            journal.append(MemberErasureAsked(MEMBER, "op-1", "asked at the counter"), business_day=DAY)
            until(lambda: not a.knows(MEMBER) and not b.knows(MEMBER), 30)
            until(lambda: not any(till.fresh().key(named) for till in (a, b)), 30)
            known = next(people.members())
            until(lambda: b.finds(known.fields), 30)
            index = PeopleIndex(b.folder, b.who.scope.store, b.keys)
            index.start()
            until(lambda: index.ready)
            assert index.find(WHO.name, 5) == index.find(WHO.phone[-4:], 5) == []
            assert index.find(known.fields.name, 5)
            index.close()
    store = KeyStore(places["hub"] / "people-keys.db")
    rings = [store.ring("main", ring.ring) for ring in store.rings("main")]
    store.close()
    assert all(key not in ring.keys for ring in rings if ring is not None)
    nothing_is_left(WHO, key, places, copies, [a.keys, b.keys], [each.fields for each in people.members(3)])
    assert verify(a.folder).whole, "the chain is whole"


def _points(till: Till) -> int:
    with till.catalogue() as catalogue:
        found = catalogue.member(MEMBER)
        return found.points if found else 0


def test_after_the_customer_of_an_order_is_forgotten_nothing_yields_them(
    places: dict[str, Path], tmp_path: Path
) -> None:
    places["log"].mkdir()
    places["hub"].mkdir()
    settings = HubSettings(places["hub"])
    order = msgspec.structs.replace(demo_orders.order(0, SystemClock().wall_ms()).order, member="")
    (listed := tmp_path / "orders.json").write_bytes(msgspec.json.encode([hub_orders.Placed(order, CUSTOMER)]))
    with hub_desk.opened(settings) as database:
        hub_desk.seed(database, settings)
    with _hub(places["hub"], places["log"] / "hub.log") as url:
        a = _enrolled(places["a"], places["hub"], url, "Till a")
        places["b"].mkdir()
        with a.journal(), daemon(a.folder), hub_desk.opened(settings) as database:
            list(hub_orders.place_file(database, settings, listed))
            index = PeopleIndex(a.folder, a.who.scope.store, a.keys)
            index.start()
            until(lambda: index.ready and index.find(CUSTOMER.phone[-4:], 5), 30)
            personal = a.order(order.id).personal
            assert personal is not None
            key = a.fresh().key(personal.key_id)
            assert key is not None
            copies = backup(places, tmp_path / "copies")
            assert readable(copies, [a.keys], CUSTOMER), "with its key the person is read from the copies"

            said = hub_orders.forget(database, settings, shop.STORE, order.number, "Ada", "asked by letter")
            assert CUSTOMER.name not in said
            until(lambda: a.order(order.id).personal is None and a.fresh().key(personal.key_id) is None, 30)
            until(lambda: not index.find(CUSTOMER.phone[-4:], 5) and not index.find(CUSTOMER.name, 5), 30)
            index.close()
            assert a.order(order.id).lines, "the order itself goes on"
    nothing_is_left(CUSTOMER, key, places, copies, [a.keys])
