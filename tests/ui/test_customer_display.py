"""The customer's screen: follows the sale a moment behind, in the customer's language, with nothing personal on it."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from pos_app.selling.view import HeldView
from pos_app.settings import Settings
from tests.ui.conftest import AtTheTill
from tests.ui.shop_desk import LI_WEI, PIN, SHELF, ShopDesk
from tests.ui.shop_rooms import ShopRooms
from tests.ui.test_faces import clipped
from ui.app import open_window
from ui.customer_display import CustomerDisplay
from ui.customer_display.lines import CustomerLines
from ui.customer_display.told import Told
from ui.theme.tokens import DARK
from ui.theme.type_scale import TypeScale


@pytest.fixture
def shown(qtbot: QtBot) -> Iterator[tuple[AtTheTill, CustomerDisplay]]:
    """Return a till whose customer display is a window."""
    desk, rooms = ShopDesk(), ShopRooms()
    opened = open_window(desk, Settings(customer_display="window"), rooms=rooms.rooms)
    qtbot.addWidget(opened.window)
    with qtbot.waitExposed(opened.window):
        opened.window.show()
    till = AtTheTill(opened, desk, [], rooms)
    till.keys.type(PIN)
    till.keys.press("Enter")
    display = opened.customer.display
    assert display is not None
    yield till, display
    opened.close()


def test_it_follows_the_sale_to_thanks_and_change(shown: tuple[AtTheTill, CustomerDisplay]) -> None:
    till, display = shown
    assert display.greeting.shown == "Welcome"
    till.keys.scan(SHELF[0].code)
    till.keys.scan(SHELF[1].code)
    till.desk.save(1, 600)
    display.look()
    assert display.newest_words.text() == "Roasted Coffee 250 g"
    assert [row.words for row in display.lines.rows] == ["Dark Noodles 330 g"]
    assert (display.amount.shown, display.saving.shown) == ("¥257.08", "You save ¥6.00")
    till.keys.press("F12")
    display.look()
    assert display.state.text() == "Please pay now"
    till.keys.press("F12")
    display.look()
    assert display.greeting.shown == "Thank you!"
    assert (display.caption.shown, display.amount.shown) == ("Your change", "¥0.00")


def test_a_receipt_as_code_is_shown_to_the_customer_while_the_change_stands(
    shown: tuple[AtTheTill, CustomerDisplay],
) -> None:
    till, display = shown
    till.keys.scan(SHELF[0].code)
    till.keys.press("F12", "F12")
    display.look()
    assert not display.code.isVisible()
    till.keys.press("Ctrl+B")
    display.look()
    change = till.desk.view.change
    assert change is not None
    assert display.code.isVisible()
    assert display.code.text == change.receipt
    assert change.receipt in display.under.text()
    till.keys.scan(SHELF[1].code)
    display.look()
    assert not display.code.isVisible()
    assert display.newest_words.text() == "Roasted Coffee 250 g"


def test_a_training_sale_says_so_to_the_customer(shown: tuple[AtTheTill, CustomerDisplay]) -> None:
    till, display = shown
    till.desk._show(training=True)
    till.keys.scan(SHELF[0].code)
    display.look()
    assert display.title.shown == "TRAINING: nothing counts"


def test_it_comes_behind_the_cashiers_screen_and_once_for_a_burst(
    shown: tuple[AtTheTill, CustomerDisplay], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    till, display = shown
    looks: list[int] = []
    show = CustomerDisplay._show

    def counted(self: CustomerDisplay, now: Told) -> None:
        looks.append(1)
        show(self, now)

    monkeypatch.setattr(CustomerDisplay, "_show", counted)
    for at in range(5):
        till.desk.scan(SHELF[at].code)
        till.opened.bridge._show_view()
    assert display.lines.rows == ()
    qtbot.waitUntil(lambda: len(display.lines.rows) == 4)
    assert len(looks) == 1


def test_nothing_is_painted_while_nothing_changed(
    shown: tuple[AtTheTill, CustomerDisplay], monkeypatch: pytest.MonkeyPatch
) -> None:
    till, display = shown
    till.keys.scan(SHELF[0].code)
    till.keys.scan(SHELF[1].code)
    display.look()
    till.keys.settle()
    painted: list[QPaintEvent] = []
    monkeypatch.setattr(CustomerLines, "paintEvent", lambda _self, event: painted.append(event))
    display.look()
    till.opened.bridge.tick()
    till.keys.settle()
    assert painted == []


def test_the_customer_chooses_a_language_for_this_sale_alone(shown: tuple[AtTheTill, CustomerDisplay]) -> None:
    till, display = shown
    till.keys.scan(SHELF[0].code)
    display.language.click()
    assert display.newest_words.text() == "方便面 330克"
    assert till.lines() == [("1", "Dark Noodles 330 g")], "the cashier's screen keeps its own"
    till.keys.press("F12", "F12")
    display.look()
    assert display.greeting.shown == "谢谢惠顾！"
    till.keys.scan(SHELF[1].code)
    display.look()
    assert display.newest_words.text() == "Roasted Coffee 250 g"


def test_the_store_speaks_its_own_language(shown: tuple[AtTheTill, CustomerDisplay]) -> None:
    till, display = shown
    till.desk._show(languages=("zh-Hans", "en"))
    display.speak("")
    assert display.greeting.shown == "欢迎光临"
    display.speak("en")
    assert display.greeting.shown == "Welcome"


def test_no_name_of_a_person_and_no_note_stands_on_it(shown: tuple[AtTheTill, CustomerDisplay]) -> None:
    till, display = shown
    till.keys.scan(SHELF[0].code)
    line = till.desk.view.lines[0]
    import msgspec

    till.desk._lines((msgspec.structs.replace(line, note="for Mrs Chen, 13812345678"),))
    till.desk._show(operator=LI_WEI, held=1)
    display.look()
    words = " ".join(label.text() for label in display.findChildren(QLabel)) + str(display.shown)
    for secret in ("Li Wei", "Chen", "138", HeldView.__name__):
        assert secret not in words


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
@pytest.mark.parametrize("percent", [100, 130])
@pytest.mark.parametrize("size", [(1024, 600), (1920, 1080), (800, 480)])
def test_it_is_read_whole_on_every_screen(
    shown: tuple[AtTheTill, CustomerDisplay], language: str, percent: int, size: tuple[int, int]
) -> None:
    till, display = shown
    for goods in SHELF[:6]:
        till.keys.scan(goods.code)
    till.opened.face.put_on(theme=DARK, scale=TypeScale(percent))
    display.speak(language)
    display.resize(*size)
    display.look()
    till.keys.settle()
    assert display.face.theme is DARK
    assert clipped(display) == []
    assert display.amount.height() >= display.face.metrics("display").height()


def test_a_till_with_one_screen_and_auto_shows_none(till: AtTheTill) -> None:
    assert till.opened.customer.display is None


def test_the_lines_are_painted_as_far_as_there_is_room(shown: tuple[AtTheTill, CustomerDisplay]) -> None:
    till, display = shown
    for at in range(40):
        till.desk.scan(SHELF[at % 6].code)
    display.look()
    picture = display.lines.grab()
    assert not picture.isNull()
    assert isinstance(QPainter(picture), QPainter)
    assert len(display.lines.rows) == 23
