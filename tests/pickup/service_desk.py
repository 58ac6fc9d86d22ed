"""A pickup desk in the demo store without a hub: orders come when a test says so, and the hub answers when it does."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pos_app.clock import SetClock, id_maker
from pos_app.demo import shop
from pos_app.domain.codes.signed import CODES, CodeKind, SignedCode, make
from pos_app.domain.entries import ClaimMade, ClaimReleased
from pos_app.domain.entries_members import PersonalFields
from pos_app.domain.entries_orders import OrderStep
from pos_app.domain.feed import ClaimReply, Level
from pos_app.domain.orders import CustomerOrder, FulfillmentLine
from pos_app.domain.people import PersonFields
from pos_app.domain.pickup_policy import PickupPolicy
from pos_app.domain.sealing import seal_person
from pos_app.domain.store_rows import SigningKey
from pos_app.pickup.around import Shared
from pos_app.pickup.desk import PickupDesk
from pos_app.pickup.people import Collectors
from pos_app.selling.lamp import Link, SyncSeen
from pos_app.store.cache_writer import CacheWriter
from pos_app.till import Till
from tests.shop_floor import CACHE, FakeCounter, code_of, open_till
from tests.till.counter_top import feed

T = TypeVar("T")
KEY = b"k" * 32
PRIVATE = Ed25519PrivateKey.from_private_bytes(b"c" * 32)
SIGNING = SigningKey("codes-1", PRIVATE.public_key().public_bytes_raw(), CODES)
START = SetClock().wall_ms()
GOODS = {product.id: product for product, _ in shop.goods()}
PLAIN = [each.id for each in GOODS.values() if each.department == "pantry"]
BEER = next(each.id for each in GOODS.values() if each.min_age)
DRINK = next(each.id for each in GOODS.values() if each.department == "drinks" and not each.min_age)
TAIL = "2046"


def person(name: str = "王小明", phone: str = f"+861381234{TAIL}") -> PersonalFields:
    return seal_person(PersonFields(name, phone), "key-1", KEY, os.urandom(12))


def line(number: int, product_id: str, quantity: int = 1_000) -> FulfillmentLine:
    product = GOODS[product_id]
    gtins = tuple(code.gtin for code in product.codes)
    return FulfillmentLine(
        number, product_id, product.names, quantity, 500, unit=product.unit, gtins=gtins, min_age=product.min_age
    )


def an_order(number: int = 1, *lines: FulfillmentLine, **changed: object) -> CustomerOrder:
    made = CustomerOrder(
        f"order-{number}", str(1_000 + number), shop.STORE, shop.CURRENCY, 5_000, START - number * 60_000,
        START + 3_600_000, lines or (line(1, PLAIN[0], 2_000), line(2, PLAIN[1])), person(), as_of_ms=START,
    )  # fmt: skip
    return msgspec.structs.replace(made, **changed)


def code_for(order: str, key: Ed25519PrivateKey = PRIVATE, store: str = shop.STORE, expires_s: int = 0) -> str:
    return make(SignedCode(CodeKind.PICKUP, order, store, expires_s), key)


class Index:
    """Finds people as the index in memory does, from a table of the test."""

    ready = True

    def __init__(self) -> None:
        self.people: dict[str, tuple[str, str]] = {}

    def ids(self, kind: str, text: str, limit: int) -> Sequence[str]:
        assert kind == "order"
        people = self.people.items()
        found = [order for order, (name, phone) in people if text in name.casefold() or phone.endswith(text)]
        return found[:limit]


class ServiceDesk:
    """The desk, the till that it stands in, and the hub's hand on the cache."""

    def __init__(self, folder: Path, till: Till, clock: SetClock, counter: FakeCounter) -> None:
        self.folder, self.till, self.clock, self.counter = folder, till, clock, counter
        self.seen = SyncSeen(Link.ONLINE, contact_age_ms=1_000)
        self.keys: dict[str, bytes] = {"key-1": KEY}
        self.index = Index()
        self.desk = PickupDesk(
            Shared(
                till, till._journal, till._shop, Collectors(self.keys.get, self.index), lambda: self.seen, clock,
                id_maker(clock, os.urandom),
            )
        )  # fmt: skip

    def publish(self, *orders: CustomerOrder) -> list[str]:
        """The hub's rows come; return what is heard of it."""
        feed(self.folder, [(Level.STORE, "order", each.id, each) for each in orders])
        return self.tick()

    def policy(self, policy: PickupPolicy) -> None:
        info = msgspec.structs.replace(shop.store_info(), pickup=policy)
        feed(self.folder, [(Level.STORE, "store", shop.STORE, info)])
        self.tick()

    def tick(self) -> list[str]:
        self.till.tick()
        return [told.said.message_id for told in self.desk.tick() if told.said is not None]

    def answer(self, *, granted: bool, held_by: str = "", reason: str = "claim.held", claim: str = "") -> list[str]:
        """The hub's answer to the newest claim comes."""
        asked = claim or [each.claim for each in self.bodies(ClaimMade)][-1]
        writer = CacheWriter.open(self.folder / CACHE, shop.STORE, now_ms=0)
        try:
            writer.save_claim(ClaimReply(asked, granted, "" if granted else reason, held_by))
        finally:
            writer.close()
        return self.tick()

    def bodies(self, kind: type[T]) -> list[T]:
        """What the journal says of orders, in order."""
        found = []
        for order_id in self.till._journal.subjects_after("order"):
            found += self.till._journal.entries_about("order", order_id)
        return [each.body for each in sorted(found, key=lambda each: each.position) if isinstance(each.body, kind)]

    def steps(self) -> list[OrderStep]:
        return self.bodies(OrderStep)

    def claims(self) -> list[ClaimMade]:
        return self.bodies(ClaimMade)

    def released(self) -> list[ClaimReleased]:
        return self.bodies(ClaimReleased)

    def pick_all(self, order: CustomerOrder, place: str = "A1") -> None:
        """Open an order, pick everything by scanning, and call it ready."""
        self.desk.open(order.id)
        for each in order.lines:
            for _ in range(each.quantity // 1_000):
                self.desk.scan(code_of(each.product_id))
        self.desk.ready(place)

    def asked(self, order: CustomerOrder) -> None:
        """Bring an order to where the hub is asked: picked, proved by the code, the goods about to be given."""
        self.pick_all(order)
        self.desk.scan(code_for(order.id))
        self.desk.begin_handover()
        if self.desk.view.order is not None and self.desk.view.order.age:
            self.desk.confirm_age()
        self.desk.hand_over()


@contextlib.contextmanager
def service_desk(folder: Path, *, clock: SetClock | None = None, signed_on: bool = True) -> Iterator[ServiceDesk]:
    clock, counter = clock or SetClock(), FakeCounter()
    with open_till(folder, clock=clock, counter=counter, signed_on=signed_on) as till:
        made = ServiceDesk(folder, till, clock, counter)
        feed(folder, [(Level.STORE, "key", SIGNING.id, SIGNING)])
        made.tick()
        yield made
