"""Writes pictures: a widget or a window as it stands, in few colours, so that all of them fit in a repository."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
from PIL import Image
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.face import Face
from ui.gallery.widgets import WidgetPage
from ui.theme.tokens import THEMES
from ui.theme.type_scale import TypeScale

COLOURS = 32
SIZES = ((1280, 800), (480, 800))
ALL_SIZES = ((480, 800), (1024, 768), (1280, 800), (1920, 1080))


class Dress(msgspec.Struct, frozen=True):
    """How a picture is taken."""

    theme: str = "light"
    language: str = "en"
    size: tuple[int, int] = (1280, 800)
    percent: int = 100

    @property
    def name(self) -> str:
        """Return the part of a file's name."""
        larger = f"-{self.percent}" if self.percent != 100 else ""  # noqa: PLR2004 - the plain scale
        return f"{self.theme}-{self.language}-{self.size[0]}x{self.size[1]}{larger}"


MAIN = (
    *(Dress(size=size) for size in ALL_SIZES[:3]),
    *(Dress(theme=theme) for theme in THEMES if theme != "light"),
    Dress(language="zh-Hans"),
)
"""The pictures that are kept in the repository: three sizes, every theme and every language."""


def put_on(face: Face, window: QWidget, dress: Dress) -> None:
    """Bring a window into this theme, language, type and size, and let it settle."""
    face.put_on(theme=THEMES[dress.theme], language=dress.language, scale=TypeScale(dress.percent))
    window.resize(*dress.size)
    settle()


def settle() -> None:
    """Let layouts find their place."""
    for _ in range(3):
        QCoreApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)


def save(widget: QWidget, path: Path) -> Path:
    """Write the widget as PNG with a palette of few colours."""
    path.parent.mkdir(parents=True, exist_ok=True)
    picture = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    size, line = (picture.width(), picture.height()), picture.bytesPerLine()
    pixels = Image.frombuffer("RGB", size, bytes(picture.constBits()), "raw", "RGB", line, 1)
    pixels.quantize(COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(path, optimize=True)
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
