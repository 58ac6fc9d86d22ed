"""The signed copy of the store's essentials beside the journal: for the day when the cache is gone and the hub away.

The daemon writes it after each change, the till reads it at start. It is believed for its signature alone, so that
whoever can write the file can at worst take it away.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from pos_app.domain.errors import Fault, Refusal
from pos_app.domain.essentials import BYTES_MAX, Essentials, opened, unpacked

NAME: Final = "operators.signed"
_MODE: Final = 0o600


class SignedCopy:
    """The copy as the daemon left it last: read again only when its file changed (a stat costs 2 µs)."""

    def __init__(self, identity_folder: Path, hub_key: bytes) -> None:
        """Take what is there now for read."""
        self._folder = identity_folder
        self._hub_key = hub_key
        self._seen = self._look()

    def newer(self) -> Essentials | None:
        """Return the essentials of a file that changed since the last look; None when it did not, or is no copy."""
        seen = self._look()
        if seen == self._seen:
            return None
        self._seen = seen
        return read(self._folder, self._hub_key)

    def _look(self) -> tuple[int, int, int] | None:
        try:
            found = (self._folder / NAME).stat()
        except OSError:
            return None
        return found.st_ino, found.st_mtime_ns, found.st_size


def read(identity_folder: Path, hub_key: bytes) -> Essentials | None:
    """Return the essentials; None when there is no copy or it is not signed by `hub_key` (Ed25519, 32 bytes)."""
    public = Ed25519PublicKey.from_public_bytes(hub_key)
    with contextlib.suppress(OSError, Refusal):
        return _opened(_read(identity_folder / NAME), public)
    return None


def write(identity_folder: Path, packed: bytes, public: Ed25519PublicKey) -> bool:
    """Put the packed `SignedEssentials` in place when it is newer than the copy there; tell whether it was.

    Raises `Refusal("essentials.not_the_hubs")`, or `Fault("cache.disk_full")` with the old copy untouched.
    """
    new = _opened(packed, public)
    with contextlib.suppress(OSError, Refusal):
        if _opened(_read(identity_folder / NAME), public).version >= new.version:
            return False
    making = identity_folder / f"{NAME}.new"
    try:
        handle = os.open(making, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _MODE)
        with os.fdopen(handle, "wb") as target:
            target.write(packed)
            target.flush()
            os.fsync(handle)
        making.replace(identity_folder / NAME)
    except OSError as error:
        raise Fault("cache.disk_full", detail=str(error)) from error
    return True


def _read(path: Path) -> bytes:
    with path.open("rb") as source:
        return source.read(BYTES_MAX * 2)


def _opened(packed: bytes, public: Ed25519PublicKey) -> Essentials:
    return opened(unpacked(packed), public)
