"""A workstation of the demo store on disk, enrolled by hand and with its catalogue: for the gallery and the tests.

No hub is behind it; what is sold there stays there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pos_app.cli import demo_orders, demo_people, workstation
from pos_app.clock import SystemClock
from pos_app.demo import orders, people, shelf, shop
from pos_app.demo.records import Record, records
from pos_app.demo.shop import CHAIN, PINS, STORE
from pos_app.domain.chain import Scope
from pos_app.domain.codes.signed import CODES, CodeKind, SignedCode
from pos_app.domain.codes.signed import make as signed
from pos_app.domain.feed import FeedRow, Level, Positions
from pos_app.domain.open_exceptions import OpenException, key_of
from pos_app.domain.store_rows import SigningKey
from pos_app.settings import Settings, save
from pos_app.staff import hash_pin
from pos_app.store import generations, identity
from pos_app.store.cache_snapshot import build_snapshot

if TYPE_CHECKING:
    from hardware.fakes.still_camera import StillCamera
    from ui.app import OpenTill
    from ui.gallery.stage import Shop

CACHE: Final = "cache"
_HUB_KEY: Final = b"of the gallery's own hub: public"
CODES_KEY: Final = b"of the gallery's codes: public  "
"""Signs the codes that the states of the gallery scan."""
_GOODS: Final = 12
_FIRST, _STEP = 2_000, 1_000
"""Through the aisles: several offers, and names of every length."""


def make(folder: Path) -> Path:
    """Enrol a workstation in `folder` and give it the demo store's catalogue."""
    identity.ensure_key(folder)
    scope = Scope(CHAIN, STORE, "0217-03")
    hub_key = Ed25519PrivateKey.from_private_bytes(_HUB_KEY)
    who = identity.Identity(scope, "Till 3", "", "gallery", hub_key.public_key().public_bytes_raw())
    identity.write(folder, who, "")
    demo_people.put_rings(folder, hub_key)
    hashes = {name: hash_pin(pin, salt=b"demo-store-salt!") for name, pin in PINS.items()}
    rows = [
        FeedRow(level, stream, key, position, deleted=False, body=msgspec.msgpack.encode(record))
        for position, (level, stream, key, record) in enumerate(records(hashes), start=1)
    ]
    rows += [
        FeedRow(level, stream, key, position, deleted=False, body=msgspec.msgpack.encode(record))
        for position, (level, stream, key, record) in enumerate(_people_and_orders(), start=len(rows) + 1)
    ]
    cache = folder / CACHE
    cache.mkdir(exist_ok=True)
    positions = Positions(len(rows), len(rows))
    made_ms = SystemClock().wall_ms()
    build_snapshot(rows, positions, cache / "fresh.db", store=STORE, made_ms=made_ms)
    generations.install(cache / "fresh.db", cache, store=STORE, positions=positions)
    return folder


def _people_and_orders() -> Iterator[Record]:
    yield from demo_people.rows()
    now_ms = SystemClock().wall_ms()
    for level in shelf.levels(now_ms):
        yield Level.STORE, "stock", level.product_id, level
    for row in shelf.elsewhere(now_ms):
        yield Level.CHAIN, "elsewhere", row.product_id, row
    kinds = ("order.handed_over_twice", "order.cancelled_but_handed_over", "order.wrong_person", "stock.negative")
    for number, kind in enumerate(kinds):
        subject = orders.order(number, 0).order.id if kind.startswith("order") else "Northern Flour 2.5kg"
        made_ms = now_ms - number * 3_600_000
        listed = OpenException(kind, subject, "0217-04", 77, 40 + number, "0217-03", "0217-04", made_ms)
        yield Level.STORE, "exception", key_of(listed), listed
    key = SigningKey(
        "gallery-codes", Ed25519PrivateKey.from_private_bytes(CODES_KEY).public_key().public_bytes_raw(), CODES
    )
    yield Level.CHAIN, "key", key.id, key
    for order in demo_orders.rows(now_ms):
        yield Level.STORE, "order", order.id, order


@contextmanager
def window(folder: Path, differing: Mapping[str, bool | str] | None = None) -> Iterator[OpenTill]:
    """Yield the window over the desks of `folder`, silent and not shown; the QApplication must exist.

    `differing` settings are written before it opens.
    """
    from ui.app import open_window
    from ui.rooms import NoSounds, Rooms

    if differing:
        save(folder, msgspec.convert(differing, Settings))
    with workstation.rooms(folder) as desks:
        camera = _camera(folder / "pictures")
        opened = open_window(
            desks.till,
            desks.settings.settings,
            rooms=Rooms(
                desks.devices,
                desks.settings,
                NoSounds(),
                camera=camera,
                pickup=desks.pickup,
                stock=desks.stock,
                exceptions=desks.exceptions,
                members=desks.members,
            ),
        )
        try:
            yield opened
        finally:
            opened.close()
            camera.close()


def _camera(folder: Path) -> StillCamera:
    """Return a camera that sees two of the demo's goods."""
    from hardware.fakes.still_camera import PICTURE, StillCamera, draw_goods

    first, second, *_ = codes()["goods"]
    return StillCamera(folder, lambda: draw_goods(folder / PICTURE, first, second))


def things() -> Shop:
    """Return what the states of the gallery are played with."""
    from ui.gallery.stage import Shop

    return Shop(codes(), PINS)


@cache
def codes() -> Mapping[str, tuple[str, ...]]:
    """Return the codes that the states of the gallery scan, by their names there."""
    goods = [product for product, _ in shop.goods()]
    packed = [product for product in goods if not product.weighed and not product.min_age]
    weighed = next(product for product in goods if product.weighed)
    aged = next(product for product in goods if product.min_age)
    member = next(each for each in people.members() if each.tier == "gold")
    return {
        "goods": tuple(packed[(_FIRST + at * _STEP) % len(packed)].codes[0].gtin[-13:] for at in range(_GOODS)),
        "weighed": (weighed.plu,),
        "order-ready": (_code_of(2),),
        "order-gone": (_code_of(demo_orders.GONE),),
        "order-item": tuple(line.gtins[0][-13:] for line in orders.order(0, 0).order.lines),
        "aged": (aged.codes[0].gtin[-13:],),
        "card": (member.fields.card,),
        "phone": (member.fields.phone.removeprefix("+86"),),
    }


def _code_of(number: int) -> str:
    """Return the customer's code of one of the orders."""
    code = SignedCode(CodeKind.PICKUP, orders.order(number, 0).order.id, STORE)
    return signed(code, Ed25519PrivateKey.from_private_bytes(CODES_KEY))
