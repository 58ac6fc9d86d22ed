"""One till's process with many members: says how long until names are found, what a look-up takes, and the memory."""

from __future__ import annotations

import gc
import json
import random
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from pos_app.demo import people
from pos_app.demo.people import DemoMember
from pos_app.domain.people import PersonFields
from pos_app.domain.sealing import card_hash, phone_hash
from pos_app.store.catalogue import Catalogue
from pos_app.store.people_index import PeopleIndex
from pos_app.store.people_keys import PeopleKeys
from tests.bench.figures import quantile
from tests.store.cache_goods import STORE

ASKED = 400
TICK_S = 0.002
IDLE_S = 2
"""So long the same ticks are measured with nothing beside them."""


def main() -> None:
    """Answer with one line of JSON."""
    folder, count = Path(sys.argv[1]), int(sys.argv[2])
    keys = PeopleKeys.open(folder)
    catalogue = Catalogue.open(folder / "cache", STORE)
    gc.collect()
    before_kb = _rss_kb()
    index = PeopleIndex(folder, STORE, keys)
    began, before_s = time.perf_counter(), time.process_time()
    index.start()
    gap_ms = _longest_gap(lambda: index.ready)
    ready_s, processor_s = time.perf_counter() - began, time.process_time() - before_s
    ended = time.perf_counter() + IDLE_S
    idle_gap_ms = _longest_gap(lambda: time.perf_counter() > ended)
    grew_mb = round((_rss_kb() - before_kb) / 1e3, 1)
    peak_mb = round(_rss_kb("VmHWM") / 1e3, 1)
    wanted = set(random.Random(7).sample(range(count), ASKED))
    some = [each for number, each in enumerate(people.members(count)) if number in wanted]
    lookup = keys.lookup_key
    assert lookup is not None
    assert len(index) == count
    phones = [_ms(lambda who: catalogue.members_by_hash(phone_hash(lookup, who.phone)), each) for each in some]
    cards = [_ms(lambda who: catalogue.members_by_hash(card_hash(lookup, who.card)), each) for each in some]
    tails = [_ms(lambda who: index.find(who.phone[-4:], 20), each) for each in some]
    names = [_ms(lambda who: index.find(who.name, 20), each) for each in some]
    parts = [_ms(lambda who: index.find(who.name[:2], 20), each) for each in some]
    said = {
        "ready_s": round(ready_s, 2), "longest_gap_ms": gap_ms, "idle_gap_ms": idle_gap_ms,
        "phone_p95_ms": quantile(phones, 0.95), "card_p95_ms": quantile(cards, 0.95),
        "tail_p95_ms": quantile(tails, 0.95), "name_p95_ms": quantile(names, 0.95),
        "two_letters_p95_ms": quantile(parts, 0.95), "index_mb": round(index.size_bytes() / 1e6, 1),
        "rss_grew_mb": grew_mb,
        "peak_mb": peak_mb, "processor_s": round(processor_s, 2),
    }  # fmt: skip
    index.close()
    catalogue.close()
    sys.stdout.write(json.dumps(said) + "\n")


def _longest_gap(done: Callable[[], bool]) -> float:
    """Tick as a window does and return the longest time that a tick was late, in milliseconds."""
    longest, wait = 0.0, threading.Event()
    while not done():
        began = time.perf_counter()
        wait.wait(TICK_S)
        sum(range(2_000))  # what a window does in a tick needs the interpreter too
        longest = max(longest, time.perf_counter() - began - TICK_S)
    return round(longest * 1e3, 1)


def _ms(find: Callable[[PersonFields], object], who: DemoMember) -> float:
    began = time.perf_counter()
    assert find(who.fields)
    return (time.perf_counter() - began) * 1e3


def _rss_kb(which: str = "VmRSS") -> int:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(which):
            return int(line.split()[1])
    return 0


if __name__ == "__main__":
    main()
