"""Search as a person types, over the whole catalogue in three scripts, names and prices of the hits included.

`run` is called by `./pos bench`. Each query is typed key by key; every key is a search. The reference is what a till
without an index does: LIKE over all names for the same text. Look-ups by code are measured on the same file.
"""

from __future__ import annotations

import random
import sqlite3
import tempfile
import time
from pathlib import Path
from typing import Any

from pos_app.domain.feed import Positions
from pos_app.domain.product import Product
from pos_app.domain.search_words import folded
from pos_app.store import cache_snapshot, generations
from pos_app.store.catalogue import Catalogue
from tests.bench.catalogue_feed import STORE, products, rows

TARGET_P95_MS = 15
QUERIES = 120
"""Products whose words are typed."""
REFERENCES = 20


def run(catalogue: Path | None = None, most: int | None = None) -> dict[str, Any]:
    """Measure on the whole catalogue (or its first `most` products); milliseconds, look-ups in microseconds."""
    goods = list(products(catalogue, most))
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        fed = rows(goods)
        positions = Positions(len(fed), 0)
        cache_snapshot.build_snapshot(fed, positions, folder / "incoming", store=STORE)
        generations.install(folder / "incoming", folder, store=STORE, positions=positions)
        reader = Catalogue.open(folder, STORE)
        chance = random.Random(5)
        scripts = {script: _typed(goods, script, chance) for script in ("en", "ru", "zh-Hans")}
        every_key = {script: [_timed(reader, text) for text in texts] for script, texts in scripts.items()}
        all_keys = sorted(ms for some in every_key.values() for ms in some)
        codes = [chance.choice(goods) for _ in range(2_000)]
        answer: dict[str, Any] = {
            "products": len(goods),
            "keys": len(all_keys),
            "p50_ms": _at(all_keys, 0.5),
            "p95_ms": _at(all_keys, 0.95),
            "p99_ms": _at(all_keys, 0.99),
            "longest_ms": all_keys[-1],
            "target_p95_ms": TARGET_P95_MS,
            "p95_ms_by_script": {script: _at(sorted(some), 0.95) for script, some in every_key.items()},
            "find_code_us": _median_us([lambda gtin=one.codes[0].gtin: reader.find_code(gtin) for one in codes]),
            "price_us": _median_us([lambda key=one.id: reader.price(key, 1) for one in codes]),
            "refresh_us": _median_us([reader.refresh] * 2_000),
            "reference_like_ms": _like(goods, [texts[0] for texts in scripts.values()]),
        }
        reader.close()
    return answer


def _typed(goods: list[Product], script: str, chance: random.Random) -> list[str]:
    """Return what stands in the field after each key of queries of two or three words."""
    named = [product for product in goods if script in product.names]
    texts: list[str] = []
    for product in chance.sample(named, min(QUERIES, len(named))):
        name = product.names[script]
        words = [name[i : i + 2] for i in (0, 3)] if script == "zh-Hans" else name.split()
        query = " ".join(word[: chance.randint(3, 8)] for word in chance.sample(words, min(len(words), 3)))
        texts += [query[:end] for end in range(1, len(query) + 1)]
    return texts


def _timed(reader: Catalogue, text: str) -> float:
    began = time.perf_counter()
    reader.search(text, 1)
    return round((time.perf_counter() - began) * 1e3, 3)


def _median_us(calls: list[Any]) -> float:
    taken = []
    for call in calls:
        began = time.perf_counter()
        call()
        taken.append(time.perf_counter() - began)
    return round(sorted(taken)[len(taken) // 2] * 1e6, 1)


def _at(ordered: list[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def _like(goods: list[Product], texts: list[str]) -> float:
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE name (text TEXT)")
    db.executemany("INSERT INTO name VALUES (?)", ((folded(" ".join(one.names.values())),) for one in goods))
    taken = []
    for text in (texts * REFERENCES)[:REFERENCES]:
        began = time.perf_counter()
        db.execute("SELECT text FROM name WHERE text LIKE ? LIMIT 50", (f"%{folded(text)}zz%",)).fetchall()
        taken.append(time.perf_counter() - began)
    db.close()
    return round(sorted(taken)[len(taken) // 2] * 1e3, 2)


if __name__ == "__main__":
    print(run())  # noqa: T201 - run by hand
