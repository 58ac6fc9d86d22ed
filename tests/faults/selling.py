"""A till that a test opens itself, in its own process, for a known number of sales."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from pos_app.cli import replaying, workstation
from pos_app.clock import Clock
from pos_app.demo import shop
from pos_app.devices import Counter
from pos_app.domain.chain import Header, open_body, open_header
from pos_app.domain.entries import Body
from pos_app.store import identity
from pos_app.store.journal_reader import JournalReader
from pos_app.till import Till
from tests.faults.seller import CODES
from tests.shop_floor import FakeCounter


@contextlib.contextmanager
def open_till(folder: Path, *, clock: Clock | None = None, counter: Counter | None = None) -> Iterator[Till]:
    """Open the till of an enrolled workstation; the cashier is signed on."""
    with workstation.opened(folder, clock=clock, counter=counter or FakeCounter()) as till:
        till.sign_in("cashier", shop.PINS["cashier"])
        yield till


def sell(till: Till, sales: int, first: int = 0) -> None:
    """Sell that many baskets of two goods each for cash."""
    for number in range(first, first + sales):
        replaying.sell(till, [CODES[2 * number % len(CODES)], CODES[(2 * number + 1) % len(CODES)]])
        till.tick()


def written(folder: Path) -> list[tuple[Header, Body]]:
    """Return every entry of the journal in the order of writing."""
    found: list[tuple[Header, Body]] = []
    with JournalReader.open_readonly(folder, identity.read(folder).scope.workstation) as journal:
        while entries := journal.after(len(found)):
            found.extend((open_header(each.sealed), open_body(each.sealed.body)) for each in entries)
    return found


def hashes(folder: Path) -> dict[tuple[int, int], str]:
    """Return the hash of every entry, hexadecimal, by (epoch, seq)."""
    found: dict[tuple[int, int], str] = {}
    with JournalReader.open_readonly(folder, identity.read(folder).scope.workstation) as journal:
        while entries := journal.after(len(found)):
            found |= {(each.epoch, each.seq): each.sealed.hash.hex() for each in entries}
    return found
