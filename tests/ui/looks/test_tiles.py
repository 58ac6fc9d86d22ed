"""Quick keys: what is touched is told, Tab and arrows reach every one, and no price is cut."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ui.face import Face
from ui.gallery.dress import settle
from ui.theme.type_scale import SCALES_PERCENT, TypeScale
from ui.widgets.figure_fit import fitted
from ui.widgets.tile_key import elided, name_lines
from ui.widgets.tiles import TILE_WIDTH_LEAST_PX, TileFace, Tiles

TILES = tuple(TileFace(f"key-{at}", f"Chinese Cabbage {at}", f"¥{at}.98", "#3E7D3A") for at in range(20))


def shown(qtbot: QtBot, width: int = 329, *, percent: int = 100) -> Tiles:
    face = Face(scale=TypeScale(percent))
    host = QWidget()  # with no layout: the offscreen platform warns of size hints
    qtbot.addWidget(host)
    tiles = Tiles(face, host)
    tiles.show_pages(("Fruit & veg", "Counter"))
    tiles.show_tiles(TILES)
    face.dress(host)
    host.resize(width, 600)
    tiles.setGeometry(0, 0, width, 600)
    with qtbot.waitExposed(host):
        host.show()
    return tiles


def test_a_touch_tells_the_key_of_the_tile(qtbot: QtBot) -> None:
    tiles = shown(qtbot)
    taken: list[str] = []
    tiles.taken.connect(taken.append)
    QTest.mouseClick(tiles.keys[3], Qt.MouseButton.LeftButton)
    assert taken == ["key-3"]


def test_a_page_name_asks_for_its_page(qtbot: QtBot) -> None:
    tiles = shown(qtbot)
    asked: list[int] = []
    tiles.page_asked.connect(asked.append)
    QTest.mouseClick(tiles.tabs[1], Qt.MouseButton.LeftButton)
    tiles.show_pages(("Fruit & veg", "Counter"), 1)
    assert asked == [1]
    assert [tab.isChecked() for tab in tiles.tabs] == [False, True]


def test_one_page_needs_no_names(qtbot: QtBot) -> None:
    tiles = shown(qtbot)
    tiles.show_pages(("Only",))
    assert tiles.tabs == ()


def test_arrows_walk_the_grid_and_enter_takes(qtbot: QtBot) -> None:
    tiles = shown(qtbot)
    taken: list[str] = []
    tiles.taken.connect(taken.append)
    tiles.keys[0].setFocus()
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Return):
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, key)
    assert taken == ["key-4"]  # three columns: right, then down


def test_a_wider_column_shows_more_tiles_beside_each_other(qtbot: QtBot) -> None:
    for width, columns in ((329, 3), (560, 5), (140, 1)):
        tiles = shown(qtbot, width)
        assert len({key.x() for key in tiles.keys}) == columns


def test_fewer_columns_share_the_whole_width(qtbot: QtBot) -> None:
    tiles = shown(qtbot)
    assert len({key.x() for key in tiles.keys}) == 3
    tiles._face.put_on(scale=TypeScale(130))
    settle()
    assert len({key.x() for key in tiles.keys}) == 2
    assert max(key.geometry().right() for key in tiles.keys) > tiles.width() * 9 // 10


def test_tiles_are_large_enough_at_every_type_size(qtbot: QtBot) -> None:
    for percent in (100, 130):
        tiles = shown(qtbot, 320, percent=percent)
        assert min(key.height() for key in tiles.keys) >= 54
        assert min(key.width() for key in tiles.keys) >= 54


def test_a_screen_reader_hears_name_and_price(qtbot: QtBot) -> None:
    tiles = shown(qtbot)
    assert tiles.keys[2].accessibleName() == "Chinese Cabbage 2, ¥2.98"
    tiles.show_tiles(TILES[:1])
    assert len(tiles.keys) == 1


def test_a_name_is_broken_into_two_lines_and_no_letter_lost(qapp: QApplication) -> None:
    assert qapp is not None
    lines = name_lines("Chinese Cabbage from the garden", QFont(), 90)
    assert len(lines) == 2
    assert " ".join(lines) == "Chinese Cabbage from the garden"
    assert "".join(name_lines("", QFont(), 90)) == ""


def test_names_are_read_whole_where_there_is_room_for_wider_tiles(qtbot: QtBot) -> None:
    tiles = shown(qtbot, 640)
    tiles.show_tiles(tuple(TileFace(f"key-{at}", f"Wholemeal Bread {at} pieces") for at in range(17)))
    settle()
    assert all(key.name_is_whole(key.width()) for key in tiles.keys)
    assert max(key.geometry().bottom() for key in tiles.keys) < tiles._area.viewport().height(), "all in sight"
    tiles.show_tiles(tuple(TileFace(f"key-{at}", f"Wholemeal Bread {at} pieces") for at in range(60)))
    settle()
    assert len({key.x() for key in tiles.keys}) == 6, "no row more to scroll for the sake of a name"


def test_a_name_that_is_cut_is_cut_after_a_whole_word(qapp: QApplication) -> None:
    assert qapp is not None
    metrics = QFontMetrics(QFont())
    text = "Bread 2 pieces"
    assert elided(metrics, text, metrics.horizontalAdvance(text)) == text
    assert elided(metrics, text, metrics.horizontalAdvance(text) - 1) == "Bread 2 …"
    assert elided(metrics, "Wholemeal", metrics.horizontalAdvance("Wholemeal") - 1).endswith("…")


@pytest.mark.parametrize("percent", SCALES_PERCENT)
@pytest.mark.parametrize("price", ["¥99,999,999.99", "Rp 99,999,999.99"])
def test_no_price_is_cut_on_a_tile(qapp: QApplication, percent: int, price: str) -> None:
    assert qapp is not None
    face = Face(scale=TypeScale(percent))
    room_px = face.px(TILE_WIDTH_LEAST_PX) - 20
    font = fitted(face.font("meta", QFont.Weight.DemiBold), price, room_px, 11)
    assert QFontMetrics(font).horizontalAdvance(price) <= room_px
    assert font.pixelSize() >= 11


def test_a_long_price_is_painted_within_its_tile(qtbot: QtBot) -> None:
    tiles = shown(qtbot)
    tiles.show_tiles((TileFace("one", "X", "¥99,999,999.99"),))
    priced = tiles.keys[0].grab().toImage()
    tiles.show_tiles((TileFace("one", "X"),))
    bare = tiles.keys[0].grab().toImage()
    ratio = int(priced.devicePixelRatio())
    right = priced.width() - 6 * ratio
    painted = [
        any(priced.pixel(x, y) != bare.pixel(x, y) for y in range(priced.height())) for x in range(priced.width())
    ]
    assert any(painted[: priced.width() // 2])
    assert any(painted[priced.width() * 2 // 3 :])
    assert not any(painted[right:])
