"""From the frames of a film to the basket and to the count: known goods that the rule of frames confirmed, no others.

The film is a real file, read by the real threads, decoders and view, into a till and a stock desk on disk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import pytest
from cv2.typing import MatLike
from pytestqt.qtbot import QtBot

from hardware.scanners import camera_of
from pos_app.cli import demo_workstation, workstation
from pos_app.demo import shop
from pos_app.domain.codes.gtin import check_digit
from pos_app.selling.view import QuestionKind, Sound
from pos_app.settings import Settings
from tests.hardware.scanners.pictures import code_picture, frame_of
from ui.app import OpenTill, open_window
from ui.key_player import KeyPlayer
from ui.rooms import NoSounds, Rooms
from ui.screens.sell import SellScreen
from ui.screens.stock import StockScreen

FPS, HELD = 15, 15
"""Goods are held before the camera for a second: enough for a machine that is busy with other tests."""
LIMIT_MS = 40_000
SIZE = (640, 480)
FIRST, FLASHED, MIDDLE, EDGE, LAST = demo_workstation.codes()["goods"][:5]
UNKNOWN = "499999999999" + check_digit("499999999999")


def _shown(middle: str, edge: str = "") -> MatLike:
    """Return a frame with one code in the middle, and another one in the corner."""
    codes = [(code_picture("ean13", middle, 2), 200, 200)]
    if edge:
        codes.append((code_picture("ean13", edge, 2), 4, 4))
    return frame_of(*codes, size=SIZE)


def _film(file: Path) -> Path:
    """Film the goods: known ones, known ones for a single frame, unknown ones, two side by side, and the last."""
    nothing = frame_of(size=SIZE)
    gap = [nothing] * 5
    frames = [
        *gap, *[_shown(FIRST)] * HELD, *gap, _shown(FLASHED), *gap, *[_shown(UNKNOWN)] * HELD, *gap,
        *[_shown(MIDDLE, EDGE)] * HELD, *gap, *[_shown(LAST)] * HELD, *[nothing] * FPS,
    ]  # fmt: skip
    out = cv2.VideoWriter(str(file), cv2.VideoWriter.fourcc(*"MJPG"), FPS, SIZE)
    for frame in frames:
        out.write(frame)
    out.release()
    return file


@pytest.fixture
def at(tmp_path: Path, qtbot: QtBot) -> Iterator[tuple[OpenTill, KeyPlayer, list[Sound]]]:
    camera = camera_of(str(_film(tmp_path / "goods.avi")))
    assert camera is not None
    sounds: list[Sound] = []
    with workstation.rooms(demo_workstation.make(tmp_path / "till")) as desks:
        rooms = Rooms(desks.devices, desks.settings, NoSounds(), camera=camera, stock=desks.stock)
        opened = open_window(desks.till, Settings(), play=sounds.append, rooms=rooms)
        qtbot.addWidget(opened.window)
        with qtbot.waitExposed(opened.window):
            opened.window.show()
        keys = KeyPlayer(opened.window)
        keys.type(shop.PINS["cashier"])
        keys.press("Enter")
        sounds.clear()
        yield opened, keys, sounds
        opened.close()
        camera.close()


def _until_the_last_is_taken(qtbot: QtBot, codes: Callable[[], list[str]]) -> list[str]:
    """Wait for the last goods of the film; return every code that was taken by then."""
    qtbot.waitUntil(lambda: LAST in codes(), timeout=LIMIT_MS)
    return codes()


def test_the_basket_gets_known_goods_that_several_frames_agree_on(
    at: tuple[OpenTill, KeyPlayer, list[Sound]], qtbot: QtBot
) -> None:
    opened, keys, sounds = at
    bridge = opened.bridge
    assert isinstance(opened.window.screen_now, SellScreen)
    keys.press("Ctrl+T")
    taken = _until_the_last_is_taken(qtbot, lambda: [line.code.zfill(13) for line in bridge.view.lines])
    keys.press("Ctrl+T")
    assert taken == [FIRST, MIDDLE, LAST]
    assert [line.quantity for line in bridge.view.lines] == [1_000] * 3
    assert sounds == [Sound.OK, Sound.UNKNOWN, Sound.OK, Sound.OK]
    assert [(each.kind, each.code[-13:]) for each in bridge.view.questions] == [(QuestionKind.UNKNOWN_CODE, UNKNOWN)]


def test_the_count_gets_the_same_and_nothing_is_sold(at: tuple[OpenTill, KeyPlayer, list[Sound]], qtbot: QtBot) -> None:
    opened, keys, sounds = at
    keys.press("F4", "F7", "Down", "Enter")
    stock = opened.window.screen_now
    assert isinstance(stock, StockScreen)

    def counted() -> list[str]:
        sheet = stock._desk.view.sheet
        return [] if sheet is None else [line.code.zfill(13) for line in reversed(sheet.lines)]

    keys.press("Ctrl+T")
    taken = _until_the_last_is_taken(qtbot, counted)
    keys.press("Ctrl+T")
    assert taken == [FIRST, MIDDLE, LAST]
    sheet = stock._desk.view.sheet
    assert sheet is not None
    assert [(line.quantity, line.scans) for line in sheet.lines] == [(1_000, 1)] * 3
    assert sounds == [Sound.OK, Sound.UNKNOWN, Sound.OK, Sound.OK]
    assert opened.bridge.view.lines == ()
