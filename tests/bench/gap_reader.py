"""A till that does nothing but look things up while the daemon writes: run as a process of its own by `feed_apply`.

Reads codes from its catalogue at the pace of 250 looks a second until its input closes, then prints, in
milliseconds, the longest single look (refresh, code, price, rules) and the 99.9th percentile.
"""

from __future__ import annotations

import select
import sys
import time
from pathlib import Path
from typing import Final

from pos_app.store.catalogue import Catalogue
from tests.bench.catalogue_feed import STORE, products

PAUSE_SECONDS: Final = 0.004


def main(folder: Path, most: int) -> None:
    """Look until the input closes."""
    codes = [product.codes[0].gtin for product in products(most=most)]
    reader = Catalogue.open(folder, STORE)
    print("ready", flush=True)  # noqa: T201 - said to the bench
    looks: list[float] = []
    while not select.select([sys.stdin], [], [], PAUSE_SECONDS)[0]:
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
