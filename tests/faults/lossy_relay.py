"""A bad line between daemon and hub, on loopback: it knows whole requests, so that it can lose exactly one side.

A request is lost before the hub, an answer is lost after the hub acted, a request is delivered twice (the copy late,
among newer ones), an answer breaks off in the middle, or all of it is slow. Chance is seeded; `mend` ends all that.
"""

from __future__ import annotations

import collections
import contextlib
import http.client
import random
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final, NamedTuple, Self

HUB_TIMEOUT_S: Final = 30
_HOP: Final = frozenset({"connection", "keep-alive", "transfer-encoding", "content-length", "host"})


class Line(NamedTuple):
    """How likely each misfortune is, and how long a wait lasts at most."""

    request_lost: float = 0.0
    answer_lost: float = 0.0
    doubled: float = 0.0
    cut: float = 0.0
    silent: float = 0.0
    """Of what is lost: the sender is not told, and waits."""
    slow: float = 0.0
    slow_s: float = 0.4


GOOD: Final = Line()
BAD: Final = Line(request_lost=0.1, answer_lost=0.1, doubled=0.1, cut=0.03, silent=0.2, slow=0.2)


class _Asked(NamedTuple):
    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class LossyRelay:
    """Listens on a free port of 127.0.0.1 and passes requests on to the hub's `port`."""

    def __init__(self, port: int, seed: int, line: Line = GOOD) -> None:
        self.line = line
        self.met: collections.Counter[str] = collections.Counter()
        """How often each misfortune has come."""
        self._hub_port = port
        self._chance = random.Random(seed)
        self._lock = threading.Lock()
        self._mended = threading.Event()
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), name="lossy-relay")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.mend()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def mend(self) -> None:
        """From now on everything comes through, and nothing waits."""
        self.line = GOOD
        self._mended.set()

    def happens(self, what: str, chance: float) -> bool:
        """Throw the dice; count what happens."""
        with self._lock:
            happened = chance > 0 and self._chance.random() < chance
            self.met[what] += happened
            return happened

    def wait(self, longest_s: float) -> None:
        """Be slow, unless the line is mended meanwhile."""
        with self._lock:
            wait_s = self._chance.random() * longest_s
        self._mended.wait(wait_s)

    def pass_on(self, asked: _Asked) -> tuple[int, dict[str, str], bytes] | None:
        """Ask the hub; None when it is not there or breaks off."""
        hub = http.client.HTTPConnection("127.0.0.1", self._hub_port, timeout=HUB_TIMEOUT_S)
        try:
            hub.request(asked.method, asked.path, asked.body or None, asked.headers)
            answer = hub.getresponse()
            headers = {name: value for name, value in answer.getheaders() if name.lower() not in _HOP}
            return answer.status, headers, answer.read()
        except (OSError, http.client.HTTPException):
            return None
        finally:
            hub.close()

    def carry(self, asked: _Asked) -> tuple[int, dict[str, str], bytes] | None:
        """Carry one request and its answer, or lose one of them (None)."""
        line = self.line
        self.met["requests"] += 1
        if self.happens("slow", line.slow):
            self.wait(line.slow_s)
        if self.happens("request lost", line.request_lost):
            self._lose(line)
            return None
        if asked.method == "POST" and self.happens("doubled", line.doubled):
            threading.Thread(target=self._again, args=(asked, line), daemon=True).start()
        answer = self.pass_on(asked)
        if answer is not None and self.happens("answer lost", line.answer_lost):
            self._lose(line)
            return None
        return answer

    def cuts(self) -> bool:
        """Tell whether this answer breaks off."""
        return self.happens("cut", self.line.cut)

    def _lose(self, line: Line) -> None:
        if self.happens("silent", line.silent):
            self.wait(10 * line.slow_s)

    def _again(self, asked: _Asked, line: Line) -> None:
        self.wait(2 * line.slow_s)
        self.pass_on(asked)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:
        """A sender that was killed leaves in the middle of a line: nothing to say."""


def _handler(relay: LossyRelay) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def do_GET(self) -> None:
            self._carry()

        def do_POST(self) -> None:
            self._carry()

        def _carry(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            headers = {name: value for name, value in self.headers.items() if name.lower() not in _HOP}
            answer = relay.carry(_Asked(self.command, self.path, headers, body))
            if answer is None:
                self._break_off()
                return
            status, said, content = answer
            self.send_response_only(status)
            for name, value in said.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            if relay.cuts():
                self.wfile.write(content[: len(content) // 2])
                self._break_off()
            else:
                self.wfile.write(content)

        def _break_off(self) -> None:
            self.close_connection = True
            with contextlib.suppress(OSError):
                self.connection.shutdown(socket.SHUT_RDWR)

    return Handler
