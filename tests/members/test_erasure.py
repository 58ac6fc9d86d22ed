"""I15, through real processes: after an erasure no file, no hub row and no backup made before it yields the person.

Two tills, their daemons and the hub; somebody is enrolled, buys, and asks to be forgotten. The backups hold everything
but the stores of keys, and are then tried with every key that is still anywhere.
"""

from __future__ import annotations

import contextlib
import secrets
import shutil
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest
import zstandard

from pos_app.cli import hub_desk
from pos_app.clock import SystemClock
from pos_app.demo import people, shop
from pos_app.domain.entries import Sale
from pos_app.domain.entries_members import Consent, MemberEnrolled, MemberErasureAsked, MemberRevealed, PersonalFields
from pos_app.domain.errors import Refusal
from pos_app.domain.people import PersonFields
from pos_app.domain.sealing import card_hash, open_person, phone_hash, seal_person
from pos_app.store import identity, people_files
from pos_app.store.catalogue import Catalogue
from pos_app.store.identity import Identity
from pos_app.store.journal import Journal
from pos_app.store.people_index import PeopleIndex
from pos_app.store.people_keys import PeopleKeys
from pos_app.store.verify import verify
from sync.enrol import enrol
from sync.hub.key_store import KeyStore
from sync.hub.settings import HubSettings
from tests.domain.entry_samples import SAMPLES
from tests.members.plain_text import search
from tests.sync.loopback import DAY, daemon, until

WHO = PersonFields("Zdenka Nachzehrer", "+8610044442046", "9527770099990")
MEMBER = "0" * 31 + "7"
SALE = SAMPLES["sale"]
CONSENT = Consent(("points",), "membership-1", "en", 1)


class Till(NamedTuple):
    """One workstation's folder and what reads it."""

    folder: Path
    who: Identity
    keys: PeopleKeys

    def journal(self) -> Journal:
        key = identity.signing_key(self.folder)
        return Journal.open(self.folder, identity=self.who, key=key, clock=SystemClock(), random=secrets.token_bytes)

    @contextlib.contextmanager
    def catalogue(self) -> Iterator[Catalogue]:
        opened = Catalogue.open(self.folder / "cache", self.who.scope.store)
        try:
            yield opened
        finally:
            opened.close()

    def knows(self, member: str) -> bool:
        with self.catalogue() as catalogue:
            return catalogue.member(member) is not None

    def fresh(self) -> PeopleKeys:
        self.keys.refresh()
        return self.keys

    def finds(self, fields: PersonFields) -> bool:
        lookup = self.fresh().lookup_key
        with self.catalogue() as catalogue:
            found = lookup and catalogue.member_by_phone_hash(phone_hash(lookup, fields.phone))
        return bool(found) and _opens(found.personal, self.keys) == fields  # type: ignore[union-attr]


def _opens(personal: PersonalFields, keys: PeopleKeys) -> PersonFields | None:
    try:
        return open_person(personal, keys.key(personal.key_id))
    except Refusal:
        return None


@contextlib.contextmanager
def _hub(folder: Path, log: Path) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = int(found.getsockname()[1])
    command = [sys.executable, "-m", "pos_app", "hub", "--data", str(folder), "--port", str(port)]
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output)

        def listens() -> bool:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                return True
            return False

        try:
            until(listens, 30)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(20)


def _enrolled(folder: Path, hub: Path, url: str, name: str) -> Till:
    with hub_desk.opened(HubSettings(hub)) as database:
        code = hub_desk.new_code(database, shop.STORE)
    who = enrol(folder, url, code, name)
    return Till(folder, who, PeopleKeys.open(folder))


@pytest.fixture
def places(tmp_path: Path) -> dict[str, Path]:
    return {name: tmp_path / name for name in ("hub", "a", "b", "log")}


def test_after_an_erasure_nothing_yields_the_person(places: dict[str, Path], tmp_path: Path) -> None:
    places["log"].mkdir()
    places["hub"].mkdir()
    with hub_desk.opened(HubSettings(places["hub"])) as database:
        hub_desk.seed(database, HubSettings(places["hub"]))
    with _hub(places["hub"], places["log"] / "hub.log") as url:
        a, b = (_enrolled(places[name], places["hub"], url, f"Till {name}") for name in "ab")
        with a.journal() as journal, b.journal(), daemon(a.folder), daemon(b.folder):
            until(lambda: a.fresh().spares() and b.fresh().lookup_key, 30)
            named, key = a.keys.spare()
            personal = seal_person(WHO, named, key, secrets.token_bytes(12))
            journal.append(MemberEnrolled(MEMBER, personal, CONSENT, "op-1"), business_day=DAY)
            assert isinstance(SALE, Sale)
            basket = msgspec.structs.replace(SALE.basket, member=MEMBER)
            number = journal.next_receipt("sale")
            sold = msgspec.structs.replace(
                SALE, receipt=number, basket=basket, personal=personal, points=7, training=False
            )
            journal.append(sold, business_day=DAY)
            journal.append(MemberRevealed(MEMBER, "phone", "parcel", "op-1"), business_day=DAY)
            until(lambda: b.finds(WHO), 30)
            until(lambda: _points(b) == 7)
            copies = _copies(places, tmp_path / "copies")
            assert _readable(copies, [a.keys, b.keys]), "with its key the person is read from the copies"
            assert _by_hash(copies, [a.keys, b.keys])

            journal.append(MemberErasureAsked(MEMBER, "op-1", "asked at the counter"), business_day=DAY)
            until(lambda: not a.knows(MEMBER) and not b.knows(MEMBER), 30)
            until(lambda: not any(till.fresh().key(named) for till in (a, b)), 30)
            known = next(people.members())
            until(lambda: b.finds(known.fields), 30)
            index = PeopleIndex(b.folder, b.who.scope.store, b.keys)
            index.start()
            until(lambda: index.ready)
            assert index.find(WHO.name, 5) == index.find(WHO.phone[-4:], 5) == []
            assert index.find(known.fields.name, 5)
            index.close()
    store = KeyStore(places["hub"] / "people-keys.db")
    rings = [store.ring("main", ring.ring) for ring in store.rings("main")]
    store.close()
    assert all(key not in ring.keys for ring in rings if ring is not None)
    _nothing_is_left(places, copies, [a.keys, b.keys], key)
    assert verify(a.folder).whole, "the chain is whole"


def _points(till: Till) -> int:
    with till.catalogue() as catalogue:
        found = catalogue.member(MEMBER)
        return found.points if found else 0


def _copies(places: dict[str, Path], to: Path) -> Path:
    """Copy everything as a backup before the erasure would: all but the stores of keys."""
    for name, place in places.items():
        shutil.copytree(place, to / name, ignore=shutil.ignore_patterns("people", "people-keys.db*", "*.lock"))
    return to


def _nothing_is_left(places: dict[str, Path], copies: Path, keys: list[PeopleKeys], key: bytes) -> None:
    everywhere = [*places.values(), copies]
    (planted := places["log"] / "planted.log").write_bytes(b"asked for " + WHO.phone.encode())
    those_who_stay = [each.fields for each in people.members(3)]
    found = {Path(each.file).name for each in search(everywhere, [WHO, *those_who_stay])}
    assert found == {"planted.log"}, "nothing but what was planted; and those who stay are sealed too"
    planted.unlink()
    held = [file for place in everywhere for file in place.rglob("*") if file.is_file() and key in file.read_bytes()]
    assert held == [], "the key itself is in no file"
    for old_generation_or_copy in everywhere:
        assert _readable(old_generation_or_copy, keys) == []
        assert _by_hash(old_generation_or_copy, keys) == []


def _readable(place: Path, keys: Iterable[PeopleKeys]) -> list[PersonalFields]:
    """Return what of the person can be opened below `place`, with any key of any ring that a till holds."""
    some = list(keys)
    at_hand = [
        key
        for each in some
        for number in people_files.rings(each._folder)
        for ring in [each.ring(number)]
        if ring is not None
        for key in (ring.key(slot) for slot in range(ring.slots()))
        if key is not None
    ]
    found = []
    for personal in _personals(place):
        for key in [*(each.key(personal.key_id) for each in some), *at_hand[:20]]:
            with contextlib.suppress(Refusal):
                if open_person(personal, key).name == WHO.name:
                    found.append(personal)
    return found


def _by_hash(place: Path, keys: Iterable[PeopleKeys]) -> list[bytes]:
    """Return the hashes below `place` that say that the person's phone or card was a member's."""
    lookups = [each.lookup_key for each in keys]
    wanted = {h for lookup in lookups if lookup for h in (phone_hash(lookup, WHO.phone), card_hash(lookup, WHO.card))}
    return [each for file in _files(place) for each in wanted if each in file]


def _files(place: Path) -> Iterator[bytes]:
    for file in sorted(place.rglob("*")):
        if file.is_file():
            raw = file.read_bytes()
            yield raw
            if raw.startswith(b"\x28\xb5\x2f\xfd"):
                yield zstandard.ZstdDecompressor().decompress(raw, max_output_size=400_000_000)


def _personals(place: Path) -> Iterator[PersonalFields]:
    """Return every person's cipher text in the databases below `place`, however old."""
    for file in sorted(place.rglob("*.db")):
        copy = file.with_suffix(".read")
        for ending in ("", "-wal"):
            with contextlib.suppress(FileNotFoundError):
                shutil.copy(f"{file}{ending}", f"{copy}{ending}")
        try:
            with contextlib.closing(sqlite3.connect(copy)) as db:
                tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
                for table in tables:
                    with contextlib.suppress(sqlite3.DatabaseError):
                        for row in db.execute(f'SELECT * FROM "{table}"'):
                            for value in row:
                                yield from _inside(value)
        finally:
            for left in copy.parent.glob(f"{copy.name}*"):
                left.unlink()


def _inside(value: object) -> Iterator[PersonalFields]:
    """Return the cipher texts in a value, wherever they are nested in its msgpack."""
    if isinstance(value, bytes):
        with contextlib.suppress(msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            yield from _nested(msgspec.msgpack.decode(value))


def _nested(value: Any) -> Iterator[PersonalFields]:  # noqa: ANN401 - whatever stood in the file
    if isinstance(value, dict):
        if set(value) == {"key_id", "cipher"}:
            yield PersonalFields(value["key_id"], value["cipher"])
        for inner in value.values():
            yield from _nested(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _nested(inner)
