"""The hub's secrets: its Ed25519 key, which signs feeds, snapshots and essentials, and what is derived from it.

They lie in the hub's folder with mode 0600 and are made at the first start. Losing the key means enrolling afresh.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

KEY_FILE: Final = "hub-key"
TOKEN_FILE: Final = "admin-token"  # noqa: S105 - a file's name
_ID_DIGITS: Final = 16


class HubKey:
    """The key, its public half and the id by which tills name it."""

    def __init__(self, seed: bytes) -> None:
        """Take the 32 secret bytes."""
        self._seed = seed
        self.private = Ed25519PrivateKey.from_private_bytes(seed)
        self.public = self.private.public_key().public_bytes_raw()
        self.id = hashlib.sha256(self.public).hexdigest()[:_ID_DIGITS]

    def sign(self, sealed: bytes) -> bytes:
        """Return the signature over `sealed` (64 bytes)."""
        return self.private.sign(sealed)

    def derived(self, purpose: bytes, said: bytes) -> bytes:
        """Return 32 secret bytes that only this hub can make from `said`, other ones for each `purpose`."""
        return hmac.digest(hmac.digest(self._seed, b"pos-hub-1 " + purpose, "sha256"), said, "sha256")


def hub_key(folder: Path) -> HubKey:
    """Read the hub's key, or make it at the first start."""
    return HubKey(kept(folder / KEY_FILE, lambda: secrets.token_bytes(32)))


def admin_token(folder: Path) -> str:
    """Read the admin token, or make it at the first start."""
    return kept(folder / TOKEN_FILE, lambda: secrets.token_urlsafe(32).encode()).decode()


def kept(path: Path, make: Callable[[], bytes]) -> bytes:
    """Read a secret, or make it and keep it, mode 0600; of two that make it at once the first one holds."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        pass
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(make())
        file.flush()
        os.fsync(file.fileno())
    with contextlib.suppress(FileExistsError):
        os.link(fresh, path)  # unlike a rename, it fails when another process was first
    fresh.unlink()
    return path.read_bytes()
