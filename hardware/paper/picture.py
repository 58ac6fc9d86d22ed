"""A receipt as a picture of black dots, as a thermal head of 8 dots a millimetre would burn it.

Used for pictures of receipts and, strip by strip, by the ESC/POS renderer for text that the printer's own font cannot
say: a column is 12 dots, as in a printer's font A, so that drawn and printed lines stand under one another.
Promises: every character is drawn or spelled out as "[U+1F600]"; a missing glyph is never a silent box.
"""

from __future__ import annotations

import functools
import logging
import math
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hardware.paper.codes import fitted, module_dots, modules, qr_dots, qr_modules
from hardware.paper.columns import Grid, cells, spelled
from hardware.paper.text import lines
from pos_app.domain.errors import Fault
from pos_app.domain.receipt import Barcode, Element, Pair, QrCode, Receipt, Ruler, Text

if TYPE_CHECKING:  # Pillow takes 0.07 s to load: at the first receipt, not before the first screen
    from PIL import Image, ImageFont

CELL_DOTS: Final = 12
"""Width of a column: font A of an 8 dots/mm printer, 32 of them on 58 mm paper, 42 or 48 on 80 mm."""
ROW_DOTS: Final = 30
"""Height of a row: ESC/POS's own line of 1/6 inch is 30 to 34 dots."""
BARCODE_DOTS: Final = 80
_FONT_DOTS: Final = 2 * CELL_DOTS
_BASELINE_DOTS: Final = 23
_OVERHANG: Final = 1.34
"""A glyph may be this many cells wide and count as one: Latin letters with accents are 1.1 to 1.3 in Noto's face."""
_BOLD, _REGULAR = True, False
_MONO_FONTS: Final = {
    _REGULAR: ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", "Noto Sans Mono CJK SC"),
    _BOLD: ("/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc", "Noto Sans Mono CJK SC"),
}
"""Where Debian's fonts-noto-cjk puts the face with half-width Latin letters."""
_FACES_MAX: Final = 20
_NO_CHARACTER: Final = "\U0010ffff"
_REPORTED_MAX: Final = 1_000
_TILES_MAX: Final = 4_000
"""Drawn characters kept, some 200 bytes each: drawing one afresh takes 30 times as long."""
_log = logging.getLogger(__name__)


class Pictured:
    """Draws receipts in one font; `font` is a file of `terminal.toml`, empty for the system's Noto Sans Mono CJK.

    The font is read at the first use, which raises `Fault` "paper.no_font" without one. `strict` refuses a character
    that the font lacks by `Fault` "paper.missing_glyph"; otherwise it is logged once and spelled out on the paper.
    """

    def __init__(self, font: str = "", columns: int = 42, *, strict: bool = False) -> None:
        """Take the font's file and the paper's width."""
        self._font = font
        self._columns = columns
        self._strict = strict
        self._known: dict[str, int] = {}
        """Columns of each character met so far; -1 for one that the font lacks."""
        self._tiles: dict[tuple[str, int, bool, int], Image.Image] = {}

    @functools.cached_property
    def grid(self) -> Grid:
        """How this font fills the columns."""
        return Grid(self._columns, self._measure, self._said)

    @property
    def dots(self) -> int:
        """Width of the paper."""
        return paper_dots(self._columns)

    def receipt(self, receipt: Receipt) -> Image.Image:
        """Return the whole receipt, one bit a dot, white paper."""
        return stacked([self.element(element) for element in receipt.elements], self.dots)

    def element(self, element: Element) -> Image.Image:
        """Return one element's strip across the whole paper."""
        drawn = [self._strip(part) for part in fitted(element, self.dots)]
        return drawn[0] if len(drawn) == 1 else stacked(drawn, self.dots, margin=0)

    def row(self, text: str, *, bold: bool = False, large: bool = False, grid: Grid | None = None) -> Image.Image:
        """Return one row of text that is already laid out, character by character on the column grid."""
        scale = 2 if large else 1
        strip = _blank(self.dots, ROW_DOTS * scale)
        grid = grid or self.grid
        column = 0
        for cluster in _clusters(text, grid):
            wide = grid.width(cluster)
            if not cluster.isspace():
                left = (column - 1) * CELL_DOTS * scale
                strip.paste(0, (left, 0), self._tile(cluster, wide, bold=bold, scale=scale))
            column += wide
        return strip

    def _strip(self, element: Element) -> Image.Image:
        match element:
            case Barcode(data):
                return self._barcode(data)
            case QrCode(data):
                return self._qr(data)
            case Ruler():
                strip = _blank(self.dots, ROW_DOTS)
                strip.paste(0, (0, ROW_DOTS // 2, self.dots, ROW_DOTS // 2 + 2))
                return strip
            case _:
                large = isinstance(element, (Text, Pair)) and element.large
                bold = isinstance(element, (Text, Pair)) and element.bold
                rows = [self.row(line, bold=bold, large=large) for line in lines(element, self.grid)]
                return stacked(rows, self.dots, margin=0)

    def _barcode(self, data: str) -> Image.Image:
        bars, scale = modules(data), module_dots(data, self.dots)
        strip = _blank(self.dots, BARCODE_DOTS + 8)
        left = (self.dots - len(bars) * scale) // 2
        for place, module in enumerate(bars):
            if module == "1":
                start = left + place * scale
                strip.paste(0, (start, 4, start + scale, 4 + BARCODE_DOTS))
        return stacked([strip, *map(self.row, self.grid.centred(data))], self.dots, margin=0)

    def _qr(self, data: str) -> Image.Image:
        matrix = qr_modules(data)
        scale = qr_dots(len(matrix), self.dots)
        strip = _blank(self.dots, len(matrix) * scale)
        left = (self.dots - len(matrix) * scale) // 2
        for row, across in enumerate(matrix):
            for column, dark in enumerate(across):
                if dark:
                    x, y = left + column * scale, row * scale
                    strip.paste(0, (x, y, x + scale, y + scale))
        return strip

    @functools.cached_property
    def _faces(self) -> dict[tuple[bool, int], ImageFont.FreeTypeFont]:
        return {
            (bold, scale): _face(self._font or file, "" if self._font else name, _FONT_DOTS * scale)
            for bold, (file, name) in _MONO_FONTS.items()
            for scale in (1, 2)
        }

    def _tile(self, cluster: str, wide: int, *, bold: bool, scale: int) -> Image.Image:
        """Return the ink of what stands in `wide` columns, with one column more on both sides for what hangs over."""
        key = (cluster, wide, bold, scale)
        tile = self._tiles.get(key)
        if tile is None:
            from PIL import ImageDraw  # noqa: PLC0415 - see above

            self._check(cluster)
            face = self._faces[bold, scale]
            cell = CELL_DOTS * scale
            spare = 0 if cluster.isascii() else max(0, math.floor((wide * cell - face.getlength(cluster)) / 2))
            tile = _blank((wide + 2) * cell, ROW_DOTS * scale, paper=0)
            ImageDraw.Draw(tile).text((cell + spare, _BASELINE_DOTS * scale), cluster, font=face, fill=1, anchor="ls")
            if len(self._tiles) >= _TILES_MAX:
                self._tiles.clear()
            self._tiles[key] = tile
        return tile

    def _known_as(self, character: str) -> int:
        known = self._known.get(character)
        if known is None:
            face = self._faces[_REGULAR, 1]
            if _same_mask(face, character, _NO_CHARACTER):
                known = -1
                if not self._strict and len(self._known) < _REPORTED_MAX:
                    _log.warning("the receipt's font has no U+%04X: it is spelled out on paper", ord(character))
            else:
                wide = math.ceil(face.getlength(character) / CELL_DOTS - (_OVERHANG - 1))
                known = 0 if cells(character) == 0 else min(2, max(1, wide))
            if len(self._known) >= _REPORTED_MAX * 10:
                self._known.clear()
            self._known[character] = known
        return known

    def _measure(self, character: str) -> int:
        return 1 if character.isascii() else max(0, self._known_as(character))

    def _said(self, character: str) -> str:
        if self._strict:
            self._check(character)
        return spelled(character) if self._known_as(character) < 0 else character

    def _check(self, cluster: str) -> None:
        for character in cluster:
            if character != " " and self._known_as(character) < 0:
                raise Fault("paper.missing_glyph", character=f"U+{ord(character):04X}")


def paper_dots(columns: int) -> int:
    """Return the width of a paper of so many columns, in whole bytes of eight dots as raster commands count."""
    return (columns * CELL_DOTS + 7) // 8 * 8


def stacked(strips: list[Image.Image], dots: int, *, margin: int = ROW_DOTS) -> Image.Image:
    """Return the strips one below the other on white paper, with `margin` dots above and below."""
    paper = _blank(dots, sum(strip.height for strip in strips) + 2 * margin)
    top = margin
    for strip in strips:
        paper.paste(strip, (0, top))
        top += strip.height
    return paper


def _blank(dots: int, height: int, paper: int = 1) -> Image.Image:
    from PIL import Image  # noqa: PLC0415 - see above

    return Image.new("1", (dots, height), paper)


def _clusters(text: str, grid: Grid) -> Iterator[str]:
    """Cut a row into what stands in one place: a character with the marks on it."""
    cluster = ""
    for character in text:
        if cluster and grid.measure(character):
            yield cluster
            cluster = ""
        cluster += character
    if cluster:
        yield cluster


def _same_mask(face: ImageFont.FreeTypeFont, one: str, other: str) -> bool:
    first, second = face.getmask(one), face.getmask(other)
    return first.size == second.size and bytes(first) == bytes(second)


@functools.cache
def _face(file: str, name: str, size: int) -> ImageFont.FreeTypeFont:
    from PIL import ImageFont  # noqa: PLC0415 - see above

    if not Path(file).is_file():
        raise Fault("paper.no_font", file=file)
    try:
        for index in range(_FACES_MAX if name else 1):
            font = ImageFont.truetype(file, size, index=index)
            if not name or font.getname()[0] == name:
                return font
    except OSError as error:
        raise Fault("paper.no_font", file=file) from error
    raise Fault("paper.no_font", file=file)
