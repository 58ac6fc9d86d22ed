"""The bad line is as bad as it says: what the fault tests stand on."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.faults.lossy_relay import GOOD, Line, LossyRelay
from tests.faults.street import until

BODY = b"x" * 1_000


class Echo(ThreadingHTTPServer):
    """Answers with what it got and counts."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.bodies: list[bytes] = []

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None: ...

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        assert isinstance(self.server, Echo)
        self.server.bodies.append(body)
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def echo() -> Iterator[Echo]:
    server = Echo()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def _ask(relay: LossyRelay) -> bytes | None:
    """Return the answer, None when the line broke."""
    connection = http.client.HTTPConnection("127.0.0.1", relay.port, timeout=10)
    try:
        connection.request("POST", "/v1/push", BODY)
        return connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("line", "answered", "reached"),
    [
        (GOOD, True, 1),
        (Line(request_lost=1), False, 0),
        (Line(answer_lost=1), False, 1),
        (Line(doubled=1), True, 2),
        (Line(cut=1), False, 1),
        (Line(slow=1, slow_s=0.05), True, 1),
    ],
    ids=["good", "request lost", "answer lost", "doubled", "cut", "slow"],
)
def test_a_line_loses_exactly_what_it_says(echo: Echo, line: Line, *, answered: bool, reached: int) -> None:
    with LossyRelay(echo.port, seed=1, line=line) as relay:
        assert _ask(relay) == (BODY if answered else None)
        until(lambda: len(echo.bodies) >= reached, "the hub was reached")
    assert echo.bodies == [BODY] * reached


def test_a_mended_line_loses_nothing(echo: Echo) -> None:
    with LossyRelay(echo.port, seed=1, line=Line(request_lost=1)) as relay:
        assert _ask(relay) is None
        relay.mend()
        assert _ask(relay) == BODY


def test_a_line_without_a_hub_breaks(echo: Echo) -> None:
    with LossyRelay(port=1, seed=1) as relay:
        assert _ask(relay) is None
