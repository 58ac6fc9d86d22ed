"""A workstation's key is made once, is nobody else's to read, and is never replaced."""

import stat
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives import serialization

from pos_app.domain.chain import Scope
from pos_app.domain.errors import Fault, Refusal
from pos_app.store import identity, locks
from pos_app.store.identity import Identity

TOLD = Identity(Scope("chain-1", "store-7", "till-3"), "Till 3", "https://hub.example", "hub-1", bytes(32))


def test_what_enrolment_wrote_is_read_back(tmp_path: Path) -> None:
    public = identity.ensure_key(tmp_path)
    assert not identity.enrolled(tmp_path)
    identity.write(tmp_path, TOLD, "token")
    assert identity.enrolled(tmp_path)
    assert identity.read(tmp_path) == TOLD
    assert identity.credential(tmp_path) == "token"
    assert identity.public_key(tmp_path).public_bytes_raw() == public
    identity.public_key(tmp_path).verify(identity.signing_key(tmp_path).sign(b"x"), b"x")


def test_nobody_else_can_read_it(tmp_path: Path) -> None:
    identity.ensure_key(tmp_path)
    identity.write(tmp_path, TOLD, "token")
    folder = tmp_path / identity.FOLDER
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {
        identity.KEY: 0o600,
        identity.WORKSTATION: 0o600,
        identity.CREDENTIAL: 0o600,
    }


def test_the_key_is_made_once(tmp_path: Path) -> None:
    first = identity.ensure_key(tmp_path)
    assert identity.ensure_key(tmp_path) == first, "an enrolment that was cut short goes on with the same key"
    identity.write(tmp_path, TOLD, "token")
    assert identity.ensure_key(tmp_path) == first


def test_a_workstation_does_not_become_another(tmp_path: Path) -> None:
    identity.ensure_key(tmp_path)
    identity.write(tmp_path, TOLD, "token")
    other = msgspec.structs.replace(TOLD, scope=Scope("chain-1", "store-7", "till-4"))
    with pytest.raises(Refusal, match=r"identity\.already_enrolled"):
        identity.write(tmp_path, other, "token-2")
    identity.write(tmp_path, msgspec.structs.replace(TOLD, hub="https://new.example"), "token-3")
    assert identity.read(tmp_path).hub == "https://new.example"
    assert identity.credential(tmp_path) == "token-3"


def test_nothing_is_written_under_a_running_till(tmp_path: Path) -> None:
    with locks.hold(tmp_path, "till"):
        with pytest.raises(Refusal, match=r"lock\.held"):
            identity.ensure_key(tmp_path)
        with pytest.raises(Refusal, match=r"lock\.held"):
            identity.write(tmp_path, TOLD, "token")
    assert not (tmp_path / identity.FOLDER).exists()


def test_before_enrolment_it_says_so(tmp_path: Path) -> None:
    for ask in (identity.read, identity.signing_key, identity.credential):
        with pytest.raises(Refusal, match=r"identity\.missing"):
            ask(tmp_path)
    with pytest.raises(Refusal, match=r"identity\.no_key"):
        identity.write(tmp_path, TOLD, "token")


def test_damaged_files_are_a_fault(tmp_path: Path) -> None:
    identity.ensure_key(tmp_path)
    identity.write(tmp_path, TOLD, "token")
    for name, ask in ((identity.KEY, identity.signing_key), (identity.WORKSTATION, identity.read)):
        (tmp_path / identity.FOLDER / name).write_bytes(b"\x01rubbish")
        with pytest.raises(Fault, match=r"identity\.damaged"):
            ask(tmp_path)


def test_the_key_file_is_what_every_other_program_writes_and_reads(tmp_path: Path) -> None:
    identity.ensure_key(tmp_path)
    path = tmp_path / identity.FOLDER / identity.KEY
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    assert path.read_bytes() == key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


@pytest.mark.parametrize(
    "change", [lambda pem: pem.replace(b"\n", b"\r\n"), lambda pem: pem.rstrip(b"\n")], ids=["CRLF", "no last line end"]
)
def test_a_key_file_that_an_editor_touched_is_still_read(tmp_path: Path, change: Callable[[bytes], bytes]) -> None:
    public = identity.ensure_key(tmp_path)
    path = tmp_path / identity.FOLDER / identity.KEY
    path.write_bytes(change(path.read_bytes()))
    assert identity.signing_key(tmp_path).public_key().public_bytes_raw() == public


@pytest.mark.parametrize(
    "change",
    [
        lambda pem: pem.replace(b"MC4CAQAwBQ", b"MC4CAQAwBR"),
        lambda pem: pem.replace(b"MC4CAQAwBQ", b"MC4CAQAw!Q"),
        lambda pem: pem[: len(pem) // 2],
        lambda pem: pem.replace(b"PRIVATE", b"PUBLIC"),
    ],
    ids=["another algorithm", "no base64", "cut", "another kind"],
)
def test_a_key_file_that_is_not_this_key_is_a_fault(tmp_path: Path, change: Callable[[bytes], bytes]) -> None:
    identity.ensure_key(tmp_path)
    path = tmp_path / identity.FOLDER / identity.KEY
    path.write_bytes(change(path.read_bytes()))
    with pytest.raises(Fault, match=r"identity\.damaged"):
        identity.signing_key(tmp_path)
