"""Looks for people in clear in every file of a till, a daemon and a hub: logs, databases, their WALs, snapshots.

A name or a number counts as found in UTF-8 and UTF-16, in capitals or not, with separators between the digits, by its
national part alone, in base64 and hexadecimal, and inside anything packed (zstd, gzip, zip) or a SQLite database's
pages and values. Whoever searches first plants somebody and sees that they are found.
"""

from __future__ import annotations

import base64
import contextlib
import gzip
import io
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

import zstandard

from pos_app.domain.people import PersonFields
from pos_app.domain.phones import national_part

LENGTH_MIN: Final = 4
"""What is shorter is found in any noise."""
UNPACKED_MAX: Final = 400_000_000
_SEPARATORS: Final = b" \t\r\n()-./+_,\x00"
"""Taken out before a number is looked for; the noughts make UTF-16 plain."""
_FRAME: Final = b"\x28\xb5\x2f\xfd"
_GZIP: Final = b"\x1f\x8b\x08"


class Found(NamedTuple):
    """Where somebody was found, and by what."""

    file: str
    what: str


def search(places: Iterable[Path], people: Iterable[PersonFields]) -> list[Found]:
    """Return everybody who is found in the files below `places`."""
    everybody = list(people)
    names = [(f"name {who.name}", way) for who in everybody for way in _encoded(who.name)]
    numbers = {each for who in everybody for each in (who.phone, national_part(who.phone), who.card) if each}
    digits = [(f"number {each}", each.removeprefix("+").encode()) for each in sorted(numbers)]
    names += [(f"number {each}", way) for each in sorted(numbers) for way in _encoded(each.removeprefix("+"))]
    found: set[Found] = set()
    for place in places:
        files = [place] if place.is_file() else sorted(each for each in place.rglob("*") if each.is_file())
        for file in files:
            for data in _layers(file):
                lower, squeezed = data.lower(), data.translate(None, _SEPARATORS)
                hits = [what for what, way in names if way in lower] + [w for w, way in digits if way in squeezed]
                found |= {Found(str(file), what) for what in hits}
    return sorted(found)


def _encoded(text: str) -> set[bytes]:
    """Return the ways in which `text` may lie in a file whose capitals were made small."""
    plain = text.encode()
    ways = {text.encode(way) for way in ("utf-8", "utf-16-le", "utf-16-be", "gb18030")} | {plain.hex().encode()}
    # Base64 of a text inside a longer one begins at any of three places; its ends depend on what is beside it.
    for shift in range(3):
        coded = base64.b64encode(bytes(shift) + plain)
        ways.add(coded[(0, 2, 3)[shift] : len(coded) - 4])
    return {way.lower() for way in ways if len(way) >= LENGTH_MIN}


def _layers(file: Path) -> Iterator[bytes]:
    """Return the bytes of a file, what is packed in them, and each value of a database."""
    try:
        raw = file.read_bytes()
    except OSError:
        return
    yield raw
    for unpacked in _unpacked(raw):
        yield unpacked
        if unpacked.startswith(b"SQLite format 3\x00"):
            yield from _values(unpacked)
    if raw.startswith(b"SQLite format 3\x00"):
        yield from _values(raw)


def _unpacked(raw: bytes) -> Iterator[bytes]:
    at = raw.find(_FRAME)
    while at >= 0:
        with contextlib.suppress(zstandard.ZstdError, MemoryError):
            yield zstandard.ZstdDecompressor().decompressobj().decompress(raw[at:])[:UNPACKED_MAX]
        at = raw.find(_FRAME, at + 1)
    if raw.startswith(_GZIP):
        with contextlib.suppress(OSError, EOFError):
            yield gzip.decompress(raw)
    if raw.startswith(b"PK"):
        with contextlib.suppress(zipfile.BadZipFile), zipfile.ZipFile(io.BytesIO(raw)) as archive:
            for name in archive.namelist():
                yield archive.read(name)


def _values(database: bytes) -> Iterator[bytes]:
    """Return what packed values of a database hold."""
    db = sqlite3.connect(":memory:")
    try:
        db.deserialize(database[:18] + b"\x01\x01" + database[20:])  # as it is without its log
        tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            with contextlib.suppress(sqlite3.DatabaseError):
                for row in db.execute(f'SELECT * FROM "{table}"'):
                    for value in row:
                        if isinstance(value, bytes) and (_FRAME in value or value.startswith(_GZIP)):
                            yield from _unpacked(value)
    except sqlite3.DatabaseError:
        return
    finally:
        db.close()
