"""A workstation with the whole imported catalogue, thirty promotions, and the demo store's people and taxes."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Final

import msgspec

from pos_app.cli.workstation import CACHE
from pos_app.demo import shop
from pos_app.demo.records import records
from pos_app.domain.codes.gtin import has_check_digit
from pos_app.domain.feed import FeedRow, Level, Positions
from pos_app.domain.promotions import Rule
from pos_app.domain.promotions.percent_off import PercentOff
from pos_app.domain.promotions.selection import Selection
from pos_app.domain.promotions.spend_and_save import SpendAndSave, Tier
from pos_app.store import generations
from pos_app.store.cache_snapshot import build_snapshot
from tests.bench.catalogue_feed import products, rows
from tests.shop_floor import PIN_HASHES, make_workstation

PROMOTIONS: Final = 30
DEPARTMENTS: Final = 12
SHORTEST: Final = 10**7
"""Codes of fewer digits would be typed as look-up numbers."""


def promotions() -> list[Rule]:
    """Thirty rules that speak of every department of the imported catalogue, half of them percent off."""
    found: list[Rule] = []
    for number in range(PROMOTIONS):
        goods = Selection(departments=frozenset({f"d{number % DEPARTMENTS}", f"d{(number + 5) % DEPARTMENTS}"}))
        names = {"en": f"Offer {number}", "zh-Hans": f"优惠{number}"}
        if number % 2:
            rate = 50_000 + number * 5_000
            found.append(PercentOff(id=f"off-{number}", names=names, rate_ppm=rate, selection=goods))
        else:
            tiers = (Tier(5_000 + number * 100, 300), Tier(20_000, 1_500))
            found.append(SpendAndSave(id=f"save-{number}", names=names, tiers=tiers, selection=goods))
    return found


def make(folder: Path, most: int | None = None) -> list[str]:
    """Make the workstation in `folder` and return the EAN codes of its goods."""
    make_workstation(folder, cache=False)
    goods = list(products(most=most))
    fed = rows(goods)
    position = itertools.count(len(fed) + 1)
    encode = msgspec.msgpack.encode
    for rule in promotions():
        fed.append(FeedRow(Level.CHAIN, "promotion", rule.id, next(position), deleted=False, body=encode(rule)))
    store = itertools.count(1)
    for level, stream, key, record in records(PIN_HASHES):
        if stream in {"store", "tax", "operator"}:
            number = next(store if level is Level.STORE else position)
            fed.append(FeedRow(level, stream, key, number, deleted=False, body=encode(record)))
    positions = Positions(next(position), next(store))
    cache = folder / CACHE
    cache.mkdir(parents=True, exist_ok=True)
    build_snapshot(fed, positions, cache / "incoming", store=shop.STORE)
    generations.install(cache / "incoming", cache, store=shop.STORE, positions=positions)
    codes = (product.codes[0].gtin[1:] for product in goods)
    return [code for code in codes if code[0] != "2" and has_check_digit(code) and int(code) > SHORTEST]
