"""Every bench of `./pos bench`, in the order in which they run, as figures beside their limits.

The limits are those of the product's specification; machines differ and this one may be busy, so each figure carries
a reference measured in the same run.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Final

from tests.bench import (
    decode,
    durable,
    face,
    feed_apply,
    hub_push,
    people,
    pickup,
    search,
    slow_machine,
    snapshot,
    soak,
    window,
)
from tests.bench.figures import Figure

SALES: Final = 10_000


def _durable(most: int | None) -> Iterator[Figure]:
    found = durable.run(600 if most is None else 100)
    raw = f"16 KB + 4 KB overwritten and fdatasynced: p50 {found['raw_p50_ms']}, p99 {found['raw_p99_ms']} ms"
    yield Figure(
        "sale", "sale durable p50, as a multiple of two raw writes", found["ratio_p50"], "x", 2.5, reference=raw
    )
    yield Figure("sale", "sale durable, p50", found["sale_p50_ms"], "ms", reference=raw)
    yield Figure("sale", "sale durable, p99", found["sale_p99_ms"], "ms", 25, reference=raw)
    yield Figure("sale", "draft of the basket saved, p99", found["draft_p99_ms"], "ms", reference=raw)


def _snapshot(most: int | None) -> Iterator[Figure]:
    found = snapshot.run(most=most)
    reference = f"hash, write and sync the same bytes: {found['reference_seconds']} s; build {found['build_seconds']} s"
    yield Figure(
        "snapshot",
        "downloaded to usable",
        found["per_second"],
        "products/s",
        150_000,
        at_least=True,
        reference=reference,
    )
    yield Figure("snapshot", "longest look-up of a till meanwhile", found["longest_gap_ms"], "ms", 50)


def _feed(most: int | None) -> Iterator[Figure]:
    found = feed_apply.run(most=most)
    reference = f"bare upsert of the same rows {found['reference_first_fill_per_second']} products/s"
    yield Figure(
        "feed", "first fill", found["first_fill_per_second"], "products/s", 10_000, at_least=True, reference=reference
    )
    changes = found["changes_without_names_per_second"]
    yield Figure("feed", "changes without names", changes, "products/s", 15_000, at_least=True, reference=reference)
    renamed = found["changes_with_names_per_second"]
    yield Figure("feed", "changes with names", renamed, "products/s", 4_000, at_least=True, reference=reference)
    yield Figure("feed", "longest look-up of a till meanwhile", found["longest_gap_ms"], "ms", 50)


def _search(most: int | None) -> Iterator[Figure]:
    found = search.run(most=most)
    for name, value in found.items():
        if name.endswith(("_ms", "_us")) and isinstance(value, int | float):
            yield Figure("look-up", name.rpartition("_")[0].replace("_", " "), value, name.rpartition("_")[2])


def _people(most: int | None) -> Iterator[Figure]:
    found = people.run(most)
    among = f"among {found['members']:,} members"
    reference = f"resident memory grew by {found['rss_grew_mb']} MB, highest {found['peak_mb']} MB"
    worked = f"processor {found['processor_s']} s, the window's ticks included"
    ready = f"names readable after the start, {among}"
    yield Figure("people", ready, found["ready_s"], "s", people.READY_S, reference=worked)
    idle = f"with nothing beside it: {found['idle_gap_ms']} ms"
    gap = found["longest_gap_ms"]
    yield Figure("people", "longest the window waits meanwhile", gap, "ms", people.GAP_MS, reference=idle)
    for what in ("phone", "card", "tail", "name", "two_letters"):
        name = f"member by {what.replace('_', ' ')}, p95, {among}"
        yield Figure("people", name, found[f"{what}_p95_ms"], "ms", people.FOUND_MS)
    yield Figure("people", "names in memory", found["index_mb"], "MB", people.INDEX_MB, reference=reference)


def _window(most: int | None) -> Iterator[Figure]:
    yield from window.run(most)


def _soak(most: int | None) -> Iterator[Figure]:
    yield from soak.run(most)


def _slow(most: int | None) -> Iterator[Figure]:
    yield from slow_machine.run(most)


def _face(_most: int | None) -> Iterator[Figure]:
    yield from face.run()


def _decode(most: int | None) -> Iterator[Figure]:
    yield from decode.run(most)


def _hub(most: int | None) -> Iterator[Figure]:
    sales = SALES if most is None else 1_000
    for url, limit in ((None, 2_000), (os.environ.get("POS_TEST_POSTGRES"), 1_000)):
        if limit == 1_000 and not url:
            continue
        found = hub_push.run(url, sales)
        reference = f"processor {found['hub_processor_us_per_sale']} us a sale; the peer: 2 to 11 sales/s"
        name = f"{found['sales']} sales of 12 lines pushed and posted, {found['database']}"
        yield Figure("hub", name, found["posted_per_s"], "sales/s", limit, at_least=True, reference=reference)


def _pickup(most: int | None) -> Iterator[Figure]:
    yield from pickup.run(most)


BENCHES: Final[dict[str, Callable[[int | None], Iterator[Figure]]]] = {
    "sale": _durable,
    "window": _window,
    "face": _face,
    "decode": _decode,
    "search": _search,
    "people": _people,
    "pickup": _pickup,
    "snapshot": _snapshot,
    "feed": _feed,
    "hub": _hub,
    "slow": _slow,
    "soak": _soak,
}
"""By name; each takes how many products of the catalogue to use, None for all."""
