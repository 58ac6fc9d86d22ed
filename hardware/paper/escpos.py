"""A receipt as ESC/POS bytes, made by python-escpos; the transport is somebody else's.

Plain ASCII goes as text in the printer's own font. Everything else goes as the shop chose: as a picture of the line,
which every printer prints right, or as GB18030 behind `FS &` for printers with a Chinese font, where a character that
GB18030 font sets lack is the printer's affair.
"""

from __future__ import annotations

from typing import Final

from escpos.printer import Dummy

from hardware.paper.picture import Pictured
from hardware.paper.text import lines
from pos_app.domain.errors import Fault
from pos_app.domain.receipt import Barcode, Element, Pair, QrCode, Receipt, Ruler, Text

INITIALISE: Final = b"\x1b@"
CHINESE_ON: Final = b"\x1c&"
CHINESE_OFF: Final = b"\x1c."
DRAWER_PIN: Final = 2
PROFILE: Final = "TM-P80"
"""A profile of python-escpos with 576 dots and 42 columns, so that it knows how wide a picture may be."""
BARCODE_LENGTH_MAX: Final = 48
ASK_PAPER: Final = b"\x10\x04\x04"
ASK_OFFLINE: Final = b"\x10\x04\x02"
ASK_ERROR: Final = b"\x10\x04\x03"
"""DLE EOT n: real-time status, answered by one byte even while the printer is busy."""

ASK_IN_ORDER: Final = b"\x1dr\x01"
"""GS r 1: the paper sensor's status, answered only after everything sent before it has been worked off."""


class EscPos:
    """Turns receipts into bytes for one printer; `picture` None sends Chinese as GB18030."""

    def __init__(self, columns: int, picture: Pictured | None) -> None:
        """Lay out for `columns` of the printer's font A."""
        self._columns = columns
        self._picture = picture

    def receipt(self, receipt: Receipt) -> bytes:
        """Return the bytes that print and cut `receipt`."""
        out = Dummy(profile=PROFILE)
        out._raw(INITIALISE)  # noqa: SLF001 - the library's own way to send bytes it has no name for
        for element in receipt.elements:
            self._element(out, element)
        out.cut()
        return bytes(out.output)

    def _element(self, out: Dummy, element: Element) -> None:
        match element:
            case Barcode():
                out.set(align="center")
                out._raw(_barcode(element.data))  # noqa: SLF001 - python-escpos prints to the console for each barcode
                out.set(align="left")
            case QrCode():
                out.set(align="center")
                out.qr(element.data, size=6, native=True)
                out.set(align="left")
            case Ruler():
                out._raw(b"-" * self._columns + b"\n")  # noqa: SLF001 - see above
            case _:
                self._text(out, element)

    def _text(self, out: Dummy, element: Element) -> None:
        large = isinstance(element, (Text, Pair)) and element.large
        bold = isinstance(element, (Text, Pair)) and element.bold
        rows = list(lines(element, self._columns // 2 if large else self._columns))
        if self._picture is not None and not all(row.isascii() for row in rows):
            out.image(self._picture.element(element), impl="bitImageRaster")
            return
        out.set(align="left", bold=bold, double_width=large, double_height=large, normal_textsize=not large)
        for row in rows:
            out._raw(_said(row) + b"\n")  # noqa: SLF001 - see above
        if bold or large:
            out.set(align="left", bold=False, normal_textsize=True)


def _barcode(data: str) -> bytes:
    """GS k 73: Code 128 in code set B, 80 dots high, 2 dots a module, its text below."""
    if not data.isascii() or not 0 < len(data) <= BARCODE_LENGTH_MAX:
        raise Fault("paper.barcode_too_wide", data=data[:BARCODE_LENGTH_MAX])
    said = b"{B" + data.encode("ascii")
    return b"\x1dhP\x1dw\x02\x1df\x00\x1dH\x02\x1dkI" + bytes((len(said),)) + said


def _said(row: str) -> bytes:
    return row.encode("ascii") if row.isascii() else CHINESE_ON + row.encode("gb18030") + CHINESE_OFF


def kick() -> bytes:
    """Return the bytes that open a drawer on the printer's kick line."""
    out = Dummy()
    out.cashdraw(DRAWER_PIN)
    return bytes(out.output)
