"""Reads ESC/POS as a printer does: bytes in, what would be on paper out. No I/O.

Used by the loopback printer. Promises: bytes may come cut anywhere; what it does not know becomes `Unknown`, so that a
test sees a driver say something that no printer understands.
"""

from __future__ import annotations

from typing import Final

import msgspec

_ESC, _FS, _GS, _DLE, _LF = 0x1B, 0x1C, 0x1D, 0x10, 0x0A
_PLAIN_COMMANDS: Final = {
    **dict.fromkeys([(_ESC, byte) for byte in b"@2"], 2),
    **dict.fromkeys([(_ESC, byte) for byte in b"!RaEMdtG-3"], 3),
    **dict.fromkeys([(_GS, byte) for byte in b"!ahwfHrB"], 3),
    **dict.fromkeys([(_FS, byte) for byte in b"&."], 2),
    (_GS, ord("V")): 3,
    (_ESC, ord("p")): 5,
}
"""Length of each command that has a fixed one."""
_HEAD: Final = {(_GS, ord("v")): 8, (_GS, ord("(")): 5, (_GS, ord("k")): 4}
"""Bytes of each command before its data's length is known."""
_DOUBLE: Final = 0x11
_BARCODE_128: Final = 73
_QR_STORE, _QR_PRINT, _QR_SIZE = 80, 81, 67


class Row(msgspec.Struct, frozen=True, tag=True):
    """A line of text; `chinese` when part of it came behind `FS &`."""

    text: str
    bold: bool = False
    large: bool = False
    chinese: bool = False


class Dots(msgspec.Struct, frozen=True, tag=True):
    """A picture of `wide` bytes a row, a bit set for a black dot."""

    wide: int
    data: bytes


class Bars(msgspec.Struct, frozen=True, tag=True):
    """A Code 128, its code sets resolved."""

    data: str
    module_dots: int


class Qr(msgspec.Struct, frozen=True, tag=True):
    """A QR code."""

    data: str
    module_dots: int


class Feed(msgspec.Struct, frozen=True, tag=True):
    """So many empty lines."""

    lines: int


class Cut(msgspec.Struct, frozen=True, tag=True):
    """The paper's end."""


class Kick(msgspec.Struct, frozen=True, tag=True):
    """The drawer's pulse; `now` when it came in real time."""

    now: bool = False


class Asked(msgspec.Struct, frozen=True, tag=True):
    """GS r: the printer has come this far and must say so."""


class Unknown(msgspec.Struct, frozen=True, tag=True):
    """Bytes that mean nothing to this printer."""

    data: bytes


Event = Row | Dots | Bars | Qr | Feed | Cut | Kick | Asked | Unknown


_DEEDS: Final[dict[bytes, Event]] = {b"\x1dV": Cut(), b"\x1bp": Kick(), b"\x1dr": Asked()}


class Reader:
    """The printer's buffer and its modes."""

    def __init__(self) -> None:
        """Begin as after `ESC @`."""
        self._buffer = b""
        self._reset()

    def feed(self, data: bytes) -> None:
        """Take bytes into the buffer."""
        self._buffer += data

    @property
    def holds(self) -> bool:
        """Tell whether something is not worked off yet."""
        return bool(self._buffer)

    def next(self) -> Event | None:
        """Work off one thing; None when the buffer holds nothing whole."""
        while self._buffer:
            length = _length(self._buffer)
            if length is None or length > len(self._buffer):
                return None
            command, self._buffer = self._buffer[:length], self._buffer[length:]
            event = self._worked(command)
            if event is not None:
                return event
        return None

    def _reset(self) -> None:
        self._line = ""
        self._bold = self._large = self._chinese = self._had_chinese = False
        self._module_dots, self._qr_dots, self._qr = 3, 3, ""

    def _worked(self, command: bytes) -> Event | None:
        if command[0] >= 0x20 or command[0] == _LF:  # noqa: PLR2004 - the first printable character
            return self._typed(command)
        if command[0] not in {_ESC, _FS, _GS} or len(command) == 1:
            return Unknown(command)
        return self._ordered(command[:2], command[2:])

    def _typed(self, text: bytes) -> Event | None:
        if text == b"\n":
            row = Row(self._line, self._bold, self._large, self._had_chinese)
            self._line, self._had_chinese = "", False
            return row
        if text.isascii():
            self._line += text.decode("ascii")
        elif self._chinese:
            self._line += text.decode("gb18030", errors="replace")
            self._had_chinese = True
        else:
            return Unknown(text)
        return None

    def _ordered(self, name: bytes, rest: bytes) -> Event | None:  # noqa: PLR0911 - one return for each kind
        match name:
            case b"\x1bd":
                return Feed(rest[0])
            case b"\x1dv":
                return Dots(int.from_bytes(rest[2:4], "little"), rest[6:])
            case b"\x1dk":
                return self._bars(rest)
            case b"\x1d(":
                return self._function(rest)
            case _ if name in _DEEDS:
                return _DEEDS[name]
            case _ if (name[0], name[1]) in _PLAIN_COMMANDS:
                self._mode(name, rest)
                return None
            case _:
                return Unknown(name + rest)

    def _mode(self, name: bytes, rest: bytes) -> None:
        match name:
            case b"\x1b@":
                self._reset()
            case b"\x1bE":
                self._bold = bool(rest[0] & 1)
            case b"\x1b!":
                self._bold, self._large = bool(rest[0] & 0x08), bool(rest[0] & 0x30)
            case b"\x1d!":
                self._large = rest[0] == _DOUBLE
            case b"\x1c&" | b"\x1c.":
                self._chinese = name == b"\x1c&"
            case b"\x1dw":
                self._module_dots = rest[0]
            case _:
                pass  # alignment, heights, fonts: of no consequence here

    def _bars(self, rest: bytes) -> Event:
        data = _code_128(rest[2:]) if rest[0] == _BARCODE_128 else None
        return Unknown(b"\x1dk" + rest) if data is None else Bars(data, self._module_dots)

    def _function(self, rest: bytes) -> Event | None:
        kind, function, data = rest[:1], rest[4:5], rest[5:]
        if kind != b"k" or not function:
            return Unknown(b"\x1d(" + rest)
        if function[0] == _QR_SIZE:
            self._qr_dots = data[0]
        elif function[0] == _QR_STORE:
            self._qr = data[1:].decode("utf-8", errors="replace")
        elif function[0] == _QR_PRINT:
            return Qr(self._qr, self._qr_dots)
        return None


def _length(buffer: bytes) -> int | None:
    """Return the length of the first command, or of the text before the next one; None when more must come."""
    if buffer[0] not in {_ESC, _FS, _GS}:
        end = next((place for place, byte in enumerate(buffer) if byte < 0x20), None)  # noqa: PLR2004 - see above
        return 1 if end == 0 else end
    if len(buffer) == 1:
        return None
    name = (buffer[0], buffer[1])
    head = _HEAD.get(name)
    if head is None:
        return _PLAIN_COMMANDS.get(name, 2)
    return None if len(buffer) < head else head + _data_length(buffer)


def _data_length(buffer: bytes) -> int:
    match buffer[1]:
        case 0x6B:  # GS k
            return buffer[3]
        case 0x28:  # GS (
            return int.from_bytes(buffer[3:5], "little")
        case _:  # GS v 0
            return int.from_bytes(buffer[4:6], "little") * int.from_bytes(buffer[6:8], "little")


def _code_128(data: bytes) -> str | None:
    """Resolve the code sets of GS k 73; None for what a printer would refuse."""
    said, kind, place = "", 0, 0
    while place < len(data):
        if data[place] == ord("{") and place + 1 < len(data) and data[place + 1] in b"BC":
            kind, place = data[place + 1], place + 2
        elif kind == ord("C") and data[place] < 100:  # noqa: PLR2004 - pairs of digits
            said, place = said + f"{data[place]:02d}", place + 1
        elif kind == ord("B") and 0x20 <= data[place] < 0x7F:  # noqa: PLR2004 - printable ASCII
            said, place = said + chr(data[place]), place + (2 if data[place] == ord("{") else 1)
        else:
            return None
    return said
