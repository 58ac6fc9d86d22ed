"""A workstation that counts for ever, saying each scan once it was answered: its test kills it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from pos_app.cli import workstation
from pos_app.demo import shop
from tests.shop_floor import FakeCounter, code_of
from tests.till.counter_top import PLAIN


def main(folder: Path) -> None:
    """Count until killed."""
    codes = [code_of(product) for product in PLAIN[:3]]
    with workstation.rooms(folder, counter=FakeCounter(), random=os.urandom) as rooms:
        rooms.till.sign_in("supervisor", shop.PINS["supervisor"])
        rooms.stock.begin_count("aisle-01")
        at = 0
        while True:
            rooms.stock.scan(codes[at % len(codes)])
            at += 1
            sys.stdout.write(f"{at}\n")
            sys.stdout.flush()


main(Path(sys.argv[1]))
