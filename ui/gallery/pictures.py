"""Writes pictures: a widget or a window as it stands, in few colours, so that all of them fit in a repository.

Every colour of the themes is kept as it is, and those that cover most; no other pixel is far from what was painted.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
from PIL import Image
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.face import Face
from ui.gallery.dress import Dress, settle
from ui.gallery.widgets import WidgetPage
from ui.theme.tokens import THEMES
from ui.theme.type_scale import TypeScale

COLOURS = 128
"""Of a picture; with 256 the kept ones would weigh a tenth more."""
EXACT_COLOURS = 32
"""How many are taken as they are: those of the themes, then those that cover most. The others share what is left."""
_OPAQUE = 0xFF000000


def save(widget: QWidget, path: Path) -> Path:
    """Write the widget as PNG with a palette of few colours."""
    return write(widget.grab().toImage(), path)


def write(
    picture: QImage, path: Path, colours: int = COLOURS, exact: int = EXACT_COLOURS, *, pack: bool = True
) -> Path:
    """Write the picture as PNG in `colours`, of which so many are `exact`.

    Without `pack` in an eighth of the time, and a tenth larger: for pictures that nobody keeps.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    picture = picture.convertToFormat(QImage.Format.Format_RGB32)
    palette = _palette(picture, colours, exact)
    table = [_OPAQUE | red << 16 | green << 8 | blue for red, green, blue in palette]
    places = picture.convertToFormat(QImage.Format.Format_Indexed8, table)
    size, line = (places.width(), places.height()), places.bytesPerLine()
    pixels = Image.frombuffer("P", size, bytes(places.constBits()), "raw", "P", line, 1)
    pixels.putpalette(bytes(part for colour in palette for part in colour))
    pixels.save(path, optimize=pack)
    return path


def _palette(picture: QImage, few: int, exactly: int) -> list[tuple[int, ...]]:
    """Return the colours to write it in: all when they are few, else the exact ones and some between the others."""
    size, line = (picture.width(), picture.height()), picture.bytesPerLine()
    pixels = Image.frombuffer("RGB", size, bytes(picture.constBits()), "raw", "BGRX", line, 1)
    counted = {told: count for count, told in pixels.getcolors(size[0] * size[1]) or () if isinstance(told, tuple)}
    colours = sorted(counted, key=lambda colour: (colour in _TOKENS, counted[colour], colour), reverse=True)
    if len(colours) <= few:
        return colours
    exact, others = colours[:exactly], colours[exactly:]
    row = Image.new("RGB", (len(others), 1))
    row.putdata(others)
    between = row.quantize(few - exactly, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    parts = iter(between.getpalette() or ())
    return exact + list(zip(parts, parts, parts, strict=True))


def _themes_colours() -> frozenset[tuple[int, int, int]]:
    told = {told for theme in THEMES.values() for told in msgspec.structs.astuple(theme) if told.startswith("#")}
    return frozenset((int(each[1:3], 16), int(each[3:5], 16), int(each[5:7], 16)) for each in told)


_TOKENS = _themes_colours()


def widget_pages(pages: Iterable[WidgetPage], dresses: Iterable[Dress], folder: Path) -> Iterator[Path]:
    """Write each page of the gallery in each dress."""
    pages = tuple(pages)
    for dress in dresses:
        face = Face(THEMES[dress.theme], dress.language, TypeScale(dress.percent))
        for page in pages:
            host = QWidget()
            host.setObjectName("window")
            widget = page.make(face)
            widget.setParent(host)
            width, height = dress.size
            fixed = widget.sizePolicy().verticalPolicy() is QSizePolicy.Policy.Fixed
            tall = widget.sizeHint().height() if fixed else height - 32
            widget.setGeometry(16, 16, min(width - 32, 560), tall)
            face.dress(host)
            host.resize(min(width, 592), height)
            host.show()
            settle()
            yield save(host, folder / f"{page.name}-{dress.name}.png")
            host.close()
            host.deleteLater()
