"""What is left of a person who was forgotten: cipher texts, hashes and keys in the files of tills, hub and backups.

`test_erasure` tries every copy with every key that is still anywhere. What it finds before the erasure shows that it
can find something.
"""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec
import zstandard

from pos_app.domain.entries_members import PersonalFields
from pos_app.domain.errors import Refusal
from pos_app.domain.people import PersonFields
from pos_app.domain.sealing import card_hash, open_person, phone_hash
from pos_app.store import people_files
from pos_app.store.people_keys import PeopleKeys
from tests.members.plain_text import search

UNPACKED_MAX: Final = 400_000_000
_FRAME: Final = b"\x28\xb5\x2f\xfd"


def backup(places: dict[str, Path], to: Path) -> Path:
    """Copy everything as a backup before the erasure would: all but the stores of keys."""
    for name, place in places.items():
        shutil.copytree(place, to / name, ignore=shutil.ignore_patterns("people", "people-keys.db*", "*.lock"))
    return to


def nothing_is_left(
    who: PersonFields,
    key: bytes,
    places: dict[str, Path],
    copies: Path,
    keys: list[PeopleKeys],
    those_who_stay: Sequence[PersonFields] = (),
) -> None:
    """Look everywhere for a person whose `key` was deleted; who is planted is found, so silence means something."""
    everywhere = [*places.values(), copies]
    (planted := places["log"] / "planted.log").write_bytes(b"asked for " + who.phone.encode())
    found = {Path(each.file).name for each in search(everywhere, [who, *those_who_stay])}
    assert found == {"planted.log"}, "nothing but what was planted; and those who stay are sealed too"
    planted.unlink()
    held = [file for place in everywhere for file in place.rglob("*") if file.is_file() and key in file.read_bytes()]
    assert held == [], "the key itself is in no file"
    for old_generation_or_copy in everywhere:
        assert readable(old_generation_or_copy, keys, who) == []
        assert by_hash(old_generation_or_copy, keys, who) == []


def readable(place: Path, keys: Iterable[PeopleKeys], who: PersonFields) -> list[PersonalFields]:
    """Return what of `who` can be opened below `place`, with any key of any ring that a till holds."""
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
                if open_person(personal, key).name == who.name:
                    found.append(personal)
    return found


def by_hash(place: Path, keys: Iterable[PeopleKeys], who: PersonFields) -> list[bytes]:
    """Return the hashes below `place` that say that the phone or card of `who` was a member's."""
    lookups = [each.lookup_key for each in keys]
    wanted = {h for lookup in lookups if lookup for h in (phone_hash(lookup, who.phone), card_hash(lookup, who.card))}
    return [each for file in _files(place) for each in wanted - {b""} if each in file]


def _files(place: Path) -> Iterator[bytes]:
    for file in sorted(place.rglob("*")):
        if file.is_file():
            raw = file.read_bytes()
            yield raw
            if raw.startswith(_FRAME):
                yield zstandard.ZstdDecompressor().decompress(raw, max_output_size=UNPACKED_MAX)


def _personals(place: Path) -> Iterator[PersonalFields]:
    """Return every person's cipher text in the databases and snapshots below `place`, however old."""
    for file in sorted(each for each in place.rglob("*") if each.is_file()):
        with file.open("rb") as opened, tempfile.TemporaryDirectory() as scratch:
            begins = opened.read(16)
            copy = Path(scratch) / "copy.db"
            if begins.startswith(b"SQLite format 3"):
                for ending in ("", "-wal"):
                    with contextlib.suppress(FileNotFoundError):
                        shutil.copy(f"{file}{ending}", f"{copy}{ending}")
            elif begins.startswith(_FRAME):
                unpacked = zstandard.ZstdDecompressor().decompress(file.read_bytes(), max_output_size=UNPACKED_MAX)
                copy.write_bytes(unpacked)
            else:
                continue
            with contextlib.closing(sqlite3.connect(copy)) as db:
                yield from _in_tables(db)


def _in_tables(db: sqlite3.Connection) -> Iterator[PersonalFields]:
    with contextlib.suppress(sqlite3.DatabaseError):
        for (table,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            with contextlib.suppress(sqlite3.DatabaseError):
                for row in db.execute(f'SELECT * FROM "{table}"'):
                    for value in row:
                        yield from _inside(value)


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
