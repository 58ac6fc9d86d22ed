"""Writes pictures: a widget or a window as it stands, in few colours, so that all of them fit in a repository."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from PIL import Image
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.face import Face
from ui.gallery.dress import Dress, settle
from ui.gallery.widgets import WidgetPage
from ui.theme.tokens import THEMES
from ui.theme.type_scale import TypeScale

COLOURS = 128


def save(widget: QWidget, path: Path) -> Path:
    """Write the widget as PNG with a palette of few colours."""
    path.parent.mkdir(parents=True, exist_ok=True)
    picture = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    size, line = (picture.width(), picture.height()), picture.bytesPerLine()
    pixels = Image.frombuffer("RGB", size, bytes(picture.constBits()), "raw", "RGB", line, 1)
    pixels.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(path, optimize=True)
    return path


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
