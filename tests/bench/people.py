"""200,000 members at a till: the names in memory after the start, and finding one by phone, card and name.

`run` is called by `./pos bench people`. The folder is what hub and daemon leave; the till's part is measured in a
process of its own (`people_child`), with a thread that stands for the window and must never wait long.
"""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pos_app.demo import people
from pos_app.domain.feed import FeedRow, Positions
from pos_app.domain.people import Member
from pos_app.domain.sealing import card_hash, phone_hash, seal_person
from pos_app.store.cache_snapshot import build_snapshot
from tests.bench import children
from tests.store.cache_goods import STORE, row
from tests.store.people_rig import CHAIN, Rig

MEMBERS = 200_000
READY_S = 3
FOUND_MS = 50
GAP_MS = 50
INDEX_MB = 12


def run(most: int | None = None) -> dict[str, Any]:
    """Measure with all members, or with a tenth when the other benches are small."""
    count = MEMBERS if most is None else MEMBERS // 10
    with tempfile.TemporaryDirectory() as place:
        rig = Rig(Path(place))
        made = Path(place) / "snapshot.db"
        build_snapshot(_rows(rig, count), Positions(chain=count), made, store=STORE)
        rig.writer.install(made, Positions(chain=count))
        rig.deliver()
        rig.close()
        return {"members": count, **children.ask("tests.bench.people_child", str(rig.folder), str(count))}


def _rows(rig: Rig, count: int) -> Iterator[FeedRow]:
    lookup, keys = rig.store.lookup(CHAIN), rig.store.grant(CHAIN, count)
    for position, (each, (named, key)) in enumerate(zip(people.members(count), keys, strict=True), 1):
        personal = seal_person(each.fields, named, key, secrets.token_bytes(12))
        hashes = phone_hash(lookup, each.fields.phone), card_hash(lookup, each.fields.card)
        yield row("member", each.id, position, Member(each.id, personal, *hashes, each.tier, each.points))
