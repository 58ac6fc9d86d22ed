"""A till of the demo store with its members, their keys and the members desk: for every test about members."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from pos_app.cli import demo_people, workstation
from pos_app.clock import SetClock
from pos_app.demo import people, shop
from pos_app.demo.people import DemoMember
from pos_app.demo.records import Record
from pos_app.domain.chain import Header
from pos_app.domain.entries import Body
from pos_app.domain.feed import FeedBatch, FeedRow, Level
from pos_app.members.desk import MembersDesk
from pos_app.selling.lamp import Link, SyncSeen
from pos_app.store.cache_writer import CacheWriter
from pos_app.store.people_index import PeopleIndex
from pos_app.till import Till
from tests.shop_floor import CACHE, HUB_KEY, FakeCounter

MEMBERS = tuple(people.members())
ONLINE = SyncSeen(Link.ONLINE, contact_age_ms=0)


def of_tier(tier: str) -> DemoMember:
    return next(each for each in MEMBERS if each.tier == tier)


class Line:
    """How the till stands to its hub, as a test says."""

    def __init__(self) -> None:
        self.seen = ONLINE

    def __call__(self) -> SyncSeen:
        return self.seen


class MemberTill(NamedTuple):
    """The desks of one till."""

    till: Till
    members: MembersDesk
    people: PeopleIndex
    folder: Path
    line: Line
    clock: SetClock

    def entries(self) -> list[Body]:
        """Every entry about any member, in the order of writing."""
        journal = self.till._journal
        found = {
            e.position: e.body for m in journal.subjects_after("member") for e in journal.entries_about("member", m)
        }
        return [found[position] for position in sorted(found)]


def feed_members(folder: Path, rows: Sequence[Record | tuple[Level, str, str, None]]) -> None:
    """Let the daemon write rows into the cache; a row without a record is a deletion."""
    writer = CacheWriter.open(folder / CACHE, shop.STORE, now_ms=0)
    try:
        at = writer.positions()
        head = at.chain
        batch = []
        for level, stream, key, record in rows:
            head += 1
            body = b"" if record is None else msgspec.msgpack.encode(record)
            batch.append(FeedRow(level, stream, key, head, deleted=record is None, body=body))
        writer.apply(FeedBatch(tuple(batch), msgspec.structs.replace(at, chain=head)))
    finally:
        writer.close()


def give_members(folder: Path, *, leased: int = 100) -> Path:
    """Give a workstation of the demo store the members' rows and keys."""
    feed_members(folder, list(demo_people.rows()))
    demo_people.put_rings(folder, HUB_KEY, leased=leased)
    return folder


@contextlib.contextmanager
def open_members(
    folder: Path, *, clock: SetClock | None = None, counter: FakeCounter | None = None, names: bool = True
) -> Iterator[MemberTill]:
    """Open till and members desk with the cashier signed on; with `names` once they are loaded."""
    line, clock = Line(), clock or SetClock()
    with workstation.rooms(
        folder, clock=clock, sync=line, counter=counter or FakeCounter(), random=os.urandom
    ) as rooms:
        rooms.till.sign_in("cashier", shop.PINS["cashier"])
        opened = MemberTill(rooms.till, rooms.members, rooms.people, folder, line, clock)
        if names:
            wait_for_names(rooms.people)
        yield opened


def wait_for_names(index: PeopleIndex) -> None:
    until = time.monotonic() + 10
    while not index.ready:
        assert time.monotonic() < until, "names did not load"
        time.sleep(0.005)


def header_of(till: Till) -> Header:
    """The newest header of the journal."""
    return till._journal.newest_headers(1)[0]
