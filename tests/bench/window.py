"""The till's window: scan and search to paint, start, memory, and the longest gap while the catalogue is filled.

`./pos bench` calls `run`; the window lives in processes of its own (`window_child`), offscreen.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from pos_app.cli.workstation import CACHE
from pos_app.demo import shop
from pos_app.domain.feed import FeedBatch, Positions
from pos_app.store.cache_writer import CacheWriter
from tests.bench import big_shop
from tests.bench.catalogue_feed import price_row, product_row, products
from tests.bench.children import ask, child
from tests.bench.figures import Figure, quantile

STARTS: Final = 5
PIECE: Final = 1_000
GAP_ROWS: Final = 40_000
"""Rows changed in the cache while the window's gaps are watched."""
CHILD: Final = "tests.bench.window_child"
ODOO: Final = "Odoo 19 at 10,000 products on this kind of machine: p50 161, p95 256"


def run(most: int | None = None) -> list[Figure]:
    """Measure with the whole catalogue, or its first `most` products."""
    with tempfile.TemporaryDirectory(prefix="pos-window-") as made:
        folder = Path(made) / "till"
        codes = Path(made) / "codes.json"
        codes.write_text(json.dumps(big_shop.make(folder, most)), "ascii")
        nothing, starts = _starts(folder)
        return [
            *_gaps(folder, codes, most),
            *_selling(ask(CHILD, "selling", str(folder), str(codes))),
            Figure("till", "start to first paint, median", starts, "ms", 1_000, reference=f"empty Qt window {nothing}"),
        ]


def _starts(folder: Path) -> tuple[float, float]:
    pairs = [(ask(CHILD, "nothing")["start_ms"], ask(CHILD, "start", str(folder))["start_ms"]) for _ in range(STARTS)]
    return quantile([nothing for nothing, _ in pairs], 0.5), quantile([start for _, start in pairs], 0.5)


def _selling(answer: dict[str, Any]) -> Iterator[Figure]:
    repaint = f"repaint of the list p50 {quantile(answer['repaint'], 0.5)} ms; {ODOO}"
    for at, limit in ((0.5, 8), (0.95, 16.7), (0.99, 33)):
        name = f"scan to painted line, 20 to 40 lines, 30 promotions, p{round(at * 100)}"
        yield Figure("scan", name, quantile(answer["scan"], at), "ms", limit, reference=repaint)
    yield Figure("scan", "processor time of a scan, p50", quantile(answer["scan_cpu"], 0.5), "ms")
    for script, found in answer["search"].items():
        name = f"search, key to painted, {script}, p95 of {len(found)} keys"
        yield Figure("search", name, quantile(found, 0.95), "ms", 25, reference=repaint.partition(";")[0])
    empty = round(ask(CHILD, "nothing")["rss_mb"])
    yield Figure(
        "till", f"resident memory after {answer['sales']} sales", round(answer["rss_mb"]), "MB", 200,
        reference=f"empty Qt window {empty} MB",
    )  # fmt: skip


def _gaps(folder: Path, codes: Path, most: int | None) -> Iterator[Figure]:
    """Fill the cache from another process's transactions while the window sells."""
    with child(CHILD, "gaps", str(folder), str(codes)) as selling:
        assert selling.stdout is not None
        selling.stdout.readline()
        quiet = _idle_gap()
        began = time.monotonic()
        changed = _change_cache(folder, most)
        seconds = time.monotonic() - began
        answer = json.loads(selling.communicate()[0].splitlines()[-1])
    reference = f"longest 2 ms sleep of a bare loop meanwhile {quiet} ms; {round(changed / seconds)} rows/s applied"
    yield Figure("gap", "longest gap of the window while the feed is applied", round(answer["longest_ms"], 1), "ms", 50,
                 reference=reference)  # fmt: skip
    yield Figure("gap", "gap of the window, p99.9", round(answer["p999_ms"], 1), "ms")


def _idle_gap() -> float:
    longest = 0.0
    for _ in range(300):
        began = time.perf_counter()
        time.sleep(0.002)
        longest = max(longest, time.perf_counter() - began)
    return round(longest * 1e3, 1)


def _change_cache(folder: Path, most: int | None) -> int:
    writer = CacheWriter.open(folder / CACHE, shop.STORE, now_ms=0)
    goods = list(products(most=most))
    at = writer.positions().chain + 1
    rows = []
    for number in range(min(GAP_ROWS, len(goods))):
        product = goods[number * 7_919 % len(goods)]
        rows.append(
            price_row(product.id, 100 + number % 900, at + number) if number % 4 else product_row(product, at + number)
        )
    for start in range(0, len(rows), PIECE):
        piece = tuple(rows[start : start + PIECE])
        now = writer.positions()
        here = Positions(piece[-1].position, now.store)
        writer.apply(FeedBatch(piece, here, since=now))
    writer.close()
    return len(rows)
