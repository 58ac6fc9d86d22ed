"""How long until a sale is durable, against two raw writes of the same disk taken in turn with the sales.

`./pos bench` calls `run`. A sale is 12 lines and 2 tenders, with signature, witness, projections and the removal of
its draft; its reference is 16 KB and 4 KB, each overwritten and followed by fdatasync.
"""

from __future__ import annotations

import gc
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from pos_app.clock import SystemClock
from tests.store.samples import DAY, basket, opened, sale

LARGE_BYTES = 16_384
SMALL_BYTES = 4_096
TARGET_RATIO = 2.5
TARGET_P99_MS = 25.0


def run(sales: int = 600, folder: Path | None = None) -> dict[str, float | int]:
    """Sell `sales` times and return milliseconds: sale and raw pair at p50 and p99, their ratio, draft saves."""
    with tempfile.TemporaryDirectory(dir=folder, prefix="pos-durable-") as made:
        return _measured(Path(made), sales)


def _measured(place: Path, sales: int) -> dict[str, float | int]:
    raw = _raw_pair(place)
    products = random.Random(7)
    sale_ms: list[float] = []
    draft_ms: list[float] = []
    raw_ms: list[float] = []
    with opened(place, clock=SystemClock()) as journal:
        for number in range(sales + 50):
            bought = basket(12, first_product=products.randrange(200_000))
            saved = _timed(partial(journal.drafts.save, bought, held=False, name="", operator="op-2", shift="shift-5"))
            made = sale(journal.next_receipt("sale"), bought)
            took = _timed(partial(journal.append, made, business_day=DAY))
            reference = _timed(raw)
            journal.idle()
            if number >= 50:  # the first ones warm the caches
                draft_ms.append(saved)
                sale_ms.append(took)
                raw_ms.append(reference)
        assert not journal.health
    ratio = _at(sale_ms, 0.5) / _at(raw_ms, 0.5)
    return {
        "sales": sales,
        "sale_p50_ms": _at(sale_ms, 0.5),
        "sale_p99_ms": _at(sale_ms, 0.99),
        "sale_max_ms": max(sale_ms),
        "raw_p50_ms": _at(raw_ms, 0.5),
        "raw_p99_ms": _at(raw_ms, 0.99),
        "ratio_p50": round(ratio, 2),
        "draft_p50_ms": _at(draft_ms, 0.5),
        "draft_p99_ms": _at(draft_ms, 0.99),
        "target_ratio": TARGET_RATIO,
        "target_p99_ms": TARGET_P99_MS,
    }


def _raw_pair(place: Path) -> Callable[[], None]:
    files = []
    for name, size in (("large", LARGE_BYTES), ("small", SMALL_BYTES)):
        descriptor = os.open(place / name, os.O_RDWR | os.O_CREAT)
        data = os.urandom(size)
        os.pwrite(descriptor, data, 0)
        os.fsync(descriptor)
        files.append((descriptor, data))

    def write() -> None:
        for descriptor, data in files:
            os.pwrite(descriptor, data, 0)
            os.fdatasync(descriptor)

    return write


def _timed(act: Callable[[], object]) -> float:
    began = time.perf_counter_ns()
    act()
    return (time.perf_counter_ns() - began) / 1e6


def _at(values: list[float], part: float) -> float:
    return round(sorted(values)[int(len(values) * part)], 3)


if __name__ == "__main__":
    gc.collect()
    sys.stdout.write(json.dumps(run(), indent=1) + "\n")
