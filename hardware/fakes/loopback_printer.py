"""An ESC/POS printer on 127.0.0.1 that can be out of paper, open, deaf, mute, slow, or gone in the middle.

Used by tests, the demo and the Devices page. It answers DLE EOT and GS r as Epson's do, works in order, keeps what it
was sent while it is stopped, and records what would be on paper (`paper_roll` draws it).
"""

from __future__ import annotations

import contextlib
import enum
import re
import socket
import struct
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Final, Self

from hardware.fakes.escpos_reader import Asked, Bars, Dots, Event, Kick, Qr, Reader, Row
from hardware.paper.status import COVER_OPEN, PAPER_END, PAPER_NEAR_END, REAL_TIME, STOPPED_BY_ERROR, STOPPED_BY_PAPER

_CUTTER_ERROR: Final = 0x08
_REAL_TIME: Final = re.compile(rb"\x10(?:\x04([\x01-\x04])|\x14\x01[\x00\x01][\x01-\x08])")
_BEGUN: Final = re.compile(rb"\x10(?:\x04|\x14(?:\x01[\x00\x01]?)?)?\Z")
_CONNECTIONS_MAX: Final = 8
_CHUNK: Final = 4_096


class Situation(enum.StrEnum):
    """What ails the printer."""

    WELL = "well"
    PAPER_LOW = "paper_low"
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    CUTTER_JAM = "cutter_jam"
    SILENT = "silent"
    """Prints, and answers nothing."""
    NEVER_READS = "never_reads"
    """Takes the connection and leaves everything in the socket's buffers."""
    CLOSES = "closes"
    """Takes the connection and closes it."""
    RESETS = "resets"
    """Resets the connection at the first byte."""
    HANGS_UP = "hangs_up"
    """Answers its status well, and closes as soon as something is to be printed."""


_STOPPED: Final = {Situation.PAPER_OUT, Situation.COVER_OPEN, Situation.CUTTER_JAM}


class LoopbackPrinter:
    """Listens on a free port of 127.0.0.1 until `close`; its state may be set while it prints."""

    def __init__(
        self, situation: Situation = Situation.WELL, *, lines_left: int | None = None, answers_after_s: float = 0
    ) -> None:
        """Begin listening; the paper ends after `lines_left`; each answer is late by `answers_after_s`."""
        self._changed = threading.Condition()
        self._situation = situation
        self._lines_left = lines_left
        self._answers_after_s = answers_after_s
        self._events: list[Event] = []
        self._sessions: list[_Session] = []
        self._stopping = threading.Event()
        self._server = socket.create_server(("127.0.0.1", 0), backlog=_CONNECTIONS_MAX)
        self.host = "127.0.0.1"
        self.port = int(self._server.getsockname()[1])
        self._accepting = threading.Thread(target=self._accept, name="loopback printer", daemon=True)
        self._accepting.start()

    def __enter__(self) -> Self:
        """Return the printer itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close it."""
        self.close()

    @property
    def situation(self) -> Situation:
        """What ails it now."""
        with self._changed:
            return self._situation

    def become(self, situation: Situation, *, lines_left: int | None = None) -> None:
        """Change what ails it; a stopped printer that is well again goes on with what it holds."""
        with self._changed:
            self._situation = situation
            self._lines_left = lines_left
            for session in self._sessions:
                self._work_off(session)
            self._changed.notify_all()

    def events(self) -> tuple[Event, ...]:
        """Return everything that it did, oldest first."""
        with self._changed:
            return tuple(self._events)

    def until(self, happened: Callable[[tuple[Event, ...]], bool], timeout_s: float = 5.0) -> bool:
        """Wait until `happened` is true of the events; False when it was not in time."""
        with self._changed:
            return self._changed.wait_for(lambda: happened(tuple(self._events)), timeout_s)

    def close(self) -> None:
        """Let go of the port and of every connection."""
        self._stopping.set()
        with contextlib.suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)  # wakes the accepting thread
        self._server.close()
        self._accepting.join()
        with self._changed:
            sessions = list(self._sessions)
        for session in sessions:
            session.hang_up()
            session.thread.join()

    def _accept(self) -> None:
        while True:
            try:
                link, _ = self._server.accept()
            except OSError:
                return
            with self._changed:
                self._sessions = [each for each in self._sessions if each.thread.is_alive() or each.reader.holds]
                if len(self._sessions) >= _CONNECTIONS_MAX or self._stopping.is_set():
                    link.close()
                    continue
                session = _Session(link, self._serve)
                self._sessions.append(session)
            session.thread.start()

    def _serve(self, session: _Session) -> None:
        try:
            if self.situation is Situation.NEVER_READS:
                self._stopping.wait()
            while self.situation is not Situation.CLOSES:
                data = session.link.recv(_CHUNK)
                if not data:
                    break
                if self.situation is Situation.RESETS:
                    session.link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    break
                self._take(session, data)
        except OSError:
            pass  # the other side is gone
        finally:
            session.link.close()

    def _take(self, session: _Session, data: bytes) -> None:
        """Obey real-time commands wherever they stand, as printers do; the rest waits its turn."""
        session.begun += data
        place = 0
        for found in _REAL_TIME.finditer(session.begun):
            session.reader.feed(session.begun[place : found.start()])
            place = found.end()
            if found[1]:
                self._answer(session, self._status(found[1][0]))
            else:
                self._record(Kick(now=True))
        rest = session.begun[place:]
        tail = _BEGUN.search(rest)
        cut = tail.start() if tail else len(rest)
        session.reader.feed(rest[:cut])
        session.begun = rest[cut:]
        with self._changed:
            if self._situation is Situation.HANGS_UP and session.reader.holds:
                raise ConnectionResetError
            self._work_off(session)

    def _work_off(self, session: _Session) -> None:
        while self._situation not in _STOPPED:
            if self._lines_left == 0 and session.reader.holds:
                self._situation = Situation.PAPER_OUT
                self._changed.notify_all()
                return
            event = session.reader.next()
            if event is None:
                return
            if isinstance(event, (Row, Dots, Bars, Qr)) and self._lines_left is not None:
                self._lines_left -= 1
            if isinstance(event, Asked):
                self._answer(session, 0)
            else:
                self._record(event)

    def _record(self, event: Event) -> None:
        with self._changed:
            self._events.append(event)
            self._changed.notify_all()

    def _answer(self, session: _Session, answer: int) -> None:
        if self.situation is Situation.SILENT:
            return
        if self._answers_after_s:
            self._stopping.wait(self._answers_after_s)
        with contextlib.suppress(OSError):  # nobody waits for it any more
            session.link.sendall(bytes((answer,)))

    def _status(self, question: int) -> int:
        situation = self.situation
        told = {
            (2, Situation.COVER_OPEN): COVER_OPEN,
            (2, Situation.PAPER_OUT): STOPPED_BY_PAPER,
            (2, Situation.CUTTER_JAM): STOPPED_BY_ERROR,
            (3, Situation.CUTTER_JAM): _CUTTER_ERROR,
            (4, Situation.PAPER_OUT): PAPER_END,
            (4, Situation.PAPER_LOW): PAPER_NEAR_END,
        }
        return REAL_TIME | told.get((question, situation), 0)


class _Session:
    """One connection, and what it sent that is not printed yet."""

    def __init__(self, link: socket.socket, serve: Callable[[_Session], None]) -> None:
        self.link = link
        self.reader = Reader()
        self.begun = b""
        """What may be the beginning of a real-time command."""
        self.thread = threading.Thread(target=serve, args=(self,), name="loopback session", daemon=True)

    def hang_up(self) -> None:
        """Wake the thread that reads."""
        with contextlib.suppress(OSError):
            self.link.shutdown(socket.SHUT_RDWR)
