"""Feed batches of 1,000 rows into the cache, while a till in another process keeps looking things up.

`run` is called by `./pos bench`: first fill (product and price rows), changes that leave the names alone, changes of
names at random places. The reference is a bare upsert of the same rows into one table in the same transactions.
"""

from __future__ import annotations

import random
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from pos_app.domain.feed import FEED_ROWS_MAX, FeedBatch, FeedRow, Positions
from pos_app.store.cache_writer import CacheWriter
from tests.bench.catalogue_feed import STORE, price_row, product_row, products, rows
from tests.bench.gap_reader import looking_till

TARGETS_PER_SECOND = {"first_fill": 10_000, "changes_without_names": 15_000, "changes_with_names": 4_000}
TARGET_GAP_MS = 50
CHANGES = 20_000
PAUSE_SECONDS = 0.002
"""The daemon's pause between two transactions."""


def run(catalogue: Path | None = None, most: int | None = None) -> dict[str, Any]:
    """Measure with the whole catalogue (or its first `most` products); products a second, milliseconds."""
    goods = list(products(catalogue, most))
    fed = rows(goods)
    chance = random.Random(4)
    changed = [chance.randrange(len(goods)) for _ in range(min(CHANGES, len(goods)))]
    top = len(fed)
    repriced = [price_row(goods[place].id, 5 + at % 999, top + at + 1) for at, place in enumerate(changed)]
    top += len(changed)
    moved = [
        product_row(msgspec.structs.replace(goods[place], department="d13", min_age=at % 90), top + at + 1)
        for at, place in enumerate(changed)
    ]
    top += len(changed)
    renamed = [
        product_row(msgspec.structs.replace(goods[place], names={"en": f"renamed goods {at} {place}"}), top + at + 1)
        for at, place in enumerate(changed)
    ]
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        writer = CacheWriter.open(folder / "cache", STORE, now_ms=0)
        with looking_till(folder / "cache", len(goods)) as gaps:
            seconds = {
                "first_fill": _apply(writer, fed),
                "prices": _apply(writer, repriced),
                "bodies": _apply(writer, moved),
                "changes_with_names": _apply(writer, renamed),
            }
        reference = _reference(folder / "reference.db", fed)
        writer.close()
    return {
        "products": len(goods),
        "first_fill_per_second": round(len(goods) / seconds["first_fill"]),
        "changes_without_names_per_second": round(2 * len(changed) / (seconds["prices"] + seconds["bodies"])),
        "changes_with_names_per_second": round(len(changed) / seconds["changes_with_names"]),
        "targets_per_second": TARGETS_PER_SECOND,
        "longest_gap_ms": gaps[0],
        "gap_p999_ms": gaps[1],
        "target_gap_ms": TARGET_GAP_MS,
        "looks": int(gaps[2]),
        "reference_first_fill_per_second": round(len(goods) / reference),
    }


def _batches(some: list[FeedRow]) -> Iterator[FeedBatch]:
    for at in range(0, len(some), FEED_ROWS_MAX):
        piece = tuple(some[at : at + FEED_ROWS_MAX])
        yield FeedBatch(piece, Positions(piece[-1].position, 0), more=at + FEED_ROWS_MAX < len(some))


def _apply(writer: CacheWriter, some: list[FeedRow]) -> float:
    """Return the seconds that the rows took, pauses included."""
    batches = list(_batches(some))
    began = time.perf_counter()
    for batch in batches:
        writer.apply(batch)
        time.sleep(PAUSE_SECONDS)
    return time.perf_counter() - began


def _reference(path: Path, some: list[FeedRow]) -> float:
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = NORMAL")
    db.execute("CREATE TABLE row (stream TEXT, key TEXT, version INTEGER, body BLOB, PRIMARY KEY (stream, key))")
    began = time.perf_counter()
    for batch in _batches(some):
        db.execute("BEGIN")
        values = [(row.stream, row.key, row.position, row.body) for row in batch.rows]
        db.executemany("INSERT OR REPLACE INTO row VALUES (?, ?, ?, ?)", values)
        db.execute("COMMIT")
    taken = time.perf_counter() - began
    db.close()
    return taken


if __name__ == "__main__":
    print(run())  # noqa: T201 - run by hand
