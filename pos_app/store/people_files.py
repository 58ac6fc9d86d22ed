"""`people/` of the data folder: one file for each ring of people's keys, as the hub sealed it. Never in a backup.

The daemon writes it and cannot open what it writes; the till reads it. A ring is replaced in one step, and what lay
there before is overwritten: a copy made from then on does not hold an erased key.
"""

from __future__ import annotations

import contextlib
import os
import re
from pathlib import Path
from typing import Final

import msgspec

from pos_app.domain.key_rings import SEALED_BYTES_MAX, SealedRing
from pos_app.store import durable_files

FOLDER: Final = "people"
_RING: Final = re.compile(r"ring-(0|[1-9][0-9]{0,8})")
_LEFT: Final = re.compile(r"ring-[0-9]+\.[0-9]+\.new")
"""What a power cut leaves of a file that was not put in place."""
_decoder: Final = msgspec.msgpack.Decoder(SealedRing)


def prepare(folder: Path) -> None:
    """Make the folder, for its owner alone, and sweep what a power cut left."""
    place = folder / FOLDER
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    place.chmod(0o700)
    for entry in place.iterdir():
        if _LEFT.fullmatch(entry.name):
            _blank(entry)


def rings(folder: Path) -> list[int]:
    """Return the numbers of the rings that are there."""
    try:
        found = [_RING.fullmatch(entry.name) for entry in (folder / FOLDER).iterdir()]
    except OSError:
        return []
    return sorted(int(each[1]) for each in found if each)


def read(folder: Path, ring: int) -> SealedRing | None:
    """Return a ring as it came; None when it is missing, cut short or another one's."""
    try:
        with _path(folder, ring).open("rb") as file:
            sealed = _decoder.decode(file.read(SEALED_BYTES_MAX * 2))
    except (OSError, msgspec.DecodeError):
        return None
    return sealed if sealed.ring == ring else None


def put(folder: Path, ring: SealedRing) -> None:
    """Put a ring in place, whole or not at all, then overwrite the one before; raises `OSError`."""
    path = _path(folder, ring.ring)
    before = None
    with contextlib.suppress(FileNotFoundError):
        before = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    try:
        durable_files.put(path, msgspec.msgpack.encode(ring))
        if before is not None:
            _overwrite(before)
    finally:
        if before is not None:
            os.close(before)


def drop(folder: Path, ring: int) -> None:
    """Overwrite and delete a ring that the hub no longer has."""
    _blank(_path(folder, ring))


def stamps(folder: Path) -> dict[int, tuple[int, int]]:
    """Return for each ring that is there what changes when it is replaced (0.3 ms for 200).

    The folder's own time would not do: two rings put in place within one tick of the kernel's clock give one time.
    """
    found: dict[int, tuple[int, int]] = {}
    with contextlib.suppress(OSError), os.scandir(folder / FOLDER) as entries:
        for entry in entries:
            named = _RING.fullmatch(entry.name)
            if named:
                with contextlib.suppress(OSError):
                    seen = entry.stat()
                    found[int(named[1])] = seen.st_ino, seen.st_mtime_ns
    return found


def _path(folder: Path, ring: int) -> Path:
    return folder / FOLDER / f"ring-{ring}"


def _blank(path: Path) -> None:
    with contextlib.suppress(OSError):
        descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC)
        try:
            _overwrite(descriptor)
        finally:
            os.close(descriptor)
        path.unlink()


def _overwrite(descriptor: int) -> None:
    os.pwrite(descriptor, bytes(os.fstat(descriptor).st_size), 0)
    os.fsync(descriptor)
