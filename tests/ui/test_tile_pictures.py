"""A quick key shows the picture that the feed gives it, and loses nothing by a bad one."""

import struct
import zlib

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QColor, QImage, QImageWriter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from pos_app.domain.store_rows import PICTURE_BYTES_MAX
from ui.face import Face
from ui.widgets.tile_picture import SIDE_MOST_PX, SIDE_PX, picture
from ui.widgets.tiles import TileFace, Tiles

RED = QColor("#C01020")


def _drawn(side: int = 64) -> bytes:
    image = QImage(side, side // 2, QImage.Format.Format_RGB32)
    image.fill(RED)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())


def _bomb(side: int) -> bytes:
    """A PNG whose header promises a picture of `side` pixels square."""
    head = b"IHDR" + struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))


def _reds(qtbot: QtBot, tile: TileFace, width: int = 329) -> int:
    face = Face()
    host = QWidget()
    qtbot.addWidget(host)
    tiles = Tiles(face, host)
    tiles.show_pages(("Fruit",))
    tiles.show_tiles((tile,))
    face.dress(host)
    host.resize(width, 300)
    tiles.setGeometry(0, 0, width, 300)
    with qtbot.waitExposed(host):
        host.show()
    image = tiles.keys[0].grab().toImage()
    return sum(image.pixelColor(x, y) == RED for x in range(image.width()) for y in range(image.height()))


def test_a_picture_stands_on_its_tile_in_its_own_shape(qtbot: QtBot) -> None:
    assert _reds(qtbot, TileFace("a", "Apples", "¥12.98", picture=_drawn())) == SIDE_PX * SIDE_PX // 2


@pytest.mark.parametrize(
    "data",
    [b"", b"no picture", _drawn()[:40], _bomb(60_000), _drawn() + bytes(PICTURE_BYTES_MAX)],
    ids=["none", "text", "cut", "bomb", "too many bytes"],
)
def test_a_bad_picture_is_none_and_the_tile_is_as_without(qtbot: QtBot, data: bytes) -> None:
    assert picture(data, SIDE_PX) is None
    assert _reds(qtbot, TileFace("a", "Apples", "¥12.98", picture=data)) == 0


def test_a_picture_larger_than_any_tile_is_not_decoded() -> None:
    assert picture(_bomb(SIDE_MOST_PX + 1), SIDE_PX) is None


def test_on_a_narrow_tile_the_words_come_first(qtbot: QtBot) -> None:
    assert _reds(qtbot, TileFace("a", "Apples", "¥12.98", picture=_drawn()), width=100) == 0
