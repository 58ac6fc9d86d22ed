"""The shelf's screen has the same camera view as the till's: what is shown to it is shown on the card, and not sold.

Both call what they took by its name.
"""

from pathlib import Path

from PySide6.QtWidgets import QApplication

from pos_app.cli import demo_workstation
from pos_app.demo.shop import PINS
from ui.key_player import KeyPlayer
from ui.screens.sell import SellScreen
from ui.screens.stock import StockScreen


def test_goods_before_the_camera_are_looked_up_at_the_shelf(qapp: QApplication, tmp_path: Path) -> None:
    with demo_workstation.window(demo_workstation.make(tmp_path)) as opened:
        opened.window.show()
        keys = KeyPlayer(opened.window)
        keys.type(PINS["cashier"])
        keys.press("Enter", "F4")
        stock = opened.window.screen_now
        assert isinstance(stock, StockScreen)
        assert stock.camera.view.isHidden()
        keys.press("Ctrl+T")
        assert not stock.camera.view.isHidden()
        keys.settle()
        card = stock._desk.view.card
        assert card is not None
        assert demo_workstation.codes()["goods"][0] in card.price.code
        assert opened.bridge.view.lines == ()
        name = card.price.names[opened.face.language]
        assert stock.camera.view.words == opened.face.say("ui.camera.taken_name", name=name)


def test_goods_sold_before_the_camera_are_called_by_their_name(qapp: QApplication, tmp_path: Path) -> None:
    with demo_workstation.window(demo_workstation.make(tmp_path)) as opened:
        opened.window.show()
        keys = KeyPlayer(opened.window)
        keys.type(PINS["cashier"])
        keys.press("Enter", "Ctrl+T")
        keys.settle()
        sell = opened.window.screen_now
        assert isinstance(sell, SellScreen)
        (line,) = opened.bridge.view.lines
        name = line.names[opened.face.language]
        assert sell.middle.camera.words == opened.face.say("ui.camera.taken_name", name=name)
