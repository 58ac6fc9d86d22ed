"""Sets a damaged journal aside: a new folder is made beside it, with all that could be read, and takes its place.

`Journal` calls it with the till's lock held. The damaged files stay under their name, untouched. The new journal is
made in `journal-<n>.making`; its renaming is what makes it count, and `journal.current` then names it. A power cut
before the renaming leaves the old journal current, one after it is finished at the next start.
"""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from pos_app.domain.errors import Fault
from pos_app.store import ballast, durable_files, journal_file, migrations, projections, witness
from pos_app.store.journal_faults import fault_of
from pos_app.store.journal_salvage import Salvaged, salvage
from pos_app.store.witness import Mark

KEPT_MAX: Final = 5
"""Damaged journals in one data folder: a disk that spoils more than these is no place for a journal."""
NOTE: Final = "set-aside"
"""In the new journal's folder: what was brought over, and from where."""
_MAKING: Final = ".making"
_PATCHED: Final = "patched.db"
_MODEL: Final = "model.db"
_SIZE_AT: Final = 28
_FREE_AT: Final = 32
_HEADER_BYTES: Final = 100
_INTERIOR: Final = 0x05
_log = logging.getLogger(__name__)


class Note(msgspec.Struct, frozen=True):
    """Why a journal began as a copy of another."""

    source: str
    """The damaged journal's name."""
    detail: str
    salvaged: Salvaged


def set_aside(folder: Path, damaged: str, *, workstation: str, key: Ed25519PublicKey, detail: str) -> str:
    """Make a new journal out of what can be read of the one called `damaged`; return its name, which is current.

    Raises `Fault("journal.damaged_often")` beyond `KEPT_MAX`, and what the disk says (journal.disk_full, ...).
    """
    _log.error("the journal %s is damaged (%s) and is set aside", damaged, " ".join(detail.split())[:200])
    name = _finished(folder, damaged)
    if not name:
        known = journal_file.names(folder)
        if len(known) > KEPT_MAX:
            raise Fault("journal.damaged_often", count=len(known), detail=detail)
        name = journal_file.numbered(journal_file.number_of(known[-1]) + 1 if known else 1)
        try:
            _make(folder, damaged, name, workstation, key, detail)
        except sqlite3.Error as error:
            raise fault_of(error) or error from error
        except OSError as error:
            raise Fault("journal.disk_failed", detail=error.strerror or "") from error
    _point_at(folder, name)
    return name


def current(folder: Path) -> str:
    """Return which journal is current, and write the pointer that a power cut kept from being written."""
    name = journal_file.name_of(folder)
    if name != journal_file.FOLDER and not (folder / journal_file.POINTER).exists():
        _point_at(folder, name)
    return name


def note_of(place: Path) -> Note | None:
    """Return why the journal in the folder `place` began as a copy; None for one that did not."""
    try:
        return msgspec.msgpack.decode((place / NOTE).read_bytes(), type=Note)
    except (OSError, msgspec.DecodeError):
        return None


def _finished(folder: Path, damaged: str) -> str:
    """Return the journal that an earlier attempt had made of `damaged` when the power went."""
    for name in journal_file.names(folder):
        note = note_of(folder / name)
        if note is not None and note.source == damaged and name != damaged:
            return name
    return ""


def _point_at(folder: Path, name: str) -> None:
    try:
        durable_files.put(folder / journal_file.POINTER, f"{name}\n".encode())
    except OSError as error:
        raise Fault("journal.disk_failed", detail=error.strerror or "") from error


def _make(folder: Path, damaged: str, name: str, workstation: str, key: Ed25519PublicKey, detail: str) -> None:
    old = folder / damaged
    for left in folder.glob(f"{journal_file.FOLDER}*{_MAKING}"):
        shutil.rmtree(left)  # nothing in it was ever current
    with contextlib.suppress(OSError):
        os.truncate(old / ballast.FILE, 0)  # its room is needed now, and it proves nothing
    place = folder / f"{name}{_MAKING}"
    place.mkdir(mode=0o700)
    try:
        seen = witness.read(old)
        brought = _filled(place, old / journal_file.DATABASE, workstation, key, seen)
        durable_files.put(place / witness.FILE, witness.first_bytes(brought.known))
        durable_files.put(place / NOTE, msgspec.msgpack.encode(Note(damaged, detail[:500], brought)))
        _sync(place)
    except Exception:
        shutil.rmtree(place, ignore_errors=True)
        raise
    place.rename(folder / name)
    durable_files.sync_folder(folder)
    _log.error("%s: %d entries were read, %d are missing", name, brought.entries, brought.missing)


def _filled(place: Path, old: Path, workstation: str, key: Ed25519PublicKey, seen: Mark | None) -> Salvaged:
    """Fill the new database; when nothing could be read, once more from a copy with new table definitions."""
    brought = _attempt(place, old, workstation, key, seen)
    if brought.entries == 0 and (seen is None or seen.position > 0) and old.is_file():
        with _patched(place, old) as patched:
            better = _attempt(place, patched, workstation, key, seen)
        return msgspec.structs.replace(better, whole=False)
    return brought


def _attempt(place: Path, source: Path, workstation: str, key: Ed25519PublicKey, seen: Mark | None) -> Salvaged:
    for left in place.glob(f"{journal_file.DATABASE}*"):
        left.unlink()
    with _empty(place / journal_file.DATABASE) as target:
        return salvage(source, target, workstation=workstation, key=key, seen=seen)


@contextlib.contextmanager
def _empty(database: Path) -> Iterator[sqlite3.Connection]:
    connection = journal_file.open_database(database, writing=True)
    try:
        migrations.migrate(connection, projections.rebuild)
        yield connection
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        connection.close()


@contextlib.contextmanager
def _patched(place: Path, old: Path) -> Iterator[Path]:
    """Copy the damaged files and give the copy the table definitions of a new journal, where the tables lie alike.

    Without its first page SQLite finds nothing in a file, whose other pages may be whole. A wrong guess does no
    harm: what comes of it must carry the workstation's signatures.
    """
    patched, model = place / _PATCHED, place / _MODEL
    with _empty(model):
        pass
    shutil.copyfile(old, patched)
    log = old.with_name(f"{old.name}-wal")
    if log.is_file():
        shutil.copyfile(log, patched.with_name(f"{_PATCHED}-wal"))
    fresh = bytearray(model.read_bytes())
    pages = max(1, patched.stat().st_size // journal_file.PAGE_BYTES)
    fresh[_SIZE_AT : _SIZE_AT + 4] = pages.to_bytes(4, "big")
    fresh[_FREE_AT : _FREE_AT + 8] = bytes(8)
    with patched.open("r+b") as file:
        for page in _schema_pages(fresh):
            start = (page - 1) * journal_file.PAGE_BYTES
            file.seek(start)
            file.write(fresh[start : start + journal_file.PAGE_BYTES])
    try:
        yield patched
    finally:
        for name in (_PATCHED, _MODEL):
            for left in place.glob(f"{name}*"):
                left.unlink()


def _schema_pages(database: bytes | bytearray) -> list[int]:
    """Return the pages that hold the table definitions of a small `database` (sqlite.org/fileformat.html, 1.6)."""
    if database[_HEADER_BYTES] != _INTERIOR:
        return [1]
    cells = int.from_bytes(database[_HEADER_BYTES + 3 : _HEADER_BYTES + 5], "big")
    starts = [_HEADER_BYTES + 12 + 2 * cell for cell in range(cells)]
    places = [int.from_bytes(database[at : at + 2], "big") for at in starts] + [_HEADER_BYTES + 8]
    return [1, *(int.from_bytes(database[at : at + 4], "big") for at in places)]


def _sync(place: Path) -> None:
    for path in place.iterdir():
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    durable_files.sync_folder(place)
