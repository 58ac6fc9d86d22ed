"""A file of 8 MB that is there to be given up: when the disk is full, its room lets the sale in hand end.

Made again as soon as there is room for it twice over.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Final

BALLAST_BYTES: Final = 8_000_000
FILE: Final = "ballast"


class Ballast:
    """The ballast of one journal folder; `held` tells whether its room is still kept."""

    def __init__(self, folder: Path) -> None:
        """Look at the ballast in the journal's `folder`; nothing is made yet."""
        self.folder = folder
        self._path = folder / FILE
        self.held = self._size() >= BALLAST_BYTES

    def fill(self) -> bool:
        """Make the ballast unless it is held or the disk lacks the room; tell whether it is held."""
        if self.held:
            return True
        try:
            space = os.statvfs(self._path.parent)
            if space.f_bavail * space.f_frsize < 2 * BALLAST_BYTES:
                return False
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                os.posix_fallocate(descriptor, 0, BALLAST_BYTES)
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        except OSError:
            with contextlib.suppress(OSError):
                self._path.unlink(missing_ok=True)
            return False
        self.held = True
        return True

    def release(self) -> bool:
        """Give the room back to the disk; False when it was given before."""
        if not self.held:
            return False
        self.held = False
        try:
            os.truncate(self._path, 0)
        except OSError:
            return False
        return True

    def _size(self) -> int:
        try:
            found = self._path.stat()
        except OSError:
            return 0
        return min(found.st_size, found.st_blocks * 512)
