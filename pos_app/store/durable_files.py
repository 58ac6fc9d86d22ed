"""Small files that must be whole after a power cut: written beside, synced, then put in place in one step.

The identity, the witness and the ballast use it.
"""

from __future__ import annotations

import os
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def put(path: Path, data: bytes, *, mode: int = 0o600) -> None:
    """Write or replace `path` with `data`, whole or not at all."""
    fresh = _written(path, data, mode)
    fresh.replace(path)
    sync_folder(path.parent)


def put_once(path: Path, data: bytes, *, mode: int = 0o600) -> None:
    """Write `path` with `data`, whole or not at all; raises `FileExistsError` and changes nothing when it exists."""
    fresh = _written(path, data, mode)
    try:
        os.link(fresh, path)
    finally:
        fresh.unlink()
    sync_folder(path.parent)


def _written(path: Path, data: bytes, mode: int) -> Path:
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(descriptor, view) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    return fresh
