"""A receipt as a picture of black dots, as a thermal head of 8 dots a millimetre would burn it.

Used for screenshots of receipts and, strip by strip, by the ESC/POS renderer for text that the printer's own font
cannot say. Promises: every character is drawn or refused; a missing glyph is never a silent box.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Final

import qrcode
from barcode import Code128
from PIL import Image, ImageDraw, ImageFont

from hardware.paper.columns import width
from hardware.paper.text import lines
from pos_app.domain.errors import Fault
from pos_app.domain.receipt import Barcode, Element, Pair, QrCode, Receipt, Ruler, Text

DOTS: Final = 576
"""Printable dots across paper of 80 mm at 203 dpi."""
BARCODE_DOTS: Final = 80
_QUIET_MODULES: Final = 10
_MONO_FONTS: Final = (
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", "Noto Sans Mono CJK SC"),
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc", "Noto Sans Mono CJK SC"),
)
"""Where Debian's fonts-noto-cjk puts the face with half-width Latin letters, regular and bold."""
_FACES_MAX: Final = 20
_NO_CHARACTER: Final = "\U0010ffff"


class Pictured:
    """Draws receipts in one font; `font` is a file of `terminal.toml`, empty for the system's Noto Sans Mono CJK."""

    def __init__(self, font: str = "", columns: int = 42, dots: int = DOTS) -> None:
        """Load the font; raises `Fault` "paper.no_font" when there is none."""
        self.columns = columns
        self.dots = dots
        self._cell = dots // columns
        self._left = (dots - self._cell * columns) // 2
        self._row = self._cell * 5 // 2
        files = ((font, ""), (font, "")) if font else _MONO_FONTS
        self._faces = {
            (bold, scale): _font(file, name, 2 * self._cell * scale)
            for bold, (file, name) in enumerate(files)
            for scale in (1, 2)
        }
        self._missing: dict[str, bool] = {}

    def receipt(self, receipt: Receipt) -> Image.Image:
        """Return the whole receipt, one bit a dot, white paper."""
        strips = [self.element(element) for element in receipt.elements]
        paper = Image.new("1", (self.dots, sum(strip.height for strip in strips) + 2 * self._row), 1)
        top = self._row
        for strip in strips:
            paper.paste(strip, (0, top))
            top += strip.height
        return paper

    def element(self, element: Element) -> Image.Image:
        """Return one element's strip across the whole paper."""
        match element:
            case Barcode():
                return self._barcode(element.data)
            case QrCode():
                return self._qr(element.data)
            case Ruler():
                strip = Image.new("1", (self.dots, self._row // 2), 1)
                ImageDraw.Draw(strip).line((0, self._row // 4, self.dots, self._row // 4), fill=0, width=2)
                return strip
            case _:
                return self._text(element)

    def _text(self, element: Element) -> Image.Image:
        large = isinstance(element, (Text, Pair)) and element.large
        bold = isinstance(element, (Text, Pair)) and element.bold
        scale = 2 if large else 1
        rows = list(lines(element, self.columns // scale))
        strip = Image.new("1", (self.dots, self._row * scale * len(rows)), 1)
        draw = ImageDraw.Draw(strip)
        for place, row in enumerate(rows):
            self._draw_row(draw, row, place * self._row * scale, bold=bold, scale=scale)
        return strip

    def _draw_row(self, draw: ImageDraw.ImageDraw, row: str, top: int, *, bold: bool = False, scale: int = 1) -> None:
        """Draw character by character on the column grid, so that amounts stand under one another."""
        face = self._faces[bold, scale]
        baseline = top + self._cell * scale * 2
        column = 0
        for character in row:
            if character != " ":
                self._check(character)
                draw.text(
                    (self._left + column * self._cell * scale, baseline), character, font=face, fill=0, anchor="ls"
                )
            column += width(character)

    def _check(self, character: str) -> None:
        missing = self._missing.get(character)
        if missing is None:
            face = self._faces[False, 1]
            drawn = face.getmask(character)
            unknown = face.getmask(_NO_CHARACTER)
            missing = drawn.size == unknown.size and bytes(drawn) == bytes(unknown)
            self._missing[character] = missing
        if missing:
            raise Fault("paper.missing_glyph", character=f"U+{ord(character):04X}")

    def _barcode(self, data: str) -> Image.Image:
        modules = Code128(data).build()[0]
        scale = max(1, min(3, self.dots // (len(modules) + 2 * _QUIET_MODULES)))
        if (len(modules) + 2 * _QUIET_MODULES) * scale > self.dots:
            raise Fault("paper.barcode_too_wide", data=data[:48])
        strip = Image.new("1", (self.dots, BARCODE_DOTS + self._row + 16), 1)
        draw = ImageDraw.Draw(strip)
        left = (self.dots - len(modules) * scale) // 2
        for place, module in enumerate(modules):
            if module == "1":
                start = left + place * scale
                draw.rectangle((start, 8, start + scale - 1, 8 + BARCODE_DOTS), fill=0)
        text_left = (self.columns - width(data)) // 2
        self._draw_row(draw, " " * text_left + data, BARCODE_DOTS + 10)
        return strip

    def _qr(self, data: str) -> Image.Image:
        code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4)
        code.add_data(data)
        matrix = code.get_matrix()
        scale = max(2, min(6, self.dots // 2 // len(matrix)))
        strip = Image.new("1", (self.dots, len(matrix) * scale), 1)
        draw = ImageDraw.Draw(strip)
        left = (self.dots - len(matrix) * scale) // 2
        for row, modules in enumerate(matrix):
            for column, dark in enumerate(modules):
                if dark:
                    x, y = left + column * scale, row * scale
                    draw.rectangle((x, y, x + scale - 1, y + scale - 1), fill=0)
        return strip


@functools.cache
def _font(file: str, name: str, size: int) -> ImageFont.FreeTypeFont:
    if not Path(file).is_file():
        raise Fault("paper.no_font", file=file)
    try:
        for index in range(_FACES_MAX):
            font = ImageFont.truetype(file, size, index=index)
            if not name or font.getname()[0] == name:
                return font
    except OSError as error:
        raise Fault("paper.no_font", file=file) from error
    raise Fault("paper.no_font", file=file)
