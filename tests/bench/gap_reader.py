"""A till that does nothing but look things up while the daemon writes: a process of its own beside the benches.

Reads codes from its catalogue at the pace of 250 looks a second until its input closes, then prints, in
milliseconds, the longest single look (refresh, code, price, rules) and the 99.9th percentile.
"""

from __future__ import annotations

import select
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from pos_app.store.catalogue import Catalogue
from tests.bench.catalogue_feed import PROJECT, STORE, products

PAUSE_SECONDS: Final = 0.004


@contextmanager
def looking_till(folder: Path, most: int) -> Iterator[list[float]]:
    """Let a till look at the first `most` products in `folder` meanwhile; what it says at the end is in the list."""
    said: list[float] = []
    command = [sys.executable, "-m", "tests.bench.gap_reader", str(folder), str(most)]
    with subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield said
        answer, _ = process.communicate()
        said.extend(map(float, answer.split()))


def main(folder: Path, most: int) -> None:
    """Look until the input closes."""
    codes = [product.codes[0].gtin for product in products(most=most)]
    reader = Catalogue.open(folder, STORE)
    print("ready", flush=True)  # noqa: T201 - said to the bench
    looks: list[float] = []
    ended = False
    while not ended:  # one look at least, however short the other's work was
        ended = bool(select.select([sys.stdin], [], [], PAUSE_SECONDS)[0])
        began = time.perf_counter()
        reader.refresh()
        found = reader.find_code(codes[len(looks) * 7919 % len(codes)])
        if found is not None:
            reader.price(found.product.id, 1)
        reader.rules()
        looks.append(time.perf_counter() - began)
    looks.sort()
    print(f"{looks[-1] * 1e3:.2f} {looks[int(len(looks) * 0.999)] * 1e3:.2f} {len(looks)}")  # noqa: T201 - the answer


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
