"""The hub as a process: TLS beyond this machine, a quick stop, and nothing lost by a kill."""

from __future__ import annotations

import datetime as dt
import ipaddress
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from pos_app.clock import SystemClock
from pos_app.domain.chain import Scope
from pos_app.domain.errors import Fault, Refusal
from sync import wire
from sync.hub import enrolment, reports
from sync.hub.database import Database
from sync.hub.keys import hub_key
from sync.hub.publish import publish_many
from sync.hub.serve import serve
from sync.hub.settings import HubSettings
from sync.protocol import PUSH_PATH, VERSION, VERSION_HEADER, EnrolRequest, PushRequest
from tests.sync.hub.paper_till import CHAIN, STORE, PaperTill, catalogue

_SERVE = """
import sys
from pathlib import Path
from sync.hub.serve import serve
from sync.hub.settings import HubSettings
folder, port, *files = sys.argv[1:]
certificate, key = (Path(file) for file in files) if files else (None, None)
serve(HubSettings(Path(folder)), "127.0.0.1", int(port), certificate=certificate, key=key)
"""


def a_certificate(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "hub")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate, private = folder / "hub.pem", folder / "hub-tls-key.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, plain)
    )
    return certificate, private


def a_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(folder: Path, port: int, *files: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The hub as a process of its own, killed at the end if it still runs."""
    command = [sys.executable, "-c", _SERVE, str(folder), str(port), *map(str, files)]
    hub = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        yield hub
    finally:
        hub.kill()
        hub.wait()


def healthy(client: httpx.Client, hub: subprocess.Popen[bytes]) -> None:
    """Wait until the hub answers; fail when it ends instead."""
    until = time.monotonic() + 60
    while time.monotonic() < until and hub.poll() is None:
        try:
            if client.get("/healthz").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    pytest.fail("the hub did not come up")


def settled(db: Database) -> reports.Summary:
    """Wait until everything that arrived is posted."""
    until = time.monotonic() + 60
    while True:
        with db.reading() as tx:
            found = reports.summary(tx, CHAIN, STORE)
        if not found.waiting or time.monotonic() > until:
            return found
        time.sleep(0.05)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "hub.example"])  # noqa: S104 - they are refused
def test_beyond_this_machine_only_with_tls(tmp_path: Path, host: str) -> None:
    with pytest.raises(Refusal, match=r"hub\.tls_needed"):
        serve(HubSettings(tmp_path), host, 1)


def test_files_that_are_no_certificate_are_said_so(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.pem"
    wrong.write_text("not a certificate")
    for file in (wrong, tmp_path / "absent.pem"):
        with pytest.raises(Fault, match=r"hub\.certificate"):
            serve(HubSettings(tmp_path), "127.0.0.1", 1, certificate=file, key=file)


def test_the_hub_speaks_tls_and_stops_when_asked(tmp_path: Path) -> None:
    files, port = a_certificate(tmp_path), a_port()
    trusted = ssl.create_default_context(cafile=str(files[0]))
    with (
        served(tmp_path / "hub", port, *files) as hub,
        httpx.Client(base_url=f"https://127.0.0.1:{port}", verify=trusted) as client,
    ):
        healthy(client, hub)
        with pytest.raises(httpx.TransportError), httpx.Client() as plain:
            plain.get(f"http://127.0.0.1:{port}/healthz")
        hub.send_signal(signal.SIGTERM)
        assert hub.wait(timeout=20) in {0, -signal.SIGTERM}


def test_what_was_acknowledged_survives_a_kill_and_is_posted_once(tmp_path: Path) -> None:
    settings = HubSettings(tmp_path / "hub")
    settings.folder.mkdir()
    db = Database(settings.url())
    db.migrate()
    publish_many(db, catalogue(), chain=CHAIN)
    now_ms = SystemClock().wall_ms()
    code = enrolment.new_code(db, STORE, chain=CHAIN, now_ms=now_ms)
    versions = {"tax/vat": 1} | {f"price/p{number}": 3 + 2 * number for number in range(20)}
    till = PaperTill(Scope(CHAIN, STORE, ""), versions)
    with db.writing() as tx:
        reply = enrolment.enrol(tx, hub_key(settings.folder), EnrolRequest(code, till.public_key, "Till"), now_ms)
    till.scope = reply.scope
    till.opened()
    for product in range(150):
        till.sell(product % 20)
    headers = {"authorization": f"Bearer {reply.credential}", VERSION_HEADER: str(VERSION)}
    acknowledged = 0
    for start in range(0, len(till.entries), 80):
        port = a_port()
        with (
            served(settings.folder, port) as hub,
            httpx.Client(base_url=f"http://127.0.0.1:{port}", headers=headers, timeout=30) as client,
        ):
            healthy(client, hub)
            packed = wire.pack(PushRequest(tuple(till.entries[start : start + 80])))
            answer = client.post(PUSH_PATH, content=packed.body, headers=packed.headers())
            hub.kill()  # right after the answer: posting has hardly begun
            assert answer.status_code == 200
            acknowledged += len(till.entries[start : start + 80])
    port = a_port()
    with served(settings.folder, port) as hub, httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
        healthy(client, hub)
        summary = settled(db)
    (workstation,) = summary.workstations
    assert sum(workstation.kinds.values()) == acknowledged == len(till.entries)
    assert workstation.totals[0].sales == 150
    with db.reading() as tx:
        on_hand = {level.product: level.on_hand for level in reports.stock_of(tx, CHAIN, STORE)}
    assert sum(on_hand.values()) == -150_000
    db.close()
