"""A receipt printer on the network, raw port 9100, ESC/POS, with a drawer on its kick line.

"Sent" is not "printed": a printer that never reads still takes 2.8 MB into the socket's buffers, and one with its
paper out prints it later. So its status is asked before (nothing is sent when it is not well), after each part by a
question that waits its turn behind it, and at the end. A printer that cannot answer must be declared so, by `answers`.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from typing import Final

import msgspec

from hardware.paper.escpos import KICK_NOW, EscPos, kick
from hardware.paper.status import (
    ASK_ERROR,
    ASK_IN_ORDER,
    ASK_OFFLINE,
    ASK_PAPER,
    IN_ORDER_MASK,
    REAL_TIME,
    REAL_TIME_MASK,
    judged,
)
from hardware.tcp_link import TcpLink
from pos_app.devices import CONNECT_TIMEOUT_S, PRINT_TIMEOUT_S, STATUS_TIMEOUT_S, Condition, DeviceState, Health
from pos_app.domain.errors import Fault
from pos_app.domain.receipt import Receipt

_WELL: Final = frozenset({Condition.READY, Condition.PAPER_LOW})
_STOPPED: Final = frozenset({Condition.PAPER_OUT, Condition.COVER_OPEN})
_REASONS: Final = {
    Condition.PAPER_OUT: "printer.paper_out",
    Condition.COVER_OPEN: "printer.cover_open",
    Condition.UNREACHABLE: "printer.unreachable",
    Condition.UNKNOWN: "printer.silent",
}


class Limits(msgspec.Struct, frozen=True):
    """How long to wait, in seconds: to connect, for one status, and for one part of a receipt to be printed.

    `look_s` passes between two looks whether a printer that prints has stopped.
    """

    connect_s: float = CONNECT_TIMEOUT_S
    status_s: float = STATUS_TIMEOUT_S
    print_s: float = PRINT_TIMEOUT_S
    look_s: float = 0.25


class TcpPrinter:
    """One printer at `host`:`port`. Each job has its own connection, so that other tills may print between."""

    def __init__(
        self, host: str, port: int, paper: EscPos, *, answers: bool = True, limits: Limits | None = None
    ) -> None:
        """Begin closed; `paper` makes the bytes; `answers` False believes a clean send, for a printer that is mute."""
        self._host = host
        self._port = port
        self._paper = paper
        self._answers = answers
        self._limits = limits or Limits()
        self._state = DeviceState.CLOSED

    def open(self) -> None:
        """Find the printer and the font; raises `Fault` "printer.unreachable", "paper.no_font", "paper.columns"."""
        self._paper.prepare()
        with self._connected(self._limits.connect_s):
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
        """Ask the printer how it is; UNKNOWN only of one that was declared mute."""
        if self._state is not DeviceState.ENABLED:
            return Health(self._state, Condition.UNREACHABLE)
        try:
            with self._connected(self._limits.status_s) as link:
                condition = self._condition(_Dialogue(link, self._limits))
        except (Fault, OSError):
            return Health(self._state, Condition.UNREACHABLE)
        if condition is Condition.UNKNOWN and self._answers:
            return Health(self._state, Condition.UNREACHABLE)
        return Health(self._state, condition)

    def print(self, receipt: Receipt) -> None:
        """Print and cut. Raises `Fault`: "printer.uncertain" once a byte of it may have been taken, others before."""
        self._check_enabled()
        parts = list(self._paper.parts(receipt))
        with self._talking() as talk:
            condition = self._condition(talk)
            if condition not in _WELL and not self._believed(condition):
                raise self._refused(condition)
            for part in parts:
                self._part(talk, part)
            if self._answers:
                self._certain(self._condition(talk))

    def kick(self) -> None:
        """Open the drawer, which needs neither paper nor a shut cover. Raises `Fault` as `print` does."""
        self._check_enabled()
        with self._talking() as talk:
            condition = self._condition(talk)
            if condition in _STOPPED:
                self._sent(talk, KICK_NOW)
            elif condition in _WELL or self._believed(condition):
                self._part(talk, kick())
            else:
                raise self._refused(condition)

    def _part(self, talk: _Dialogue, data: bytes) -> None:
        self._sent(talk, data)
        if self._answers:
            try:
                self._certain(talk.worked_off())
            except OSError as error:
                raise self._uncertain(Condition.UNREACHABLE) from error

    def _sent(self, talk: _Dialogue, data: bytes) -> None:
        try:
            talk.link.send(data, time.monotonic() + self._limits.print_s)
        except OSError as error:
            raise self._uncertain(Condition.UNREACHABLE) from error

    def _condition(self, talk: _Dialogue) -> Condition:
        """Ask for cover, errors and paper."""
        try:
            return talk.condition() if self._answers else Condition.UNKNOWN
        except OSError:
            return Condition.UNREACHABLE

    def _believed(self, condition: Condition) -> bool:
        return condition is Condition.UNKNOWN and not self._answers

    def _certain(self, condition: Condition) -> None:
        if condition not in _WELL:
            raise self._uncertain(condition)

    def _uncertain(self, condition: Condition) -> Fault:
        return Fault("printer.uncertain", condition=condition, host=self._host)

    def _refused(self, condition: Condition) -> Fault:
        return Fault(_REASONS.get(condition, "printer.not_ready"), condition=condition, host=self._host)

    def _check_enabled(self) -> None:
        if self._state is not DeviceState.ENABLED:
            raise Fault("printer.not_ready", condition=Condition.UNREACHABLE, host=self._host)

    @contextlib.contextmanager
    def _talking(self) -> Iterator[_Dialogue]:
        with self._connected(self._limits.connect_s) as link:
            yield _Dialogue(link, self._limits)

    def _connected(self, timeout_s: float) -> TcpLink:
        try:
            return TcpLink(self._host, self._port, timeout_s)
        except (OSError, OverflowError, UnicodeError) as error:  # the latter two: a port or name that cannot be
            raise Fault("printer.unreachable", condition=Condition.UNREACHABLE, host=self._host) from error


class _Dialogue:
    """Questions and answers over one connection; an answer that came too late is not taken for the next one's."""

    def __init__(self, link: TcpLink, limits: Limits) -> None:
        self.link = link
        self._limits = limits
        self._owed = 0
        self._in_order = 0

    def condition(self) -> Condition:
        """Ask DLE EOT 2, 3 and 4 within one status limit; UNKNOWN when an answer is missing."""
        deadline = time.monotonic() + self._limits.status_s
        answers = []
        for question in (ASK_OFFLINE, ASK_ERROR, ASK_PAPER):
            answer = self._ask(question, deadline)
            if answer is None:
                return Condition.UNKNOWN
            answers.append(answer)
        return judged(*answers)

    def worked_off(self) -> Condition:
        """Wait until everything sent has been printed; READY then, else what stopped it, UNKNOWN when time is up."""
        deadline = time.monotonic() + self._limits.print_s
        before = self._in_order
        self.link.send(ASK_IN_ORDER, deadline)
        while (now := time.monotonic()) < deadline:
            self._hear(min(deadline, now + self._limits.look_s), real_time=False)
            if self._in_order > before:
                return Condition.READY
            stopped = self.condition()
            if self._in_order == before and stopped not in {*_WELL, Condition.UNKNOWN}:
                return stopped
        return Condition.READY if self._in_order > before else Condition.UNKNOWN

    def _ask(self, question: bytes, deadline: float) -> int | None:
        self.link.send(question, deadline)
        answer = self._hear(deadline, real_time=True)
        if answer is None:
            self._owed += 1
        return answer

    def _hear(self, deadline: float, *, real_time: bool) -> int | None:
        """Return the next answer of the wanted kind, keeping count of the other."""
        while (byte := self.link.byte(deadline)) is not None:
            if byte & REAL_TIME_MASK == REAL_TIME:
                if self._owed:
                    self._owed -= 1
                elif real_time:
                    return byte
            elif byte & IN_ORDER_MASK == 0:
                self._in_order += 1
                if not real_time:
                    return byte
        return None
