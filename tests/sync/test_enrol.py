"""A computer becomes a workstation once; a power cut between two steps is mended by the same code."""

from __future__ import annotations

import datetime as dt
import ipaddress
import stat
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from pos_app.domain.errors import Fault, Refusal
from pos_app.store import identity, locks
from sync.enrol import enrol
from sync.status import SyncState
from tests.sync.loopback import CREDENTIAL, SCOPE, LoopbackHub, daemon, said, until


def test_a_code_makes_a_workstation(tmp_path: Path) -> None:
    with LoopbackHub() as hub:
        who = enrol(tmp_path, hub.url + "/", " ABCD-1234 ", "Till 3")
    assert who == identity.read(tmp_path)
    assert (who.scope, who.name, who.hub) == (SCOPE, "Till 3", hub.url)
    assert identity.credential(tmp_path) == CREDENTIAL
    assert hub.enrolments[0].public_key == identity.public_key(tmp_path).public_bytes_raw()
    assert hub.enrolments[0].code == "ABCD-1234"
    for path in (tmp_path / identity.FOLDER).iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path.name


def test_a_workstation_is_not_enrolled_twice(tmp_path: Path) -> None:
    with LoopbackHub() as hub:
        enrol(tmp_path, hub.url, "ABCD-1234", "Till 3")
        with pytest.raises(Refusal, match=r"enrol\.already"):
            enrol(tmp_path, hub.url, "WXYZ-9876", "Till 4")
    assert len(hub.enrolments) == 1


def test_a_running_till_is_not_enrolled(tmp_path: Path) -> None:
    with LoopbackHub() as hub, locks.hold(tmp_path, "till"), pytest.raises(Refusal, match=r"lock\.held"):
        enrol(tmp_path, hub.url, "ABCD-1234", "Till 3")


def test_a_power_cut_before_the_answer_is_written_is_mended_by_the_same_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(*_: object) -> None:
        raise KeyboardInterrupt

    with LoopbackHub() as hub:
        with monkeypatch.context() as power:
            power.setattr(identity, "write", cut)
            with pytest.raises(KeyboardInterrupt):
                enrol(tmp_path, hub.url, "ABCD-1234", "Till 3")
        assert not identity.enrolled(tmp_path)
        enrol(tmp_path, hub.url, "ABCD-1234", "Till 3")
    first, second = hub.enrolments
    assert first == second, "the same key, so that the hub recognises the second request"


def test_a_hub_out_of_reach_is_said_and_the_code_is_good_still(tmp_path: Path) -> None:
    hub = LoopbackHub()
    with pytest.raises(Fault, match=r"enrol\.no_answer"):
        enrol(tmp_path, hub.url, "ABCD-1234", "Till 3")
    assert not identity.enrolled(tmp_path)
    with hub:
        enrol(tmp_path, hub.url, "ABCD-1234", "Till 3")


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("http://hub.example", "enrol.plain_http"),
        ("http://192.168.1.7:8080", "enrol.plain_http"),
        ("ftp://hub", "enrol.bad_address"),
        ("hub.example", "enrol.bad_address"),
        ("https://", "enrol.bad_address"),
        ("https://user:secret@hub.example", "enrol.bad_address"),
        ("", "enrol.bad_address"),
    ],
)
def test_an_address_that_would_give_the_credential_away_is_refused(tmp_path: Path, address: str, says: str) -> None:
    with pytest.raises(Refusal, match=says) as refused:
        enrol(tmp_path, address, "ABCD-1234", "Till 3")
    assert "secret" not in str(refused.value)
    assert not (tmp_path / identity.FOLDER).exists()


@pytest.mark.parametrize(
    ("code", "name"), [("", "Till"), (" ", "Till"), ("x" * 65, "Till"), ("A", ""), ("A", "n" * 81)]
)
def test_an_empty_or_endless_code_or_name_is_refused(tmp_path: Path, code: str, name: str) -> None:
    with pytest.raises(Refusal):
        enrol(tmp_path, "http://127.0.0.1:1", code, name)


def _certificate(folder: Path) -> tuple[Path, Path]:
    """Make a certificate for 127.0.0.1; return the hub's file (with the key) and the one to trust."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "hub")])
    now = dt.datetime.now(dt.UTC)
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(address, critical=False)
        .sign(key, hashes.SHA256())
    )
    public = made.public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "hub-both.pem").write_bytes(private + public)
    (folder / "hub.pem").write_bytes(public)
    return folder / "hub-both.pem", folder / "hub.pem"


def test_over_tls_the_enrolled_certificate_is_trusted_and_no_other(tmp_path: Path) -> None:
    both, public = _certificate(tmp_path)
    data = tmp_path / "data"
    with LoopbackHub(both) as hub:
        with pytest.raises(Fault, match=r"sync\.certificate"):
            enrol(data, hub.url, "ABCD-1234", "Till 3")
        enrol(data, hub.url, "ABCD-1234", "Till 3", public)
        public.unlink()  # a copy is kept with the identity
        with daemon(data):
            until(lambda: said(data).state is SyncState.ONLINE)


def test_a_certificate_file_that_is_none_is_said(tmp_path: Path) -> None:
    (tmp_path / "junk.pem").write_text("no certificate")
    for path in (tmp_path / "junk.pem", tmp_path / "absent.pem"):
        with pytest.raises(Fault, match=r"sync\.certificate_file"):
            enrol(tmp_path / "data", "https://127.0.0.1:1", "ABCD-1234", "Till 3", path)
