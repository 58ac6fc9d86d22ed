"""The pickup desk with 10,000 orders: finding one by number, name or phone tail, each key; the board; a quiet tick.

`run` is called by `./pos bench pickup`. Half of the orders are open. The reference opens every person and looks, as a
till without an index would.
"""

from __future__ import annotations

import hashlib
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import msgspec

from pos_app.cli import demo_people, demo_workstation, workstation
from pos_app.demo import orders as demo
from pos_app.demo import people, shop
from pos_app.domain.feed import Level
from pos_app.domain.key_rings import key_id
from pos_app.domain.orders import CustomerOrder
from pos_app.domain.people import PersonFields
from pos_app.domain.sealing import KEY_BYTES, NONCE_BYTES, open_person, seal_person
from pos_app.pickup.desk import PickupDesk
from pos_app.store.people_index import PeopleIndex
from tests.bench.figures import Figure, quantile
from tests.till.counter_top import feed

ORDERS = 10_000
FIND_P95_MS = 30
BOARD_MS = 250
"""A board is made again when an order changed; a tick of the window comes each 250 ms."""
QUERIES = 60
READY_S = 60
BATCH = 1_000


def run(most: int | None = None) -> Iterator[Figure]:
    """Measure with 10,000 orders, or with `most`."""
    count = min(ORDERS, most or ORDERS)
    with tempfile.TemporaryDirectory() as place:
        folder = demo_workstation.make(Path(place))
        made = [_order(number) for number in range(count)]
        for start in range(0, count, BATCH):
            feed(folder, [(Level.STORE, "order", each.id, each) for each, _ in made[start : start + BATCH]])
        began = time.perf_counter()
        with workstation.rooms(folder) as rooms:
            opened_ms = _ms_since(began)
            _wait_until_ready(rooms.people)
            yield from _figures(rooms.pickup, made, opened_ms)


def _figures(desk: PickupDesk, made: list[tuple[CustomerOrder, PersonFields]], opened_ms: float) -> Iterator[Figure]:
    chance = random.Random(11)
    typed: dict[str, list[float]] = {"number": [], "name": [], "phone tail": []}
    for order, person in chance.sample(made, min(QUERIES, len(made))):
        for kind, text in (("number", order.number), ("name", person.name), ("phone tail", person.phone[-4:])):
            taken = [_timed(partial(desk.find, text[:end])) for end in range(1, len(text) + 1)]
            typed[kind] += taken
            assert any(card.id == order.id for card in desk.find(text, 10_000)), (kind, order.number)
    every = [ms for some in typed.values() for ms in some]
    reference = f"every person opened and looked at: {_reference(desk, made):.0f} ms"
    name = f"an order found among {len(made):,} at each key, p95"
    yield Figure("pickup", name, quantile(every, 0.95), "ms", FIND_P95_MS, reference=reference)
    for kind, some in typed.items():
        yield Figure("pickup", f"found by {kind}, p95", quantile(some, 0.95), "ms", reference=f"{len(some)} keys")
    boards = []
    for _ in range(10):
        desk.book.turn += 1
        boards.append(_timed(lambda: desk.view))
    yield Figure("pickup", "the board made again, median", quantile(boards, 0.5), "ms", BOARD_MS)
    ticks = [_timed(desk.tick) for _ in range(200)]
    yield Figure("pickup", "a tick while nothing moves, p95", quantile(ticks, 0.95), "ms", 5)
    yield Figure("pickup", "the whole till opened, its orders read", opened_ms, "ms")


def _order(number: int) -> tuple[CustomerOrder, PersonFields]:
    """Return an order and who collects it: a person of their own, under one of the ring's keys."""
    base = demo.order(number, 1_760_000_000_000 + number * 1_000).order
    at = number % people.COUNT
    named = demo._people()[at].fields.name
    person = PersonFields(
        f"{named}{number}" if named.isascii() else named + chr(0x4E00 + number),
        f"+86139{number * 7_919 % 100_000_000:08d}",
    )
    slot = number % 1_000
    key = demo_people.keys_of(demo_people.MEMBERS_RING)[slot * KEY_BYTES : (slot + 1) * KEY_BYTES]
    nonce = hashlib.sha256(base.id.encode()).digest()[:NONCE_BYTES]
    personal = seal_person(person, key_id(demo_people.MEMBERS_RING, slot), key, nonce)
    done = number % 2 == 1
    lines = tuple(msgspec.structs.replace(line, handed_over=line.quantity if done else 0) for line in base.lines)
    return msgspec.structs.replace(base, personal=personal, lines=lines, store=shop.STORE), person


def _reference(desk: PickupDesk, made: list[tuple[CustomerOrder, PersonFields]]) -> float:
    key_of = desk._rooms.people._key_of
    wanted = made[-1][1].name

    def look() -> None:
        for order, _ in made:
            assert order.personal is not None
            if open_person(order.personal, key_of(order.personal.key_id)).name == wanted:
                pass

    return _timed(look)


def _wait_until_ready(index: PeopleIndex) -> None:
    until = time.monotonic() + READY_S
    while not index.ready and time.monotonic() < until:
        time.sleep(0.01)
    assert index.ready


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return _ms_since(began)


def _ms_since(began: float) -> float:
    return round((time.perf_counter() - began) * 1e3, 3)
