"""Another language, in the middle of anything: not a word of the old one stays on the screen, or for a screen reader.

Reached in Chinese and switched to English, because a Chinese letter that stayed is known by sight.
"""

import re
from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from pos_app.selling.view import Lamp, LampState
from tests.ui.conftest import AtTheTill
from tests.ui.places import purpose
from tests.ui.shop_desk import SHELF
from tests.ui.test_faces import STATES
from ui.asked import Purpose
from ui.face import Face
from ui.keys import Act as Doing
from ui.widgets.figure_text import FigureText
from ui.widgets.rows import RowList
from ui.widgets.strip import Act, Strip
from ui.widgets.tile_key import TileKey
from ui.widgets.toasts import ToastTray

ENGLISH, CHINESE = "en", "zh-Hans"
ONE = f"scan {SHELF[0].code}"
MORE = {
    "refused": (ONE, "press F7", "type 0", "press Enter"),
    "held baskets": (ONE, "press F11", "press F11"),
    "nothing found": ("type qqqq",),
    "note": (ONE, "press Ctrl+N"),
    "note on the basket": (ONE, "press Ctrl+N", "press Ctrl+N"),
    "served by": (ONE, "press Ctrl+S"),
    "discount on the basket": (ONE, "press F8", "press F8", "press F8"),
    "price": (ONE, "press Ctrl+P"),
    "quantity": (ONE, "press F7"),
    "keys": ("do KEY_SHEET",),
    "receipts": ("do RECEIPTS",),
    "abandon": (ONE, "do ABANDON"),
    "no sale": ("do NO_SALE",),
    "training": ("do TRAINING",),
    "next quantity": ("do NEXT_QUANTITY",),
    "price check": ("do PRICE_CHECK",),
    "price of": ("do PRICE_CHECK", ONE),
    "department alone": ("press Ins",),
    "reference": (ONE, "press F12", "press F2"),
    "cut scan": (ONE, "cut 69012"),
    "devices": ("open devices",),
    "devices, a scan read": ("open devices", ONE),
    "devices, a key": ("open devices", "press F4"),
    "devices, a page printed": ("open devices", "press F7"),
    "settings": ("open settings",),
    "settings, nothing to save": ("open settings", "press Ctrl+S"),
    "locked": (ONE, "press Ctrl+L"),
    "wrong PIN": (ONE, "press Ctrl+L", "type 9999", "press Enter"),
    "offline": (ONE, "lamp offline"),
}
ALL = {**STATES, **MORE}
_HAN = re.compile("[\u3000-\u9fff\uff00-\uffef]")
_NAMES = re.compile("张敏|绿茶|简体中文|中文")
"""Of people, goods and languages: they are the same in each."""


def reach(till: AtTheTill, state: str) -> None:
    for act in ALL[state]:
        verb, _, what = act.partition(" ")
        doing: dict[str, Callable[[], object]] = {
            "scan": lambda what=what: till.keys.scan(what),  # type: ignore[misc]
            "type": lambda what=what: till.keys.type(what),  # type: ignore[misc]
            "press": lambda what=what: till.keys.press(what),  # type: ignore[misc]
            "do": lambda what=what: till.sell.acting.do(Doing[what]),  # type: ignore[misc]
            "open": lambda what=what: till.window.open(what),  # type: ignore[misc]
            "cut": lambda what=what: till.window.tell_cut_scan(what),  # type: ignore[misc]
            "lamp": lambda what=what: _lamp(till, what),  # type: ignore[misc]
        }
        doing[verb]()
    till.keys.settle()


def _lamp(till: AtTheTill, state: str) -> None:
    till.desk.lamp_now = Lamp(LampState(state), 2, "paper_out")
    till.opened.bridge.tick()


def words_of(widget: QWidget) -> str:
    """Return what a widget says, to the eye and to a screen reader."""
    if isinstance(widget, FigureText):
        words = widget.shown
    elif isinstance(widget, TileKey):
        words = widget.shown.spoken
    elif isinstance(widget, QLabel | QAbstractButton):
        words = widget.text()
    elif isinstance(widget, QLineEdit):
        words = f"{widget.text()} {widget.placeholderText()}"
    elif isinstance(widget, RowList):
        words = "|".join(row.spoken for row in widget.row_model.rows)
    else:
        words = ""
    return f"{type(widget).__name__}: {words} ({widget.accessibleName()}) ({widget.accessibleDescription()})"


def all_words(window: QWidget) -> list[str]:
    return [words_of(each) for each in window.findChildren(QWidget) if each.isVisible()]


@pytest.mark.parametrize("state", ALL)
def test_a_switched_language_leaves_no_word_of_the_old_one(till: AtTheTill, state: str) -> None:
    face = till.opened.face
    face.put_on(language=CHINESE)
    reach(till, state)
    face.put_on(language=CHINESE)  # a locked till speaks as its operator does
    reached = all_words(till.window)
    face.put_on(language=ENGLISH)
    stayed = [words for words in all_words(till.window) if _HAN.search(_NAMES.sub("", words))]
    assert stayed == []
    face.put_on(language=CHINESE)
    assert all_words(till.window) == reached


def test_a_half_typed_answer_stays_when_the_language_switches(till: AtTheTill) -> None:
    till.keys.scan(SHELF[8].code)
    till.keys.press("F8")
    till.keys.type("10")
    till.keys.press("Down")
    chosen = till.sell.middle.listed.list.current()
    assert chosen is not None
    till.opened.face.put_on(language=CHINESE)
    now = till.sell.middle.listed.list.current()
    assert now is not None
    assert (now.key, till.sell.middle.entry.figure.text()) == (chosen.key, "10")
    till.keys.press("F2")
    assert till.asked("discount_line")
    assert purpose(till) is None


def test_an_operator_of_another_language_takes_over_and_the_form_is_left(till: AtTheTill) -> None:
    till.keys.scan(SHELF[0].code)
    till.keys.press("Ctrl+O")
    assert purpose(till) is Purpose.SWITCH
    till.opened.bridge.told.connect(lambda _said: till.opened.face.put_on(language=CHINESE))
    till.keys.type("1234")
    till.keys.press("Enter")
    assert till.opened.face.language == CHINESE
    assert purpose(till) is None


def test_news_in_the_tray_changes_its_language(qtbot: QtBot) -> None:
    face, host = Face(), QWidget()
    qtbot.addWidget(host)
    tray = ToastTray(face, host)
    tray.tell("calm", lambda: face.say("ui.sale_done"))
    face.put_on(language=CHINESE)
    assert tray.words == (face.say("ui.sale_done"),)
    assert [button.accessibleName() for button in tray.findChildren(QAbstractButton) if button.text()] == [
        face.say("ui.dismiss")
    ]


def test_what_a_strip_offers_changes_its_language_and_still_does_it(qtbot: QtBot) -> None:
    face, host, done = Face(), QWidget(), []
    qtbot.addWidget(host)
    strip = Strip(face, host)
    strip.tell(
        "warn", lambda: face.say("ui.bug"), (Act(lambda: face.say("ui.undo"), "Ctrl+Z", lambda: done.append(1)),)
    )
    face.put_on(language=CHINESE)
    assert strip.words.text() == face.say("ui.bug") == strip.accessibleName()
    assert face.say("ui.undo") in strip.buttons[0].text()
    strip.buttons[0].click()
    assert done == [1]
    strip.dismiss()
    face.put_on(language=ENGLISH)
    assert strip.isHidden()
