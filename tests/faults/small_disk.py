"""A disk that is soon full: a small tmpfs of a test's own, and what takes every byte of it.

Mounting one needs root; without it the tests that ask for it are skipped and say so.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

DISK_BYTES: Final = 64_000_000
_WRITES = (65_536, 4_096, 512, 1)


@contextmanager
def mounted(place: Path) -> Iterator[Path]:
    """Mount it at `place`, which is made."""
    place.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "tmpfs", str(place)], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip(f"NO FULL-DISK TEST: a small file system cannot be mounted here: {done.stderr.decode().strip()}")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def fill(place: Path) -> Path:
    """Take every free byte of the disk; return the file to remove again."""
    hog = place / "photos"
    with hog.open("ab", buffering=0) as file:
        for size in _WRITES:
            try:
                while True:
                    os.write(file.fileno(), bytes(size))
            except OSError:
                continue
    return hog
