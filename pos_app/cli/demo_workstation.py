"""A workstation of the demo store on disk, enrolled by hand and with its catalogue: for the gallery and the tests.

No hub is behind it; what is sold there stays there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from pos_app.cli import workstation
from pos_app.clock import SystemClock
from pos_app.demo import shop
from pos_app.demo.records import records
from pos_app.demo.shop import CHAIN, PINS, STORE
from pos_app.domain.chain import Scope
from pos_app.domain.feed import FeedRow, Positions
from pos_app.settings import Settings, save
from pos_app.staff import hash_pin
from pos_app.store import generations, identity
from pos_app.store.cache_snapshot import build_snapshot

if TYPE_CHECKING:
    from hardware.fakes.still_camera import StillCamera
    from ui.app import OpenTill
    from ui.gallery.stage import Shop

CACHE: Final = "cache"
_GOODS: Final = 12
_FIRST, _STEP = 2_000, 1_000
"""Through the aisles: several offers, and names of every length."""


def make(folder: Path) -> Path:
    """Enrol a workstation in `folder` and give it the demo store's catalogue."""
    identity.ensure_key(folder)
    scope = Scope(CHAIN, STORE, "0217-03")
    identity.write(folder, identity.Identity(scope, "Till 3", ""), "")
    hashes = {name: hash_pin(pin, salt=b"demo-store-salt!") for name, pin in PINS.items()}
    rows = [
        FeedRow(level, stream, key, position, deleted=False, body=msgspec.msgpack.encode(record))
        for position, (level, stream, key, record) in enumerate(records(hashes), start=1)
    ]
    cache = folder / CACHE
    cache.mkdir(exist_ok=True)
    positions = Positions(len(rows), len(rows))
    made_ms = SystemClock().wall_ms()
    build_snapshot(rows, positions, cache / "fresh.db", store=STORE, made_ms=made_ms)
    generations.install(cache / "fresh.db", cache, store=STORE, positions=positions)
    return folder


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
        opened = open_window(
            desks.till,
            desks.settings.settings,
            rooms=Rooms(desks.devices, desks.settings, NoSounds(), camera=_camera(folder / "pictures")),
        )
        try:
            yield opened
        finally:
            opened.close()


def _camera(folder: Path) -> StillCamera:
    """Return a camera that sees two of the demo's goods."""
    from hardware.fakes.still_camera import PICTURE, StillCamera, draw_goods

    first, second, *_ = codes()["goods"]
    return StillCamera(folder, lambda: draw_goods(folder / PICTURE, first, second))


def things() -> Shop:
    """Return what the states of the gallery are played with."""
    from ui.gallery.stage import Shop

    return Shop(codes(), PINS)


def codes() -> dict[str, tuple[str, ...]]:
    """Return the codes that the states of the gallery scan, by their names there."""
    goods = [product for product, _ in shop.goods()]
    packed = [product for product in goods if not product.weighed and not product.min_age]
    weighed = next(product for product in goods if product.weighed)
    aged = next(product for product in goods if product.min_age)
    return {
        "goods": tuple(packed[(_FIRST + at * _STEP) % len(packed)].codes[0].gtin[-13:] for at in range(_GOODS)),
        "weighed": (weighed.plu,),
        "aged": (aged.codes[0].gtin[-13:],),
    }
