"""Bytes to and from a device on the network, every wait limited; used by the drivers of network printers.

Promises: no call waits beyond the moment it was given; whatever breaks is an `OSError`, as the socket says it.
"""

from __future__ import annotations

import socket
import time
from types import TracebackType
from typing import Final, Self

_LEAST_S: Final = 0.001


class TcpLink:
    """One connection; leave the `with` block to let go of it."""

    def __init__(self, host: str, port: int, timeout_s: float) -> None:
        """Connect within `timeout_s`; a name instead of an address adds the resolver's own time."""
        self._socket = socket.create_connection((host, port), timeout_s)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def __enter__(self) -> Self:
        """Return the connection itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close it."""
        self._socket.close()

    def send(self, data: bytes, deadline: float) -> None:
        """Send all of `data` before the monotonic moment `deadline`."""
        view = memoryview(data)
        while view:
            self._until(deadline)
            view = view[self._socket.send(view) :]

    def byte(self, deadline: float) -> int | None:
        """Return the next byte, or None when none comes before `deadline`; a closed connection is an error."""
        self._until(deadline)
        try:
            got = self._socket.recv(1)
        except TimeoutError:
            return None
        if not got:
            raise ConnectionResetError
        return got[0]

    def _until(self, deadline: float) -> None:
        self._socket.settimeout(max(_LEAST_S, deadline - time.monotonic()))
