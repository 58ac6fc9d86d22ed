"""Who this workstation is: its signing key, its name and scope, and the daemon's credential at the hub.

`enrol` writes the folder once, while no till runs; the till reads the key, the daemon everything but the key. The
folder is 0700 and its files 0600. A key that exists is never replaced: what it signed must stay provable.
"""

from __future__ import annotations

import binascii
from pathlib import Path
from typing import Final

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from pos_app.domain.chain import Scope
from pos_app.domain.errors import Fault, Refusal
from pos_app.store import durable_files, locks

FOLDER: Final = "identity"
KEY: Final = "key.pem"
WORKSTATION: Final = "workstation.msgpack"
CREDENTIAL: Final = "credential"
PEM_BEGIN: Final = b"-----BEGIN PRIVATE KEY-----"
PEM_END: Final = b"-----END PRIVATE KEY-----"
PEM_LINES: Final = 4
"""Begin, the key, end, and what follows the last line's end."""
KEY_BYTES: Final = 32
DER_PREFIX: Final = bytes.fromhex("302e020100300506032b657004220420")
"""Of a PKCS #8 private key of Ed25519 without attributes (RFC 8410, section 7); the key itself follows."""


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
    pem = _bytes(folder, KEY)
    try:
        key = _plain_key(pem) or _any_key(pem)
    except ValueError as error:
        raise Fault("identity.damaged", file=KEY) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise Fault("identity.damaged", file=KEY)
    return key


def _pem_of(key: Ed25519PrivateKey) -> bytes:
    text = binascii.b2a_base64(DER_PREFIX + key.private_bytes_raw(), newline=False)
    return b"\n".join((PEM_BEGIN, text, PEM_END, b""))


def _plain_key(pem: bytes) -> Ed25519PrivateKey | None:
    """Read the one form that `ensure_key` writes (RFC 8410, no attributes); None for any other."""
    lines = pem.split(b"\n")
    if len(lines) != PEM_LINES or (lines[0], *lines[2:]) != (PEM_BEGIN, PEM_END, b""):
        return None
    der = binascii.a2b_base64(lines[1], strict_mode=True)
    if len(der) != len(DER_PREFIX) + KEY_BYTES or not der.startswith(DER_PREFIX):
        return None
    return Ed25519PrivateKey.from_private_bytes(der[len(DER_PREFIX) :])


def _any_key(pem: bytes) -> object:
    """Read a key of any form; the import takes 30 ms of a till's start, so the usual form does without."""
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415 - see above

    return serialization.load_pem_private_key(pem, password=None)


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
            durable_files.put_once(path, _pem_of(Ed25519PrivateKey.generate()))
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
