"""The fake hub behind a real socket on loopback, and a data folder whose daemon runs as a process of its own."""

from __future__ import annotations

import contextlib
import secrets
import signal
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Self
from urllib.parse import parse_qs, urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pos_app.clock import SystemClock
from pos_app.domain.chain import Scope
from pos_app.domain.entries import NoSale
from pos_app.store import identity
from pos_app.store.identity import Identity
from pos_app.store.journal import Journal
from sync import status
from sync.fakes.hub import KEY_ID, FakeHub
from sync.protocol import ENROL_PATH, FEED_PATH, VERSION, VERSION_HEADER, EnrolReply, EnrolRequest, Level
from sync.status import SyncStatus
from sync.wire import pack, unpack

SCOPE = Scope("chain-1", "store-7", "till-3")
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
DAY = "2026-03-14"
CREDENTIAL = "secret-of-the-daemon"
_DAEMON = "import sys; from pathlib import Path; from sync.daemon import run; sys.exit(run(Path(sys.argv[1])))"
_PAUSE = threading.Event()


def until(holds: Callable[[], object], limit_s: float = 20) -> None:
    """Wait until the condition holds."""
    end = time.monotonic() + limit_s
    while not holds():
        assert time.monotonic() < end, f"not within {limit_s} s"
        _PAUSE.wait(0.01)


class LoopbackHub:
    """A fake hub that listens; `lock` guards it while a test looks inside."""

    def __init__(self, certificate: Path | None = None) -> None:
        self.lock = threading.RLock()
        self.hub = FakeHub(SystemClock(), KEY.public_key(), scope=SCOPE)
        self.enrolments: list[EnrolRequest] = []
        self.code = "ABCD-1234"
        self.credentials: set[str] = set()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self), bind_and_activate=False)
        self._server.server_bind()
        self._server.daemon_threads = True
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        scheme = "https" if certificate else "http"
        self.url = f"{scheme}://127.0.0.1:{self._server.server_address[1]}"
        self._changed = threading.Condition(self.lock)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))

    def __enter__(self) -> Self:
        self._server.server_activate()  # until now connections were refused
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def publish(self, stream: str, key: str, body: bytes | None, level: Level = Level.CHAIN) -> None:
        with self._changed:
            self.hub.publish(level, stream, key, body)
            self._changed.notify_all()

    def hold_poll(self, target: str) -> None:
        """Hold an empty long poll back, as a hub does."""
        query = parse_qs(urlsplit(target).query)
        at = int(query["chain"][0]), int(query["store"][0])
        with self._changed:
            reached = self.hub.positions()
            if (reached.chain, reached.store) == at:
                self._changed.wait(min(2.0, int(query["wait_ms"][0]) / 1_000))

    def enrol(self, body: bytes, content_type: str, encoding: str) -> bytes:
        request = unpack(body, content_type, encoding, EnrolRequest, limit=10_000)
        self.enrolments.append(request)
        hub_key = self.hub.key.public_key().public_bytes_raw()
        return pack(EnrolReply(SCOPE, CREDENTIAL, KEY_ID, hub_key)).body


def _handler(owner: LoopbackHub) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def do_GET(self) -> None:
            self._answer("GET", b"")

        def do_POST(self) -> None:
            self._answer("POST", self.rfile.read(int(self.headers.get("content-length", 0))))

        def _answer(self, method: str, body: bytes) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            if self.path == ENROL_PATH:
                said = owner.enrol(body, headers["content-type"], headers.get("content-encoding", ""))
                self._write(200, {"content-type": "application/msgpack", VERSION_HEADER: str(VERSION)}, said)
                return
            owner.credentials.add(headers.get("authorization", ""))
            if self.path.startswith(FEED_PATH):
                owner.hold_poll(self.path)
            with owner.lock:
                answer = owner.hub.answer(method, self.path, headers, body)
            self._write(answer.status, dict(answer.headers), answer.body)

        def _write(self, code: int, headers: dict[str, str], body: bytes) -> None:
            with contextlib.suppress(ConnectionError, ssl.SSLError):
                self.send_response(code)
                for name, value in (headers | {"content-length": str(len(body))}).items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

    return Handler


def enrolled(folder: Path, url: str, certificate: str = "") -> Identity:
    """Give the data folder the sample identity without asking a hub."""
    hub_key = FakeHub(SystemClock(), KEY.public_key()).key.public_key().public_bytes_raw()
    who = Identity(SCOPE, "Till 3", url, KEY_ID, hub_key, certificate)
    identity.ensure_key(folder)
    identity.write(folder, who, CREDENTIAL)
    return who


def journal_of(folder: Path, who: Identity) -> Journal:
    """Open the till's journal."""
    return Journal.open(folder, identity=who, key=KEY, clock=SystemClock(), random=secrets.token_bytes)


def write(journal: Journal, entries: int) -> None:
    """Append some facts."""
    for number in range(entries):
        journal.append(NoSale("shift", "ada", f"change {number}"), business_day=DAY)


@contextlib.contextmanager
def daemon(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run the daemon of the folder as a process; it is ended by SIGTERM, and must end by itself."""
    process = subprocess.Popen([sys.executable, "-c", _DAEMON, str(folder)])
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                raise


def said(folder: Path) -> SyncStatus:
    """Return the daemon's last status."""
    found = status.read(folder)
    return found or SyncStatus(0, 0, status.SyncState.STARTING)
