"""A receipt as ESC/POS bytes, made by python-escpos; the transport is somebody else's.

Plain ASCII goes as text in the printer's own font. Everything else goes as the shop chose: as a picture of the line,
which every printer prints right, or as GB18030 behind `FS &` for printers with a Chinese font. Promises: nothing that a
product is called can reach the printer as a command.
"""

from __future__ import annotations

import functools
import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from hardware.paper.codes import code_sets, fitted, module_dots, qr_dots, qr_modules
from hardware.paper.columns import Grid, cells, spelled
from hardware.paper.picture import BARCODE_DOTS, Pictured, paper_dots
from hardware.paper.text import lines
from pos_app.domain.receipt import Barcode, Element, Pair, QrCode, Receipt, Ruler, Text

if TYPE_CHECKING:
    from escpos.printer import Dummy

BEGIN: Final = b"\x1b@\x1bR\x00\x1da\x00"
"""ESC @ initialise; ESC R 0 the American set, for a Chinese printer may say ¥ for $; GS a 0 no unasked statuses."""
CHINESE_ON: Final = b"\x1c&"
CHINESE_OFF: Final = b"\x1c."
DRAWER_PIN: Final = 2
KICK_NOW: Final = b"\x10\x14\x01\x00\x02"
"""DLE DC4 1 0 2: the pulse in real time, 200 ms; a printer that is stopped would keep the ordinary one for later."""
PROFILE: Final = "TM-P80"
"""A profile of python-escpos with 576 dots, so that it takes pictures as wide as the widest paper here."""
PART_ELEMENTS: Final = 40
"""Elements between two questions whether the printer is still printing: some 20 cm of paper."""
_GB_BYTES: Final = 2
_FULL_WIDTH: Final = {"¥": "￥", "£": "￡"}
"""Money signs that GB fonts have in full width only."""
_BLACKENED: Final = {b"\x10\x04": b"\x18\x04", b"\x10\x05": b"\x18\x05", b"\x10\x14": b"\x18\x14"}
"""A printer looks for real-time commands (DLE EOT, ENQ, DC4) inside pictures too: one dot more and there is none."""
PIECE_DOTS: Final = 240
"""Height of a piece of a picture: eight rows, 3 cm, at most 17 KB."""
_INVERTED: Final = bytes(byte ^ 0xFF for byte in range(256))


class EscPos:
    """Turns receipts into bytes for one printer; `picture` None sends Chinese as GB18030."""

    def __init__(self, columns: int, picture: Pictured | None) -> None:
        """Lay out for `columns` of the printer's font A."""
        self._columns = columns
        self._dots = paper_dots(columns)
        self._picture = picture

    def prepare(self) -> None:
        """Load the font and the library; raises `Fault` "paper.no_font" or "paper.columns"."""
        self._grid.width("…")
        _library()

    def receipt(self, receipt: Receipt) -> bytes:
        """Return the bytes that print and cut `receipt`."""
        return b"".join(self.parts(receipt))

    def parts(self, receipt: Receipt) -> Iterator[bytes]:
        """Return the same bytes in parts of `PART_ELEMENTS`, each of which leaves the printer between two lines."""
        elements = [part for element in receipt.elements for part in fitted(element, self._dots)]
        for start in range(0, len(elements), PART_ELEMENTS):
            out = _library()
            if start == 0:
                _add(out, BEGIN)
            for element in elements[start : start + PART_ELEMENTS]:
                self._element(out, element)
            if start + PART_ELEMENTS >= len(elements):
                out.cut()
            yield bytes(out.output)

    @functools.cached_property
    def _grid(self) -> Grid:
        return self._picture.grid if self._picture else Grid(self._columns, _gb_cells, _gb_said)

    def _element(self, out: Dummy, element: Element) -> None:
        match element:
            case Barcode(data):
                out.set(align="center")
                _add(out, _barcode(data, module_dots(data, self._dots)))
                out.set(align="left")
            case QrCode(data):
                out.set(align="center")
                out.qr(data, ec=1, size=qr_dots(len(qr_modules(data)), self._dots), native=True)
                out.set(align="left")
            case Ruler():
                _add(out, b"-" * self._columns + b"\n")
            case _:
                self._text(out, element)

    def _text(self, out: Dummy, element: Element) -> None:
        large = isinstance(element, (Text, Pair)) and element.large
        bold = isinstance(element, (Text, Pair)) and element.bold
        rows = list(lines(element, self._grid))
        if self._picture is not None and not all(row.isascii() for row in rows):
            _add(out, b"".join(_dots(self._picture, element)))
            return
        if bold or large:
            scale = 2 if large else 1
            out.set(bold=bold, custom_size=True, width=scale, height=scale)
        for row in rows:
            _add(out, _said(row.rstrip()) + b"\n")
        if bold or large:
            out.set(bold=False, custom_size=True, width=1, height=1)


def kick() -> bytes:
    """Return the bytes that open a drawer on the printer's kick line, in order with what was sent before."""
    out = _library()
    out.cashdraw(DRAWER_PIN)
    return bytes(out.output)


def _dots(picture: Pictured, element: Element) -> Iterator[bytes]:
    """GS v 0: the element's dots, a bit set for black, in pieces that a small printer's memory takes."""
    image = picture.element(element)
    wide = image.width // 8
    black = bytes(image.tobytes()).translate(_INVERTED)
    for top in range(0, image.height, PIECE_DOTS):
        piece = black[top * wide : (top + PIECE_DOTS) * wide]
        yield b"\x1dv0\x00" + wide.to_bytes(2, "little") + (len(piece) // wide).to_bytes(2, "little") + quiet(piece)


def quiet(dots: bytes) -> bytes:
    """Return dots that hold no real-time command; each one found costs one dot more."""
    for command, blackened in _BLACKENED.items():
        dots = dots.replace(command, blackened)
    return dots


def _barcode(data: str, wide: int) -> bytes:
    """GS k 73: Code 128, `wide` dots a module, its text below; a brace is doubled, for it chooses the code set."""
    said = b""
    for kind, piece in code_sets(data):
        pairs = bytes(int(piece[place : place + 2]) for place in range(0, len(piece), 2)) if kind == "C" else b""
        said += b"{" + kind.encode() + (pairs or piece.replace("{", "{{").encode("ascii"))
    return b"\x1dh%c\x1dw%c\x1df\x00\x1dH\x02\x1dkI%c" % (BARCODE_DOTS, wide, len(said)) + said


def _said(row: str) -> bytes:
    return row.encode("ascii") if row.isascii() else CHINESE_ON + row.encode("gb18030") + CHINESE_OFF


def _gb_cells(character: str) -> int:
    """A Chinese font draws everything but ASCII two columns wide."""
    return 1 if character.isascii() else 2


def _gb_said(character: str) -> str:
    """Spell what a printer may lack: those beyond the two-byte characters differ from model to model."""
    character = _FULL_WIDTH.get(character, character)
    two_bytes = cells(character) and len(character.encode("gb18030")) <= _GB_BYTES
    return character if two_bytes else spelled(character)


def _add(out: Dummy, data: bytes) -> None:
    out._raw(data)  # noqa: SLF001 - the library's own way to send bytes that it has no name for


def _library() -> Dummy:
    """Return an empty python-escpos; its import takes 0.3 s and leaves a folder behind, so it is late and cleaned."""
    from escpos import capabilities  # noqa: PLC0415 - see above
    from escpos.printer import Dummy  # noqa: PLC0415 - see above

    _tidy(capabilities.pickle_dir)
    return Dummy(profile=PROFILE)


@functools.cache
def _tidy(folder: str) -> None:
    """Remove the temporary folder of python-escpos 3.1's cache, unless the owner chose one."""
    if "ESCPOS_CAPABILITIES_PICKLE_DIR" not in os.environ:
        shutil.rmtree(folder, ignore_errors=True)
