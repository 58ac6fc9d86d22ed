"""A workstation of the demo store in a folder, without a hub: for every test that needs a till that sells."""

from __future__ import annotations

import contextlib
import itertools
import os
from collections.abc import Iterator
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pos_app.cli import workstation
from pos_app.clock import SetClock
from pos_app.demo import shop
from pos_app.demo.records import records
from pos_app.devices import Condition, DeviceState, Health, Job, JobKind, JobResult, Outcome
from pos_app.domain import essentials
from pos_app.domain.chain import Scope
from pos_app.domain.feed import FeedRow, Level, Positions
from pos_app.domain.receipt import Receipt
from pos_app.staff import hash_pin
from pos_app.store import fallback, generations, identity
from pos_app.store.cache_snapshot import build_snapshot
from pos_app.till import Till

HUB_KEY = Ed25519PrivateKey.from_private_bytes(b"h" * 32)
PIN_HASHES = {operator: hash_pin(pin, salt=b"demo salt of 16.") for operator, pin in shop.PINS.items()}
CACHE = workstation.CACHE


class FakeCounter:
    """Devices that do what they are told at once; `fails` makes each job end with that reason."""

    def __init__(self) -> None:
        self.jobs: list[Job] = []
        self.fails = ""
        self.silent = False
        self._results: list[JobResult] = []

    @property
    def printed(self) -> list[Receipt]:
        return [job.receipt for job in self.jobs if job.kind is JobKind.PRINT and job.receipt is not None]

    @property
    def kicks(self) -> int:
        return sum(job.kind is JobKind.DRAWER for job in self.jobs)

    def submit(self, job: Job) -> None:
        self.jobs.append(job)
        if not self.silent:
            outcome = Outcome.FAILED if self.fails else Outcome.DONE
            self._results.append(JobResult(job.intent, job.kind, outcome, self.fails))

    def results(self) -> tuple[JobResult, ...]:
        taken, self._results = tuple(self._results), []
        return taken

    def health(self) -> Health:
        return Health(DeviceState.ENABLED, Condition.PAPER_OUT if self.fails else Condition.READY)

    def close(self) -> None:
        pass


def feed_rows() -> tuple[list[FeedRow], Positions]:
    """The demo store's rows as a hub would send them."""
    counts = {level: itertools.count(1) for level in Level}
    rows = [
        FeedRow(level, stream, key, next(counts[level]), deleted=False, body=msgspec.msgpack.encode(record))
        for level, stream, key, record in records(PIN_HASHES)
    ]
    ends = {level: sum(row.level is level for row in rows) for level in Level}
    return rows, Positions(ends[Level.CHAIN], ends[Level.STORE])


def fill_cache(folder: Path) -> None:
    """Install a generation with the demo store's rows."""
    rows, positions = feed_rows()
    cache = folder / CACHE
    cache.mkdir(parents=True, exist_ok=True)
    build_snapshot(rows, positions, cache / "snapshot.new", store=shop.STORE)
    generations.install(cache / "snapshot.new", cache, store=shop.STORE, positions=positions)


def make_workstation(folder: Path, *, cache: bool = True) -> Path:
    """Enrol a workstation by hand, with the signed copy, and with its cache filled unless told otherwise."""
    folder.mkdir(parents=True, exist_ok=True)
    identity.ensure_key(folder)
    who = identity.Identity(
        Scope(shop.CHAIN, shop.STORE, "till-3"), "Till 3", "", "hub-1", HUB_KEY.public_key().public_bytes_raw()
    )
    identity.write(folder, who, "credential")
    copy = essentials.Essentials(
        shop.CHAIN,
        1,
        shop.store_info(),
        shop.operators(PIN_HASHES),
        tuple(shop.departments()),
        shop.tax_table(),
        1,
    )
    packed = essentials.packed(essentials.seal(copy, "hub-1", HUB_KEY))
    fallback.write(folder / identity.FOLDER, packed, HUB_KEY.public_key())
    if cache:
        fill_cache(folder)
    return folder


@contextlib.contextmanager
def open_till(
    folder: Path, *, clock: SetClock | None = None, counter: FakeCounter | None = None, signed_on: bool = True
) -> Iterator[Till]:
    """Open the till of a workstation; by default the cashier is signed on."""
    with workstation.opened(
        folder, clock=clock or SetClock(), counter=counter or FakeCounter(), random=os.urandom
    ) as till:
        if signed_on:
            till.sign_in("cashier", shop.PINS["cashier"])
        yield till


def code_of(product_id: str, pack: int = 1_000) -> str:
    """The EAN-13 of a demo product."""
    for product, _ in shop.goods():
        if product.id == product_id:
            return next(barcode.gtin[1:] for barcode in product.codes if barcode.pack == pack)
    raise KeyError(product_id)
