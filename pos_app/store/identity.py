"""Who this workstation is: its signing key, its name and scope, and the daemon's credential at the hub.

`enrol` writes the folder once, while no till runs; the till reads the key, the daemon everything but the key. The
folder is 0700 and its files 0600. A key that exists is never replaced: what it signed must stay provable.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from pos_app.domain.chain import Scope
from pos_app.domain.errors import Fault, Refusal
from pos_app.store import durable_files, locks

FOLDER: Final = "identity"
KEY: Final = "key.pem"
WORKSTATION: Final = "workstation.msgpack"
CREDENTIAL: Final = "credential"


class Identity(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the hub told this workstation at enrolment."""

    scope: Scope
    name: str
    """What people call the workstation: "Till 3"."""
    hub: str
    """URL of the hub; empty sells alone."""
    hub_key_id: str = ""
    hub_key: bytes = b""
    """Ed25519 public key (32 bytes) that signs feed batches, snapshots and offline operators."""
    certificate: str = ""
    """Path of the certificate to trust for the hub, PEM; empty trusts the system's."""


def enrolled(folder: Path) -> bool:
    """Tell whether the data `folder` has an identity."""
    return (folder / FOLDER / WORKSTATION).is_file()


def read(folder: Path) -> Identity:
    """Read the identity of the data `folder`; `Refusal("identity.missing")` before enrolment."""
    return _decoded(_bytes(folder, WORKSTATION), folder)


def signing_key(folder: Path) -> Ed25519PrivateKey:
    """Read the private key: for the till alone."""
    try:
        key = load_pem_private_key(_bytes(folder, KEY), password=None)
    except ValueError as error:
        raise Fault("identity.damaged", file=KEY) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise Fault("identity.damaged", file=KEY)
    return key


def public_key(folder: Path) -> Ed25519PublicKey:
    """Return the public half of the workstation's key."""
    return signing_key(folder).public_key()


def credential(folder: Path) -> str:
    """Read the daemon's bearer token."""
    return _bytes(folder, CREDENTIAL).decode().strip()


def ensure_key(folder: Path) -> bytes:
    """Make the key pair if there is none and return the public key, 32 raw bytes; refuses while a till runs."""
    with locks.hold(folder, "till"):
        _private_folder(folder)
        path = folder / FOLDER / KEY
        if not path.exists():
            fresh = Ed25519PrivateKey.generate()
            pem = fresh.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
            durable_files.put_once(path, pem)
        return public_key(folder).public_bytes_raw()


def write(folder: Path, identity: Identity, credential: str) -> None:
    """Write what the hub said at enrolment; refuses while a till runs, and to become another workstation.

    Written again for the same scope it renews the credential, the hub's key and its address.
    """
    with locks.hold(folder, "till"):
        if not (folder / FOLDER / KEY).is_file():
            raise Refusal("identity.no_key")
        if enrolled(folder) and read(folder).scope != identity.scope:
            raise Refusal("identity.already_enrolled", workstation=read(folder).scope.workstation)
        _private_folder(folder)
        durable_files.put(folder / FOLDER / CREDENTIAL, credential.encode())
        durable_files.put(folder / FOLDER / WORKSTATION, msgspec.msgpack.encode(identity))


def _private_folder(folder: Path) -> None:
    private = folder / FOLDER
    private.mkdir(parents=True, exist_ok=True, mode=0o700)
    private.chmod(0o700)
    durable_files.sync_folder(folder)


def _bytes(folder: Path, name: str) -> bytes:
    path = folder / FOLDER / name
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise Refusal("identity.missing", folder=str(folder)) from None
    except OSError as error:
        raise Fault("identity.unreadable", file=str(path), detail=error.strerror or "") from error


def _decoded(data: bytes, folder: Path) -> Identity:
    try:
        return msgspec.msgpack.decode(data, type=Identity)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Fault("identity.damaged", file=str(folder / FOLDER / WORKSTATION)) from error
