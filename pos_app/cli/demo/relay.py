"""A piece of network cable that can be pulled: relays loopback connections to the hub until it is cut."""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import Final

CHUNK_BYTES: Final = 65_536
CONNECT_S: Final = 2.0


class Relay:
    """Listens on a free port of 127.0.0.1 and passes everything on to `port`."""

    def __init__(self, port: int) -> None:
        """Begin connected."""
        self._target = ("127.0.0.1", port)
        self._whole = threading.Event()
        self._whole.set()
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, name="relay", daemon=True).start()

    def cut(self) -> None:
        """Pull the cable: what is under way breaks off, nothing new gets through."""
        self._whole.clear()
        self._drop_all()

    def mend(self) -> None:
        """Plug it in again."""
        self._whole.set()

    def close(self) -> None:
        """Stop for good."""
        self.cut()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            if not self._whole.is_set():
                near.close()
                continue
            try:
                far = socket.create_connection(self._target, CONNECT_S)
            except OSError:
                near.close()
                continue
            far.settimeout(None)
            with self._lock:
                self._open |= {near, far}
            for source, sink in ((near, far), (far, near)):
                threading.Thread(target=self._pass_on, args=(source, sink), daemon=True).start()

    def _pass_on(self, source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(CHUNK_BYTES):
                sink.sendall(data)
        self._drop(source)
        self._drop(sink)

    def _drop_all(self) -> None:
        with self._lock:
            dropped = set(self._open)
        for link in dropped:
            self._drop(link)

    def _drop(self, link: socket.socket) -> None:
        with self._lock:
            self._open.discard(link)
        with contextlib.suppress(OSError):
            link.shutdown(socket.SHUT_RDWR)
        link.close()
