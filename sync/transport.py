"""Sends the courier's asks over HTTP and brings back what came; knows the hub's address and the credential.

Every call ends within the ask's own time. Bodies come as they are on the wire: nothing is unpacked here, so that a
small answer cannot become a large one. No secret reaches a log or an error.
"""

from __future__ import annotations

import asyncio
import ssl
from pathlib import Path
from typing import Final, Self

import httpx

from pos_app.domain.errors import Fault
from sync.asks import Answer, Ask, NoAnswer

CONNECT_TIMEOUT_S: Final = 4.0
POOL_TIMEOUT_S: Final = 2.0
CONNECTIONS_MAX: Final = 8
CLOSE_TIMEOUT_S: Final = 0.3
HEADERS_MAX: Final = 100


class Transport:
    """One hub, reached by HTTP/1.1; redirects are a portal's and are never followed."""

    def __init__(self, hub: str, credential: str = "", certificate: Path | None = None) -> None:
        """Speak to `hub`; `certificate` (PEM) is trusted instead of the system's. `Fault("sync.certificate_file")`."""
        self._credential = credential
        self._client = httpx.AsyncClient(
            base_url=hub,
            verify=_trust(certificate) if hub.startswith("https:") else False,
            timeout=httpx.Timeout(None, connect=CONNECT_TIMEOUT_S, pool=POOL_TIMEOUT_S),
            limits=httpx.Limits(max_connections=CONNECTIONS_MAX),
            follow_redirects=False,
            trust_env=False,  # a proxy in somebody's shell must not carry a shop's money
        )

    async def __aenter__(self) -> Self:
        """Return the transport."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close the connections, soon."""
        try:
            async with asyncio.timeout(CLOSE_TIMEOUT_S):
                await self._client.aclose()
        except TimeoutError:
            return

    async def send(self, ask: Ask) -> Answer | NoAnswer:
        """Send `ask` and return what came within its time."""
        headers = dict(ask.headers)
        if self._credential:
            headers["authorization"] = f"Bearer {self._credential}"
        try:
            async with (
                asyncio.timeout(ask.timeout_ms / 1_000),
                self._client.stream(ask.method, ask.path, headers=headers, content=ask.body) as response,
            ):
                return await _read(response, ask.answer_bytes_max)
        except (TimeoutError, httpx.TimeoutException):
            return NoAnswer("sync.timed_out")
        except httpx.ConnectError as error:
            return NoAnswer("sync.certificate" if _is_certificate(error) else "sync.unreachable")
        except (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError):
            return NoAnswer("sync.cut")
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, ValueError):
            return NoAnswer("sync.unreachable")


async def _read(response: httpx.Response, bytes_max: int) -> Answer | NoAnswer:
    body = bytearray()
    async for chunk in response.aiter_raw():
        body += chunk
        if len(body) > bytes_max:
            return NoAnswer("sync.answer_too_large")
    headers = {name.lower(): value for name, value in list(response.headers.items())[:HEADERS_MAX]}
    return Answer(response.status_code, headers, bytes(body))


def _trust(certificate: Path | None) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=None if certificate is None else str(certificate))
    except OSError as error:  # ssl.SSLError is one too
        raise Fault("sync.certificate_file", file=str(certificate)) from error


def _is_certificate(error: BaseException) -> bool:
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, ssl.SSLError) or "CERTIFICATE" in str(seen):
            return True
        seen = seen.__cause__ or seen.__context__
    return False
