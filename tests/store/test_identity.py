"""A workstation's key is made once, is nobody else's to read, and is never replaced."""

import stat
from pathlib import Path

import msgspec
import pytest

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
