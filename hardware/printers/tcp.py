"""A receipt printer on the network, raw port 9100, ESC/POS, with a drawer on its kick line.

"Sent" is not "printed": a printer that never reads still takes 2.8 MB into the socket's buffers, and one with its
paper out prints it later. So its status is asked before (nothing is sent when it is not well) and after, by a question
that waits its turn behind the receipt. A printer that answers no status is believed after a clean send, as UNKNOWN.
"""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Iterator
from typing import Final

from hardware.paper.escpos import ASK_ERROR, ASK_IN_ORDER, ASK_OFFLINE, ASK_PAPER, EscPos, kick
from pos_app.devices import CONNECT_TIMEOUT_S, PRINT_TIMEOUT_S, STATUS_TIMEOUT_S, Condition, DeviceState, Health
from pos_app.domain.errors import Fault
from pos_app.domain.receipt import Receipt

_FIXED_BITS: Final = 0x93
_FIXED_VALUE: Final = 0x12
"""Every DLE EOT answer has bits 1 and 4 set, 0 and 7 clear; anything else is noise."""
_PAPER_END: Final = 0x60
_PAPER_NEAR_END: Final = 0x0C
_COVER_OPEN: Final = 0x04
_ERROR: Final = 0x6C
_NEVER_SENT: Final = "printer.unreachable"


class TcpPrinter:
    """One printer at `host`:`port`. Each job has its own connection, so that other tills may print between."""

    def __init__(self, host: str, port: int, paper: EscPos) -> None:
        """Begin closed; `paper` makes the bytes."""
        self._address = (host, port)
        self._paper = paper
        self._state = DeviceState.CLOSED
        self._talks = True
        """Answers status questions; found out at the first one."""

    def open(self) -> None:
        """Find the printer; raises `Fault` "printer.unreachable"."""
        with self._connected():
            self._state = DeviceState.OPEN

    def claim(self) -> None:
        """Network printers are shared job by job: nothing is held between."""
        self._state = DeviceState.CLAIMED

    def enable(self) -> None:
        """Be ready."""
        self._state = DeviceState.ENABLED

    def close(self) -> None:
        """Let go."""
        self._state = DeviceState.CLOSED

    def health(self) -> Health:
        """Ask the printer how it is."""
        try:
            with self._connected(STATUS_TIMEOUT_S) as link:
                return Health(self._state, self._condition(link, STATUS_TIMEOUT_S))
        except (Fault, OSError):
            return Health(self._state, Condition.UNREACHABLE)

    def print(self, receipt: Receipt) -> None:
        """Print and cut; `Fault` "printer.not_ready" before anything was sent, "printer.uncertain" after."""
        self._send(self._paper.receipt(receipt))

    def kick(self) -> None:
        """Open the drawer; it needs no paper, so only the way there must be well."""
        with self._connected() as link:
            self._write(link, kick(), time.monotonic() + PRINT_TIMEOUT_S)

    def _send(self, data: bytes) -> None:
        deadline = time.monotonic() + PRINT_TIMEOUT_S
        with self._connected() as link:
            before = self._condition(link, STATUS_TIMEOUT_S)
            if before not in {Condition.READY, Condition.PAPER_LOW, Condition.UNKNOWN}:
                raise Fault("printer.not_ready", condition=before)
            self._write(link, data, deadline)
            if not self._talks:
                return
            worked_off = self._worked_off(link, deadline)
            after = self._condition(link, STATUS_TIMEOUT_S)
            if not worked_off or after not in {Condition.READY, Condition.PAPER_LOW}:
                raise Fault("printer.uncertain", condition=after)

    @contextlib.contextmanager
    def _connected(self, timeout_s: float = CONNECT_TIMEOUT_S) -> Iterator[socket.socket]:
        try:
            link = socket.create_connection(self._address, timeout_s)
        except OSError as error:
            raise Fault(_NEVER_SENT, host=self._address[0], port=self._address[1]) from error
        with link:
            yield link

    def _write(self, link: socket.socket, data: bytes, deadline: float) -> None:
        view = memoryview(data)
        try:
            while view:
                link.settimeout(max(0.01, deadline - time.monotonic()))
                view = view[link.send(view) :]
        except OSError as error:
            raise Fault("printer.uncertain", condition=Condition.UNREACHABLE) from error

    def _worked_off(self, link: socket.socket, deadline: float) -> bool:
        """Wait until the printer has come to the end of what was sent; False when it stopped on the way."""
        try:
            link.settimeout(max(STATUS_TIMEOUT_S, deadline - time.monotonic()))
            link.sendall(ASK_IN_ORDER)
            return bool(link.recv(1))
        except OSError:
            return False

    def _condition(self, link: socket.socket, timeout_s: float) -> Condition:
        """Ask for paper, cover and errors; an answerless printer is UNKNOWN."""
        try:
            paper = self._ask(link, ASK_PAPER, timeout_s)
            if paper is None:
                self._talks = False
                return Condition.UNKNOWN
            cover = self._ask(link, ASK_OFFLINE, STATUS_TIMEOUT_S) or 0
            error = self._ask(link, ASK_ERROR, STATUS_TIMEOUT_S) or 0
        except OSError:
            return Condition.UNREACHABLE
        self._talks = True
        if paper & _PAPER_END:
            return Condition.PAPER_OUT
        if cover & _COVER_OPEN:
            return Condition.COVER_OPEN
        if error & _ERROR:
            return Condition.ERROR
        return Condition.PAPER_LOW if paper & _PAPER_NEAR_END else Condition.READY

    def _ask(self, link: socket.socket, question: bytes, timeout_s: float) -> int | None:
        deadline = time.monotonic() + timeout_s
        link.settimeout(timeout_s)
        link.sendall(question)
        while (left := deadline - time.monotonic()) > 0:
            link.settimeout(left)
            try:
                answer = link.recv(1)
            except TimeoutError:
                return None
            if not answer:
                raise ConnectionResetError
            if answer[0] & _FIXED_BITS == _FIXED_VALUE:
                return answer[0]
        return None
