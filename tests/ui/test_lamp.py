"""The one lamp: a sentence for every state in both languages, and the page behind it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from pos_app.selling.view import Lamp, LampState
from pos_app.words import LANGUAGES, say
from tests.ui.conftest import AtTheTill
from tests.ui.shop_desk import SHELF
from ui.screens.devices import DevicesScreen
from ui.widgets.lamp import lamp_words, severity, stops_money

SAID = {
    LampState.DISK_LOW: ("Disk low", "磁盘空间不足"),
    LampState.JOURNAL_ALARM: ("The journal needs a look: call support", None),
    LampState.PRINTER: ("Printer: paper out", None),
    LampState.LOOK: ("3 need a look", None),
    LampState.CLOCK_WRONG: ("Clock wrong", None),
    LampState.DAEMON_DEAD: ("Sync is restarting: 3 sales safe on this till", None),
    LampState.REFUSED: ("Hub refuses this till: 3 sales safe here", None),
    LampState.OFFLINE: ("Offline: 3 sales safe on this till", None),
    LampState.STALE: ("Catalogue is 3 days old", None),
    LampState.SLOW: ("Slow connection", None),
    LampState.SENDING: ("Sending 3", None),
    LampState.ONLINE: ("Online, all sales sent", None),
    LampState.ALONE: ("Sells alone", None),
}


def light(till: AtTheTill, state: LampState) -> None:
    till.desk.lamp_now = Lamp(state, 3, "paper_out" if state is LampState.PRINTER else "")
    till.rooms.show(lamp=till.desk.lamp_now)
    till.opened.bridge.tick()
    till.keys.settle()


@pytest.mark.parametrize("state", LampState)
def test_each_state_has_its_sentence_in_both_languages_and_what_to_do(till: AtTheTill, state: LampState) -> None:
    light(till, state)
    lamp = till.window.status.lamp
    assert lamp.words.text() == SAID[state][0]
    till.opened.face.put_on(language="zh-Hans")
    chinese = lamp.words.text()
    assert chinese not in {SAID[state][0], f"ui.lamp.{state}"}
    for language in LANGUAGES:
        told = say(language, f"ui.what.{state}", count=3)
        assert told != f"ui.what.{state}"
        assert "{" not in told


def test_every_state_of_the_lamp_is_in_the_table() -> None:
    assert set(SAID) == set(LampState)


@pytest.mark.parametrize("state", LampState)
def test_what_touches_money_stands_beside_pay_too(till: AtTheTill, state: LampState) -> None:
    light(till, state)
    beside = till.sell.side.against_money
    touches = state in {
        LampState.DISK_LOW,
        LampState.JOURNAL_ALARM,
        LampState.PRINTER,
        LampState.CLOCK_WRONG,
    }
    assert stops_money(till.desk.lamp_now) == touches == beside.isVisible()
    if touches:
        assert beside.words.text() == lamp_words(till.opened.face, till.desk.lamp_now)
        grave = severity(till.desk.lamp_now) == "stopped"
        assert beside.property("look") == ("bad-strip" if grave else "warn-strip")  # as the lamp itself


def test_the_lamp_opens_the_devices_page_by_a_tap_and_by_its_key(till: AtTheTill) -> None:
    till.keys.scan(SHELF[0].code)
    light(till, LampState.OFFLINE)
    lamp = till.window.status.lamp
    assert lamp.height() >= 44
    QTest.mouseClick(lamp, Qt.MouseButton.LeftButton)
    page = till.window.screen_now
    assert isinstance(page, DevicesScreen)
    assert page.facts.title.text() == lamp.words.text()
    assert "3 records are safe on this till" in page.facts.advice.text()
    till.keys.press("Esc")
    assert till.sell.isVisible()
    till.keys.type("te")
    till.keys.press("Ctrl+D")
    assert till.window.screens["devices"].isVisible()
    till.keys.press("F1")
    assert till.sell.isVisible()
    assert till.lines() == [("1", "Dark Noodles 330 g")]


def test_the_page_opens_while_nobody_is_signed_in_and_leads_back_to_the_sign_in(locked: AtTheTill) -> None:
    sign_in = locked.window.screen_now
    locked.keys.press("Ctrl+D")
    assert isinstance(locked.window.screen_now, DevicesScreen)
    locked.keys.press("Esc")
    assert locked.window.screen_now is sign_in
    locked.keys.press("Ctrl+,")
    assert locked.window.screen_now is sign_in
