"""The cache's files: `cache-<n>.db` for each generation, and `cache.current`, which names the one in use.

A file gets its name when it is whole and checked, and never changes that name or gives it to another. What moves is
`cache.current`, by an atomic rename. The generation before stays as fall-back; older ones are deleted.
"""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
from pathlib import Path
from typing import Final

import msgspec

from pos_app.domain.errors import Fault
from pos_app.domain.feed import Positions
from pos_app.store import cache_schema

CURRENT: Final = "cache.current"
_OF_GENERATION: Final = re.compile(r"cache-([1-9][0-9]{0,8})\.db")
_BESIDE: Final = ("-wal", "-shm")
_STALE: Final = re.compile(r"cache-[0-9]+\.db(-wal|-shm)?|cache\.current\.new|cache\.making(-wal|-shm|-journal)?")
MAKING: Final = "cache.making"
"""Name of a generation that is not finished; what a crash leaves under it is deleted."""


class Generation(msgspec.Struct, frozen=True):
    """The open generation: its file's name, when the hub made it, its cursor; the fall-back is not `is_current`."""

    name: str
    made_ms: int
    positions: Positions
    is_current: bool = True
    whole: bool = True
    """False while its first fill is still under way."""


def current(folder: Path) -> str | None:
    """Return the name in `cache.current`; None when there is none or it is not a name."""
    try:
        said = (folder / CURRENT).read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return None
    return said if _OF_GENERATION.fullmatch(said) else None


def candidates(folder: Path) -> list[str]:
    """Return the generations to try, best first: the current one, then those before it, newest first."""
    named = current(folder)
    below = _number(named) if named else None
    names = sorted(_names(folder), key=_number, reverse=True)
    older = [name for name in names if below is None or _number(name) < below]
    return older if named is None else [named, *older]


def fall_back(folder: Path, store: str, *, besides: str | None = None) -> str | None:
    """Return the generation to fall back on: the best whole one, else the best that opens at all."""
    opened = None
    for name in candidates(folder):
        whole = None if name == besides else wholeness(folder / name, store)
        if whole:
            return name
        if whole is not None and opened is None:
            opened = name
    return opened


def wholeness(path: Path, store: str) -> bool | None:
    """Tell whether a generation is whole, not still in its first fill; None when it can't be used."""
    try:
        with contextlib.closing(cache_schema.open_reader(path)) as db:
            return cache_schema.is_whole(db) if cache_schema.usable(db, store) else None
    except sqlite3.DatabaseError:
        return None


def check(path: Path, *, store: str, positions: Positions) -> None:
    """Read the whole unpacked snapshot; raises `Fault("cache.snapshot_unusable")` with the reason."""
    try:
        with contextlib.closing(cache_schema.open_reader(path)) as db:
            reason = _wrong(db, store, positions)
    except sqlite3.DatabaseError:
        reason = "damaged"
    if reason:
        raise Fault("cache.snapshot_unusable", reason=reason)


def install(file: Path, folder: Path, *, store: str, positions: Positions) -> str:
    """Make the unpacked snapshot `file` the current generation; return its name. `file` is gone afterwards.

    The caller has verified hash and signature. `file` should lie in `folder`, so that it is moved and not copied.
    What the hub said to this workstation is carried over from the generation before.
    """
    check(file, store=store, positions=positions)
    carry_over(folder, file)
    return put_in_place(file, folder, store=store)


def put_in_place(file: Path, folder: Path, *, store: str) -> str:
    """Give a finished, closed file the next free name and let `cache.current` name it; return the name."""
    kept = fall_back(folder, store)
    name = f"cache-{_last_number(folder) + 1}.db"
    _sync(file)
    file.replace(folder / name)
    for ending in _BESIDE:
        file.with_name(file.name + ending).unlink(missing_ok=True)
    note = folder / f"{CURRENT}.new"
    note.write_text(f"{name}\n", encoding="ascii")
    _sync(note)
    _sync(folder)
    note.replace(folder / CURRENT)
    _sync(folder)
    sweep(folder, keep={name, kept})
    return name


def sweep(folder: Path, *, keep: set[str | None]) -> None:
    """Delete every generation but those to keep, and what crashes left; a file that resists is left for next time."""
    kept = {f"{name}{ending}" for name in keep if name for ending in ("", *_BESIDE)}
    for entry in sorted(folder.iterdir()):
        if _STALE.fullmatch(entry.name) and entry.name not in kept:
            with contextlib.suppress(OSError):
                entry.unlink()


def carry_over(folder: Path, file: Path) -> None:
    """Copy acknowledgements, states, answers and demand into `file` from the current generation, where readable."""
    for name in candidates(folder)[:1]:
        if not (folder / name).exists():
            return
        with contextlib.closing(sqlite3.connect(file.absolute().as_uri(), uri=True, isolation_level=None)) as db:
            try:
                db.execute("ATTACH ? AS old", (f"{(folder / name).absolute().as_uri()}?mode=ro",))
            except sqlite3.DatabaseError:
                return
            db.execute("PRAGMA synchronous = OFF")  # the whole file is synced before it gets its name
            for table in cache_schema.LOCAL_TABLES:
                with contextlib.suppress(sqlite3.DatabaseError):
                    db.execute(f"INSERT OR REPLACE INTO main.{table} SELECT * FROM old.{table}")  # noqa: S608 - constants


def _wrong(db: sqlite3.Connection, store: str, positions: Positions) -> str:
    """Return what makes the open snapshot unusable, or nothing."""
    if not cache_schema.usable(db, store):
        return "schema"
    if db.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
        return "damaged"
    held = db.execute("SELECT chain, store, base_chain, base_store, whole FROM generation").fetchone()
    if held != (positions.chain, positions.store, positions.chain, positions.store, 1):
        return "positions"
    highest = db.execute(
        "SELECT coalesce(max(last) FILTER (WHERE level = 'chain'), 0),"
        " coalesce(max(last) FILTER (WHERE level = 'store'), 0) FROM stream"
    ).fetchone()
    return "positions" if highest[0] > positions.chain or highest[1] > positions.store else ""


def _names(folder: Path) -> list[str]:
    try:
        return [entry.name for entry in folder.iterdir() if _OF_GENERATION.fullmatch(entry.name)]
    except OSError:
        return []


def _last_number(folder: Path) -> int:
    """Return the highest number ever seen here; a log that a crash left counts, lest it meet a new file."""
    left = [_OF_GENERATION.match(entry.name) for entry in folder.iterdir()]
    named = current(folder)
    return max([*(int(found[1]) for found in left if found), _number(named) if named else 0])


def _number(name: str) -> int:
    found = _OF_GENERATION.fullmatch(name)
    assert found is not None
    return int(found[1])


def _sync(path: Path) -> None:
    """Bring a file or a folder to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
